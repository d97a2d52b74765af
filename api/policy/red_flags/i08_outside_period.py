"""Flags an invoice issued before the contract, after acceptance, or outside the batch's year.

Only what the transformation cost within the project counts. Source: row I08 of the catalogue (eligibility period, F5).
First and last day count: a bill of the day of signing is honest.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with terms as (
  select claims.id, claims.unit_code, claims.project_id,
         greatest(projects.batch_starts_on, projects.contracted_on) as start,
         least(projects.batch_ends_on, projects.accepted_on) + :grace_days::integer as finish
  from scope
  join evidence.claims on claims.id = scope.id
  join evidence.projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id
)
select terms.id as subject, invoices.number as mark, invoices.number, invoices.issued_on, terms.start,
       terms.finish, invoices.net as doubtful
from terms
join evidence.invoices on invoices.unit_code = terms.unit_code and invoices.project_id = terms.project_id
where invoices.issued_on not between terms.start and terms.finish
"""

RULE = Rule(
    code="I08",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"grace_days": 0},
)
