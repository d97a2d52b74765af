from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import EnterpriseSize, EntryState, SampleKind
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0010_delivery_and_performance')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Scene',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('number', fields.SmallIntField(unique=True, description='序号 | Order')),
                ('family', fields.CharField(description='场景类别 | Group', max_length=40)),
                ('name', fields.CharField(description='应用场景 | Scenario', max_length=40)),
                ('binding', fields.BooleanField(default=False, description='约束性场景 | Binding')),
                ('levels', fields.JSONField(description='各级要求 | What each level means', encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={'table': 'scenes', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An application scenario of the digital-level indicators, 2024 edition, with what each level means there.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Solution',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('organization', fields.ForeignKeyField('models.Organization', source_field='organization_id', description='提供方 | Provider', db_constraint=True, to_field='id', related_name='solutions', on_delete=OnDelete.RESTRICT)),
                ('industry', fields.ForeignKeyField('models.Industry', source_field='industry_id', null=True, description='细分行业 | Industry', db_constraint=True, to_field='id', related_name='solutions', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(description='方案名称 | Solution', max_length=80)),
                ('summary', fields.TextField(description='简介 | Summary', unique=False)),
                ('price_low', fields.DecimalField(description='价格下限 | Price from', max_digits=14, decimal_places=2)),
                ('price_high', fields.DecimalField(description='价格上限 | Price to', max_digits=14, decimal_places=2)),
                ('weeks_low', fields.SmallIntField(description='工期下限（周） | Weeks from')),
                ('weeks_high', fields.SmallIntField(description='工期上限（周） | Weeks to')),
                ('needs', fields.TextField(null=True, description='实施条件 | What it needs', unique=False)),
                ('small', fields.CharField(null=True, description='小 | Small', max_length=200)),
                ('quick', fields.CharField(null=True, description='快 | Quick', max_length=200)),
                ('light', fields.CharField(null=True, description='轻 | Light', max_length=200)),
                ('precise', fields.CharField(null=True, description='准 | Precise', max_length=200)),
                ('state', fields.CharEnumField(default=EntryState.DRAFT, description='状态 | State', enum_type=EntryState, max_length=32)),
                ('published_on', fields.DateField(null=True, description='发布日期 | Published on')),
            ],
            options={'table': 'solutions', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a platform offers: small, quick, light, precise (小快轻准, W2).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Pattern',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('solution', fields.ForeignKeyField('models.Solution', source_field='solution_id', null=True, description='所用解决方案 | Solution it uses', db_constraint=False, to_field='id', related_name='patterns', on_delete=OnDelete.CASCADE)),
                ('industry', fields.ForeignKeyField('models.Industry', source_field='industry_id', null=True, description='细分行业 | Industry', db_constraint=True, to_field='id', related_name='patterns', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(description='模式名称 | Pattern', max_length=80)),
                ('summary', fields.TextField(description='概要 | Summary', unique=False)),
                ('steps', fields.TextField(description='实施步骤 | Steps', unique=False)),
                ('prerequisites', fields.TextField(null=True, description='前提条件 | Prerequisites', unique=False)),
                ('pitfalls', fields.TextField(null=True, description='常见问题 | Pitfalls', unique=False)),
                ('state', fields.CharEnumField(default=EntryState.DRAFT, description='状态 | State', enum_type=EntryState, max_length=32)),
                ('published_on', fields.DateField(null=True, description='发布日期 | Published on')),
            ],
            options={'table': 'patterns', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An approach that worked, so told that others can follow it (典型模式, P11).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='PatternScene',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('pattern', fields.ForeignKeyField('models.Pattern', source_field='pattern_id', description='典型模式 | Pattern', db_constraint=False, to_field='id', related_name='scenes', on_delete=OnDelete.CASCADE)),
                ('scene', fields.ForeignKeyField('models.Scene', source_field='scene_id', description='应用场景 | Scenario', db_constraint=True, to_field='id', related_name='pattern_scenes', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'pattern_scenes', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A scenario that a pattern is about.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Proof',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('solution', fields.ForeignKeyField('models.Solution', source_field='solution_id', null=True, description='解决方案 | Solution', db_constraint=False, to_field='id', related_name='proofs', on_delete=OnDelete.CASCADE)),
                ('pattern', fields.ForeignKeyField('models.Pattern', source_field='pattern_id', null=True, description='典型模式 | Pattern', db_constraint=False, to_field='id', related_name='proofs', on_delete=OnDelete.CASCADE)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', description='改造项目 | Project', db_constraint=False, to_field='id', related_name='proofs', on_delete=OnDelete.CASCADE)),
                ('enterprise', fields.ForeignKeyField('models.Organization', source_field='enterprise_id', description='灯塔企业 | Lighthouse', db_constraint=True, to_field='id', related_name='proofs', on_delete=OnDelete.RESTRICT)),
                ('industry', fields.ForeignKeyField('models.Industry', source_field='industry_id', null=True, description='细分行业 | Industry', db_constraint=True, to_field='id', related_name='proofs', on_delete=OnDelete.RESTRICT)),
                ('size', fields.CharEnumField(null=True, description='规模 | Size', enum_type=EnterpriseSize, max_length=32)),
                ('employees', fields.IntField(null=True, description='从业人数 | Employees')),
                ('revenue', fields.DecimalField(null=True, description='营业收入 | Revenue', max_digits=14, decimal_places=2)),
                ('level_before', fields.SmallIntField(description='改造前水平 | Level before')),
                ('level_after', fields.SmallIntField(description='改造后水平 | Level after')),
                ('cost', fields.DecimalField(description='改造成本 | Cost', max_digits=14, decimal_places=2)),
                ('months', fields.DecimalField(description='历时（月） | Months taken', max_digits=4, decimal_places=1)),
                ('taken_on', fields.DateField(description='取数日期 | Taken on')),
            ],
            options={'table': 'proofs', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A lighthouse that proves a solution or a pattern: what it was and became, as its project says.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Sample',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('kind', fields.CharEnumField(description='类别 | Kind', enum_type=SampleKind, max_length=32)),
                ('name', fields.CharField(description='名称 | Name', max_length=80)),
                ('industry', fields.ForeignKeyField('models.Industry', source_field='industry_id', null=True, description='细分行业 | Industry', db_constraint=True, to_field='id', related_name='samples', on_delete=OnDelete.RESTRICT)),
                ('pattern', fields.ForeignKeyField('models.Pattern', source_field='pattern_id', null=True, description='所属典型模式 | Pattern it belongs to', db_constraint=False, to_field='id', related_name='samples', on_delete=OnDelete.CASCADE)),
                ('previous', fields.ForeignKeyField('models.Sample', source_field='previous_id', null=True, description='前一版 | Edition before', db_constraint=False, to_field='id', related_name='later_editions', on_delete=OnDelete.CASCADE)),
                ('edition', fields.SmallIntField(default=1, description='版次 | Edition')),
                ('text', fields.TextField(description='正文 | Text', unique=False)),
                ('changes', fields.CharField(null=True, description='修订说明 | What changed', max_length=300)),
                ('state', fields.CharEnumField(default=EntryState.DRAFT, description='状态 | State', enum_type=EntryState, max_length=32)),
                ('published_on', fields.DateField(null=True, description='发布日期 | Published on')),
            ],
            options={'table': 'samples', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A sample contract or an operating standard; a later edition is a row of its own, and the earlier ones stay.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='SolutionScene',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('solution', fields.ForeignKeyField('models.Solution', source_field='solution_id', description='解决方案 | Solution', db_constraint=False, to_field='id', related_name='scenes', on_delete=OnDelete.CASCADE)),
                ('scene', fields.ForeignKeyField('models.Scene', source_field='scene_id', description='应用场景 | Scenario', db_constraint=True, to_field='id', related_name='solution_scenes', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'solution_scenes', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A scenario that a solution covers.'},
            bases=['UnitScoped'],
        ),
        ops.RenameField(
            model_name='Candidate',
            old_name='rank',
            new_name='ranking',
        ),
    ]
