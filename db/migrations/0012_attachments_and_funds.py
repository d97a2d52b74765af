from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import AttachmentKind, FundingSource
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0011_catalogue')]

    initial = False

    operations = [
        # Its condition says more now, under another name.
        ops.RunSQL("drop index if exists claims_one_live_per_project"),
        ops.CreateModel(
            name='Attachment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('subject', fields.CharField(description='对象 | Subject', max_length=32)),
                ('subject_id', fields.BigIntField(description='对象编号 | Number of the subject')),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', null=True, description='改造项目 | Project', db_constraint=False, to_field='id', related_name='attachments', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='种类 | Kind', enum_type=AttachmentKind, max_length=32)),
                ('filename', fields.CharField(description='文件名 | File name', max_length=120)),
                ('media_type', fields.CharField(description='文件类型 | Media type', max_length=80)),
                ('size', fields.IntField(description='字节数 | Size in bytes')),
                ('sha256', fields.CharField(description='文件指纹 | Fingerprint (SHA-256)', max_length=64)),
                ('uploader', fields.ForeignKeyField('models.User', source_field='uploader_id', null=True, description='上传人 | Uploaded by', db_constraint=True, to_field='id', related_name='uploads', on_delete=OnDelete.RESTRICT)),
                ('at', fields.DatetimeField(description='上传时间 | Uploaded at', auto_now=False, auto_now_add=False)),
                ('note', fields.CharField(null=True, description='说明 | Note', max_length=200)),
            ],
            options={'table': 'attachments', 'app': 'models', 'indexes': [Index(fields=['sha256'], name='attachments_by_sha256')], 'pk_attr': 'id', 'table_description': 'One file of one record; the same bytes are stored once however many records have them.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Funding',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='fundings', on_delete=OnDelete.CASCADE)),
                ('source', fields.CharEnumField(description='来源 | Source', enum_type=FundingSource, max_length=32)),
                ('agreed', fields.DecimalField(description='约定金额 | Agreed', max_digits=14, decimal_places=2)),
                ('paid', fields.DecimalField(default=0, description='已到位 | Paid so far', max_digits=14, decimal_places=2)),
                ('agreed_on', fields.DateField(null=True, description='约定日期 | Agreed on')),
                ('document', fields.CharField(null=True, description='依据文件 | Document it rests on', max_length=80)),
                ('gains_share', fields.DecimalField(null=True, description='收益分成比例 | Share of the gains', max_digits=5, decimal_places=4)),
                ('gains_base', fields.CharField(null=True, description='收益基数 | What the gains are', max_length=120)),
            ],
            options={'table': 'fundings', 'app': 'models', 'pk_attr': 'id', 'table_description': "One source's part of what a project costs: agreed, and paid so far."},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Instalment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('funding', fields.ForeignKeyField('models.Funding', source_field='funding_id', description='资金来源 | Source of funds', db_constraint=False, to_field='id', related_name='instalments', on_delete=OnDelete.CASCADE)),
                ('due_on', fields.DateField(description='应付日期 | Due on')),
                ('amount', fields.DecimalField(description='应付金额 | Due', max_digits=14, decimal_places=2)),
                ('paid_on', fields.DateField(null=True, description='实付日期 | Paid on')),
                ('paid', fields.DecimalField(default=0, description='实付金额 | Paid', max_digits=14, decimal_places=2)),
            ],
            options={'table': 'instalments', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What is due of the fees that an enterprise pays out of its gains, and what came (W5).'},
            bases=['UnitScoped'],
        ),
    ]
