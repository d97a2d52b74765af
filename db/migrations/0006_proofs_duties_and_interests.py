from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import DutyKind, InterestKind, Role, Stage
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0005_versions_and_kept_answers')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Attempt',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('key', fields.CharField(unique=True, description='对象 | Account or address, hashed', max_length=80)),
                ('failures', fields.IntField(description='连续失败次数 | Failures in a row')),
                ('last_at', fields.DatetimeField(description='最近一次 | The last one at', auto_now=False, auto_now_add=False)),
                ('until', fields.DatetimeField(null=True, description='等候至 | To wait until', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attempts', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Wrong sign-ins in a row, by account or by address; nobody is let in before ``until``.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Duty',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='duties', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='经办人 | Person', db_constraint=True, to_field='id', related_name='duties', on_delete=OnDelete.RESTRICT)),
                ('duty', fields.CharEnumField(description='职责 | Duty', enum_type=DutyKind, max_length=32)),
                ('at', fields.DatetimeField(description='时间 | At', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'duties', 'app': 'models', 'pk_attr': 'id', 'table_description': 'That a person submitted, accepted, reviewed or settled a project (F6, S1).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Identity',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='identities', on_delete=OnDelete.RESTRICT)),
                ('issuer', fields.CharField(description='签发方 | Issuer', max_length=200)),
                ('subject', fields.CharField(description='标识 | Subject', max_length=255)),
                ('linked_at', fields.DatetimeField(description='关联时间 | Linked at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'identities', 'app': 'models', 'pk_attr': 'id', 'table_description': "Who a user is to the office's own sign-on: its issuer and its name for the person."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Interest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='申报人 | Person', db_constraint=True, to_field='id', related_name='interests', on_delete=OnDelete.RESTRICT)),
                ('organization', fields.ForeignKeyField('models.Organization', source_field='organization_id', description='单位 | Organization', db_constraint=True, to_field='id', related_name='interests', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharEnumField(description='关系 | Kind of tie', enum_type=InterestKind, max_length=32)),
                ('since', fields.DateField(null=True, description='起始日期 | Since')),
                ('until', fields.DateField(null=True, description='终止日期 | Until')),
                ('note', fields.CharField(null=True, description='说明 | Note', max_length=200)),
                ('declared_at', fields.DatetimeField(description='申报时间 | Declared at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'interests', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What ties a person to an organization, as they declared it: who is tied accepts nothing of it (P10).'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='recovery_codes', on_delete=OnDelete.RESTRICT)),
                ('code_hash', fields.CharField(description='散列 | Hash', max_length=64)),
                ('used_at', fields.DatetimeField(null=True, description='使用时间 | Used at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'recovery_codes', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A code for who has lost the telephone: used once; only its hash is kept.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='SecondStep',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='second_steps', on_delete=OnDelete.RESTRICT)),
                ('secret', fields.CharField(description='密文 | Secret, encrypted', max_length=400)),
                ('last_step', fields.BigIntField(default=0, description='最近用过的时间步 | Last step whose code was used', db_default=0)),
                ('confirmed_at', fields.DatetimeField(null=True, description='启用时间 | In force since', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'second_steps', 'app': 'models', 'pk_attr': 'id', 'table_description': "A user's secret for codes by time (TOTP), encrypted; not in force before ``confirmed_at``."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='SecondStepRule',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('role', fields.CharEnumField(unique=True, description='角色 | Role', enum_type=Role, max_length=32)),
                ('since', fields.DatetimeField(description='起始时间 | Since', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'second_step_rules', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A role whose holders must use the second step.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='SetupLink',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='用户 | User', db_constraint=True, to_field='id', related_name='setup_links', on_delete=OnDelete.RESTRICT)),
                ('token_hash', fields.CharField(unique=True, description='令牌散列 | Token hash', max_length=64)),
                ('created_at', fields.DatetimeField(description='创建时间 | Created at', auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(description='失效时间 | Expires at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'setup_links', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A link by which a user sets a password, once; only its hash is kept.'},
            bases=['Record'],
        ),
        ops.AddField(
            model_name='Session',
            name='device',
            field=fields.CharField(null=True, description='设备 | Device', max_length=200),
        ),
        ops.AddField(
            model_name='Session',
            name='office',
            field=fields.BooleanField(default=False, description="经单位统一登录 | By the office's sign-on", db_default=False),
        ),
        ops.AddField(
            model_name='Session',
            name='seen_at',
            field=fields.DatetimeField(null=True, description='最近使用 | Last seen at', auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Session',
            name='stage',
            field=fields.CharEnumField(default=Stage.IN, description='进度 | Stage', db_default='in', enum_type=Stage, max_length=32),
        ),
        ops.AddField(
            model_name='UserRole',
            name='mapped',
            field=fields.BooleanField(default=False, description="来自单位统一登录 | Comes from the office's sign-on", db_default=False),
        ),
    ]
