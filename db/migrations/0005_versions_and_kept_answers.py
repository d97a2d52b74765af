from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0004_running_imports')]

    initial = False

    operations = [
        ops.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='kept_answers', on_delete=OnDelete.RESTRICT)),
                ('key', fields.CharField(description='幂等键 | Idempotency key', max_length=64)),
                ('fingerprint', fields.CharField(description='请求指纹 | Fingerprint of the request', max_length=64)),
                ('answer', fields.JSONField(description='结果 | Answer', encoder=JSON_DUMPS, decoder=loads)),
                ('at', fields.DatetimeField(description='时间 | At', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'kept_answers', 'app': 'models', 'pk_attr': 'id', 'table_description': "The answer to one user's ``key``; ``fingerprint`` is of what was asked, so that a key serves one question only."},
            bases=['Record'],
        ),
        ops.AddField(
            model_name='Assessment',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Case',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Claim',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='CostItem',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Disbursement',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Flag',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Invoice',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Payment',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Penalty',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Plan',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='PlanIndustry',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Platform',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
        ops.AddField(
            model_name='Project',
            name='version',
            field=fields.IntField(default=1, description='版本 | Version', db_default=1),
        ),
    ]
