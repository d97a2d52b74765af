"""Invoices that are not what they say: forged, another's, out of time, checked and found wanting."""

import random
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from api.policy.uscc import ALPHABET, check_character
from db.enums import InvoiceKind
from seed.synthetic import papers
from seed.synthetic.days import TODAY, later, working, working_before
from seed.synthetic.drafts import Project
from seed.synthetic.schemes.forging import a_bill, payments_of, redate
from seed.synthetic.schemes.ground import Ground


def plant(ground: Ground) -> None:
    rng = ground.rng
    for scheme, flag, count, change in (
        ("forged_seller", "A01", 1, _forged_seller),
        ("wrong_buyer", "I06", 2, _wrong_buyer),
        ("before_contract", "I08", 1, _before_contract),
        ("after_acceptance", "I08", 1, _after_acceptance),
        ("tax_arithmetic", "I11", 1, _tax_arithmetic),
        ("impossible_rate", "I11", 1, _impossible_rate),
        ("bad_number", "I04", 1, _bad_number),
        ("unknown_invoice", "I03", 1, _unknown),
        ("void_invoice", "I03", 1, _void),
        ("mismatched_invoice", "I03", 1, _mismatched),
        ("reversed_later", "I10", 1, _reversed),
    ):
        chosen = ground.some(ground.count(count), again=True)
        for project in chosen:
            change(rng, project)
        ground.add(chosen, scheme, flag, sure=True)
    for scheme, flag, count, change in (
        ("rural_seller", "A01", 2, _rural_seller),
        ("split_invoice", "I01", 2, _split_invoice),
        ("rounded_tax", "I11", 2, _rounded_tax),
        ("same_day", "I08", 2, _same_day),
        ("issued_anew", "I10", 2, _issued_anew),
    ):
        where = _has_a_small_bill if change is _issued_anew else None
        chosen = ground.some(ground.count(count), where, clean=True)
        for project in chosen:
            change(rng, project)
        ground.near(chosen, scheme, flag)


def _has_a_small_bill(project: Project) -> bool:
    billed: list[Decimal] = [bill["gross"] for bill in project.invoices]
    return min(billed) * 20 < sum(billed)


def _forged_seller(rng: random.Random, project: Project) -> None:
    """A tax number that was made up: one sign is not what the others add up to."""
    bill = a_bill(rng, project)
    code = bill["seller_uscc"]
    place = rng.randrange(9, 17)
    other = rng.choice([sign for sign in ALPHABET if sign != code[place]])
    bill["seller_uscc"] = code[:place] + other + code[place + 1 :]


def _wrong_buyer(rng: random.Random, project: Project) -> None:
    """An invoice of a sister firm, claimed for this one."""
    bill = a_bill(rng, project)
    assert project.platform
    sister = rng.choice([other for other in project.platform.projects if other is not project]).enterprise
    bill["buyer"], bill["buyer_uscc"] = sister["name"], sister["uscc"]


def _before_contract(rng: random.Random, project: Project) -> None:
    """Software bought long before the project, claimed as part of it."""
    assert project.life.contracted
    bill = a_bill(rng, project)
    redate(rng, bill, working_before(project.life.contracted - timedelta(days=rng.randint(15, 120))))


def _after_acceptance(rng: random.Random, project: Project) -> None:
    """Next year's fees, claimed now."""
    assert project.life.accepted
    assert project.life.claimed
    bill = a_bill(rng, project)
    day = min(working(project.life.accepted + timedelta(days=rng.randint(3, 12))), project.life.claimed)
    if day <= project.life.accepted:
        day = working(project.life.accepted + timedelta(days=1))
    redate(rng, bill, day)
    for payment in payments_of(project, bill):
        payment["paid_on"] = max(payment["paid_on"], day)


def _tax_arithmetic(rng: random.Random, project: Project) -> None:
    """A forged invoice whose tax was typed, not computed; paid as it says."""
    bill = a_bill(rng, project)
    before = bill["gross"]
    bill["tax"] = max(bill["tax"] + Decimal(rng.choice((900, 99, 1800, -90))), Decimal("1.00"))
    bill["gross"] = bill["net"] + bill["tax"]
    payments_of(project, bill)[0]["amount"] += max(bill["gross"] - before, Decimal(0))
    project.contract_amount += max(bill["gross"] - before, Decimal(0))


def _impossible_rate(rng: random.Random, project: Project) -> None:
    """A rate that no law ever had; the sums agree."""
    bill = a_bill(rng, project)
    before = bill["gross"]
    bill["tax_rate"] = Decimal(rng.choice(("0.080", "0.120", "0.150")))
    bill["tax"] = (bill["net"] * bill["tax_rate"]).quantize(papers.FEN, ROUND_HALF_UP)
    bill["gross"] = bill["net"] + bill["tax"]
    more = bill["gross"] - before
    payment = payments_of(project, bill)[0]
    payment["amount"] = max(payment["amount"] + more, papers.FEN)
    project.contract_amount += max(more, Decimal(0))


def _bad_number(rng: random.Random, project: Project) -> None:
    """A forged invoice with a number no tax office gives out."""
    bill = a_bill(rng, project)
    bill["kind"], bill["code"] = InvoiceKind.DIGITAL, None
    year = (bill["issued_on"].year + 3) % 100
    bill["number"] = rng.choice(
        (
            f"{year:02d}{rng.randrange(10**18):018d}",
            f"{rng.randrange(10**17):017d}",
            f"FP{rng.randrange(10**10)}",
        )
    )


def _checked(rng: random.Random, project: Project, found: str) -> None:
    """What the tax portal said when the finance department asked; later than the claim."""
    assert project.life.claimed
    bill = a_bill(rng, project)
    bill["checked"] = found
    bill["checked_on"] = min(later(rng, project.life.claimed, 2, 20), TODAY)


def _unknown(rng: random.Random, project: Project) -> None:
    _checked(rng, project, "unknown")


def _void(rng: random.Random, project: Project) -> None:
    _checked(rng, project, "void")


def _mismatched(rng: random.Random, project: Project) -> None:
    _checked(rng, project, "mismatched")


def _reversed(rng: random.Random, project: Project) -> None:
    """Valid when it was claimed; taken back by the seller months after, and the cost never reduced."""
    assert project.life.claimed
    bill = a_bill(rng, project)
    bill["checked"] = "reversed"
    day = later(rng, project.life.claimed, 25, 150)
    bill["checked_on"] = day if day <= TODAY else TODAY


def _rural_seller(rng: random.Random, project: Project) -> None:
    """Honest: the seller is a rural collective, whose number begins with a letter."""
    bill = rng.choice(project.invoices)
    code = "N2" + bill["seller_uscc"][2:17]
    bill["seller_uscc"] = code + check_character(code)


def _split_invoice(rng: random.Random, project: Project) -> None:
    """Honest: one invoice entered as two lines of one claim."""
    bill = max(project.invoices, key=lambda one: one["net"])
    net = (bill["net"] * Decimal("0.4")).quantize(papers.FEN)
    second = dict(bill, net=net, tax=(net * bill["tax_rate"]).quantize(papers.FEN, ROUND_HALF_UP))
    second["gross"] = second["net"] + second["tax"]
    bill["net"] -= net
    bill["tax"] -= second["tax"]
    bill["gross"] -= second["gross"]
    project.invoices.append(second)


def _rounded_tax(rng: random.Random, project: Project) -> None:
    """Honest: tax rounded line by line is some fen off."""
    bill = rng.choice(project.invoices)
    bill["tax"] += Decimal("0.03")
    bill["gross"] += Decimal("0.03")
    project.contract_amount += Decimal("0.03")


def _same_day(rng: random.Random, project: Project) -> None:
    """Honest: billed on the day of signing and on the day of acceptance."""
    for bill, day in zip(project.invoices, (project.life.contracted, project.life.accepted), strict=False):
        assert day
        redate(rng, bill, day)
        for payment in payments_of(project, bill):
            payment["paid_on"] = max(payment["paid_on"], day)


def _issued_anew(rng: random.Random, project: Project) -> None:
    """Honest: an invoice with a slip was reversed and issued anew before the claim; it was paid once."""
    assert project.life.claimed
    assert project.life.accepted
    bill = min(project.invoices, key=lambda one: one["net"])
    anew = dict(bill)
    redate(rng, anew, min(later(rng, bill["issued_on"], 1, 6), project.life.accepted))
    anew.update(checked="valid", checked_on=project.life.claimed)
    bill.update(checked="reversed", checked_on=later(rng, bill["issued_on"], 1, 6))
    place = next(place for place, one in enumerate(project.invoices) if one is bill)
    project.invoices.append(anew)
    for payment in project.payments:
        if payment["invoice"] == place:
            payment["invoice"] = len(project.invoices) - 1
