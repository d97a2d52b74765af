"""Money that did not move as the papers say: not paid, by another, to another, in cash, and back again."""

import random
from datetime import timedelta
from decimal import Decimal

from db.enums import CostKind, FundingSource, PaymentMethod
from seed.synthetic import names, papers
from seed.synthetic.days import working_before
from seed.synthetic.drafts import Project, Row
from seed.synthetic.schemes.ground import Ground


def plant(ground: Ground) -> None:
    rng = ground.rng
    for scheme, flag, count, change in (
        ("not_paid", "I15", 2, _not_paid),
        ("platform_paid", "I15", 1, _platform_paid),
        ("other_payee", "I07", 2, _other_payee),
        ("above_contract", "I07", 1, _above_contract),
        ("cash", "I16", 1, _cash),
        ("private_account", "I07", 1, _private_account),
        ("hardware", "I12", 2, _hardware),
        ("concession_kept", "I36", 2, _concession_kept),
        ("paid_twice_over", "I37", 1, _paid_twice_over),
        ("cost_lowered_later", "P10", 1, _lowered),
    ):
        # What changes the cost or the contract is left to those whose cost and contract are still their own.
        again = change not in (_hardware, _concession_kept, _above_contract, _lowered)
        where = _below_the_cap if change is _lowered else None
        chosen = ground.some(ground.count(count), where, again=again)
        for project in chosen:
            change(rng, project)
        ground.add(chosen, scheme, flag, sure=True)
    for scheme, unsure, count, change in (
        ("round_trip", "I14", 2, _round_trip),
        ("disguised_hardware", None, 1, _disguised_hardware),
    ):
        chosen = ground.some(ground.count(count), again=True)
        for project in chosen:
            change(rng, project)
        ground.add(chosen, scheme, unsure)
    for scheme, flag, count, change in (
        ("retention", "I15", 2, _retention),
        ("petty_cash", "I16", 2, _petty_cash),
        ("narrow_brackets", "I07", 2, _brackets),
        ("small_refund", "I14", 2, _small_refund),
        ("local_support", "I37", 2, _local_support),
        ("hardware_apart", "I12", 2, _hardware_apart),
    ):
        chosen = ground.some(ground.count(count), clean=True)
        for project in chosen:
            change(rng, project)
        ground.near(chosen, scheme, flag)


def _billed(project: Project) -> Decimal:
    return sum((bill["gross"] for bill in project.invoices), Decimal(0))


def _not_paid(rng: random.Random, project: Project) -> None:
    """Billed in full, paid in part."""
    share = Decimal(rng.randint(30, 75)) / 100
    for payment in project.payments:
        payment["amount"] = (payment["amount"] * share).quantize(papers.FEN)


def _platform_paid(rng: random.Random, project: Project) -> None:
    """The platform paid its own bills in the enterprise's place."""
    assert project.platform
    operator = project.platform.operator
    for payment in project.payments:
        payment["payer"], payment["payer_account"] = operator["name"], operator["bank_account"]


def _other_payee(rng: random.Random, project: Project) -> None:
    """The bill is a software house's, the money went to a trading firm."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    assert project.platform
    payment["payee"] = names.firm(rng, project.platform.unit.short_name, "贸易代理")
    payment["payee_account"] = names.bank_account(rng)


def _above_contract(rng: random.Random, project: Project) -> None:
    """More is billed than was ever agreed on."""
    project.contract_amount = (_billed(project) * Decimal(rng.randint(70, 85)) / 100).quantize(papers.FEN)
    project.concession = Decimal(0)


def _cash(rng: random.Random, project: Project) -> None:
    """Money handed over where no bank sees it."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    payment["method"] = PaymentMethod.CASH


def _private_account(rng: random.Random, project: Project) -> None:
    """Paid to somebody in person, as if to the seller."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    payment["payee"], payment["payee_account"] = names.person(rng), names.bank_account(rng)


def _hardware(rng: random.Random, project: Project) -> None:
    """Equipment counted into the eligible cost."""
    old = [item for item in project.cost_items if item["kind"] is CostKind.HARDWARE]
    if old:
        old[0]["eligible"] = True
        return
    item = max(project.cost_items, key=lambda item: item["amount"])
    part = (item["amount"] * Decimal("0.35")).quantize(papers.FEN)
    item["amount"] -= part
    project.cost_items.append(_machine(rng, part, eligible=True))


def _machine(rng: random.Random, amount: Decimal, *, eligible: bool) -> dict[str, object]:
    name = names.item_name(rng, CostKind.HARDWARE)
    return {"kind": CostKind.HARDWARE, "name": name, "amount": amount, "eligible": eligible}


def _disguised_hardware(rng: random.Random, project: Project) -> None:
    """Equipment entered as software."""
    item = next(
        (item for item in project.cost_items if item["kind"] is CostKind.SOFTWARE), project.cost_items[0]
    )
    item["name"] = rng.choice(("软件（含服务器）", "数采软硬一体机", "工业平板预装系统"))


def _concession_kept(rng: random.Random, project: Project) -> None:
    """The contract names a concession; the bills and the payments know nothing of it."""
    billed = _billed(project)
    project.concession = (billed * Decimal(rng.randint(8, 15)) / 10_000).quantize(Decimal(1)) * 100
    project.contract_amount = billed


def _paid_twice_over(rng: random.Random, project: Project) -> None:
    """A city's support and the centre's award together are more than it cost."""
    cost = project.eligible_cost
    award = min(cost * Decimal("0.3"), Decimal(300_000)).quantize(papers.FEN)
    project.fundings = {
        FundingSource.CENTRAL_AWARD: award,
        FundingSource.LOCAL_SUPPORT: (_billed(project) - award + cost * Decimal("0.2")).quantize(papers.FEN),
        FundingSource.ENTERPRISE: (cost * Decimal("0.1")).quantize(papers.FEN),
    }


def _lowered(rng: random.Random, project: Project) -> None:
    """Once the claim is in, the cost is corrected; what is asked for is more than the rest allows."""
    largest = max(item["amount"] for item in project.cost_items if item["eligible"])
    project.lowered = (largest * Decimal(rng.randint(5, 20)) / 100).quantize(papers.FEN)


def _below_the_cap(project: Project) -> bool:
    """Where the cap counts and not the share, a little less would change nothing."""
    return project.eligible_cost < 950_000


def _round_trip(rng: random.Random, project: Project) -> None:
    """The seller gives most of it back within weeks."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    assert project.life.claimed
    back = (payment["amount"] * Decimal(rng.randint(45, 90)) / 100).quantize(papers.FEN)
    _back(project, payment, back, rng.randint(4, 45))


def _small_refund(rng: random.Random, project: Project) -> None:
    """Honest: an overpaid rest comes back."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    _back(project, payment, (payment["amount"] * Decimal("0.02")).quantize(papers.FEN), 20)


def _back(project: Project, payment: Row, amount: Decimal, days: int) -> None:
    project.payments.append(
        dict(
            payment,
            invoice=None,
            payer=payment["payee"],
            payer_account=payment["payee_account"],
            payee=payment["payer"],
            payee_account=payment["payer_account"],
            paid_on=working_before(payment["paid_on"] + timedelta(days=days)),
            amount=amount,
        )
    )


def _retention(rng: random.Random, project: Project) -> None:
    """Honest: eight per cent are kept back for a year."""
    billed = _billed(project)
    paid = sum((payment["amount"] for payment in project.payments), Decimal(0))
    for payment in project.payments:
        payment["amount"] = (payment["amount"] * billed / paid * Decimal("0.92")).quantize(papers.FEN)


def _petty_cash(rng: random.Random, project: Project) -> None:
    """Honest: a small rest paid in cash."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    payment["amount"] -= 800
    project.payments.append(dict(payment, amount=Decimal("800.00"), method=PaymentMethod.CASH))


def _brackets(rng: random.Random, project: Project) -> None:
    """Honest: the bank writes the seller's brackets narrow."""
    for payment in project.payments:
        payment["payee"] = payment["payee"].replace("（", "(").replace("）", ")")


def _local_support(rng: random.Random, project: Project) -> None:
    """Honest: a city tops up, and the enterprise pays the rest."""
    cost = _billed(project)
    award = min(project.eligible_cost * Decimal("0.3"), Decimal(300_000)).quantize(papers.FEN)
    local = (cost * Decimal("0.1")).quantize(papers.FEN)
    project.fundings = {
        FundingSource.CENTRAL_AWARD: award,
        FundingSource.LOCAL_SUPPORT: local,
        FundingSource.ENTERPRISE: cost - award - local,
    }


def _hardware_apart(rng: random.Random, project: Project) -> None:
    """Honest: equipment is listed beside what counts."""
    if all(item["kind"] is not CostKind.HARDWARE for item in project.cost_items):
        project.cost_items.append(
            _machine(rng, Decimal(rng.randint(20_000, 90_000)).quantize(papers.FEN), eligible=False)
        )
