from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ApiToken',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='tokens', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(description='用途 | What it is for', max_length=80)),
                ('prefix', fields.CharField(description='开头几位 | Its first characters', max_length=12)),
                ('token_hash', fields.CharField(unique=True, description='令牌散列 | Token hash', max_length=64)),
                ('scopes', fields.JSONField(description='权限范围 | Scopes', encoder=JSON_DUMPS, decoder=loads)),
                ('created_at', fields.DatetimeField(description='创建时间 | Created at', auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(description='失效时间 | Expires at', auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, description='最近使用 | Last used at', auto_now=False, auto_now_add=False)),
                ('revoked_at', fields.DatetimeField(null=True, description='撤销时间 | Revoked at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'api_tokens', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Lets a program ask as ``user`` until it expires or is revoked; only the hash of the token is kept.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='HourlyPoints',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('asker', fields.CharField(description='查询者 | Asker', max_length=32)),
                ('hour', fields.DatetimeField(description='小时 | Hour', auto_now=False, auto_now_add=False)),
                ('points', fields.BigIntField(description='点数 | Points')),
            ],
            options={'table': 'hourly_points', 'app': 'models', 'pk_attr': 'id', 'table_description': "What one asker's queries cost in one hour: counted in the database, so that all processes share it."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='SavedQuery',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('owner', fields.ForeignKeyField('models.User', source_field='owner_id', description='所有者 | Owner', db_constraint=True, to_field='id', related_name='queries', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(description='名称 | Name', max_length=80)),
                ('document', fields.TextField(description='查询 | Query', unique=False)),
                ('variables', fields.JSONField(null=True, description='变量 | Variables', encoder=JSON_DUMPS, decoder=loads)),
                ('shared', fields.BooleanField(default=False, description='已共享 | Shared')),
                ('created_at', fields.DatetimeField(description='创建时间 | Created at', auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(description='更新时间 | Updated at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'saved_queries', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A GraphQL document with its variables, seen by its owner, or by everybody signed in when ``shared``.'},
            bases=['Record'],
        ),
    ]
