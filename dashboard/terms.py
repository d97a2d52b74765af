"""Last days of terms as a person reads them: how many days are left, in green, amber or red."""

from datetime import date

from dashboard.view import View

#: Terms within which a party may do something: when they are over nobody is late, the right has lapsed.
RIGHTS = frozenset({"HEARING_REQUEST", "RECONSIDERATION", "SUIT"})


def light(
    view: View, due: str | None, warn: str | None = None, met: str | None = None, clock: str = ""
) -> str:
    """good, warn or bad: met in time or far off, ending, over; as ``api.policy.clock.Deadline.light`` has it."""
    if due is None:
        return "plain"
    if met is not None:
        return "bad" if met > due else "good"
    today = view.caller.today.isoformat()
    if today > due:
        return "plain" if clock in RIGHTS else "bad"
    return "warn" if warn is not None and today >= warn else "good"


def left(view: View, due: str, met: str | None = None, clock: str = "") -> str:
    """How many days are left of a term, or that it was met."""
    if met is not None:
        return view.t("case.met_late" if met > due else "case.met", day=met)
    days = (date.fromisoformat(due) - view.caller.today).days
    if days >= 0:
        return view.t("case.days_left", days=days)
    return view.t("case.lapsed" if clock in RIGHTS else "case.days_over", days=-days)
