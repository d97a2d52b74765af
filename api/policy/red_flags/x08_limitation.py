"""Flags a claim whose grave flags are still open though the law's two years are nearly over.

After two years an act is no longer punished (行政处罚法 art. 36). Reckoned from the day of the claim, the earliest the act can have
ended, so that the warning is never late; a case in hand stops the worry. Source: row X08 of the catalogue.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with open_flags as (
  select flagged.unit_code, flagged.claim_id, count(*) as flags, min(flagged.rule) as rule
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.flagged on flagged.unit_code = claims.unit_code and flagged.claim_id = claims.id
  where flagged.state = 'open' and flagged.severity in ('high', 'critical') and flagged.kind <> 'screening'
    and left(flagged.rule, 1) <> 'X'
  group by flagged.unit_code, flagged.claim_id
),
terms as (
  select claims.id, (claims.submitted_on + interval '2 years')::date as last_day, open_flags.rule, today.day
  from open_flags
  join evidence.claims on claims.unit_code = open_flags.unit_code and claims.id = open_flags.claim_id
  cross join evidence.today
)
select terms.id as subject, terms.last_day, terms.rule,
       case when terms.last_day - terms.day <= :red_days then '红 red' else '黄 amber' end as light
from terms
where terms.last_day - terms.day between 0 and :amber_days
"""

RULE = Rule(
    code="X08",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"amber_days": 180, "red_days": 60},
)
