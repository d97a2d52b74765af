"""Whether what a platform and an enterprise agreed keeps to the notice: who pays which part (W4), and by when (F5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from api.policy.book import PolicyBook
from api.policy.breach import Breach
from api.policy.months import months_later
from api.policy.settlement import award_of_project
from api.policy.wording import yuan
from db.enums import ServiceKind


@dataclass(frozen=True)
class Item:
    """A service that is agreed on (W3)."""

    kind: ServiceKind
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Terms:
    """A contract, or what it is after an amendment: all amounts in yuan. ``items`` are those still agreed on."""

    amount: Decimal
    government: Decimal
    concession: Decimal
    own: Decimal
    signed_on: date
    starts_on: date
    finishes_on: date
    items: Sequence[Item]

    @property
    def eligible(self) -> Decimal:
        """What the award can be reckoned from: equipment does not count."""
        return sum((item.amount for item in self.items if item.kind is not ServiceKind.EQUIPMENT), Decimal(0))


def check_contract(terms: Terms, book: PolicyBook, batch: tuple[date, date]) -> list[Breach]:
    """What is wrong with a contract, the gravest first; ``batch`` is the first and last day of its batch.

    ``where`` of a breach is the name of the field. Those that do not block are worth telling (W4).

    Raises:
        LookupError: no limit was in force on the day of signing.
    """
    return [*_items(terms), *_split(terms, book), *_dates(terms, book, batch)]


def _items(terms: Terms) -> Iterator[Breach]:
    if not terms.items:
        yield Breach(
            "NO_SERVICES",
            "合同须列明约定的服务 | A contract names the services agreed on",
            "W3",
            "按咨询、诊断、设备、软件逐项填写 | Enter consulting, diagnosis, equipment and software one by one",
            where=("services",),
        )
        return
    total = sum((item.amount for item in terms.items), Decimal(0))
    if total != terms.amount:
        yield Breach(
            "SERVICES_DO_NOT_ADD_UP",
            "各项服务合计{total}元，与合同金额{amount}元不符"
            " | The services add up to CNY {total}, the contract says {amount}",
            "P9",
            "核对各项金额 | Compare the amounts of the services",
            {"total": yuan(total), "amount": yuan(terms.amount)},
            ("services",),
        )


def _split(terms: Terms, book: PolicyBook) -> Iterator[Breach]:
    shared = terms.government + terms.concession + terms.own
    if shared != terms.amount:
        yield Breach(
            "SPLIT_DOES_NOT_ADD_UP",
            "政府、平台、企业三方合计{shared}元，与合同金额{amount}元不符"
            " | Government, platform and enterprise together bear CNY {shared}, the contract says {amount}",
            "W4",
            "三方分担之和须等于合同金额 | The three parts must add up to the contract",
            {"shared": yuan(shared), "amount": yuan(terms.amount)},
            ("own",),
        )
    most = award_of_project(terms.eligible, book, terms.signed_on)
    if terms.government > most:
        yield Breach(
            "GOVERNMENT_ABOVE_LIMIT",
            "政府补助{government}元超过可奖补上限{most}元（可计入成本{eligible}元，不含设备）"
            " | The government's part of CNY {government} is above {most},"
            " the most for an eligible cost of {eligible} without equipment",
            "F2" if most >= book.limit("award_per_enterprise", terms.signed_on).value else "F1",
            "不超过可计入成本的30%，且不超过30万元 | At most 30 % of the eligible cost, and CNY 300,000",
            {"government": yuan(terms.government), "most": yuan(most), "eligible": yuan(terms.eligible)},
            ("government",),
        )
    for part, field, who_zh, who_en in (
        (terms.concession, "concession", "平台没有让利", "The platform gives nothing way"),
        (terms.own, "own", "企业没有出资", "The enterprise pays nothing"),
    ):
        if not part:
            yield Breach(
                "NOT_SHARED_BY_THREE",
                "{who_zh}，与三方共担的要求不符 | {who_en}: the cost is meant to be shared by three",
                "W4",
                facts={"who_zh": who_zh, "who_en": who_en},
                where=(field,),
                blocking=False,
            )


def _dates(terms: Terms, book: PolicyBook, batch: tuple[date, date]) -> Iterator[Breach]:
    if terms.finishes_on < terms.starts_on:
        yield Breach(
            "DATES_OUT_OF_ORDER",
            "计划完成{finish}早于计划开工{start} | The planned finish {finish} is before the start {start}",
            "P9",
            facts={"finish": terms.finishes_on.isoformat(), "start": terms.starts_on.isoformat()},
            where=("finishes_on",),
        )
        return
    months = int(book.limit("implementation_months", terms.signed_on).value)
    last = months_later(terms.starts_on, months)
    if terms.finishes_on > last:
        yield Breach(
            "LONGER_THAN_THE_TERM",
            "实施期为{months}个月，{start}开工的项目最迟{last}完成"
            " | The term is {months} months: what starts on {start} is finished by {last}",
            "F5",
            facts={"months": months, "start": terms.starts_on.isoformat(), "last": last.isoformat()},
            where=("finishes_on",),
        )
    elif terms.finishes_on > batch[1]:
        yield Breach(
            "AFTER_THE_BATCH",
            "本批次实施期至{last}，合同须在此前完成 | The batch ends on {last}: the work is finished by then",
            "F5",
            facts={"last": batch[1].isoformat()},
            where=("finishes_on",),
        )
