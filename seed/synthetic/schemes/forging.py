"""How papers are changed: one bill, one name, one price at a time, and all that hangs on it."""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from db.enums import CostKind, InvoiceKind
from seed.synthetic import names, papers, programme
from seed.synthetic.days import working_before
from seed.synthetic.drafts import Project, Row, Seller


def a_bill(rng: random.Random, project: Project) -> Row:
    """An invoice on which nothing was planted yet, where there is one; from now on it is taken."""
    free = [bill for bill in project.invoices if all(bill is not one for one in project.taken)]
    bill = rng.choice(free or project.invoices)
    project.taken.append(bill)
    return bill


def payments_of(project: Project, bill: Row) -> list[Row]:
    """The payments of one invoice."""
    place = next(place for place, one in enumerate(project.invoices) if one is bill)
    return [payment for payment in project.payments if payment["invoice"] == place]


def reprice(project: Project, bill: Row, net: Decimal) -> None:
    """Another amount on a bill, taxed and paid accordingly, and the contract and the cost with it."""
    before, paid_of = bill["net"], payments_of(project, bill)
    old_gross = bill["gross"]
    bill["net"] = net.quantize(papers.FEN)
    bill["tax"] = (bill["net"] * bill["tax_rate"]).quantize(papers.FEN, ROUND_HALF_UP)
    bill["gross"] = bill["net"] + bill["tax"]
    for payment in paid_of:
        payment["amount"] = max(
            (payment["amount"] * bill["gross"] / old_gross).quantize(papers.FEN), papers.FEN
        )
    project.contract_amount += bill["gross"] - old_gross
    items = [item for item in project.cost_items if item["eligible"]]
    item = max(items, key=lambda one: one["amount"])
    item["amount"] = max(item["amount"] + bill["net"] - before, papers.FEN)


def resell(project: Project, bill: Row, seller: Seller) -> None:
    """Another seller on a bill, who is paid instead."""
    for payment in payments_of(project, bill):
        payment["payee"], payment["payee_account"] = seller.name, seller.account
    bill.update(seller=seller.name, seller_uscc=seller.uscc, account=seller.account)


def seller_on(bill: Row) -> Seller:
    return Seller(bill["seller"], bill["seller_uscc"], bill["account"])


def redate(rng: random.Random, bill: Row, day: date) -> None:
    """Another day on a bill, and a number that fits it."""
    bill["issued_on"] = day
    bill.update(papers.numbering(rng, bill["kind"], day))


def add_bill(
    rng: random.Random, project: Project, seller: Seller, net: Decimal, day: date, **more: Any
) -> Row:
    """One more invoice for software that counts, paid in full, and the price of the contract with it."""
    item = {
        "kind": CostKind.SOFTWARE,
        "name": names.item_name(rng, CostKind.SOFTWARE),
        "amount": net.quantize(papers.FEN),
        "eligible": True,
    }
    project.cost_items.append(item)
    bill = papers.invoice(rng, [item], seller, project.enterprise, day)
    bill.update(more)
    project.invoices.append(bill)
    place = len(project.invoices) - 1
    last = project.life.claimed or day
    paid = min(working_before(last), max(day, project.life.delivered or day))
    project.payments.append(papers.payment(rng, place, bill, project.enterprise, paid, bill["gross"]))
    project.contract_amount += bill["gross"]
    return bill


def rescale(rng: random.Random, project: Project, target: float) -> None:
    """The same project at another cost, with new papers."""
    factor = Decimal(target) / project.eligible_cost
    for item in project.cost_items:
        if item["eligible"]:
            item["amount"] = (item["amount"] * factor).quantize(papers.FEN)
    rebill(rng, project)


def rebill(rng: random.Random, project: Project) -> None:
    """New papers for the costs as they are, from the sellers of the old ones."""
    known = {bill["seller_uscc"]: seller_on(bill) for bill in project.invoices}
    assert project.platform
    programme.bill(rng, project, list(known.values()) or project.platform.sellers)


def rename(project: Project, **changes: Any) -> None:
    """Another entry in the register for the enterprise, and the papers with it."""
    old = dict(project.enterprise)
    project.enterprise.update(changes)
    for bill in project.invoices:
        if bill["buyer_uscc"] == old["uscc"]:
            bill["buyer"], bill["buyer_uscc"] = project.enterprise["name"], project.enterprise["uscc"]
    for payment in project.payments:
        if payment["payer"] == old["name"]:
            payment["payer"] = project.enterprise["name"]
            payment["payer_account"] = project.enterprise["bank_account"]


def paper_number(rng: random.Random, bill: Row, code: str, number: int) -> None:
    """A number of a paper invoice, which does not tell its year."""
    bill.update(kind=InvoiceKind.SPECIAL, code=code, number=f"{number % 10**8:08d}")
