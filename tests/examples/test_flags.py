"""The examples of every red flag: what must flag, and the near-misses that must not."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api.policy.assess import assess, rules
from api.policy.book import DatedLimit, PolicyBook
from api.policy.claim import Claim, CostItem, Invoice, Payment
from db.enums import CostKind, InvoiceKind, PaymentMethod

FOLDER = Path(__file__).parent / "flags"
BOOK = PolicyBook(
    [
        DatedLimit("cost_share", "F1", Decimal("0.3"), date(2022, 8, 17)),
        DatedLimit("award_per_enterprise", "F2", Decimal(300_000), date(2022, 8, 17)),
    ]
)
RULES = {rule.code: rule for rule in rules()}


def _examples() -> list[Any]:
    return [
        pytest.param(path.stem, example, id=f"{path.stem}: {example['name']}")
        for path in sorted(FOLDER.glob("*.toml"))
        for example in tomllib.loads(path.read_text(encoding="utf-8"))["example"]
    ]


@pytest.mark.parametrize("code, example", _examples())
def test_example(code: str, example: dict[str, Any]) -> None:
    claims = [_claim(place, given) for place, given in enumerate(_given(example), 1)]
    found = list(assess(claims, BOOK, [RULES[code]]))
    said = [{"claim": flag.claim.id, **flag.facts, "at_risk": f"{flag.at_risk:.2f}"} for flag in found]
    expected = example.get("flags", [])
    assert [
        {key: got.get(key) for key in want} for got, want in zip(said, expected, strict=False)
    ] == expected
    assert len(said) == len(expected), said


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_an_example_that_flags_and_one_that_does_not(code: str) -> None:
    examples = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))["example"]
    assert any(example.get("flags") for example in examples)
    assert any(not example.get("flags") for example in examples)


def test_a_sound_claim_raises_no_flag_at_all() -> None:
    assert list(assess([_claim(1, {})], BOOK)) == []


def _given(example: dict[str, Any]) -> list[dict[str, Any]]:
    if "costs" in example:  # many claims of which only the cost matters
        return [{"actual_cost": cost} for cost in example["costs"]]
    return example["claims"]


def _claim(place: int, given: dict[str, Any]) -> Claim:
    """A sound claim with what the example says otherwise."""
    given = dict(given)
    enterprise = given.get("enterprise", f"苏州样例{place}号机械有限公司")
    uscc = f"91320500MAY{place:06d}X"
    bills = [
        _invoice(place, number, enterprise, uscc, bill)
        for number, bill in enumerate(given.pop("invoices", [{}]), 1)
    ]
    if "payments" in given:
        payments = [
            _payment(number, bills, enterprise, payment)
            for number, payment in enumerate(given.pop("payments"), 1)
        ]
    else:
        payments = [_payment(bill.id, [bill], enterprise, {"amount": bill.gross}) for bill in bills]
    items = [
        CostItem(
            number,
            CostKind(item.get("kind", "software")),
            item.get("name", "生产执行系统"),
            Decimal(item["amount"]),
            item.get("eligible", True),
        )
        for number, item in enumerate(given.pop("cost_items", [{"amount": 100_000}]), 1)
    ]
    cost = Decimal(given.pop("actual_cost", 100_000))
    values: dict[str, Any] = {
        "id": place,
        "unit_code": "320000",
        "project_id": place,
        "platform_id": 1,
        "operator": "苏州样例云科技有限公司",
        "operator_uscc": "91320500MAY999999X",
        "enterprise": enterprise,
        "enterprise_uscc": uscc,
        "actual_cost": cost,
        "amount": min(cost * Decimal("0.3"), Decimal(300_000)),
        "submitted_on": date(2023, 11, 15),
        "batch_starts_on": date(2022, 11, 1),
        "batch_ends_on": date(2023, 10, 31),
        "contracted_on": date(2023, 1, 10),
        "accepted_on": date(2023, 8, 20),
        "contract_amount": Decimal(113_000),
    }
    return Claim(
        **{**values, **given}, invoices=tuple(bills), payments=tuple(payments), cost_items=tuple(items)
    )


def _invoice(place: int, number: int, enterprise: str, uscc: str, given: dict[str, Any]) -> Invoice:
    values: dict[str, Any] = {
        "id": place * 100 + number,
        "kind": "digital",
        "code": None,
        "number": f"23{place:09d}{number:09d}",
        "seller": "苏州样例云科技有限公司",
        "seller_uscc": "91320500MAY999999X",
        "buyer": enterprise,
        "buyer_uscc": uscc,
        "item": "*软件*生产执行系统",
        "issued_on": date(2023, 5, 8),
        "net": "100000.00",
        "tax_rate": "0.13",
        "tax": "13000.00",
        "gross": "113000.00",
        **given,
    }
    values["kind"] = InvoiceKind(values["kind"])
    for name in ("net", "tax_rate", "tax", "gross"):
        values[name] = Decimal(values[name])
    return Invoice(**values)


def _payment(number: int, bills: list[Invoice], enterprise: str, given: dict[str, Any]) -> Payment:
    given = dict(given)
    bill = bills[given.pop("invoice", 1) - 1]
    values: dict[str, Any] = {
        "id": number,
        "invoice_id": bill.id,
        "payer": enterprise,
        "payee": bill.seller,
        "method": "transfer",
        "paid_on": date(2023, 5, 20),
        **given,
    }
    values["method"] = PaymentMethod(values["method"])
    values["amount"] = Decimal(values["amount"])
    return Payment(**values)
