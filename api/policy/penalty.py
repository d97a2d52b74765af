"""What a penalty may be: bands of the law computed from the articles as data, bounded, cited, in fen. Pure.

The departments of industry deduct, cancel and criticise (the notice, S1). They may not fine (《财政违法行为处罚处分条例》
art. 30): a fine's band is reckoned for the finance department or audit organ (art. 2) that the case is handed over to;
false invoices go to the tax authority (发票管理办法 art. 35), what may be a crime to the police (art. 20).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import Any

from db.enums import FineBase, Organ, PenaltyOutcome, Weight

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
_PERCENT = Decimal(100)

REGULATION = "财政违法行为处罚处分条例 | Regulation on fiscal offences"
LAW = "行政处罚法 | Law on Administrative Penalties"

#: From so much on an amount is "larger": a hearing may be asked for and leaders decide together (财政部令第109号, for
#: legal persons; provinces may set their own).
LARGER_AMOUNT = Decimal("100000.00")
#: Of a fine not paid in time, each day; never more than the fine (行政处罚法 art. 72).
SURCHARGE = Decimal("0.03")

#: Organs that may fine for defrauded or misused budget money (art. 2).
FINING: frozenset[Organ] = frozenset({Organ.FINANCE, Organ.AUDIT})


@dataclass(frozen=True)
class Article:
    """An article of the Regulation as it stands in ``penalty_articles``: bands in percent and yuan, (least, most)."""

    number: int
    defrauded: tuple[Decimal, Decimal] | None = None
    misused: tuple[Decimal, Decimal] | None = None
    person: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Band:
    """From ``least`` to ``most`` yuan, both allowed; ``cites`` says by which article, ``中文 | English``."""

    least: Decimal
    most: Decimal
    cites: str
    base: FineBase
    basis: Decimal = ZERO

    def holds(self, amount: Decimal) -> bool:
        return self.least <= amount <= self.most


@dataclass(frozen=True)
class Item:
    """One outcome, as announced or decided. ``amount``: deducted, or of a transfer what is handed over about."""

    outcome: PenaltyOutcome
    amount: Decimal = ZERO
    article: int | None = None
    organ: Organ | None = None

    @property
    def key(self) -> tuple[PenaltyOutcome, Organ | None]:
        return self.outcome, self.organ


@dataclass(frozen=True)
class Problem:
    """Why an outcome can't be; ``code`` as refusals carry it, ``message`` with ``{facts}``."""

    code: str
    message: str
    law: str
    facts: Mapping[str, Any]


def article(number: int, detail: Mapping[str, Any]) -> Article:
    """From the entry as ``penalty_articles.detail`` has it."""

    def pair(*names: str) -> tuple[Decimal, Decimal] | None:
        found = next((detail[name] for name in names if detail.get(name)), None)
        return (Decimal(str(found[0])), Decimal(str(found[1]))) if found else None

    return Article(
        number,
        pair("fine_fraud_pct", "fine_pct"),
        pair("fine_misuse_pct"),
        pair("person_fine_cny"),
    )


def band(of: Article, base: FineBase, amount: Decimal = ZERO, weight: Weight = Weight.ORDINARY) -> Band:
    """What may be fined, to the fen and within the law: the least is rounded up, the most down.

    ``amount`` is what was defrauded or misused; a person's band does not hang on it.

    Raises:
        LookupError: the article has no such band.
        ValueError: the amount is negative.
    """
    if amount < 0:
        raise ValueError("nobody defrauds less than nothing")
    if base is FineBase.PERSON:
        if of.person is None:
            raise LookupError(f"article {of.number} fines no person")
        least, most = of.person
        cites = (
            f"第{of.number}条：{least:f}元以上{most:f}元以下 | art. {of.number}: {least:f} to {most:f} yuan"
        )
        amount = ZERO
    else:
        shares = of.defrauded if base is FineBase.DEFRAUDED else of.misused
        if shares is None:
            raise LookupError(f"article {of.number} has no band for {base}")
        least = (amount * shares[0] / _PERCENT).quantize(FEN, ROUND_UP)
        most = max(least, (amount * shares[1] / _PERCENT).quantize(FEN, ROUND_DOWN))
        zh, en = base.label.split(" | ")
        cites = (
            f"第{of.number}条：{zh}{shares[0]:f}%以上{shares[1]:f}%以下"
            f" | art. {of.number}: {shares[0]:f} to {shares[1]:f} % of the {en.lower()}"
        )
    return _weighed(Band(least.quantize(FEN), most.quantize(FEN), cites, base, amount), weight)


def _weighed(found: Band, weight: Weight) -> Band:
    middle = ((found.least + found.most) / 2).quantize(FEN, ROUND_DOWN)
    match weight:
        case Weight.ORDINARY:
            return found
        case Weight.GRAVE:
            least, most, no = middle, found.most, ""
        case Weight.LENIENT:
            least, most, no = found.least, middle, "32"
        case Weight.REDUCED:
            least, most, no = ZERO, max(ZERO, found.least - FEN), "32"
        case Weight.EXEMPT:
            least, most, no = ZERO, ZERO, "33"
    zh, en = weight.label.split(" | ")
    chinese, english = found.cites.split(" | ")
    also = (f"，行政处罚法第{no}条", f", Law on Penalties art. {no}") if no else ("", "")
    return Band(
        least,
        most,
        f"{chinese}（{zh}{also[0]}） | {english} ({en.lower()}{also[1]})",
        found.base,
        found.basis,
    )


def highest(bands: Iterable[Band]) -> Band | None:
    """Of several norms for one act the one with the higher fine counts (行政处罚法 art. 29)."""
    return max(bands, key=lambda one: (one.most, one.least), default=None)


def surcharge(fine: Decimal, days_late: int) -> Decimal:
    """What is added to a fine not paid in time: 3 % a day, never above the fine itself (art. 72)."""
    if days_late <= 0:
        return ZERO
    return min(fine, (fine * SURCHARGE * days_late).quantize(FEN, ROUND_DOWN))


def fenced(items: Sequence[Item], *, most_deducted: Decimal) -> list[Problem]:
    """What is wrong with outcomes by themselves, before anything is announced.

    ``most_deducted``: what the platform was awarded or may still be: nothing more can be deducted.
    """
    found: list[Problem] = []
    if not items:
        found.append(_problem("NO_OUTCOME", "请至少给出一项处理结果 | Give at least one outcome", "S1"))
    seen: set[tuple[PenaltyOutcome, Organ | None]] = set()
    for item in items:
        if item.key in seen:
            found.append(
                _problem(
                    "OUTCOME_TWICE",
                    "对同一违法行为不得给予两次同样的处理 | The same act is not dealt with twice in the same way",
                    "行政处罚法第29条 | Law on Penalties, art. 29",
                )
            )
        seen.add(item.key)
        found += _one(item, most_deducted)
    outcomes = {item.outcome for item in items}
    if {PenaltyOutcome.DEDUCTION, PenaltyOutcome.CANCELLATION} <= outcomes:
        found.append(
            _problem(
                "NOTHING_LEFT_TO_DEDUCT",
                "取消资格后不再有奖补可扣减 | After a cancellation nothing is left to be deducted from",
                "S1",
            )
        )
    return found


def _one(item: Item, most_deducted: Decimal) -> list[Problem]:
    if item.outcome is PenaltyOutcome.DEDUCTION:
        if item.amount <= 0:
            return [_problem("NO_AMOUNT", "请写明扣减金额 | Say how much is deducted", "S1")]
        if item.amount > most_deducted:
            return [
                _problem(
                    "DEDUCTS_TOO_MUCH",
                    "扣减{now}元超过该平台可得奖补{most}元"
                    " | Deducts {now} yuan, more than the {most} that the platform can be awarded",
                    "S1",
                    now=item.amount,
                    most=most_deducted,
                )
            ]
    elif item.outcome is PenaltyOutcome.TRANSFER:
        if item.organ is None or item.article is None:
            return [
                _problem(
                    "NO_ORGAN",
                    "移送须写明受移送机关和依据条文 | A transfer names the organ and the article",
                    "财政违法行为处罚处分条例第30条 | Regulation on fiscal offences, art. 30",
                )
            ]
    elif item.amount:
        return [_problem("NO_FINE_HERE", *_NO_FINE)]
    return []


_NO_FINE = (
    "工业和信息化部门不能罚款，应移送财政部门或审计机关"
    " | The departments of industry may not fine: hand the case over to finance or audit",
    "财政违法行为处罚处分条例第2、30条 | Regulation on fiscal offences, art. 2 and 30",
)


def transfers_missing(
    items: Iterable[Item], *, false_invoices: bool, crime_suspected: bool, fine_due: bool
) -> list[Problem]:
    """Organs that must hear of it and do not: tax of false invoices, police of a crime, finance or audit of a fine."""
    organs = {item.organ for item in items if item.outcome is PenaltyOutcome.TRANSFER}
    found = []
    if false_invoices and Organ.TAX not in organs:
        found.append(
            _problem(
                "NOT_HANDED_OVER",
                "涉及虚开发票，须移送税务机关 | False invoices: the tax authority must have them",
                "发票管理办法第35条 | Rules on Invoices, art. 35",
            )
        )
    if crime_suspected and Organ.POLICE not in organs:
        found.append(
            _problem(
                "NOT_HANDED_OVER",
                "涉嫌犯罪，须移送公安机关 | A crime is suspected: the police must have it",
                "财政违法行为处罚处分条例第20条 | Regulation on fiscal offences, art. 20",
            )
        )
    if fine_due and not organs & FINING:
        found.append(_problem("NOT_HANDED_OVER", *_NO_FINE))
    return found


def heavier(decided: Sequence[Item], announced: Sequence[Item]) -> list[Problem]:
    """Where a decision goes beyond what was announced: what was not announced can't be decided (行政处罚法 art. 44, 62),
    and a defence never makes it heavier (art. 45)."""
    before = {item.key: item for item in announced}
    found = []
    for item in decided:
        told = before.get(item.key)
        if told is None:
            found.append(
                _problem(
                    "NOT_ANNOUNCED",
                    "“{zh}”未经事先告知，不得作出 | “{en}” was not announced and cannot be decided",
                    "行政处罚法第44、62条 | Law on Penalties, art. 44 and 62",
                    zh=item.outcome.label.split(" | ")[0],
                    en=item.outcome.label.split(" | ")[1],
                )
            )
        elif item.amount > told.amount:
            found.append(
                _problem(
                    "HEAVIER_THAN_ANNOUNCED",
                    "决定的{now}元重于告知的{told}元，不得因陈述申辩加重"
                    " | Decides {now} yuan where {told} were announced: a defence never makes it heavier",
                    "行政处罚法第45条 | Law on Penalties, art. 45",
                    now=item.amount,
                    told=told.amount,
                )
            )
    return found


def grave(items: Iterable[Item]) -> bool:
    """Whether leaders must decide together (行政处罚法 art. 57): a cancellation, a crime, a larger amount."""
    return any(
        item.outcome is PenaltyOutcome.CANCELLATION
        or item.organ is Organ.POLICE
        or (item.outcome is PenaltyOutcome.DEDUCTION and item.amount >= LARGER_AMOUNT)
        for item in items
    )


def _problem(code: str, message: str, law: str, **facts: Any) -> Problem:
    return Problem(code, message, law, facts)
