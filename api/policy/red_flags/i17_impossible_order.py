"""Flags steps of a project that stand on record in an order in which they cannot have happened.

Source: row I17 of the catalogue (Arachne's checks of logic). The order from signing to confirmation that the database
keeps by itself is not asked again; each inversion beyond it is a finding of its own. The same day is in order.
"""

from api.policy.rule import Rule
from db.enums import AssessmentPhase, FlagSubject, FraudKind, FraudPhase, RuleKind, Severity, Verdict

QUERY = """
with
asked as materialized (
  select claims.id, claims.unit_code, claims.project_id, claims.submitted_on, projects.approved_on,
         projects.contracted_on, projects.started_on, projects.trained_on, projects.delivered_on, projects.accepted_on
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
),
-- Handed over again after a rectification, it is the first time that counts.
too_early as (
  select asked.id, asked.unit_code, asked.project_id, assessments.assessed_on, asked.delivered_on
  from asked
  join evidence.assessments on assessments.unit_code = asked.unit_code and assessments.project_id = asked.project_id
  where assessments.phase = :after and assessments.assessed_on < asked.delivered_on
),
handed_over as (
  select too_early.id, min(services.delivered_on) as first_on
  from too_early
  join evidence.services on services.unit_code = too_early.unit_code and services.project_id = too_early.project_id
  where services.delivered_on is not null
  group by too_early.id
),
rectified as (
  select distinct too_early.id
  from too_early
  join evidence.score_sheets on score_sheets.unit_code = too_early.unit_code
                            and score_sheets.project_id = too_early.project_id
  where score_sheets.round > 1
),
untaught as (
  select asked.id, asked.unit_code, asked.project_id, asked.accepted_on, min(trainings.held_on) as held_on
  from asked
  join evidence.trainings on trainings.unit_code = asked.unit_code and trainings.project_id = asked.project_id
  where trainings.held_on > asked.accepted_on
  group by asked.id, asked.unit_code, asked.project_id, asked.accepted_on
),
inversions as (
  select id, 'contract-approval' as mark, '合同签订' as what_zh, 'contract' as what_en, contracted_on as on_day,
         '方案批复' as after_zh, 'approval of the plan' as after_en, approved_on as after_day,
         null::numeric(14,2) as doubtful
  from asked where contracted_on < approved_on
  union all
  select asked.id, 'start-contract', '开工', 'start of the work', asked.started_on, '合同签订', 'contract',
         contracts.signed_on, null
  from asked
  join evidence.contracts on contracts.unit_code = asked.unit_code and contracts.project_id = asked.project_id
  where contracts.edition = 1 and asked.started_on < contracts.signed_on
  union all
  select asked.id, 'amendment-' || contracts.edition::varchar, '合同变更', 'amendment', contracts.signed_on,
         '前一版合同', 'edition before it', former.signed_on, null
  from asked
  join evidence.contracts on contracts.unit_code = asked.unit_code and contracts.project_id = asked.project_id
  join evidence.contracts as former on former.unit_code = contracts.unit_code
                                   and former.project_id = contracts.project_id
  where contracts.edition > 1 and former.edition = contracts.edition - 1 and contracts.signed_on < former.signed_on
  union all
  select asked.id, 'payment-contract', '付款', 'payment', min(payments.paid_on), '合同签订', 'contract',
         asked.contracted_on, sum(payments.amount)
  from asked
  join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
  where payments.paid_on < asked.contracted_on
  group by asked.id, asked.contracted_on
  union all
  select asked.id, 'training-start', '实训', 'training', min(trainings.held_on), '开工', 'start of the work',
         asked.started_on, null
  from asked
  join evidence.trainings on trainings.unit_code = asked.unit_code and trainings.project_id = asked.project_id
  where trainings.held_on < asked.started_on
  group by asked.id, asked.started_on
  union all
  select id, 'acceptance-training', '验收', 'acceptance', accepted_on, '首次实训', 'first training', held_on, null
  from untaught
  where not exists (
    select 1 from evidence.trainings
    where trainings.unit_code = untaught.unit_code and trainings.project_id = untaught.project_id
      and trainings.held_on <= untaught.accepted_on)
  union all
  select id, 'acceptance-training', '验收', 'acceptance', accepted_on, '首次实训', 'first training', trained_on, null
  from asked
  where accepted_on < trained_on and not exists (
    select 1 from evidence.trainings
    where trainings.unit_code = asked.unit_code and trainings.project_id = asked.project_id)
  union all
  select asked.id, 'delivery-agreed', '服务交付', 'delivery of a service', min(services.delivered_on), '服务约定',
         'agreement on it', max(services.agreed_on), null
  from asked
  join evidence.services on services.unit_code = asked.unit_code and services.project_id = asked.project_id
  where services.delivered_on < services.agreed_on
  group by asked.id
  union all
  select asked.id, 'acceptance-delivery', '验收', 'acceptance', asked.accepted_on, '服务交付',
         'delivery of its services', max(services.delivered_on), null
  from asked
  join evidence.services on services.unit_code = asked.unit_code and services.project_id = asked.project_id
  where asked.accepted_on < services.delivered_on
  group by asked.id, asked.accepted_on
  union all
  select asked.id, 'delivery-before', '交付', 'delivery', asked.delivered_on, '改造前评测', 'assessment before it',
         assessments.assessed_on, null
  from asked
  join evidence.assessments on assessments.unit_code = asked.unit_code and assessments.project_id = asked.project_id
  where assessments.phase = :before and asked.delivered_on < assessments.assessed_on
  union all
  select asked.id, 'after-before', '改造后评测', 'assessment after the work', later.assessed_on, '改造前评测',
         'assessment before it', former.assessed_on, null
  from asked
  join evidence.assessments as later on later.unit_code = asked.unit_code and later.project_id = asked.project_id
  join evidence.assessments as former on former.unit_code = asked.unit_code and former.project_id = asked.project_id
  where later.phase = :after and former.phase = :before and later.assessed_on < former.assessed_on
  union all
  select too_early.id, 'after-delivery', '改造后评测', 'assessment after the work', too_early.assessed_on, '交付',
         'delivery', least(too_early.delivered_on, coalesce(handed_over.first_on, too_early.delivered_on)), null
  from too_early
  left join handed_over on handed_over.id = too_early.id
  left join rectified on rectified.id = too_early.id
  where too_early.assessed_on < coalesce(handed_over.first_on, too_early.delivered_on)
    and (handed_over.first_on is not null or rectified.id is null)
  union all
  select asked.id, 'acceptance-after', '验收', 'acceptance', asked.accepted_on, '改造后评测',
         'assessment after the work', assessments.assessed_on, null
  from asked
  join evidence.assessments on assessments.unit_code = asked.unit_code and assessments.project_id = asked.project_id
  where assessments.phase = :after and asked.accepted_on < assessments.assessed_on
  union all
  select asked.id, 'sheet-delivery', '验收评分', 'score sheet', max(score_sheets.given_on), '交付', 'delivery',
         asked.delivered_on, null
  from asked
  join evidence.score_sheets on score_sheets.unit_code = asked.unit_code and score_sheets.project_id = asked.project_id
  where score_sheets.verdict = :pass and score_sheets.given_on < asked.delivered_on
  group by asked.id, asked.delivered_on
  union all
  select id, 'claim-acceptance', '奖补申请', 'claim', submitted_on, '验收', 'acceptance', accepted_on, null
  from asked where submitted_on < accepted_on
  union all
  select asked.id, 'settlement-claim', '资金核定', 'settlement', min(settled_projects.settled_on), '奖补申请', 'claim',
         asked.submitted_on, null
  from asked
  join evidence.settled_projects on settled_projects.unit_code = asked.unit_code
                                and settled_projects.project_id = asked.project_id
  where settled_projects.settled_on < asked.submitted_on
  group by asked.id, asked.submitted_on
)
select id as subject, mark, what_zh, what_en, on_day, after_zh, after_en, after_day, after_day - on_day as days, doubtful
from inversions
"""

RULE = Rule(
    code="I17",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={
        "before": AssessmentPhase.BEFORE.value,
        "after": AssessmentPhase.AFTER.value,
        "pass": Verdict.PASS.value,
    },
)
