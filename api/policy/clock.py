"""The terms that the law sets in a case: from its dates to deadlines, with holidays and pauses. Pure.

行政处罚法 art. 85 says that two, three, five and seven days are working days; all others are calendar days. A term
does not count the day from which it runs. A person's term that ends on a holiday ends on the next working day; the
office's own does not get longer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.policy.working_days import (
    after_working_days,
    before_working_days,
    is_working,
    months_after,
    rolled,
)
from db.enums import Clock, Light, PauseReason

#: So many years after the end of the act nothing is punished any more (行政处罚法 art. 36).
LIMITATION_YEARS = 2
#: Days from filing to the decision (art. 60).
DECISION_DAYS = 90
#: Working days: to ask for a hearing (art. 64), between its notice and the hearing (art. 64), to serve (art. 61), to
#: decide on preserved evidence (《财政违法行为处罚处分条例》 art. 23), to withdraw what was published (art. 48).
HEARING_REQUEST_DAYS, HEARING_NOTICE_DAYS, SERVICE_DAYS, PRESERVATION_DAYS, WITHDRAWAL_DAYS = 5, 7, 7, 7, 3
#: Days to pay (art. 67), to apply for review (行政复议法 art. 20).
PAYMENT_DAYS, RECONSIDERATION_DAYS = 15, 60
#: Months to sue (行政诉讼法 art. 46), days to sue against a review's answer (art. 45).
SUIT_MONTHS, SUIT_AFTER_REVIEW_DAYS = 6, 15
#: Days that a platform is given at least for an explanation: the programme's own, working days.
EXPLANATION_DAYS = 5

#: Where each term is written.
LAW: dict[Clock, str] = {
    Clock.LIMITATION: "行政处罚法第36条 | Law on Penalties, art. 36",
    Clock.DECISION: "行政处罚法第60条 | Law on Penalties, art. 60",
    Clock.EXPLANATION: "行政处罚法第55条 | Law on Penalties, art. 55",
    Clock.PRESERVATION: "财政违法行为处罚处分条例第23条 | Regulation on fiscal offences, art. 23",
    Clock.HEARING_REQUEST: "行政处罚法第64条 | Law on Penalties, art. 64",
    Clock.HEARING_NOTICE: "行政处罚法第64条 | Law on Penalties, art. 64",
    Clock.SERVICE: "行政处罚法第61条 | Law on Penalties, art. 61",
    Clock.PAYMENT: "行政处罚法第67条 | Law on Penalties, art. 67",
    Clock.RECONSIDERATION: "行政复议法第20条 | Law on Administrative Review, art. 20",
    Clock.SUIT: "行政诉讼法第46条 | Law on Administrative Suits, art. 46",
    Clock.WITHDRAWAL: "行政处罚法第48条 | Law on Penalties, art. 48",
}
#: Terms of the parties: nobody of the office is late with them.
OF_PARTIES: frozenset[Clock] = frozenset(
    {Clock.EXPLANATION, Clock.HEARING_REQUEST, Clock.PAYMENT, Clock.RECONSIDERATION, Clock.SUIT}
)
#: So many days before the end of a term it is amber.
_WARNING: dict[Clock, int] = {
    Clock.LIMITATION: 180,
    Clock.DECISION: 20,
    Clock.EXPLANATION: 2,
    Clock.PRESERVATION: 2,
    Clock.HEARING_REQUEST: 2,
    Clock.HEARING_NOTICE: 3,
    Clock.SERVICE: 3,
    Clock.PAYMENT: 5,
    Clock.RECONSIDERATION: 10,
    Clock.SUIT: 30,
    Clock.WITHDRAWAL: 1,
}


@dataclass(frozen=True)
class Pause:
    """Days that do not count for the decision, first to last; ``until`` None lasts on."""

    since: date
    until: date | None
    reason: PauseReason


@dataclass(frozen=True)
class Asked:
    """An explanation asked of a platform."""

    asked_on: date
    due_on: date
    answered_on: date | None = None


@dataclass(frozen=True)
class CaseDates:
    """What happened in a case, when; None where it did not yet. ``found_on``: when the act was first noticed."""

    opened_on: date
    act_ended_on: date | None = None
    found_on: date | None = None
    preserved_on: date | None = None
    preserved_until: date | None = None
    notified_on: date | None = None
    hearing_asked_on: date | None = None
    hearing_notice_on: date | None = None
    hearing_on: date | None = None
    heard_on: date | None = None
    decided_on: date | None = None
    served_on: date | None = None
    paid_on: date | None = None
    reconsidered_on: date | None = None
    reconsideration_served_on: date | None = None
    sued_on: date | None = None
    revoked_on: date | None = None
    published: bool = False
    withdrawn_on: date | None = None
    closed_on: date | None = None
    owes: bool = False
    asked: Sequence[Asked] = ()
    pauses: Sequence[Pause] = field(default=())


@dataclass(frozen=True)
class Deadline:
    """The last day in time, from when it is amber, and when it was met."""

    clock: Clock
    since: date
    due_on: date
    warn_on: date
    met_on: date | None = None

    @property
    def law(self) -> str:
        return LAW[self.clock]

    @property
    def late(self) -> bool:
        """Whether it was met, but after its last day."""
        return self.met_on is not None and self.met_on > self.due_on

    def light(self, today: date) -> Light:
        """Red: over, and not met in time. Amber: it is ending. Green: met in time, or far off."""
        if self.met_on is not None:
            return Light.RED if self.late else Light.GREEN
        if today > self.due_on:
            return Light.RED
        return Light.AMBER if today >= self.warn_on else Light.GREEN


def limitation_ends(act_ended_on: date) -> date:
    """The last day on which an act can be found out in time (art. 36): counted from the end of a continuing act."""
    return months_after(act_ended_on, 12 * LIMITATION_YEARS)


def barred(act_ended_on: date | None, found_on: date) -> bool:
    """Whether what was found on that day can't be punished any more; an act that lasts on never is."""
    return act_ended_on is not None and found_on > limitation_ends(act_ended_on)


def hearing_can_be_asked_until(notified_on: date) -> date:
    return after_working_days(notified_on, HEARING_REQUEST_DAYS, make_up=True)


def earliest_hearing(notice_on: date) -> date:
    """The first day on which a hearing may be held: seven working days lie between (art. 64)."""
    return after_working_days(notice_on, HEARING_NOTICE_DAYS + 1, make_up=True)


def explanation_due(asked_on: date, days: int = EXPLANATION_DAYS) -> date:
    return after_working_days(asked_on, days, make_up=True)


def serve_by(decided_on: date) -> date:
    return after_working_days(decided_on, SERVICE_DAYS, make_up=True)


def pay_by(served_on: date) -> date:
    return rolled(served_on + timedelta(days=PAYMENT_DAYS))


def reconsideration_until(served_on: date) -> date:
    return rolled(served_on + timedelta(days=RECONSIDERATION_DAYS))


def suit_until(served_on: date, reconsideration_served_on: date | None = None) -> date:
    """Six months from service, or fifteen days from the answer of a review."""
    if reconsideration_served_on is not None:
        return rolled(reconsideration_served_on + timedelta(days=SUIT_AFTER_REVIEW_DAYS))
    return rolled(months_after(served_on, SUIT_MONTHS))


def withdraw_by(revoked_on: date) -> date:
    return after_working_days(revoked_on, WITHDRAWAL_DAYS, make_up=True)


def final_on(served_on: date) -> date:
    """The day after which nobody can ask for review or sue any more."""
    return max(reconsideration_until(served_on), suit_until(served_on))


def paused_days(pauses: Iterable[Pause], since: date, today: date) -> int:
    """Days after ``since`` that do not count, each once however many pauses cover it."""
    days = {
        pause.since + timedelta(days=day)
        for pause in pauses
        for day in range(((pause.until or today) - pause.since).days + 1)
    }
    return sum(day > since for day in days)


def decide_by(opened_on: date, pauses: Iterable[Pause], today: date) -> date:
    """Ninety days from filing, longer by what does not count (art. 60)."""
    due = opened_on + timedelta(days=DECISION_DAYS)
    found = tuple(pauses)
    # A pause that begins only after the term has run out makes it no longer.
    for pause in sorted(found, key=lambda one: one.since):
        counted = [one for one in found if one.since <= pause.since]
        if pause.since <= due:
            due = opened_on + timedelta(days=DECISION_DAYS + paused_days(counted, opened_on, today))
    return due


def deadlines(case: CaseDates, today: date) -> tuple[Deadline, ...]:
    """All terms that ran or run in a case, in the order in which they end."""
    return tuple(sorted(_deadlines(case, today), key=lambda one: (one.due_on, one.clock)))


def nearest(found: Iterable[Deadline]) -> Deadline | None:
    """The next that the office must keep; where it has none left, the next of the parties'."""
    waiting = [one for one in found if one.met_on is None]
    ours = [one for one in waiting if one.clock not in OF_PARTIES]
    return min(ours or waiting, key=lambda one: one.due_on, default=None)


def _deadlines(case: CaseDates, today: date) -> Iterator[Deadline]:
    over = case.closed_on
    if case.act_ended_on is not None:
        # Finding the act out keeps the term: what comes later is art. 60's.
        yield _made(
            Clock.LIMITATION,
            case.act_ended_on,
            limitation_ends(case.act_ended_on),
            case.found_on or case.opened_on,
        )
    yield _made(
        Clock.DECISION, case.opened_on, decide_by(case.opened_on, case.pauses, today), case.decided_on or over
    )
    for asked in case.asked:
        yield _made(Clock.EXPLANATION, asked.asked_on, asked.due_on, asked.answered_on or over)
    if case.preserved_on is not None:
        yield _made(
            Clock.PRESERVATION,
            case.preserved_on,
            after_working_days(case.preserved_on, PRESERVATION_DAYS, make_up=True),
            case.preserved_until or over,
        )
    if case.notified_on is not None:
        yield _made(
            Clock.HEARING_REQUEST,
            case.notified_on,
            hearing_can_be_asked_until(case.notified_on),
            case.hearing_asked_on or case.heard_on or over,
        )
    if case.hearing_on is not None:
        yield _made(
            Clock.HEARING_NOTICE,
            case.hearing_asked_on or case.notified_on or case.opened_on,
            before_working_days(case.hearing_on, HEARING_NOTICE_DAYS),
            case.hearing_notice_on or over,
        )
    if case.decided_on is not None:
        yield _made(Clock.SERVICE, case.decided_on, serve_by(case.decided_on), case.served_on or over)
    if case.served_on is not None:
        yield from _after_service(case, case.served_on)
    if case.revoked_on is not None and case.published:
        yield _made(Clock.WITHDRAWAL, case.revoked_on, withdraw_by(case.revoked_on), case.withdrawn_on)


def _after_service(case: CaseDates, served_on: date) -> Iterator[Deadline]:
    ended = case.revoked_on
    if case.owes:
        yield _made(Clock.PAYMENT, served_on, pay_by(served_on), case.paid_on or ended)
    yield _made(
        Clock.RECONSIDERATION, served_on, reconsideration_until(served_on), case.reconsidered_on or ended
    )
    answered = case.reconsideration_served_on
    yield _made(Clock.SUIT, answered or served_on, suit_until(served_on, answered), case.sued_on or ended)


def _made(clock: Clock, since: date, due_on: date, met_on: date | None) -> Deadline:
    warn_on = due_on - timedelta(days=_WARNING[clock])
    while warn_on > since and not is_working(warn_on, make_up=True):
        warn_on -= timedelta(days=1)
    return Deadline(clock, since, due_on, max(warn_on, since), met_on)
