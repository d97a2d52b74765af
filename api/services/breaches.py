"""What policy finds wrong, as a refusal: all of it at once, the first giving code, clause and field."""

from collections.abc import Sequence

from api.errors import Refusal
from api.policy.breach import Breach


def refuse(breaches: Sequence[Breach], *, status: int = 400) -> None:
    """
    Raises:
        Refusal: one of them blocks.
    """
    blocking = [breach for breach in breaches if breach.blocking]
    if blocking:
        raise refusal(blocking, field=".".join(map(str, blocking[0].where)) or None, status=status)


def refusal(breaches: Sequence[Breach], *, field: str | None = None, status: int = 400) -> Refusal:
    """All of them as one. ``field``: where in a form it belongs."""
    first = breaches[0]
    return Refusal(
        first.code,
        "{zh} | {en}",
        hint="{do_zh} | {do_en}" if first.hint else "",
        clause=first.clause,
        status=status,
        zh="；".join(breach.say("zh") for breach in breaches),
        en="; ".join(breach.say("en") for breach in breaches),
        do_zh=first.advise("zh"),
        do_en=first.advise("en"),
        field=field,
    )
