from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import SampleState, ServiceKind, Verdict, WithdrawalReason
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0008_audit_trail'), ('models', '0008_signed_contents_remarks_and_borders')]

    initial = False

    operations = [
        ops.CreateModel(
            name='AcceptanceStandard',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('valid_from', fields.DateField(unique=True, description='生效日 | Valid from')),
                ('criteria', fields.JSONField(description='验收指标 | Criteria', encoder=JSON_DUMPS, decoder=loads)),
                ('reason', fields.CharField(description='依据 | Reason', max_length=200)),
            ],
            options={'table': 'acceptance_standards', 'app': 'models', 'pk_attr': 'id', 'table_description': 'The criteria of acceptance with their points, from one day on; the newest in force counts.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Contract',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='contracts', on_delete=OnDelete.CASCADE)),
                ('edition', fields.SmallIntField(default=1, description='版次 | Edition')),
                ('number', fields.CharField(description='合同编号 | Contract number', max_length=40)),
                ('amount', fields.DecimalField(description='合同金额 | Amount', max_digits=14, decimal_places=2)),
                ('government', fields.DecimalField(description="政府补助 | Government's part", max_digits=14, decimal_places=2)),
                ('concession', fields.DecimalField(description="平台让利 | Platform's concession", max_digits=14, decimal_places=2)),
                ('own', fields.DecimalField(description="企业自付 | Enterprise's part", max_digits=14, decimal_places=2)),
                ('signed_on', fields.DateField(description='签订日期 | Signed on')),
                ('starts_on', fields.DateField(description='计划开工 | Planned start')),
                ('finishes_on', fields.DateField(description='计划完成 | Planned finish')),
                ('reason', fields.TextField(null=True, description='变更事由 | Why it was changed', unique=False)),
            ],
            options={'table': 'contracts', 'app': 'models', 'pk_attr': 'id', 'table_description': 'The contract of a project as it stood from one day on; an amendment is a new edition, and only added.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('edition', fields.SmallIntField(unique=True, description='版本 | Edition')),
                ('number', fields.CharField(description='文号 | Document number', max_length=40)),
                ('title', fields.CharField(description='名称 | Title', max_length=80)),
                ('title_en', fields.CharField(description='英文名称 | English title', max_length=120)),
                ('body', fields.JSONField(description='题目与规则 | Questions and rules', encoder=JSON_DUMPS, decoder=loads)),
                ('certainty', fields.TextField(description='可信程度 | How certain', unique=False)),
                ('certainty_en', fields.TextField(description='可信程度（英文） | How certain, in English', unique=False)),
            ],
            options={'table': 'questionnaires', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An edition of the digital-level questionnaire: what is known of it, and how certain that is.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='ReviewSample',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='review_samples', on_delete=OnDelete.CASCADE)),
                ('state', fields.CharEnumField(default=SampleState.DRAWN, description='抽查结果 | State', enum_type=SampleState, max_length=32)),
                ('seed', fields.CharField(description='抽样种子 | Seed of the draw', max_length=40)),
                ('share', fields.DecimalField(description='抽样比例 | Share drawn', max_digits=4, decimal_places=3)),
                ('drawn_on', fields.DateField(description='抽取日期 | Drawn on')),
                ('checked_on', fields.DateField(null=True, description='抽查日期 | Checked on')),
                ('remark', fields.TextField(null=True, description='抽查意见 | Remark', unique=False)),
            ],
            options={'table': 'review_samples', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A passed project drawn by lot for the national review to look at again before it confirms (F6).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='score_sheets', on_delete=OnDelete.CASCADE)),
                ('expert', fields.ForeignKeyField('models.User', source_field='expert_id', null=True, description='验收专家 | Expert', db_constraint=True, to_field='id', related_name='score_sheets', on_delete=OnDelete.RESTRICT)),
                ('standard', fields.ForeignKeyField('models.AcceptanceStandard', source_field='standard_id', description='验收标准 | Standard', db_constraint=True, to_field='id', related_name='score_sheets', on_delete=OnDelete.RESTRICT)),
                ('round', fields.SmallIntField(description='验收轮次 | Round')),
                ('given_on', fields.DateField(description='验收日期 | Inspected on')),
                ('scores', fields.JSONField(description='逐项评分 | Scores', encoder=JSON_DUMPS, decoder=loads)),
                ('total', fields.DecimalField(description='总分 | Total', max_digits=5, decimal_places=2)),
                ('pass_mark', fields.DecimalField(description='合格线 | Pass mark', max_digits=5, decimal_places=2)),
                ('verdict', fields.CharEnumField(description='验收结论 | Verdict', enum_type=Verdict, max_length=32)),
                ('findings', fields.TextField(null=True, description='验收意见 | Findings', unique=False)),
                ('rectify_by', fields.DateField(null=True, description='整改期限 | To be mended by')),
            ],
            options={'table': 'score_sheets', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What an expert found at one inspection of a project, criterion by criterion; given once, never changed.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Service',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='services', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='服务类别 | Kind of service', enum_type=ServiceKind, max_length=32)),
                ('name', fields.CharField(description='服务内容 | Service', max_length=120)),
                ('scenario', fields.CharField(null=True, description='应用场景 | Scenario', max_length=60)),
                ('amount', fields.DecimalField(description='约定金额 | Agreed price', max_digits=14, decimal_places=2)),
                ('agreed_on', fields.DateField(description='约定日期 | Agreed on')),
                ('delivered_on', fields.DateField(null=True, description='交付日期 | Delivered on')),
                ('dropped_on', fields.DateField(null=True, description='取消日期 | Dropped on')),
                ('evidence', fields.TextField(null=True, description='交付说明 | What was delivered', unique=False)),
            ],
            options={'table': 'services', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One of the services a contract agrees on (W3), ticked off when it was delivered (P9).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Training',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='trainings', on_delete=OnDelete.CASCADE)),
                ('held_on', fields.DateField(description='实训日期 | Held on')),
                ('hours', fields.DecimalField(description='学时 | Hours', max_digits=4, decimal_places=1)),
                ('topic', fields.CharField(description='实训内容 | Topic', max_length=120)),
                ('expected', fields.IntField(description='应训人数 | Staff to be trained')),
                ('attended', fields.IntField(description='实训人数 | Staff trained')),
                ('qualified', fields.IntField(null=True, description='考核合格人数 | Passed the test')),
                ('examiner', fields.CharField(null=True, description='考核人 | Examiner', max_length=40)),
                ('remark', fields.TextField(null=True, description='考核结果 | Result', unique=False)),
            ],
            options={'table': 'trainings', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One session in which the staff learnt what it must know and be able to do (应知应会).'},
            bases=['UnitScoped'],
        ),
        ops.AlterModelOptions(
            name='Assessment',
            options={'table': 'assessments', 'app': 'models', 'pk_attr': 'id', 'table_description': 'The digital level of an enterprise, 1 to 4 (0: below the first), before or after its transformation.'},
        ),
        ops.AddField(
            model_name='Assessment',
            name='dimensions',
            field=fields.JSONField(null=True, description='分项得分 | Scores by dimension', encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='Assessment',
            name='draft',
            field=fields.BooleanField(default=False, description='草稿 | Draft', db_default=False),
        ),
        ops.AddField(
            model_name='Project',
            name='due_on',
            field=fields.DateField(null=True, description='合同完成期限 | Due by contract'),
        ),
        ops.AddField(
            model_name='Project',
            name='endorsed_on',
            field=fields.DateField(null=True, description='财政部门会审日期 | Endorsed by finance on'),
        ),
        ops.AddField(
            model_name='Project',
            name='left_reason',
            field=fields.CharEnumField(null=True, description='退出原因 | Why it left', enum_type=WithdrawalReason, max_length=32),
        ),
        ops.AddField(
            model_name='Project',
            name='rectify_by',
            field=fields.DateField(null=True, description='整改期限 | To be mended by'),
        ),
        ops.AddField(
            model_name='Project',
            name='replaces',
            field=fields.ForeignKeyField('models.Project', source_field='replaces_id', null=True, description='替补对象 | Takes the place of', db_constraint=False, to_field='id', related_name='replaced_by', on_delete=OnDelete.CASCADE),
        ),
    ]
