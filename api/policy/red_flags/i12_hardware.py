"""Flags hardware counted into the eligible cost: the 2022 pilot pays for software and services.

Source: row I12 of the catalogue (Jiangsu copy of the notice: 硬件改造投入不属于本次支持范围). Later pilots allow
gateways: ``kinds`` is the list of what is excluded.
"""

from api.policy.rule import Rule
from db.enums import CostKind, FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
select claims.id as subject, sum(cost_items.amount) as amount, count(*) as items,
       min(cost_items.name) as item, sum(cost_items.amount) as doubtful
from scope
join evidence.claims on claims.id = scope.id
join evidence.cost_items on cost_items.unit_code = claims.unit_code and cost_items.project_id = claims.project_id
where cost_items.eligible and cost_items.kind = any(:kinds)
group by claims.id
"""

RULE = Rule(
    code="I12",
    kind=RuleKind.DETERMINISTIC,
    subject=FlagSubject.CLAIM,
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    query=QUERY,
    parameters={"kinds": (CostKind.HARDWARE.value,)},
)
