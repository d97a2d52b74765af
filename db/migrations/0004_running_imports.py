from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import ImportPhase
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0003_figures_of_events')]

    initial = False

    operations = [
        ops.CreateModel(
            name='RunningImport',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='running_imports', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(description='名称 | Name', max_length=64)),
                ('phase', fields.CharEnumField(description='阶段 | Phase', enum_type=ImportPhase, max_length=32)),
                ('done', fields.IntField(description='已处理行数 | Rows done')),
                ('total', fields.IntField(description='总行数 | Rows in all')),
                ('problems', fields.IntField(description='问题数 | Problems so far')),
                ('at', fields.DatetimeField(description='时间 | At', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'running_imports', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One import, by the name its user gave it; ``done`` and ``total`` are rows of the phase.'},
            bases=['Record'],
        ),
    ]
