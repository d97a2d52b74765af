"""Flags a platform that swapped many of the enterprises its plan was approved with.

Source: row A20 of the catalogue (change after award). Firms close; so those that closed down don't count, nor does one
or two of a large roster. The catalogue's bar of a fifth would be met by two of ten, which happens honestly.
"""

from api.policy.rule import Rule
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity, WithdrawalReason

QUERY = """
with counted as (
  select platforms.id, platforms.planned, count(*) as swapped
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
  join evidence.projects as former on former.unit_code = projects.unit_code and former.id = projects.replaces_id
  where coalesce(former.left_reason, '-') <> :closed
  group by platforms.id, platforms.planned
)
select counted.id as subject, counted.swapped, counted.planned,
       round(counted.swapped * 100.0 / counted.planned)::integer as percent
from counted
where counted.planned > 0 and counted.swapped >= :fewest
  and (counted.swapped >= :many or counted.swapped * 100 >= counted.planned * :percent)
"""

RULE = Rule(
    code="A20",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PLATFORM,
    severity=Severity.MEDIUM,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"fewest": 3, "many": 4, "percent": 20, "closed": WithdrawalReason.CLOSED.value},
)
