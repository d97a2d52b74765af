from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import DrawState, FlagSubject, FraudKind, InvoiceCheck, RuleKind, RuleState, ScanScope, ScanState, TipState
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields
from tortoise.indexes import Index

#: Flags of before know no more of their rules than code and number; their subject was always a claim.
_FILL = """
insert into rule_versions (synthetic, rule, number, state, kind, title, title_en, parameters, query, since)
select false, rule, rule_version, 'retired', case rule when 'A18' then 'statistical' else 'deterministic' end,
       rule, rule, '{}', '', min(raised_at)
from flags group by rule, rule_version;
update flags set definition_id = rule_versions.id, kind = rule_versions.kind, mark = '', seen_at = raised_at,
       subject = 'claim', subject_id = flags.claim_id, platform_id = projects.platform_id, project_id = projects.id
from claims, projects, rule_versions
where claims.unit_code = flags.unit_code and claims.id = flags.claim_id
  and projects.unit_code = claims.unit_code and projects.id = claims.project_id
  and rule_versions.rule = flags.rule and rule_versions.number = flags.rule_version;
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0015_organizations_by_name')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Draw',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('claim', fields.ForeignKeyField('models.Claim', source_field='claim_id', description='奖补申请 | Claim', db_constraint=False, to_field='id', related_name='draws', on_delete=OnDelete.CASCADE)),
                ('state', fields.CharEnumField(default=DrawState.DRAWN, description='审计结果 | State', enum_type=DrawState, max_length=32)),
                ('seed', fields.CharField(description='抽样种子 | Seed of the draw', max_length=40)),
                ('share', fields.DecimalField(description='抽样比例 | Share drawn', max_digits=4, decimal_places=3)),
                ('flagged', fields.BooleanField(description='抽取时有预警 | Flagged when drawn')),
                ('drawn_on', fields.DateField(description='抽取日期 | Drawn on')),
                ('audited_on', fields.DateField(null=True, description='审计日期 | Audited on')),
                ('found_cost', fields.DecimalField(null=True, description='审定成本 | Cost found', max_digits=14, decimal_places=2)),
                ('remark', fields.TextField(null=True, description='审计意见 | Remark', unique=False)),
            ],
            options={'table': 'draws', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A claim drawn by lot for audit, whatever the rules say of it: so missed fraud can be estimated honestly.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='RuleVersion',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('rule', fields.CharField(description='规则 | Rule', max_length=8)),
                ('number', fields.SmallIntField(description='版本 | Version')),
                ('state', fields.CharEnumField(description='状态 | State', enum_type=RuleState, max_length=32)),
                ('kind', fields.CharEnumField(description='类别 | Kind', enum_type=RuleKind, max_length=32)),
                ('title', fields.CharField(description='名称 | Title', max_length=60)),
                ('title_en', fields.CharField(description='英文名称 | Title in English', max_length=100)),
                ('parameters', fields.JSONField(description='参数 | Parameters', encoder=JSON_DUMPS, decoder=loads)),
                ('query', fields.TextField(description='查询 | Query', unique=False)),
                ('peers_query', fields.TextField(null=True, description='同类组查询 | Query of the peer groups', unique=False)),
                ('since', fields.DatetimeField(description='起用时间 | In force since', auto_now=False, auto_now_add=False)),
                ('reason', fields.CharField(null=True, description='调整理由 | Why it was changed', max_length=200)),
                ('made_by', fields.ForeignKeyField('models.User', source_field='made_by_id', null=True, description='制定人 | Made by', db_constraint=True, to_field='id', related_name='rule_versions', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'rule_versions', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A rule as it was run: its parameters and its query, frozen. Another threshold is another version.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='PeerGroup',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('definition', fields.ForeignKeyField('models.RuleVersion', source_field='definition_id', description='规则版本 | Rule version', db_constraint=True, to_field='id', related_name='peer_groups', on_delete=OnDelete.RESTRICT)),
                ('cell', fields.CharField(description='同类组 | Peer group', max_length=120)),
                ('size', fields.IntField(description='样本数 | Size')),
                ('low', fields.DecimalField(null=True, description='下四分位 | Lower quartile', max_digits=20, decimal_places=6)),
                ('middle', fields.DecimalField(null=True, description='中位数 | Median', max_digits=20, decimal_places=6)),
                ('high', fields.DecimalField(null=True, description='上四分位 | Upper quartile', max_digits=20, decimal_places=6)),
                ('spread', fields.DecimalField(null=True, description='离散程度 | Spread', max_digits=20, decimal_places=6)),
                ('rate', fields.DecimalField(null=True, description='比率 | Rate', max_digits=20, decimal_places=6)),
            ],
            options={'table': 'peer_groups', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What is usual among the like, as the last run over the country found it: a rule compares with this.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Scan',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('scope', fields.CharEnumField(description='范围 | Scope', enum_type=ScanScope, max_length=32)),
                ('state', fields.CharEnumField(default=ScanState.QUEUED, description='状态 | State', enum_type=ScanState, max_length=32)),
                ('asked_by', fields.ForeignKeyField('models.User', source_field='asked_by_id', null=True, description='发起人 | Asked for by', db_constraint=True, to_field='id', related_name='scans', on_delete=OnDelete.RESTRICT)),
                ('asked_at', fields.DatetimeField(description='提交时间 | Asked at', auto_now=False, auto_now_add=False)),
                ('started_at', fields.DatetimeField(null=True, description='开始时间 | Started at', auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, description='结束时间 | Ended at', auto_now=False, auto_now_add=False)),
                ('rule', fields.CharField(null=True, description='当前规则 | Rule under way', max_length=8)),
                ('done', fields.SmallIntField(default=0, description='已完成规则数 | Rules done')),
                ('total', fields.SmallIntField(default=0, description='规则总数 | Rules in all')),
                ('raised', fields.IntField(default=0, description='新增预警 | New flags')),
                ('lapsed', fields.IntField(default=0, description='消除预警 | Flags that lapsed')),
                ('seen_to', fields.BigIntField(null=True, description='变更截至 | Changes seen up to')),
                ('error', fields.CharField(null=True, description='中断原因 | Why it broke off', max_length=400)),
            ],
            options={'table': 'scans', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A run of the rules: over the country, or over what has changed since the last one.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Tip',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('number', fields.CharField(unique=True, description='编号 | Number', max_length=20)),
                ('state', fields.CharEnumField(default=TipState.RECEIVED, description='状态 | State', enum_type=TipState, max_length=32)),
                ('about', fields.CharField(description='被举报对象 | Whom it is about', max_length=120)),
                ('about_uscc', fields.CharField(null=True, description='对象信用代码 | Credit code given', max_length=18)),
                ('kind', fields.CharEnumField(null=True, description='涉嫌行为 | Conduct', enum_type=FraudKind, max_length=32)),
                ('body', fields.TextField(description='举报内容 | What was told', unique=False)),
                ('contact', fields.TextField(null=True, description='联系方式（加密） | Contact, encrypted', unique=False)),
                ('code_hash', fields.CharField(unique=True, description='查询码散列 | Hash of the code', max_length=64)),
                ('received_at', fields.DatetimeField(description='收到时间 | Received at', auto_now=False, auto_now_add=False)),
                ('organization', fields.ForeignKeyField('models.Organization', source_field='organization_id', null=True, description='匹配对象 | Matched to', db_constraint=True, to_field='id', related_name='tips', on_delete=OnDelete.RESTRICT)),
                ('likeness', fields.DecimalField(null=True, description='匹配度 | Likeness of the names', max_digits=4, decimal_places=3)),
                ('handled_by', fields.ForeignKeyField('models.User', source_field='handled_by_id', null=True, description='经办人 | Handled by', db_constraint=True, to_field='id', related_name='tips', on_delete=OnDelete.RESTRICT)),
                ('handled_at', fields.DatetimeField(null=True, description='办理时间 | Handled at', auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(null=True, description='答复 | Answer', max_length=400)),
            ],
            options={'table': 'tips', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A tip-off. National, since whom it is about is known only once it was matched to an organization.'},
            bases=['Record'],
        ),
        ops.AlterModelOptions(
            name='Flag',
            options={'table': 'flags', 'app': 'models', 'indexes': [Index(fields=['unit_code', 'state', 'rule'], name='flags_by_state')], 'pk_attr': 'id', 'table_description': 'One red flag raised by one version of a rule, with all that raised it.'},
        ),
        ops.AlterField(
            model_name='Flag',
            name='claim',
            field=fields.ForeignKeyField('models.Claim', source_field='claim_id', null=True, description='奖补申请 | Claim', db_constraint=False, to_field='id', related_name='flags', on_delete=OnDelete.CASCADE),
        ),
        ops.AlterField(
            model_name='Flag',
            name='reason',
            field=fields.CharField(description='原因 | Reason', max_length=400),
        ),
        ops.AlterField(
            model_name='Flag',
            name='reason_en',
            field=fields.CharField(description='英文原因 | Reason in English', max_length=400),
        ),
        ops.AddField(
            model_name='Flag',
            name='definition',
            field=fields.ForeignKeyField('models.RuleVersion', source_field='definition_id', null=True, description='规则版本 | Rule version', db_constraint=True, to_field='id', related_name='flags', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Flag',
            name='kind',
            field=fields.CharEnumField(null=True, description='类别 | Kind', enum_type=RuleKind, max_length=32),
        ),
        ops.AddField(
            model_name='Flag',
            name='subject_id',
            field=fields.BigIntField(null=True, description='对象编号 | Number of the subject'),
        ),
        ops.AddField(
            model_name='Flag',
            name='mark',
            field=fields.CharField(null=True, default='', description='发现标识 | Mark of the finding', max_length=120),
        ),
        ops.AddField(
            model_name='Flag',
            name='peers',
            field=fields.JSONField(null=True, description='同类组 | Peer group', encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='Flag',
            name='platform',
            field=fields.ForeignKeyField('models.Platform', source_field='platform_id', null=True, description='服务平台 | Platform', db_constraint=False, to_field='id', related_name='flags', on_delete=OnDelete.CASCADE),
        ),
        ops.AddField(
            model_name='Flag',
            name='project',
            field=fields.ForeignKeyField('models.Project', source_field='project_id', null=True, description='改造项目 | Project', db_constraint=False, to_field='id', related_name='flags', on_delete=OnDelete.CASCADE),
        ),
        ops.AddField(
            model_name='Flag',
            name='seen_at',
            field=fields.DatetimeField(null=True, description='最近核实 | Last found at', auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Flag',
            name='subject',
            field=fields.CharEnumField(null=True, description='对象类别 | Raised on', enum_type=FlagSubject, max_length=32),
        ),
        ops.RunSQL(_FILL, ops.RunSQL.noop),
        ops.AlterField(
            model_name='Flag',
            name='definition',
            field=fields.ForeignKeyField('models.RuleVersion', source_field='definition_id', description='规则版本 | Rule version', db_constraint=True, to_field='id', related_name='flags', on_delete=OnDelete.RESTRICT),
        ),
        ops.AlterField(
            model_name='Flag',
            name='kind',
            field=fields.CharEnumField(description='类别 | Kind', enum_type=RuleKind, max_length=32),
        ),
        ops.AlterField(
            model_name='Flag',
            name='mark',
            field=fields.CharField(default='', description='发现标识 | Mark of the finding', max_length=120),
        ),
        ops.AlterField(
            model_name='Flag',
            name='platform',
            field=fields.ForeignKeyField('models.Platform', source_field='platform_id', description='服务平台 | Platform', db_constraint=False, to_field='id', related_name='flags', on_delete=OnDelete.CASCADE),
        ),
        ops.AlterField(
            model_name='Flag',
            name='seen_at',
            field=fields.DatetimeField(description='最近核实 | Last found at', auto_now=False, auto_now_add=False),
        ),
        ops.AlterField(
            model_name='Flag',
            name='subject',
            field=fields.CharEnumField(description='对象类别 | Raised on', enum_type=FlagSubject, max_length=32),
        ),
        ops.AlterField(
            model_name='Flag',
            name='subject_id',
            field=fields.BigIntField(description='对象编号 | Number of the subject'),
        ),
        ops.AlterField(
            model_name='Flag',
            name='rule_version',
            field=fields.SmallIntField(description="规则版本号 | Number of the rule's version"),
        ),
        ops.RunSQL("drop index if exists flags_once_per_facts; alter table flags drop constraint if exists flags_once_per_facts"),
        ops.AddIndex(
            model_name='Flag',
            index=Index(fields=['unit_code', 'state', 'rule'], name='flags_by_state'),
        ),
        ops.AddField(
            model_name='Invoice',
            name='checked',
            field=fields.CharEnumField(default=InvoiceCheck.UNCHECKED, description='查验结果 | Check by the tax office', db_default='unchecked', enum_type=InvoiceCheck, max_length=32),
        ),
        ops.AddField(
            model_name='Invoice',
            name='checked_on',
            field=fields.DateField(null=True, description='查验日期 | Checked on'),
        ),
        ops.AddField(
            model_name='Survey',
            name='served',
            field=fields.BooleanField(null=True, description='确认接受过改造服务 | Says it was served at all'),
        ),
        ops.AddField(
            model_name='ReportingUnit',
            name='latitude',
            field=fields.DecimalField(null=True, description='驻地纬度 | Latitude of its seat', max_digits=5, decimal_places=2),
        ),
        ops.AddField(
            model_name='ReportingUnit',
            name='longitude',
            field=fields.DecimalField(null=True, description='驻地经度 | Longitude of its seat', max_digits=6, decimal_places=2),
        ),
    ]
