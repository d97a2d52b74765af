"""What a project's papers say before its award is claimed: the amount by the clauses, and all that is not in order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from api.policy.book import PolicyBook
from api.policy.breach import Breach
from api.policy.claim import CostItem, Invoice, Payment
from api.policy.settlement import FEN, ZERO, Line, ProjectCost, award_of_project, lines_of_project
from api.policy.wording import yuan
from api.policy.workflow import names
from db.enums import AttachmentKind, CostKind, FundingSource

#: What rounding may leave between a rate and its tax, in yuan.
SLACK = Decimal("0.06")


class Funded(NamedTuple):
    """A source of a project's money. ``due``: of its instalments, in all; None without any."""

    source: FundingSource
    agreed: Decimal
    paid: Decimal
    gains_share: Decimal | None = None
    gains_base: str | None = None
    due: Decimal | None = None


@dataclass(frozen=True)
class Papers:
    """A project's papers as they are now. ``attached``: (table, row) → the kinds of its files.

    ``elsewhere``: numbers of its invoices that the same viewer's other projects have, too.
    """

    project_id: int
    operator: str
    operator_uscc: str
    enterprise: str
    enterprise_uscc: str
    contract_amount: Decimal | None
    cost_items: Sequence[CostItem] = ()
    invoices: Sequence[Invoice] = ()
    payments: Sequence[Payment] = ()
    funding: Sequence[Funded] = ()
    attached: Mapping[tuple[str, int], frozenset[AttachmentKind]] | None = None
    elsewhere: frozenset[str] = frozenset()

    @property
    def eligible(self) -> Decimal:
        """What counts for the award: hardware does not."""
        return sum((item.amount for item in self.cost_items if item.eligible), ZERO)

    @property
    def proven(self) -> Decimal:
        """What invoices to the enterprise, or its platform, come to (F8)."""
        return sum((one.gross for one in self.invoices if _belongs(self, one.buyer_uscc)), ZERO)


@dataclass(frozen=True)
class Review:
    """``amount`` may be asked for ``cost``; ``lines`` say how it came about. A blocking breach stops the claim."""

    cost: Decimal
    amount: Decimal
    lines: tuple[Line, ...]
    breaches: tuple[Breach, ...]

    @property
    def blocking(self) -> tuple[Breach, ...]:
        return tuple(breach for breach in self.breaches if breach.blocking)


def review(papers: Papers, book: PolicyBook, on: date, *, cost: Decimal | None = None) -> Review:
    """min(30 % × cost, 300,000), rounded down (F1, F2), and what is not in order.

    Args:
        cost: what is claimed to be the actual cost; all eligible items where not given.
    """
    claimed = papers.eligible if cost is None else cost
    share, cap = book.limit("cost_share", on), book.limit("award_per_enterprise", on)
    lines = tuple(lines_of_project(ProjectCost(papers.project_id, claimed), share, cap))
    amount = sum((line.amount for line in lines), ZERO)
    return Review(
        claimed,
        amount,
        lines,
        (
            *paper_breaches(papers),
            *_proof(papers, claimed),
            *funding_breaches(papers.funding, claimed, book, on),
        ),
    )


def paper_breaches(papers: Papers) -> Iterator[Breach]:
    """What is odd about single papers, and about what they add up to."""
    for item in papers.cost_items:
        if item.kind is CostKind.HARDWARE and item.eligible:
            yield Breach(
                "HARDWARE_NOT_ELIGIBLE",
                "成本项“{name}”为硬件，不可计入 | The item “{name}” is hardware, which does not count",
                "F1",
                "改为“不可计入” | Mark it as not eligible",
                {"name": item.name},
                ("CostItem", item.id),
            )
    yield from _invoices(papers)
    yield from _payments(papers)
    if papers.contract_amount is not None and papers.eligible > papers.contract_amount:
        yield Breach(
            "COST_ABOVE_CONTRACT",
            "可计入成本{cost}元，高于合同金额{contract}元"
            " | Eligible items add up to CNY {cost}, more than the contract's {contract}",
            "P9",
            "核对成本项，或补充合同 | Check the items, or add the supplement to the contract",
            {"cost": yuan(papers.eligible), "contract": yuan(papers.contract_amount)},
            blocking=False,
        )
    yield from _documents(papers)


def _invoices(papers: Papers) -> Iterator[Breach]:
    count = Counter((one.code, one.number) for one in papers.invoices)
    for one in papers.invoices:
        where = ("Invoice", one.id)
        if not _belongs(papers, one.buyer_uscc):
            yield Breach(
                "OTHER_BUYER",
                "发票{number}的购买方“{buyer}”既不是试点企业也不是服务平台，不得列支"
                " | Invoice {number}: the buyer “{buyer}” is neither the pilot enterprise nor its platform",
                "F8",
                "删除该发票，或更正购买方 | Remove the invoice, or correct its buyer",
                {"number": one.number, "buyer": one.buyer},
                where,
            )
        if not adds_up(one.net, one.tax_rate, one.tax, one.gross):
            yield Breach(
                "TAX_ARITHMETIC",
                "发票{number}：{net}元按{rate}%应有税额{due}元，价税合计与所填不符"
                " | Invoice {number}: CNY {net} at {rate}% makes a tax of {due}, which is not what it says",
                None,
                "对照票面核对 | Compare it with the invoice itself",
                {
                    "number": one.number,
                    "net": yuan(one.net),
                    "rate": f"{(one.tax_rate * 100).normalize():f}",
                    "due": yuan((one.net * one.tax_rate).quantize(FEN)),
                },
                where,
                blocking=False,
            )
        if count[one.code, one.number] > 1 or one.number in papers.elsewhere:
            yield Breach(
                "INVOICE_TWICE",
                "发票{number}已登记过 | Invoice {number} is entered more than once",
                "S1",
                "同一发票只能列支一次 | An invoice proves one cost only",
                {"number": one.number},
                where,
                blocking=False,
            )


def _payments(papers: Papers) -> Iterator[Breach]:
    paid: dict[int, Decimal] = {}
    for one in papers.payments:
        where = ("Payment", one.id)
        if one.payer not in (papers.enterprise, papers.operator):
            yield Breach(
                "OTHER_PAYER",
                "付款方“{payer}”既不是试点企业也不是服务平台 | The payer “{payer}” is neither the pilot enterprise nor its platform",
                "F8",
                "删除该付款，或更正付款方 | Remove the payment, or correct its payer",
                {"payer": one.payer},
                where,
            )
        if one.invoice_id is None:
            yield Breach(
                "PAYMENT_UNLINKED",
                "向“{payee}”的付款{amount}元未关联发票 | CNY {amount} paid to “{payee}” belong to no invoice",
                None,
                "选择对应的发票 | Choose the invoice it pays",
                {"payee": one.payee, "amount": yuan(one.amount)},
                where,
                blocking=False,
            )
        else:
            paid[one.invoice_id] = paid.get(one.invoice_id, ZERO) + one.amount
    for bill in papers.invoices:
        if paid.get(bill.id, ZERO) > bill.gross:
            yield Breach(
                "PAID_ABOVE_INVOICE",
                "发票{number}价税合计{gross}元，已付{paid}元 | Invoice {number} is of CNY {gross}, but {paid} are paid",
                None,
                "核对付款金额 | Check the payments",
                {"number": bill.number, "gross": yuan(bill.gross), "paid": yuan(paid[bill.id])},
                ("Invoice", bill.id),
                blocking=False,
            )


def _documents(papers: Papers) -> Iterator[Breach]:
    if papers.attached is None:
        return
    wanted: list[tuple[str, int, AttachmentKind]] = [
        ("Project", papers.project_id, AttachmentKind.CONTRACT),
        ("Project", papers.project_id, AttachmentKind.ACCEPTANCE_MINUTES),
        *(("Invoice", one.id, AttachmentKind.INVOICE_SCAN) for one in papers.invoices),
        *(("Payment", one.id, AttachmentKind.PAYMENT_VOUCHER) for one in papers.payments),
    ]
    missing = Counter(
        kind for table, key, kind in wanted if kind not in papers.attached.get((table, key), frozenset())
    )
    for kind, number in missing.items():
        yield Breach(
            "DOCUMENT_MISSING",
            "缺少{kind_zh}{number}份 | Missing: {kind_en}, {number}",
            "F8",
            "在“附件”中上传 | Attach it below",
            {"kind_zh": names([kind], "zh"), "kind_en": names([kind], "en"), "number": number},
            blocking=False,
        )


def _proof(papers: Papers, cost: Decimal) -> Iterator[Breach]:
    if cost > papers.eligible:
        yield Breach(
            "COST_NOT_COVERED",
            "申报成本{cost}元，可计入的成本项合计仅{eligible}元"
            " | The cost is given as CNY {cost}, its eligible items add up to {eligible}",
            "F1",
            "补充成本项，或按成本项合计申报 | Add the missing items, or claim what they add up to",
            {"cost": yuan(cost), "eligible": yuan(papers.eligible)},
        )
    elif cost > papers.proven:
        yield Breach(
            "COST_NOT_PROVEN",
            "申报成本{cost}元，试点企业和平台名下发票合计仅{proven}元"
            " | The cost is CNY {cost}; invoices to the enterprise and its platform come to {proven} only",
            "F8",
            "补充发票，或按发票金额申报 | Add the missing invoices, or claim what they come to",
            {"cost": yuan(cost), "proven": yuan(papers.proven)},
        )


def funding_breaches(
    funding: Iterable[Funded], cost: Decimal, book: PolicyBook, on: date
) -> Iterator[Breach]:
    """government + concession + enterprise = actual cost (W4); the central part within its share, local support apart."""
    rows = list(funding)
    if not rows:
        yield Breach(
            "FUNDING_UNKNOWN",
            "未登记政府、平台、企业各承担多少 | What government, platform and enterprise bear is not entered",
            "W4",
            "在“资金来源”中登记 | Enter it under “Source of funds”",
            blocking=False,
        )
        return
    total = sum((row.agreed for row in rows), ZERO)
    if total != cost:
        yield Breach(
            "FUNDING_DIFFERS",
            "政府、平台、企业合计{total}元，实际成本{cost}元，相差{difference}元"
            " | Government, platform and enterprise bear CNY {total}; the cost is {cost}: {difference} apart",
            "W4",
            "核对各来源金额；地方支持单列，不计入中央奖补 | Check each source; local support stands apart from the central award",
            {"total": yuan(total), "cost": yuan(cost), "difference": yuan(abs(total - cost))},
        )
    most = award_of_project(cost, book, on)
    for row in rows:
        if row.source is FundingSource.CENTRAL_AWARD and row.agreed > most:
            yield Breach(
                "AWARD_ABOVE_SHARE",
                "中央奖补登记为{agreed}元，按成本{cost}元最多{most}元"
                " | The central award is entered as CNY {agreed}; a cost of {cost} allows {most} at most",
                book.limit("cost_share", on).clause,
                "地方支持另行登记，不占用中央额度 | Local support is entered apart and does not count against the central limit",
                {"agreed": yuan(row.agreed), "cost": yuan(cost), "most": yuan(most)},
            )
        if row.source is FundingSource.PAID_FROM_GAINS:
            yield from _gains(row)
        elif row.paid > row.agreed:
            yield Breach(
                "PAID_ABOVE_AGREED",
                "{source_zh}已到位{paid}元，高于约定{agreed}元 | {source_en}: CNY {paid} paid, more than the {agreed} agreed",
                "W4",
                facts={
                    "source_zh": names([row.source], "zh"),
                    "source_en": names([row.source], "en"),
                    "paid": yuan(row.paid),
                    "agreed": yuan(row.agreed),
                },
                blocking=False,
            )


def _gains(row: Funded) -> Iterator[Breach]:
    if row.gains_share is None or not row.gains_base or row.due != row.agreed:
        yield Breach(
            "GAINS_UNSCHEDULED",
            "收益支付{agreed}元须写明分成比例、收益基数和分期（现合计{due}元）"
            " | CNY {agreed} out of gains need a share, a base, and instalments (now {due} in all)",
            "W5",
            "补充分期，合计等于约定金额 | Add instalments that come to what was agreed",
            {"agreed": yuan(row.agreed), "due": yuan(row.due or ZERO)},
            blocking=False,
        )


def adds_up(net: Decimal, rate: Decimal, tax: Decimal, gross: Decimal) -> bool:
    """Whether an invoice's tax is its rate's, and its total its parts'; rounding by lines leaves a few fen."""
    return abs(net * rate - tax) <= SLACK and net + tax == gross


def _belongs(papers: Papers, uscc: str) -> bool:
    return uscc in (papers.enterprise_uscc, papers.operator_uscc)
