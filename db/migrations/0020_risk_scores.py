from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import FlagSubject
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0019_cases_by_the_steps_of_the_law')]

    initial = False

    operations = [
        ops.CreateModel(
            name='RiskScore',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('platform', fields.ForeignKeyField('models.Platform', source_field='platform_id', description='服务平台 | Platform', db_constraint=False, to_field='id', related_name='risk_scores', on_delete=OnDelete.CASCADE)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', null=True, description='改造项目 | Project', db_constraint=False, to_field='id', related_name='risk_scores', on_delete=OnDelete.CASCADE)),
                ('claim', fields.ForeignKeyField('models.Claim', source_field='claim_id', null=True, description='奖补申请 | Claim', db_constraint=False, to_field='id', related_name='risk_scores', on_delete=OnDelete.CASCADE)),
                ('subject', fields.CharEnumField(description='对象类别 | Subject', enum_type=FlagSubject, max_length=32)),
                ('subject_id', fields.BigIntField(description='对象编号 | Number of the subject')),
                ('score', fields.DecimalField(description='风险分 | Score', max_digits=4, decimal_places=1)),
                ('parts', fields.JSONField(description='得分构成 | Parts of the score', encoder=JSON_DUMPS, decoder=loads)),
                ('flag_count', fields.IntField(description='有效预警数 | Standing flags')),
                ('open_flags', fields.IntField(description='待核查预警数 | Flags to be looked at')),
                ('at_risk', fields.DecimalField(description='涉及金额 | At risk', max_digits=14, decimal_places=2)),
                ('expires_on', fields.DateField(null=True, description='时效届满日 | Limitation ends on')),
                ('clock_days', fields.IntField(null=True, description='时效剩余天数 | Days left of the limitation')),
                ('rank', fields.DecimalField(description='排序值 | Rank', max_digits=16, decimal_places=2)),
                ('reckoned_at', fields.DatetimeField(description='计算时间 | Reckoned at', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'risk_scores', 'app': 'models', 'indexes': [Index(fields=['subject', 'rank'], name='risk_scores_by_rank')], 'pk_attr': 'id', 'table_description': 'The score of a subject that has standing flags (``api.policy.score``), reckoned anew when its flags change.'},
            bases=['UnitScoped'],
        ),
    ]
