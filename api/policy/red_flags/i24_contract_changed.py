"""Flags a contract that was changed much, often, or just before acceptance.

Source: row I24 of the catalogue (OCP: amendments). Statistical, since work does grow: each change has its reason on
record, which a supervisor must read.
"""

from decimal import Decimal

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
editions as (
  select scope.id, projects.accepted_on, contracts.edition, contracts.amount, contracts.signed_on,
         min(contracts.edition) over (partition by scope.id) as first_edition,
         max(contracts.edition) over (partition by scope.id) as last_edition
  from scope
  join evidence.projects on projects.id = scope.id
  join evidence.contracts on contracts.unit_code = projects.unit_code and contracts.project_id = projects.id
),
changed as (
  select id, accepted_on, count(*) - 1 as changes, max(case when edition = first_edition then amount end) as first,
         max(case when edition = last_edition then amount end) as last, max(signed_on) as last_on
  from editions
  where first_edition < last_edition
  group by id, accepted_on
)
select id as subject, changes, first, last, last_on, accepted_on,
       round(((last - first)::double precision / nullif(first, 0)::double precision * 100)::numeric(18,4))::integer as percent,
       greatest(last - first, 0.00) as doubtful
from changed
where abs(last - first) >= :most_change * first or changes >= :most_times
   or accepted_on is not null and last_on >= accepted_on - :days_before::integer
"""

RULE = Rule(
    code="I24",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"most_change": Decimal("0.10"), "most_times": 3, "days_before": 30},
)
