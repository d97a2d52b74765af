"""Flags a claim for an enterprise that did not pass its acceptance, whatever its state says.

Settled is by the number that really passed (F6). The last score sheet of the expert tells: its verdict, and its points
against its own pass mark. Source: row P11 of the catalogue, which knows no innocent explanation; points that were corrected
stand on a later sheet.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with asked as (
  select claims.id, claims.unit_code, claims.project_id, organizations.name as enterprise, projects.state
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
  join evidence.organizations on organizations.id = projects.enterprise_id
),
ranked as (
  select asked.id, sheets.verdict, sheets.total, sheets.pass_mark, sheets.given_on,
         row_number() over (partition by asked.id order by sheets.round desc, sheets.id desc) as place
  from asked
  join evidence.score_sheets as sheets on sheets.unit_code = asked.unit_code and sheets.project_id = asked.project_id
)
select asked.id as subject, asked.enterprise, asked.state, ranked.verdict, ranked.total, ranked.pass_mark, ranked.given_on
from asked
left join ranked on ranked.id = asked.id and ranked.place = 1
where asked.state <> 'passed' or ranked.verdict is null or ranked.verdict <> 'pass' or ranked.total < ranked.pass_mark
"""

RULE = Rule(
    code="P11",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.CRITICAL,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
)
