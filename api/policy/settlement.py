"""What a project and a platform are awarded, line by line, each with its clause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from api.policy.book import DatedLimit, PolicyBook
from api.policy.terms import Terms, terms_on
from db.enums import Cut

__all__ = [
    "FEN",
    "LEFT_OUT",
    "Cut",
    "Line",
    "PlatformAccount",
    "ProjectCost",
    "Settlement",
    "award_of_project",
    "balance",
    "left_out",
    "lines_of_project",
    "settle",
    "settle_under",
]

FEN = Decimal("0.01")
ZERO = Decimal("0.00")

#: Lines that leave a project out: nothing is added, yet it is said why.
LEFT_OUT: frozenset[Cut] = frozenset({Cut.LATE, Cut.UNCONFIRMED, Cut.UNCLAIMED})


@dataclass(frozen=True)
class ProjectCost:
    """A project that passed, and what its transformation really cost.

    ``approved``: what was approved of its claim, where that is less than the limits give. ``confirmed``: by the
    national review (F6). ``claimed``: a claim on it is approved. ``due``: the last day of its term (F5).
    """

    project_id: int
    actual_cost: Decimal
    approved: Decimal | None = None
    confirmed: bool = True
    claimed: bool = True
    delivered_on: date | None = None
    due: date | None = None


@dataclass(frozen=True)
class PlatformAccount:
    """What a platform is settled by. ``exception``: why a finance officer waives the number of ten (F7)."""

    projects: Sequence[ProjectCost]
    deduction: Decimal = ZERO
    disqualified: bool = False
    exception: str | None = None


@dataclass(frozen=True)
class Line:
    """One step of the sum: ``amount`` is added, so a cut is negative. ``basis`` and ``limit`` recompute it."""

    cut: Cut
    clause: str
    amount: Decimal
    basis: Decimal
    limit: Decimal
    project_id: int | None = None


@dataclass(frozen=True)
class Settlement:
    """An award that explains itself: the sum of its lines. ``counted``: the projects it was reckoned from."""

    award: Decimal
    lines: tuple[Line, ...]
    counted: int = 0


def award_of_project(cost: Decimal, book: PolicyBook, on: date) -> Decimal:
    """min(30 % of the actual eligible cost, 300,000), rounded down to the fen (F1, F2)."""
    share, cap = book.limit("cost_share", on), book.limit("award_per_enterprise", on)
    return _sum(lines_of_project(ProjectCost(0, cost), share, cap))


def left_out(project: ProjectCost) -> tuple[Cut, str] | None:
    """Why a project that passed is not counted, with the clause; None if it is."""
    if not project.confirmed:
        return Cut.UNCONFIRMED, "F6"
    if not project.claimed:
        return Cut.UNCLAIMED, "F6"
    if project.due and project.delivered_on and project.delivered_on > project.due:
        return Cut.LATE, "F5"
    return None


def settle(account: PlatformAccount, book: PolicyBook, on: date) -> Settlement:
    """The award of a platform under the limits in force on a day.

    Raises:
        LookupError: a limit was not in force on that day.
        ValueError: a cost or the deduction is negative.
    """
    return settle_under(account, terms_on(book, on))


def settle_under(account: PlatformAccount, terms: Terms) -> Settlement:
    """The award of a platform under given limits.

    Raises:
        ValueError: a cost, an approved amount or the deduction is negative.
    """
    _check(account)
    lines: list[Line] = []
    counted = 0
    for project in account.projects:
        reason = left_out(project)
        if reason is None:
            counted += 1
            lines += lines_of_project(project, terms.share, terms.enterprise)
        else:
            cut, clause = reason
            lines.append(Line(cut, clause, ZERO, project.actual_cost, ZERO, project.project_id))
    total = _sum(lines)

    cap = terms.platform.value.quantize(FEN, ROUND_DOWN)
    if account.disqualified:
        lines.append(Line(Cut.DISQUALIFIED, "S1", -total, total, ZERO))
    elif counted < terms.fewest.value and account.exception is None:
        lines.append(Line(Cut.TOO_FEW, "F7", -total, Decimal(counted), terms.fewest.value))
    elif total > cap:
        lines.append(Line(Cut.PLATFORM_CAP, terms.platform.clause, cap - total, total, cap))
    total = _sum(lines)
    # Never below zero: what cannot be deducted from the award is recovered by the case itself.
    deduction = min(account.deduction, total)
    if deduction:
        lines.append(Line(Cut.DEDUCTION, "S1", -deduction, account.deduction, total))
    kept = tuple(line for line in lines if line.amount or line.cut in LEFT_OUT)
    return Settlement(_sum(kept), kept, counted)


def balance(award: Decimal, disbursed: Decimal) -> Decimal:
    """Positive: still to pay. Negative: to recover."""
    return award - disbursed


def _check(account: PlatformAccount) -> None:
    if account.deduction < 0 or any(
        project.actual_cost < 0 or (project.approved is not None and project.approved < 0)
        for project in account.projects
    ):
        raise ValueError("costs and deductions are never negative")


def lines_of_project(project: ProjectCost, share: DatedLimit, cap: DatedLimit) -> list[Line]:
    """How a project's award comes about: its share of the cost, less what is above a cap (F1, F2)."""
    amount = (project.actual_cost * share.value).quantize(FEN, ROUND_DOWN)
    lines = [Line(Cut.SHARE, share.clause, amount, project.actual_cost, share.value, project.project_id)]
    limit = cap.value.quantize(FEN, ROUND_DOWN)
    if amount > limit:
        lines.append(Line(Cut.ENTERPRISE_CAP, cap.clause, limit - amount, amount, limit, project.project_id))
        amount = limit
    if project.approved is not None and amount > project.approved:
        less = project.approved - amount
        lines.append(Line(Cut.APPROVED_CAP, "F6", less, amount, project.approved, project.project_id))
    return lines


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
