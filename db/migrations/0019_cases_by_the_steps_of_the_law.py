from tortoise import migrations
from tortoise.migrations import operations as ops
from db.enums import CasePart, ChallengeKind, ChallengeState, ClaimState, Clock, DefenceKind, EvidenceKind, FineBase, Organ, PauseReason, PenaltyOutcome, PenaltyState, PublicationState, RequestState, Weight
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise import fields

#: Cases and penalties of before: what was done is known, what was announced was not kept.
_FILL = """
update cases set legacy = true;
insert into case_notices (unit_code, case_id, number, given_on, answer_until, facts, basis, hearing_offered, synthetic)
select unit_code, id, 1, opened_on, opened_on + 7, '此前办理，未留存告知书', '', false, synthetic
from cases where exists (select from penalties where penalties.unit_code = cases.unit_code and case_id = cases.id);
insert into notice_items (unit_code, notice_id, outcome, amount, organ, article_id, synthetic)
select penalties.unit_code, case_notices.id, outcome, max(amount), case outcome when 'transfer' then 'finance' end,
       min(article_id), bool_and(penalties.synthetic)
from penalties
join case_notices on case_notices.unit_code = penalties.unit_code and case_notices.case_id = penalties.case_id
group by penalties.unit_code, case_notices.id, outcome;
update penalties set item_id = notice_items.id, announced = notice_items.amount, organ = notice_items.organ,
       state = case when served_on is null then 'decided' else 'effective' end
from notice_items, case_notices
where notice_items.notice_id = case_notices.id and case_notices.case_id = penalties.case_id
  and case_notices.unit_code = penalties.unit_code and notice_items.outcome = penalties.outcome;
"""


class Migration(migrations.Migration):
    dependencies = [('models', '0018_who_sold_and_where_money_went')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CaseDeadline',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='deadlines', on_delete=OnDelete.CASCADE)),
                ('clock', fields.CharEnumField(description='时限 | Term', enum_type=Clock, max_length=32)),
                ('since', fields.DateField(description='起算日 | Runs from')),
                ('due_on', fields.DateField(description='届满日 | Last day')),
                ('warn_on', fields.DateField(description='预警日 | Amber from')),
                ('met_on', fields.DateField(null=True, description='办结日 | Met on')),
                ('law', fields.CharField(description='依据 | Law', max_length=120)),
            ],
            options={'table': 'case_deadlines', 'app': 'models', 'pk_attr': 'id', 'table_description': "A term of the law in a case: kept by the services from the case's dates, so that lists can sort by it."},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='CaseEffect',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='effects', on_delete=OnDelete.CASCADE)),
                ('settlement', fields.ForeignKeyField('models.Settlement', source_field='settlement_id', null=True, description='依决定核定 | Settlement made by it', db_constraint=False, to_field='id', related_name='effects', on_delete=OnDelete.CASCADE)),
                ('former', fields.ForeignKeyField('models.Settlement', source_field='former_id', null=True, description='原核定 | Settlement before', db_constraint=False, to_field='id', related_name='former_effects', on_delete=OnDelete.CASCADE)),
                ('taken_on', fields.DateField(description='生效日期 | In effect since')),
                ('deducted', fields.DecimalField(description='扣减金额 | Deducted', max_digits=14, decimal_places=2)),
                ('disqualified', fields.BooleanField(description='取消资格 | Disqualified')),
                ('award_before', fields.DecimalField(null=True, description='原核定奖补 | Award before', max_digits=14, decimal_places=2)),
                ('award_after', fields.DecimalField(null=True, description='现核定奖补 | Award after', max_digits=14, decimal_places=2)),
                ('platform_state', fields.CharField(description='平台原状态 | State of the platform before', max_length=32)),
                ('cancelled', fields.JSONField(description='作废拨付单 | Orders cancelled', encoder=JSON_DUMPS, decoder=loads)),
                ('reversed_on', fields.DateField(null=True, description='恢复日期 | Reversed on')),
                ('exact', fields.BooleanField(null=True, description='按原核定恢复 | Former settlement reinstated')),
            ],
            options={'table': 'case_effects', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What a decision did to the money of its platform when it took effect, so that it can be undone to the fen.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='CaseHold',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='holds', on_delete=OnDelete.CASCADE)),
                ('claim', fields.ForeignKeyField('models.Claim', source_field='claim_id', description='奖补申请 | Claim', db_constraint=False, to_field='id', related_name='holds', on_delete=OnDelete.CASCADE)),
                ('before', fields.CharEnumField(description='暂缓前状态 | State before', enum_type=ClaimState, max_length=32)),
                ('suspected', fields.BooleanField(description='涉案申请 | Itself suspected')),
                ('held_at', fields.DatetimeField(description='暂缓时间 | Held at', auto_now=False, auto_now_add=False)),
                ('released_at', fields.DatetimeField(null=True, description='解除时间 | Released at', auto_now=False, auto_now_add=False)),
                ('rejected_on', fields.DateField(null=True, description='驳回日期 | Rejected on')),
                ('decided_before', fields.DateField(null=True, description='原决定日期 | Decided before on')),
            ],
            options={'table': 'case_holds', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A claim that waits for a case: what it was before, so that it becomes just that again.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='CaseNotice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='notices', on_delete=OnDelete.CASCADE)),
                ('number', fields.SmallIntField(description='第几次告知 | Which notice')),
                ('given_on', fields.DateField(description='告知日期 | Given on')),
                ('answer_until', fields.DateField(description='陈述申辩截止 | Defence until')),
                ('facts', fields.TextField(description='违法事实 | Facts', unique=False)),
                ('basis', fields.TextField(description='处理依据 | Basis', unique=False)),
                ('hearing_offered', fields.BooleanField(description='告知听证权利 | A hearing may be asked for')),
                ('giver', fields.ForeignKeyField('models.User', source_field='giver_id', null=True, description='告知人 | Given by', db_constraint=True, to_field='id', related_name='notices_given', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'case_notices', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What is going to be decided, told beforehand with facts, reasons and basis (行政处罚法 art. 44); never changed.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='CasePause',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='pauses', on_delete=OnDelete.CASCADE)),
                ('reason', fields.CharEnumField(description='中止事由 | Reason', enum_type=PauseReason, max_length=32)),
                ('since', fields.DateField(description='起 | Since')),
                ('until', fields.DateField(null=True, description='止 | Until')),
                ('note', fields.CharField(null=True, description='说明 | Note', max_length=200)),
            ],
            options={'table': 'case_pauses', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Days that do not count for the ninety of a decision.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='CasePerson',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='people', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('models.User', source_field='user_id', description='人员 | Person', db_constraint=True, to_field='id', related_name='case_parts', on_delete=OnDelete.RESTRICT)),
                ('part', fields.CharEnumField(description='职责 | Part', enum_type=CasePart, max_length=32)),
                ('at', fields.DatetimeField(description='时间 | At', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'case_people', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Who had which part in a case; only ever appended: who once investigated never decides, recused or not.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Challenge',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='challenges', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='途径 | Kind', enum_type=ChallengeKind, max_length=32)),
                ('state', fields.CharEnumField(default=ChallengeState.PENDING, description='结果 | Outcome', enum_type=ChallengeState, max_length=32)),
                ('filed_on', fields.DateField(description='受理日期 | Filed on')),
                ('body', fields.CharField(description='复议机关或法院 | Before whom', max_length=80)),
                ('number', fields.CharField(null=True, description='文号 | Number of the document', max_length=60)),
                ('grounds', fields.TextField(description='理由 | Grounds', unique=False)),
                ('answered_on', fields.DateField(null=True, description='结果日期 | Answered on')),
                ('answer', fields.TextField(null=True, description='结果要旨 | Answer', unique=False)),
            ],
            options={'table': 'challenges', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A decision looked at again: by the office itself, on review (行政复议), or by a court.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='CheckItem',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='checklist', on_delete=OnDelete.CASCADE)),
                ('number', fields.SmallIntField(description='序号 | Number')),
                ('code', fields.CharField(description='代码 | Code', max_length=32)),
                ('what', fields.CharField(description='核查事项 | What to look into', max_length=200)),
                ('what_en', fields.CharField(description='英文 | In English', max_length=200)),
                ('law', fields.CharField(description='依据 | Law', max_length=120)),
                ('required', fields.BooleanField(description='必查 | Required')),
                ('done_on', fields.DateField(null=True, description='完成日期 | Done on')),
                ('done_by', fields.ForeignKeyField('models.User', source_field='done_by_id', null=True, description='核查人 | Done by', db_constraint=True, to_field='id', related_name='checks_done', on_delete=OnDelete.RESTRICT)),
                ('note', fields.TextField(null=True, description='核查结果 | What was found', unique=False)),
            ],
            options={'table': 'check_items', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One thing to be looked into in a case of its kind; ticked off by somebody, on a day.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Defence',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='defences', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='方式 | Kind', enum_type=DefenceKind, max_length=32)),
                ('made_on', fields.DateField(description='日期 | Made on')),
                ('speaker', fields.CharField(null=True, description='陈述人 | Who spoke', max_length=60)),
                ('chair', fields.ForeignKeyField('models.User', source_field='chair_id', null=True, description='听证主持人 | Chair of the hearing', db_constraint=True, to_field='id', related_name='hearings', on_delete=OnDelete.RESTRICT)),
                ('venue', fields.CharField(null=True, description='地点 | Place', max_length=120)),
                ('record', fields.TextField(description='陈述申辩或听证笔录 | Record', unique=False)),
                ('findings', fields.TextField(description='复核意见 | What was found of it', unique=False)),
                ('adopted', fields.BooleanField(description='是否采纳 | Taken up')),
                ('keeper', fields.ForeignKeyField('models.User', source_field='keeper_id', null=True, description='记录人 | Kept by', db_constraint=True, to_field='id', related_name='defences_heard', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'defences', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What the platform said against a notice, and what the office found of it (行政处罚法 art. 45, 63–65).'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='EvidenceItem',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='evidence', on_delete=OnDelete.CASCADE)),
                ('claim', fields.ForeignKeyField('models.Claim', source_field='claim_id', null=True, description='奖补申请 | Claim', db_constraint=False, to_field='id', related_name='evidence', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='种类 | Kind', enum_type=EvidenceKind, max_length=32)),
                ('title', fields.CharField(description='名称 | Title', max_length=120)),
                ('text', fields.TextField(null=True, description='内容 | Text', unique=False)),
                ('taken_on', fields.DateField(description='取得日期 | Taken on')),
                ('taker', fields.ForeignKeyField('models.User', source_field='taker_id', null=True, description='取证人 | Taken by', db_constraint=True, to_field='id', related_name='evidence_taken', on_delete=OnDelete.RESTRICT)),
                ('second_taker', fields.ForeignKeyField('models.User', source_field='second_taker_id', null=True, description='另一取证人 | Second officer', db_constraint=True, to_field='id', related_name='evidence_witnessed', on_delete=OnDelete.RESTRICT)),
                ('facts', fields.JSONField(null=True, description='文件信息 | What the file says of itself', encoder=JSON_DUMPS, decoder=loads)),
                ('sha256', fields.CharField(null=True, description='文件指纹 | Fingerprint of the file', max_length=64)),
            ],
            options={'table': 'evidence_items', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A note, a record, a file or a photograph; files hang on it as attachments. Only ever added to.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='ExplanationRequest',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('platform', fields.ForeignKeyField('models.Platform', source_field='platform_id', description='服务平台 | Platform', db_constraint=False, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('project', fields.ForeignKeyField('models.Project', source_field='project_id', null=True, description='改造项目 | Project', db_constraint=False, to_field='id', related_name='requests', on_delete=OnDelete.CASCADE)),
                ('state', fields.CharEnumField(default=RequestState.ASKED, description='状态 | State', enum_type=RequestState, max_length=32)),
                ('subject', fields.CharField(description='事项 | Subject', max_length=120)),
                ('question', fields.TextField(description='需说明的问题 | Question', unique=False)),
                ('asked_on', fields.DateField(description='发出日期 | Asked on')),
                ('due_on', fields.DateField(description='答复期限 | To be answered by')),
                ('answer', fields.TextField(null=True, description='说明 | Answer', unique=False)),
                ('answered_on', fields.DateField(null=True, description='答复日期 | Answered on')),
            ],
            options={'table': 'explanation_requests', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A question to a platform, which its operator reads and answers: this, and nothing else of the case.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='NoticeItem',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('notice', fields.ForeignKeyField('models.CaseNotice', source_field='notice_id', description='事先告知 | Notice', db_constraint=False, to_field='id', related_name='items', on_delete=OnDelete.CASCADE)),
                ('outcome', fields.CharEnumField(description='拟处结果 | Outcome', enum_type=PenaltyOutcome, max_length=32)),
                ('amount', fields.DecimalField(description='拟处金额 | Amount', max_digits=14, decimal_places=2)),
                ('organ', fields.CharEnumField(null=True, description='受移送机关 | Handed over to', enum_type=Organ, max_length=32)),
                ('article', fields.ForeignKeyField('models.PenaltyArticle', source_field='article_id', null=True, description='依据条文 | Article', db_constraint=True, to_field='id', related_name='notice_items', on_delete=OnDelete.RESTRICT)),
                ('base', fields.CharEnumField(null=True, description='罚款基准 | Base of a fine', enum_type=FineBase, max_length=32)),
                ('weight', fields.CharEnumField(null=True, description='裁量 | Weight of the circumstances', enum_type=Weight, max_length=32)),
                ('basis', fields.DecimalField(null=True, description='基准金额 | Amount it is measured by', max_digits=14, decimal_places=2)),
                ('least', fields.DecimalField(null=True, description='幅度下限 | Least', max_digits=14, decimal_places=2)),
                ('most', fields.DecimalField(null=True, description='幅度上限 | Most', max_digits=14, decimal_places=2)),
                ('cites', fields.CharField(null=True, description='法律依据 | Law it rests on', max_length=200)),
            ],
            options={'table': 'notice_items', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One outcome as a notice announced it; never changed. What another organ may fine stands here as its band.'},
            bases=['UnitScoped'],
        ),
        ops.CreateModel(
            name='Publication',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True, description='编号 | Number')),
                ('synthetic', fields.BooleanField(default=False, description='合成数据 | Synthetic')),
                ('unit_code', fields.CharField(description='申报单位 | Reporting unit', max_length=6)),
                ('version', fields.IntField(default=1, description='版本 | Version', db_default=1)),
                ('case', fields.ForeignKeyField('models.Case', source_field='case_id', description='案件 | Case', db_constraint=False, to_field='id', related_name='publications', on_delete=OnDelete.CASCADE)),
                ('state', fields.CharEnumField(default=PublicationState.PUBLISHED, description='状态 | State', enum_type=PublicationState, max_length=32)),
                ('number', fields.CharField(description='文号 | Number', max_length=24)),
                ('party', fields.CharField(description='当事人 | Party', max_length=80)),
                ('party_uscc', fields.CharField(description='统一社会信用代码 | Credit code (USCC)', max_length=18)),
                ('conduct', fields.TextField(description='违法事实 | Conduct', unique=False)),
                ('result', fields.TextField(description='处理结果 | Result', unique=False)),
                ('basis', fields.TextField(description='依据 | Basis', unique=False)),
                ('decided_on', fields.DateField(description='决定日期 | Decided on')),
                ('published_on', fields.DateField(description='公开日期 | Published on')),
                ('withdrawn_on', fields.DateField(null=True, description='撤回日期 | Withdrawn on')),
                ('reason', fields.TextField(null=True, description='撤回理由 | Why withdrawn', unique=False)),
            ],
            options={'table': 'publications', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A decision as everybody may read it: names of persons masked; withdrawn within three days if it falls (art. 48).'},
            bases=['UnitScoped'],
        ),
        ops.AlterModelOptions(
            name='Case',
            options={'table': 'cases', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Flags under investigation, up to the decision, its execution and what becomes of it (S1).'},
        ),
        ops.AddField(
            model_name='Case',
            name='act_ended_on',
            field=fields.DateField(null=True, description='违法行为终了日期 | End of the act'),
        ),
        ops.AddField(
            model_name='Case',
            name='crime_suspected',
            field=fields.BooleanField(default=False, description='涉嫌犯罪 | A crime is suspected', db_default=False),
        ),
        ops.AddField(
            model_name='Case',
            name='decided_on',
            field=fields.DateField(null=True, description='决定日期 | Decided on'),
        ),
        ops.AddField(
            model_name='Case',
            name='decider',
            field=fields.ForeignKeyField('models.User', source_field='decider_id', null=True, description='决定人 | Decided by', db_constraint=True, to_field='id', related_name='decided_cases', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Case',
            name='defence',
            field=fields.CharEnumField(null=True, description='申辩方式 | Kind of defence', enum_type=DefenceKind, max_length=32),
        ),
        ops.AddField(
            model_name='Case',
            name='defend_until',
            field=fields.DateField(null=True, description='陈述申辩截止 | Defence until'),
        ),
        ops.AddField(
            model_name='Case',
            name='discussed_on',
            field=fields.DateField(null=True, description='集体讨论日期 | Discussed on'),
        ),
        ops.AddField(
            model_name='Case',
            name='discussion',
            field=fields.TextField(null=True, description='集体讨论记录 | Record of the discussion', unique=False),
        ),
        ops.AddField(
            model_name='Case',
            name='executed_on',
            field=fields.DateField(null=True, description='执行日期 | Executed on'),
        ),
        ops.AddField(
            model_name='Case',
            name='false_invoices',
            field=fields.BooleanField(default=False, description='涉及虚开发票 | False invoices', db_default=False),
        ),
        ops.AddField(
            model_name='Case',
            name='fine_due',
            field=fields.BooleanField(default=False, description='应予罚款 | A fine is due', db_default=False),
        ),
        ops.AddField(
            model_name='Case',
            name='found_on',
            field=fields.DateField(null=True, description='发现日期 | Found on'),
        ),
        ops.AddField(
            model_name='Case',
            name='grave',
            field=fields.BooleanField(default=False, description='重大案件 | Grave', db_default=False),
        ),
        ops.AddField(
            model_name='Case',
            name='heard_on',
            field=fields.DateField(null=True, description='听取日期 | Heard on'),
        ),
        ops.AddField(
            model_name='Case',
            name='hearing_asked_on',
            field=fields.DateField(null=True, description='申请听证日期 | Hearing asked for on'),
        ),
        ops.AddField(
            model_name='Case',
            name='hearing_notice_on',
            field=fields.DateField(null=True, description='听证通知日期 | Notice of the hearing'),
        ),
        ops.AddField(
            model_name='Case',
            name='hearing_on',
            field=fields.DateField(null=True, description='听证日期 | Hearing on'),
        ),
        ops.AddField(
            model_name='Case',
            name='leads',
            field=fields.BooleanField(default=False, description='串案主案 | Leads its ring', db_default=False),
        ),
        ops.AddField(
            model_name='Case',
            name='legacy',
            field=fields.BooleanField(default=False, description='此前办理 | From before its steps were kept', db_default=False),
        ),
        ops.AddField(
            model_name='Case',
            name='next_clock',
            field=fields.CharEnumField(null=True, description='最近时限 | Nearest term', enum_type=Clock, max_length=32),
        ),
        ops.AddField(
            model_name='Case',
            name='next_due_on',
            field=fields.DateField(null=True, db_index=True, description='最近期限 | Nearest last day'),
        ),
        ops.AddField(
            model_name='Case',
            name='notice',
            field=fields.ForeignKeyField('models.CaseNotice', source_field='notice_id', null=True, description='事先告知书 | Notice', db_constraint=False, to_field='id', related_name='cases_told', on_delete=OnDelete.CASCADE),
        ),
        ops.AddField(
            model_name='Case',
            name='notified_on',
            field=fields.DateField(null=True, description='告知日期 | Notified on'),
        ),
        ops.AddField(
            model_name='Case',
            name='opinion',
            field=fields.TextField(null=True, description='法制审核意见 | Opinion of the legal review', unique=False),
        ),
        ops.AddField(
            model_name='Case',
            name='preserved_on',
            field=fields.DateField(null=True, description='登记保存日期 | Evidence preserved on'),
        ),
        ops.AddField(
            model_name='Case',
            name='preserved_until',
            field=fields.DateField(null=True, description='保存处理日期 | Preserved until'),
        ),
        ops.AddField(
            model_name='Case',
            name='reviewed_on',
            field=fields.DateField(null=True, description='法制审核日期 | Legal review on'),
        ),
        ops.AddField(
            model_name='Case',
            name='reviewer',
            field=fields.ForeignKeyField('models.User', source_field='reviewer_id', null=True, description='法制审核人 | Legal reviewer', db_constraint=True, to_field='id', related_name='reviewed_cases', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Case',
            name='revoked_on',
            field=fields.DateField(null=True, description='撤销日期 | Revoked on'),
        ),
        ops.AddField(
            model_name='Case',
            name='ring',
            field=fields.CharField(null=True, db_index=True, description='串案编号 | Ring', max_length=32),
        ),
        ops.AddField(
            model_name='Case',
            name='second_investigator',
            field=fields.ForeignKeyField('models.User', source_field='second_investigator_id', null=True, description='协办人 | Second investigator', db_constraint=True, to_field='id', related_name='second_cases', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Case',
            name='served_on',
            field=fields.DateField(null=True, description='送达日期 | Served on'),
        ),
        ops.AddField(
            model_name='Case',
            name='service',
            field=fields.CharField(null=True, description='送达方式 | How it was served', max_length=80),
        ),
        ops.AddField(
            model_name='Case',
            name='warn_on',
            field=fields.DateField(null=True, description='预警日期 | Amber from'),
        ),
        ops.AddField(
            model_name='Penalty',
            name='announced',
            field=fields.DecimalField(null=True, description='告知金额 | Announced', max_digits=14, decimal_places=2),
        ),
        ops.AddField(
            model_name='Penalty',
            name='item',
            field=fields.ForeignKeyField('models.NoticeItem', source_field='item_id', null=True, description='告知事项 | As announced', db_constraint=False, to_field='id', related_name='penalties', on_delete=OnDelete.CASCADE),
        ),
        ops.AddField(
            model_name='Penalty',
            name='organ',
            field=fields.CharEnumField(null=True, description='受移送机关 | Handed over to', enum_type=Organ, max_length=32),
        ),
        ops.AddField(
            model_name='Penalty',
            name='reply',
            field=fields.TextField(null=True, description='受移送机关回复 | What the organ answered', unique=False),
        ),
        ops.AddField(
            model_name='Penalty',
            name='revoked_on',
            field=fields.DateField(null=True, description='撤销日期 | Revoked on'),
        ),
        ops.AddField(
            model_name='Penalty',
            name='state',
            field=fields.CharEnumField(default=PenaltyState.DECIDED, description='状态 | State', enum_type=PenaltyState, max_length=32),
        ),
        ops.AlterModelOptions(
            name='Remittance',
            options={'table': 'remittances', 'app': 'models', 'pk_attr': 'id', 'table_description': 'A prepayment (F4), the balance of a settlement, what is to be recovered (F6), or given back: moved once, or not at all.'},
        ),
        ops.AddField(
            model_name='Settlement',
            name='case',
            field=fields.ForeignKeyField('models.Case', source_field='case_id', null=True, description='依据的处理决定 | Case whose decision made it', db_constraint=False, to_field='id', related_name='settlements', on_delete=OnDelete.CASCADE),
        ),
        ops.RunSQL(_FILL, ops.RunSQL.noop),
        ops.AlterField(
            model_name='Penalty',
            name='announced',
            field=fields.DecimalField(description='告知金额 | Announced', max_digits=14, decimal_places=2),
        ),
        ops.AlterField(
            model_name='Penalty',
            name='item',
            field=fields.ForeignKeyField('models.NoticeItem', source_field='item_id', description='告知事项 | As announced', db_constraint=False, to_field='id', related_name='penalties', on_delete=OnDelete.CASCADE),
        ),
    ]
