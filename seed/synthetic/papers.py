"""What a project cost and the proof of it: cost items, invoices whose tax adds up, payments."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from db.enums import CostKind, EnterpriseSize, InvoiceKind, PaymentMethod
from seed.synthetic import names, uscc
from seed.synthetic.days import between, later
from seed.synthetic.drafts import Life, Row, Seller, Unit
from seed.synthetic.places import pick

FEN = Decimal("0.01")
_RATES = {
    CostKind.SOFTWARE: Decimal("0.13"),
    CostKind.HARDWARE: Decimal("0.13"),
    CostKind.TRAINING: Decimal("0.03"),
}
_SERVICES = Decimal("0.06")
# How a typical cost divides, in parts.
_PARTS = (
    (CostKind.SOFTWARE, 34, 1.0),
    (CostKind.INTEGRATION, 26, 0.95),
    (CostKind.CLOUD, 15, 0.8),
    (CostKind.CONSULTING, 9, 0.7),
    (CostKind.TRAINING, 6, 0.75),
    (CostKind.OTHER, 5, 0.3),
)


def seller_of(operator: Row) -> Seller:
    return Seller(operator["name"], operator["uscc"], operator["bank_account"])


def other_seller(rng: random.Random, unit: Unit, taken: set[str]) -> Seller:
    """A software house that sells to a platform's enterprises; here and there one that the register knows."""
    place = pick(rng, unit.short_name)
    name = names.operator(rng, unit.short_name, place=place, taken=taken)
    code, account = uscc.make(rng, place.adcode), names.bank_account(rng)
    row = house(rng, unit, name, code, account) if rng.random() < 0.25 else None
    return Seller(name, code, account, row)


def house(rng: random.Random, unit: Unit, name: str, code: str, account: str) -> Row:
    """A software house as the register has it."""
    return {
        "uscc": code,
        "name": name,
        "unit_code": unit.code,
        "size": EnterpriseSize.SMALL,
        "employees": rng.randint(14, 180),
        "revenue": Decimal(rng.randint(300, 9_000) * 10_000).quantize(FEN),
        "founded_on": date(2021, 6, 1) - timedelta(days=rng.randrange(300, 6_000)),
        "address": names.address(rng, unit.short_name),
        "legal_person": names.person(rng),
        "phone": names.phone(rng),
        "bank_account": account,
        "synthetic": True,
    }


def yuan(rng: random.Random, amount: float) -> Decimal:
    """An amount to the fen; some prices are round."""
    if rng.random() < 0.3:
        return Decimal(round(amount / 500) * 500).quantize(FEN)
    return Decimal(round(amount * 100)).scaleb(-2)


def cost_items(rng: random.Random, cost: float) -> list[Row]:
    """Parts that make up a cost; in a third of all projects also hardware, which does not count."""
    # Some parts dwarf others: amounts run over three orders of magnitude.
    parts = [
        (kind, part * rng.lognormvariate(0, 0.85)) for kind, part, chance in _PARTS if rng.random() < chance
    ]
    total = sum(part for _, part in parts)
    items: list[Row] = [
        {
            "kind": kind,
            "name": names.item_name(rng, kind),
            "amount": yuan(rng, cost * part / total),
            "eligible": True,
        }
        for kind, part in parts
    ]
    if rng.random() < 0.35:
        items.append(
            {
                "kind": CostKind.HARDWARE,
                "name": names.item_name(rng, CostKind.HARDWARE),
                "amount": yuan(rng, rng.uniform(20_000, 160_000)),
                "eligible": False,
            }
        )
    return items


def invoices(
    rng: random.Random, items: list[Row], sellers: list[Seller], enterprise: Row, life: Life
) -> list[Row]:
    """An invoice for each cost item, at most five: small items share one."""
    assert life.contracted
    assert life.delivered
    groups: list[list[Row]] = []
    for item in sorted(items, key=lambda item: -item["amount"]):
        same_rate = [group for group in groups if _rate(group[0]) == _rate(item)]
        if same_rate and (len(groups) >= 5 or rng.random() < 0.45):
            same_rate[-1].append(item)
        else:
            groups.append([item])
    found = []
    for place, group in enumerate(groups):
        # Hardware and licences often come from somebody else than the platform.
        seller = sellers[0] if place == 0 or rng.random() < 0.6 else rng.choice(sellers)
        issued = between(rng, life.contracted, life.delivered)
        found.append(invoice(rng, group, seller, enterprise, issued))
    return found


def invoice(rng: random.Random, group: list[Row], seller: Seller, enterprise: Row, issued: date) -> Row:
    net = sum((item["amount"] for item in group), Decimal(0))
    rate = _rate(group[0])
    tax = (net * rate).quantize(FEN, ROUND_HALF_UP)
    draw = rng.random()
    kind = (
        InvoiceKind.DIGITAL if draw < 0.78 else InvoiceKind.SPECIAL if draw < 0.94 else InvoiceKind.ORDINARY
    )
    return {
        "kind": kind,
        **numbering(rng, kind, issued),
        "seller": seller.name,
        "seller_uscc": seller.uscc,
        "buyer": enterprise["name"],
        "buyer_uscc": enterprise["uscc"],
        "item": names.invoice_item(rng, group[0]["kind"]),
        "issued_on": issued,
        "net": net,
        "tax_rate": rate,
        "tax": tax,
        "gross": net + tax,
        "account": seller.account,
    }


def numbering(rng: random.Random, kind: InvoiceKind, issued: date) -> Row:
    """Code and number as the tax administration gives them out: 20 digits, or 10 or 12 and 8."""
    if kind is InvoiceKind.DIGITAL:
        return {"code": None, "number": f"{issued.year % 100:02d}{rng.randrange(10**18):018d}"}
    digits = 10 if kind is InvoiceKind.SPECIAL else 12
    return {
        "code": f"{rng.randrange(10 ** (digits - 1), 10**digits)}",
        "number": f"{rng.randrange(10**8):08d}",
    }


def payments(rng: random.Random, bills: list[Row], enterprise: Row) -> list[Row]:
    """Each invoice paid by its buyer in one or two parts; some keep back a little until later."""
    found = []
    retention = Decimal(rng.choice((3, 5))) / 100 if rng.random() < 0.12 else Decimal(0)
    for place, bill in enumerate(bills):
        due = (bill["gross"] * (1 - retention)).quantize(FEN)
        first = (due * Decimal(rng.choice((30, 40, 50))) / 100).quantize(FEN) if rng.random() < 0.4 else due
        day = bill["issued_on"]
        for amount in (first, due - first):
            if amount:
                day = later(rng, day, 2, 25)
                found.append(payment(rng, place, bill, enterprise, day, amount))
    return found


def payment(
    rng: random.Random, place: int | None, bill: Row, enterprise: Row, day: date, amount: Decimal
) -> Row:
    return {
        "invoice": place,
        "payer": enterprise["name"],
        "payer_account": enterprise["bank_account"],
        "payee": bill["seller"],
        "payee_account": bill["account"],
        "method": PaymentMethod.TRANSFER if rng.random() < 0.9 else PaymentMethod.ACCEPTANCE,
        "paid_on": day,
        "amount": amount,
    }


def _rate(item: Row) -> Decimal:
    return _RATES.get(item["kind"], _SERVICES)
