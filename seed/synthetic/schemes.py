"""Plants fraud among honest projects, and honest near-misses beside it; what was planted is known exactly."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from db.enums import CostKind, InvoiceKind, PaymentMethod
from seed.synthetic import names, papers
from seed.synthetic.days import working, working_before
from seed.synthetic.drafts import Plan, Platform, Project


@dataclass(frozen=True)
class Planted:
    """``rule``: the red flag that must find it; None: no rule of today does (or, if honest, none may)."""

    project: Project
    scheme: str
    fraudulent: bool
    rule: str | None = None


Scheme = Callable[[random.Random, Project], None]


def _wrong_buyer(rng: random.Random, project: Project) -> None:
    """An invoice of a sister firm, claimed for this one."""
    bill = rng.choice(project.invoices)
    assert project.platform
    sister = rng.choice([other for other in project.platform.projects if other is not project]).enterprise
    bill["buyer"], bill["buyer_uscc"] = sister["name"], sister["uscc"]


def _before_contract(rng: random.Random, project: Project) -> None:
    """Software bought long before the project, claimed as part of it."""
    assert project.life.contracted
    bill = rng.choice(project.invoices)
    bill["issued_on"] = working_before(project.life.contracted - timedelta(days=rng.randint(15, 120)))
    bill.update(papers.numbering(rng, bill["kind"], bill["issued_on"]))


def _after_acceptance(rng: random.Random, project: Project) -> None:
    """Next year's fees, claimed now."""
    assert project.life.accepted
    assert project.life.claimed
    bill = rng.choice(project.invoices)
    bill["issued_on"] = min(
        working(project.life.accepted + timedelta(days=rng.randint(3, 12))), project.life.claimed
    )
    if bill["issued_on"] <= project.life.accepted:
        bill["issued_on"] = working(project.life.accepted + timedelta(days=1))
    bill.update(papers.numbering(rng, bill["kind"], bill["issued_on"]))


def _tax_arithmetic(rng: random.Random, project: Project) -> None:
    """A forged invoice whose tax was typed, not computed."""
    bill = rng.choice(project.invoices)
    bill["tax"] += Decimal(rng.choice((900, 99, 1800, -90)))
    bill["tax"] = max(bill["tax"], Decimal("1.00"))
    bill["gross"] = bill["net"] + bill["tax"]
    _pay_in_full(rng, project)


def _bad_number(rng: random.Random, project: Project) -> None:
    """A forged invoice with a number no tax office gives out."""
    bill = rng.choice(project.invoices)
    bill["kind"], bill["code"] = InvoiceKind.DIGITAL, None
    year = (bill["issued_on"].year + 3) % 100
    bill["number"] = rng.choice(
        (
            f"{year:02d}{rng.randrange(10**18):018d}",
            f"{rng.randrange(10**17):017d}",
            f"FP{rng.randrange(10**10)}",
        )
    )


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


def _hardware(rng: random.Random, project: Project) -> None:
    """Equipment counted into the eligible cost."""
    old = [item for item in project.cost_items if item["kind"] is CostKind.HARDWARE]
    if old:
        old[0]["eligible"] = True
        return
    item = max(project.cost_items, key=lambda item: item["amount"])
    part = (item["amount"] * Decimal("0.35")).quantize(papers.FEN)
    item["amount"] -= part
    project.cost_items.append(
        {
            "kind": CostKind.HARDWARE,
            "name": names.item_name(rng, CostKind.HARDWARE),
            "amount": part,
            "eligible": True,
        }
    )


def _cash(rng: random.Random, project: Project) -> None:
    """Money handed over where no bank sees it."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    payment["method"] = PaymentMethod.CASH


def _other_payee(rng: random.Random, project: Project) -> None:
    """The bill is a software house's, the money went to a trading firm."""
    payment = max(project.payments, key=lambda payment: payment["amount"])
    assert project.platform
    payment["payee"] = names.firm(rng, project.platform.unit.short_name, "贸易代理")
    payment["payee_account"] = names.bank_account(rng)


def _inflated(rng: random.Random, project: Project) -> None:
    """Everything at twice its price; the papers agree with each other."""
    for item in project.cost_items:
        item["amount"] *= 2
    for bill in project.invoices:
        bill["net"] *= 2
        bill["tax"] = (bill["net"] * bill["tax_rate"]).quantize(papers.FEN, ROUND_HALF_UP)
        bill["gross"] = bill["net"] + bill["tax"]
    _pay_in_full(rng, project)
    project.contract_amount = sum((bill["gross"] for bill in project.invoices), Decimal(0))


def _disguised_hardware(rng: random.Random, project: Project) -> None:
    """Equipment entered as software."""
    item = next(
        (item for item in project.cost_items if item["kind"] is CostKind.SOFTWARE), project.cost_items[0]
    )
    item["name"] = rng.choice(("软件（含服务器）", "数采软硬一体机", "工业平板预装系统"))


def _never_used(rng: random.Random, project: Project) -> None:
    """A system nobody logs in to; only the scores, too good, show it."""
    project.acceptance_score = Decimal("98.5")
    project.satisfaction = 5


def _split_invoice(rng: random.Random, project: Project) -> None:
    """Honest: one invoice entered as two lines of one claim."""
    bill = max(project.invoices, key=lambda bill: bill["net"])
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


def _same_day(rng: random.Random, project: Project) -> None:
    """Honest: billed on the day of signing and on the day of acceptance."""
    for bill, day in zip(project.invoices, (project.life.contracted, project.life.accepted), strict=False):
        assert day
        bill["issued_on"] = day
        bill.update(papers.numbering(rng, bill["kind"], day))


def _retention(rng: random.Random, project: Project) -> None:
    """Honest: eight per cent are kept back for a year."""
    billed = sum((bill["gross"] for bill in project.invoices), Decimal(0))
    paid = sum((payment["amount"] for payment in project.payments), Decimal(0))
    for payment in project.payments:
        payment["amount"] = (payment["amount"] * billed / paid * Decimal("0.92")).quantize(papers.FEN)


def _petty_cash(rng: random.Random, project: Project) -> None:
    """Honest: a small rest paid in cash."""
    payment = project.payments[0]
    payment["amount"] -= 800
    rest = dict(payment, amount=Decimal("800.00"), method=PaymentMethod.CASH)
    project.payments.append(rest)


def _brackets(rng: random.Random, project: Project) -> None:
    """Honest: the bank writes the seller's brackets narrow."""
    for payment in project.payments:
        payment["payee"] = payment["payee"].replace("（", "(").replace("）", ")")


def _pay_in_full(rng: random.Random, project: Project) -> None:
    last = project.life.claimed
    project.payments = papers.payments(rng, project.invoices, project.enterprise)
    for payment in project.payments:
        payment["paid_on"] = min(payment["paid_on"], last or payment["paid_on"])


# Scheme, rule that must find it, how many claims in a batch.
_FRAUDS: tuple[tuple[str, Scheme, str | None, int], ...] = (
    ("wrong_buyer", _wrong_buyer, "I06", 4),
    ("before_contract", _before_contract, "I08", 3),
    ("after_acceptance", _after_acceptance, "I08", 3),
    ("tax_arithmetic", _tax_arithmetic, "I11", 3),
    ("bad_number", _bad_number, "I04", 3),
    ("not_paid", _not_paid, "I15", 4),
    ("platform_paid", _platform_paid, "I15", 4),
    ("hardware", _hardware, "I12", 5),
    ("cash", _cash, "I16", 2),
    ("other_payee", _other_payee, "I07", 4),
    ("inflated_price", _inflated, None, 4),
    ("disguised_hardware", _disguised_hardware, None, 3),
    ("never_used", _never_used, None, 3),
)
_HONEST: tuple[tuple[str, Scheme, int], ...] = (
    ("split_invoice", _split_invoice, 3),
    ("rounded_tax", _rounded_tax, 3),
    ("same_day", _same_day, 3),
    ("retention", _retention, 4),
    ("petty_cash", _petty_cash, 2),
    ("narrow_brackets", _brackets, 2),
)
_DUPLICATES, _BUNCHED = 5, 1


def plant(rng: random.Random, plans: Sequence[Plan], share: float) -> list[Planted]:
    """Turn some projects of a batch's plans to fraud, and others to near-misses; fewer in a small programme."""
    platforms = [platform for plan in plans for platform in plan.platforms]
    rng.shuffle(platforms)
    planted = [found for platform in _most(platforms)[:_BUNCHED] for found in _bunch(rng, platform)]
    used = {id(found.project.platform) for found in planted}
    free = [
        project
        for platform in platforms
        if id(platform) not in used
        for project in platform.projects
        if project.life.claimed and project.payments
    ]

    def some(count: int) -> list[Project]:
        """Often two of the same platform: fraud is seldom alone."""
        taken: list[Project] = []
        while free and len(taken) < max(1, round(count * share)):
            same = [project for project in free if taken and project.platform is taken[-1].platform]
            taken.append(rng.choice(same if same and rng.random() < 0.5 else free))
            free.remove(taken[-1])
        return taken

    for _ in range(max(1, round(_DUPLICATES * share))):
        pair = [*some(1), *some(1)]
        if len(pair) == 2:
            planted += _duplicate(rng, pair[0], pair[1])
    for name, scheme, rule, count in _FRAUDS:
        for project in some(count):
            scheme(rng, project)
            planted.append(Planted(project, name, True, rule))
    for name, scheme, count in _HONEST:
        for project in some(count):
            scheme(rng, project)
            planted.append(Planted(project, name, False))
    return planted


def _duplicate(rng: random.Random, first: Project, second: Project) -> list[Planted]:
    """One invoice number under two claims."""
    original = rng.choice(first.invoices)
    copy = rng.choice(second.invoices)
    for key in ("kind", "code", "number"):
        copy[key] = original[key]
    # A digital number begins with its year: the copy must not give itself away by that.
    if copy["issued_on"].year != original["issued_on"].year:
        original.update(
            kind=InvoiceKind.SPECIAL, **papers.numbering(rng, InvoiceKind.SPECIAL, original["issued_on"])
        )
        for key in ("kind", "code", "number"):
            copy[key] = original[key]
    return [Planted(project, "duplicate_invoice", True, "I01") for project in (first, second)]


def _most(platforms: Sequence[Platform]) -> list[Platform]:
    """Those with the most claims: bunching needs some."""
    return sorted(platforms, key=lambda platform: -sum(bool(p.life.claimed) for p in platform.projects))


def _bunch(rng: random.Random, platform: Platform) -> list[Planted]:
    """Costs written up or down to just above a million, where the subsidy reaches its cap."""
    found = []
    for project in platform.projects:
        if not project.cost_items:
            continue
        if rng.random() < 0.6:
            target = rng.uniform(1_001_000, 1_045_000)
        elif 880_000 < project.eligible_cost < 1_170_000:
            target = rng.uniform(700_000, 860_000)  # nobody in between
        else:
            continue
        _rescale(rng, project, target)
        if project.life.claimed and target > 1_000_000:
            found.append(Planted(project, "cap_bunching", True, "A18"))
    return found


def _rescale(rng: random.Random, project: Project, target: float) -> None:
    factor = Decimal(target) / project.eligible_cost
    for item in project.cost_items:
        if item["eligible"]:
            item["amount"] = (item["amount"] * factor).quantize(papers.FEN)
    sellers = {
        bill["seller"]: papers.Seller(bill["seller"], bill["seller_uscc"], bill["account"])
        for bill in project.invoices
    }
    project.invoices = papers.invoices(
        rng, project.cost_items, list(sellers.values()), project.enterprise, project.life
    )
    _pay_in_full(rng, project)
    project.contract_amount = sum((bill["gross"] for bill in project.invoices), Decimal(0))
