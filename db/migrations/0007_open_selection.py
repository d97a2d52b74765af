from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import CallState, CandidateState, ObjectionState, PanelistState
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0006_proofs_duties_and_interests')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Call',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('plan_industry', fields.ForeignKeyField('models.PlanIndustry', source_field='plan_industry_id', description='方案行业 | Plan industry', db_constraint=False, to_field='id', related_name='calls', on_delete=OnDelete.CASCADE)),
                ('batch', fields.ForeignKeyField('models.Batch', source_field='batch_id', description='批次 | Batch', db_constraint=True, to_field='id', related_name='calls', on_delete=OnDelete.RESTRICT)),
                ('industry', fields.ForeignKeyField('models.Industry', source_field='industry_id', description='细分行业 | Industry', db_constraint=True, to_field='id', related_name='calls', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(description='公告标题 | Title', max_length=120)),
                ('text', fields.TextField(description='公告正文 | Text of the call', unique=False)),
                ('state', fields.CharEnumField(default=CallState.DRAFT, description='状态 | State', enum_type=CallState, max_length=32)),
                ('opens_on', fields.DateField(description='征集开始 | Opens on')),
                ('closes_on', fields.DateField(description='征集截止 | Closes on')),
                ('notice_days', fields.SmallIntField(default=5, description='公示工作日数 | Working days of public notice')),
                ('places', fields.SmallIntField(description='拟选家数 | Places')),
                ('noticed_on', fields.DateField(null=True, description='公示开始 | On notice from')),
                ('notice_until', fields.DateField(null=True, description='公示截止 | On notice until')),
                ('decided_on', fields.DateField(null=True, description='公布结果日期 | Decided on')),
                ('result', fields.TextField(null=True, description='遴选结果 | Result', unique=False)),
            ],
            options={'table': 'calls', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A call for platforms for one industry of a plan, up to its result (P12).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Candidate',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('call', fields.ForeignKeyField('models.Call', source_field='call_id', description='遴选公告 | Call for platforms', db_constraint=False, to_field='id', related_name='candidates', on_delete=OnDelete.CASCADE)),
                ('organization', fields.ForeignKeyField('models.Organization', source_field='organization_id', description='申请主体 | Applicant', db_constraint=True, to_field='id', related_name='candidacies', on_delete=OnDelete.RESTRICT)),
                ('state', fields.CharEnumField(default=CandidateState.APPLIED, description='状态 | State', enum_type=CandidateState, max_length=32)),
                ('solution', fields.TextField(description='解决方案 | Solution (P8)', unique=False)),
                ('capability', fields.TextField(description='服务能力 | Capability (W3)', unique=False)),
                ('target', fields.TextField(null=True, description='绩效目标 | Performance target (P8)', unique=False)),
                ('planned', fields.IntField(description='计划改造家数 | Planned enterprises')),
                ('concession', fields.DecimalField(default=0, description='让利比例（%） | Price concession (%) (W4)', max_digits=5, decimal_places=2)),
                ('applied_on', fields.DateField(description='申请日期 | Applied on')),
                ('total', fields.DecimalField(null=True, description='总分 | Total', max_digits=7, decimal_places=4)),
                ('rank', fields.SmallIntField(null=True, description='名次 | Rank')),
                ('explained', fields.JSONField(null=True, description='计分明细 | How the total came about', encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={'table': 'candidates', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An organization that applies to a call, with what it offers; ranked when all experts have scored.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Criterion',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('call', fields.ForeignKeyField('models.Call', source_field='call_id', description='遴选公告 | Call for platforms', db_constraint=False, to_field='id', related_name='criteria', on_delete=OnDelete.CASCADE)),
                ('position', fields.SmallIntField(description='序号 | Order')),
                ('name', fields.CharField(description='评审指标 | Criterion', max_length=60)),
                ('meaning', fields.CharField(null=True, description='评分说明 | How it is judged', max_length=300)),
                ('weight', fields.DecimalField(description='权重（%） | Weight (%)', max_digits=5, decimal_places=2)),
                ('most', fields.DecimalField(default=100, description='满分 | Full marks', max_digits=6, decimal_places=2)),
            ],
            options={'table': 'criteria', 'app': 'models', 'pk_attr': 'id', 'table_description': 'By what the candidates of a call are judged; fixed once it is open.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Objection',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('call', fields.ForeignKeyField('models.Call', source_field='call_id', description='遴选公告 | Call for platforms', db_constraint=False, to_field='id', related_name='objections', on_delete=OnDelete.CASCADE)),
                ('candidate', fields.ForeignKeyField('models.Candidate', source_field='candidate_id', null=True, description='所涉申请 | Candidate it is about', db_constraint=False, to_field='id', related_name='objections', on_delete=OnDelete.CASCADE)),
                ('organization', fields.ForeignKeyField('models.Organization', source_field='organization_id', null=True, description='提出单位 | Organization of who objects', db_constraint=True, to_field='id', related_name='objections', on_delete=OnDelete.RESTRICT)),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', null=True, description='提出人账户 | Account of who objects', db_constraint=True, to_field='id', related_name='objections', on_delete=OnDelete.RESTRICT)),
                ('state', fields.CharEnumField(default=ObjectionState.RAISED, description='状态 | State', enum_type=ObjectionState, max_length=32)),
                ('name', fields.CharField(description='提出人 | Who objects', max_length=40)),
                ('contact', fields.CharField(description='联系方式 | How to reach them', max_length=80)),
                ('text', fields.TextField(description='异议内容 | Objection', unique=False)),
                ('raised_on', fields.DateField(description='提出日期 | Raised on')),
                ('raised_at', fields.DatetimeField(description='提出时间 | Raised at', auto_now=False, auto_now_add=False)),
                ('sender', fields.CharField(null=True, description='来源散列 | Hash of where it came from', max_length=64)),
                ('answer', fields.TextField(null=True, description='答复 | Answer', unique=False)),
                ('upheld', fields.BooleanField(null=True, description='异议成立 | Upheld')),
                ('answered_on', fields.DateField(null=True, description='答复日期 | Answered on')),
            ],
            options={'table': 'objections', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Somebody doubts a selection on public notice; each must be answered before the result.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Panelist',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('call', fields.ForeignKeyField('models.Call', source_field='call_id', description='遴选公告 | Call for platforms', db_constraint=False, to_field='id', related_name='panel', on_delete=OnDelete.CASCADE)),
                ('expert', fields.ForeignKeyField('models.User', source_field='expert_id', description='专家 | Expert', db_constraint=True, to_field='id', related_name='panels', on_delete=OnDelete.RESTRICT)),
                ('state', fields.CharEnumField(default=PanelistState.NAMED, description='状态 | State', enum_type=PanelistState, max_length=32)),
                ('drawn', fields.BooleanField(default=False, description='随机抽取 | Drawn by lot')),
                ('submitted_on', fields.DateField(null=True, description='提交评分日期 | Scores submitted on')),
                ('reason', fields.CharField(null=True, description='回避理由 | Why recused', max_length=200)),
            ],
            options={'table': 'panelists', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An expert on the panel of a call, drawn or named.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Score',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('call', fields.ForeignKeyField('models.Call', source_field='call_id', description='遴选公告 | Call for platforms', db_constraint=False, to_field='id', related_name='scores', on_delete=OnDelete.CASCADE)),
                ('candidate', fields.ForeignKeyField('models.Candidate', source_field='candidate_id', description='遴选申请 | Candidate', db_constraint=False, to_field='id', related_name='scores', on_delete=OnDelete.CASCADE)),
                ('criterion', fields.ForeignKeyField('models.Criterion', source_field='criterion_id', description='评审指标 | Criterion', db_constraint=False, to_field='id', related_name='scores', on_delete=OnDelete.CASCADE)),
                ('expert', fields.ForeignKeyField('models.User', source_field='expert_id', description='专家 | Expert', db_constraint=True, to_field='id', related_name='scores', on_delete=OnDelete.RESTRICT)),
                ('points', fields.DecimalField(description='得分 | Points', max_digits=6, decimal_places=2)),
            ],
            options={'table': 'scores', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What one expert gives one candidate by one criterion.'},
            bases=['UnitScoped'],
        ),
    ]
