from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import AuditKind
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0007_open_selection')]

    initial = False

    operations = [
        ops.CreateModel(
            name='AuditAnchor',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('day', fields.DateField(unique=True, description='日期 | Day')),
                ('at', fields.DatetimeField(description='时间 | At', auto_now=False, auto_now_add=False)),
                ('heads', fields.TextField(description='各链末端 | Ends of the chains, as JSON', unique=False)),
                ('previous', fields.CharField(description='前一签名 | Signature before', max_length=128)),
                ('signer', fields.CharField(description='公钥 | Public key, hexadecimal', max_length=64)),
                ('signature', fields.CharField(description='签名 | Signature, hexadecimal', max_length=128)),
            ],
            options={'table': 'audit_anchors', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Where every chain ended on a day, signed: a chain that was written anew does not meet it.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(null=True, description='申报单位 | Reporting unit', max_length=6)),
                ('seq', fields.BigIntField(description='链内序号 | Place in the chain of its unit')),
                ('at', fields.DatetimeField(description='时间 | At', auto_now=False, auto_now_add=False)),
                ('kind', fields.CharEnumField(description='类别 | Kind', enum_type=AuditKind, max_length=32)),
                ('subject', fields.CharField(null=True, description='对象 | Subject', max_length=32)),
                ('subject_key', fields.CharField(null=True, description='对象编号 | Key of the subject', max_length=64)),
                ('actor', fields.ForeignKeyField('models.User', source_field='actor_id', null=True, description='操作人 | Actor', db_constraint=True, to_field='id', related_name='audit_entries', on_delete=OnDelete.RESTRICT)),
                ('token', fields.BigIntField(null=True, description='接口令牌编号 | Number of the API token')),
                ('address', fields.CharField(null=True, description='网络地址 | Address', max_length=45)),
                ('agent', fields.CharField(null=True, description='客户端 | Client', max_length=120)),
                ('request', fields.CharField(null=True, description='请求编号 | Request', max_length=32)),
                ('before', fields.TextField(null=True, description='变更前 | Before, as JSON', unique=False)),
                ('after', fields.TextField(null=True, description='变更后 | After, as JSON', unique=False)),
                ('facts', fields.TextField(null=True, description='事实 | Facts, as JSON', unique=False)),
                ('hash', fields.CharField(description='链式散列 | Hash in the chain', max_length=64)),
            ],
            options={'table': 'audit_entries', 'app': 'models', 'indexes': [Index(fields=['subject', 'subject_key', 'unit_code'], name='audit_entries_of_subject'), Index(fields=['at'], name='audit_entries_by_time')], 'pk_attr': 'id', 'table_description': 'One thing that was done or tried. Written by ``db.trail`` only, where its hash is computed (``db.chain``).'},
            bases=['Record'],
        ),
    ]
