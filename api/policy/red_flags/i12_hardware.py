"""Flags hardware counted into the eligible cost.

Why: the 2022 pilot pays for software and services; equipment is the enterprise's own.
Source: row I12 of the catalogue of red flags (Jiangsu copy of the notice: 硬件改造投入不属于本次支持范围).
False positives: later pilots allow gateways: ``kinds`` is the list of what is excluded.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from api.policy.claim import Claim
from api.policy.flag import Finding, Parameters, Rule, first_few, yuan
from db.enums import CostKind, FraudKind, FraudPhase, Severity


def find(claims: Sequence[Claim], parameters: Parameters) -> Iterator[Finding]:
    for claim in claims:
        counted = [item for item in claim.cost_items if item.eligible and item.kind in parameters["kinds"]]
        if counted:
            amount = sum((item.amount for item in counted), Decimal(0))
            facts = {"amount": yuan(amount), "items": first_few(item.name for item in counted)}
            yield Finding(claim, facts, amount)


RULE = Rule(
    code="I12",
    version=1,
    title="硬件支出混入 | Hardware in the eligible cost",
    severity=Severity.HIGH,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.INFLATION,
    reason="可计入成本中含硬件{amount}元：{items} | Eligible cost includes hardware of CNY {amount}: {items}",
    find=find,
    parameters={"kinds": frozenset({CostKind.HARDWARE})},
)
