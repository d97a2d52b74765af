from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0007_open_selection')]

    initial = False

    operations = [
        ops.CreateModel(
            name='PlanRemark',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('plan', fields.ForeignKeyField('models.Plan', source_field='plan_id', description='实施方案 | Plan', db_constraint=False, to_field='id', related_name='remarks', on_delete=OnDelete.CASCADE)),
                ('subject', fields.CharField(description='对象 | Subject', max_length=32)),
                ('subject_id', fields.BigIntField(description='对象编号 | Number of the subject')),
                ('item', fields.CharField(description='所指内容 | Item', max_length=160)),
                ('text', fields.TextField(description='退回意见 | Remark', unique=False)),
                ('made_on', fields.DateField(description='提出日期 | Made on')),
                ('answer', fields.TextField(null=True, description='修改说明 | Answer', unique=False)),
                ('answered_on', fields.DateField(null=True, description='答复日期 | Answered on')),
            ],
            options={'table': 'plan_remarks', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What the centre asks to be mended in a plan that it returns, by item: the plan, an industry, a platform.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='UnitBorder',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('neighbour_code', fields.CharField(description='相邻单位 | Neighbouring unit', max_length=6)),
            ],
            options={'table': 'unit_borders', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Two reporting units that lie side by side, each way one row: plain geography (P1: 避免重复).'},
            bases=['Record'],
        ),
        ops.AddField(
            model_name='Clause',
            name='practice',
            field=fields.TextField(null=True, description='系统如何执行 | How the system keeps it (Chinese)', unique=False),
        ),
        ops.AddField(
            model_name='Clause',
            name='practice_en',
            field=fields.TextField(null=True, description='系统如何执行（英文） | How the system keeps it', unique=False),
        ),
        ops.AddField(
            model_name='Plan',
            name='finance_signed_content',
            field=fields.CharField(null=True, description='财政部门所签内容 | What the finance department signed (fingerprint)', max_length=64),
        ),
        ops.AddField(
            model_name='Plan',
            name='sme_signed_content',
            field=fields.CharField(null=True, description='中小企业主管部门所签内容 | What the SME department signed (fingerprint)', max_length=64),
        ),
        ops.AddField(
            model_name='PlanIndustry',
            name='data_used',
            field=fields.TextField(null=True, description='二是打通用好数据 | Test 2: data are connected and used (P5)', unique=False),
        ),
        ops.AddField(
            model_name='PlanIndustry',
            name='light_return',
            field=fields.TextField(null=True, description='三是轻量快效 | Test 3: light, quick and with return (P5)', unique=False),
        ),
        ops.AddField(
            model_name='PlanIndustry',
            name='needs_met',
            field=fields.TextField(null=True, description='一是满足基本场景 | Test 1: basic needs are met (P5)', unique=False),
        ),
    ]
