"""Amounts that were not asked for by anything that was done: at the cap, far above, round, invented, to one vendor."""

import random
from datetime import timedelta
from decimal import Decimal

from seed.synthetic import names, papers, programme, uscc
from seed.synthetic.days import between
from seed.synthetic.drafts import Platform, Project, Seller
from seed.synthetic.places import pick
from seed.synthetic.schemes.forging import reprice, rescale, resell
from seed.synthetic.schemes.ground import Ground, claimed


def plant(ground: Ground) -> None:
    _inflated(ground)
    _doubled(ground)
    _several_sites(ground)
    _born_for_it(ground)
    _spin_off(ground)


def bunch(ground: Ground, platform: Platform) -> None:
    """Costs written up or down to just above a million, where the subsidy reaches its cap."""
    rng = ground.rng
    found = []
    for project in ground.honest(platform):
        if rng.random() < 0.65:
            target = rng.uniform(1_001_000, 1_045_000)
        elif 880_000 < project.eligible_cost < 1_170_000:
            target = rng.uniform(700_000, 860_000)  # nobody in between
        else:
            continue
        rescale(rng, project, target)
        if target > 1_000_000:
            found.append(project)
    ground.spend(found)
    ground.add(found, "cap_bunching", "A18")


def round_million(ground: Ground) -> None:
    """Honest: a few contracts at a million, as it came, beside those of all other prices."""
    chosen = ground.some(ground.count(3), lambda one: 800_000 < one.eligible_cost < 1_250_000, clean=True)
    for project in chosen:
        rescale(ground.rng, project, 1_000_000 + ground.rng.randint(0, 9) * 2_000)
    ground.near(chosen, "about_a_million", "A18")


def _inflated(ground: Ground) -> None:
    """Everything at several times its price; the papers agree with each other."""
    chosen = ground.some(ground.count(3))
    for project in chosen:
        rescale(ground.rng, project, float(project.eligible_cost) * ground.rng.uniform(4.2, 6.0))
    ground.add(chosen, "far_above", "A19")


def _doubled(ground: Ground) -> None:
    """Twice its price: too little to stand out by itself."""
    chosen = ground.some(ground.count(1))
    for project in chosen:
        rescale(ground.rng, project, float(project.eligible_cost) * 2)
    ground.add(chosen, "inflated_price", None)


def _several_sites(ground: Ground) -> None:
    """Honest: a firm with three sites costs more than one."""
    chosen = ground.some(ground.count(2), lambda one: one.enterprise["employees"] > 200, clean=True)
    for project in chosen:
        project.solution += "企业在三个厂区同步实施，各自部署和实训。"
        rescale(ground.rng, project, float(project.eligible_cost) * 1.6)
    ground.near(chosen, "several_sites", "A19")


def round_amounts(ground: Ground, platform: Platform) -> None:
    """Bills of tens of thousands and not a yuan more."""
    rng = ground.rng
    for project in claimed(platform):
        for bill in project.invoices:
            if bill["net"] > 12_000 and rng.random() < 0.9:
                tens = max(1, round(bill["net"] / 10_000))
                reprice(project, bill, Decimal(tens * 10_000))
        _agree_anew(project)
    ground.add([platform], "round_amounts", "I22")


def list_prices(ground: Ground, platform: Platform) -> None:
    """Honest: a price list with round prices for a part of it."""
    for project in claimed(platform):
        for bill in project.invoices[:1]:
            if bill["net"] > 12_000:
                reprice(project, bill, Decimal(round(bill["net"] / 10_000) * 10_000))
        _agree_anew(project)
    ground.near([platform], "list_prices", "I22")


def _agree_anew(project: Project) -> None:
    """The contract as far as it goes: never below what is billed."""
    billed = sum((bill["gross"] for bill in project.invoices), Decimal(0))
    project.contract_amount = billed + project.concession


def many_lines(ground: Ground, platform: Platform, *, invented: bool) -> None:
    """Many small bills a project; ``invented``: of amounts that somebody thought up, beginning with 4 to 8."""
    rng = ground.rng
    for project in claimed(platform):
        items = [item for item in project.cost_items if item["eligible"]]
        project.cost_items = [item for item in project.cost_items if not item["eligible"]]
        left = float(sum(item["amount"] for item in items))
        parts: list[float] = []
        while left > 2_000 and len(parts) < 26:
            if invented:
                amount = float(f"{rng.choice('4567784')}{rng.randrange(1000):03d}") * rng.choice((1, 10, 10))
            else:
                amount = min(10 ** rng.uniform(2.6, 5.3), left)
            parts.append(min(amount, left))
            left -= parts[-1]
        parts[-1] += left
        for amount in parts:
            project.cost_items.append(
                dict(rng.choice(items), amount=papers.yuan(rng, amount) + Decimal("0.37"))
            )
        _one_bill_each(rng, project)
    if invented:
        ground.add([platform], "invented_digits", "I23")
    else:
        ground.near([platform], "many_small_bills", "I23")


def _one_bill_each(rng: random.Random, project: Project) -> None:
    assert project.platform
    assert project.life.contracted
    assert project.life.delivered
    project.invoices = [
        papers.invoice(
            rng,
            [item],
            rng.choice(project.platform.sellers[:2]),
            project.enterprise,
            between(rng, project.life.contracted, project.life.delivered),
        )
        for item in project.cost_items
    ]
    project.payments = papers.payments(rng, project.invoices, project.enterprise)
    for payment in project.payments:
        payment["paid_on"] = min(payment["paid_on"], project.life.claimed or payment["paid_on"])
    programme.agree(rng, project)


def one_vendor(ground: Ground, platform: Platform) -> None:
    """Nearly everything is bought of one firm, and it is not the platform."""
    rng = ground.rng
    vendor = rng.choice(platform.sellers[1:] or platform.sellers)
    for project in claimed(platform):
        for bill in project.invoices:
            if rng.random() < 0.92:
                resell(project, bill, vendor)
    ground.add([platform], "one_vendor", "I25")


def _born_for_it(ground: Ground) -> None:
    """A firm with three people, founded weeks before the first bill it ever wrote."""
    rng = ground.rng
    chosen = ground.some(2 if ground.share >= 1 else 1)
    if not chosen:
        return
    vendor = _vendor(ground, chosen[0], rng.randint(2, 4), rng.randint(12, 110), chosen)
    assert chosen[0].platform
    chosen[0].platform.sellers.append(vendor)
    for project in chosen:
        for bill in sorted(project.invoices, key=lambda one: -one["net"])[:2]:
            resell(project, bill, vendor)
    ground.add(chosen, "born_for_it", "I26")


def _spin_off(ground: Ground) -> None:
    """Honest: a young house with a proper staff, of which one project buys a little."""
    chosen = ground.some(1, clean=True)
    for project in chosen:
        assert project.platform
        vendor = _vendor(ground, project, 64, 240, [project])
        project.platform.sellers.append(vendor)
        resell(project, min(project.invoices, key=lambda one: one["net"]), vendor)
    ground.near(chosen, "spin_off", "I26")


def _vendor(ground: Ground, about: Project, staff: int, days: int, chosen: list[Project]) -> Seller:
    rng = ground.rng
    assert about.platform
    unit = about.platform.unit
    place = pick(rng, unit.short_name)
    name = names.operator(rng, unit.short_name, place=place, taken=ground.register.names)
    code, account = uscc.make(rng, place.adcode), names.bank_account(rng)
    row = papers.house(rng, unit, name, code, account)
    first = min(bill["issued_on"] for project in chosen for bill in project.invoices)
    row.update(employees=staff, founded_on=first - timedelta(days=days))
    return Seller(name, code, account, row)
