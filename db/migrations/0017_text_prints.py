from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import TextSection
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0016_rules_scans_and_tips')]

    initial = False

    operations = [
        ops.CreateModel(
            name='TextPrint',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('platform', fields.ForeignKeyField('models.Platform', source_field='platform_id', description='服务平台 | Platform', db_constraint=False, to_field='id', related_name='text_prints', on_delete=OnDelete.CASCADE)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', null=True, description='改造项目 | Project', db_constraint=False, to_field='id', related_name='text_prints', on_delete=OnDelete.CASCADE)),
                ('section', fields.CharEnumField(description='文本 | Text', enum_type=TextSection, max_length=32)),
                ('source', fields.BigIntField(description='原文指纹 | Fingerprint of the source')),
                ('hash', fields.CharField(description='正文指纹 | Fingerprint of the masked text', max_length=32)),
                ('length', fields.IntField(description='字数 | Characters')),
                ('minima', fields.CharField(description='最小哈希 | Minima', max_length=64)),
                ('band_1', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_2', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_3', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_4', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_5', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_6', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_7', fields.BigIntField(null=True, description='分段 | Band')),
                ('band_8', fields.BigIntField(null=True, description='分段 | Band')),
            ],
            options={'table': 'text_prints', 'app': 'models', 'indexes': [Index(fields=['band_1'], name='text_prints_by_band_1'), Index(fields=['band_2'], name='text_prints_by_band_2'), Index(fields=['band_3'], name='text_prints_by_band_3'), Index(fields=['band_4'], name='text_prints_by_band_4'), Index(fields=['band_5'], name='text_prints_by_band_5'), Index(fields=['band_6'], name='text_prints_by_band_6'), Index(fields=['band_7'], name='text_prints_by_band_7'), Index(fields=['band_8'], name='text_prints_by_band_8')], 'pk_attr': 'id', 'table_description': 'The fingerprint of one text (``api.policy.text_print``), made anew when the text changes.'},
            bases=['UnitScoped'],
        ),
    ]
