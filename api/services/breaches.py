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
    if not blocking:
        return
    first = blocking[0]
    raise Refusal(
        first.code,
        "{zh} | {en}",
        hint="{do_zh} | {do_en}" if first.hint else "",
        clause=first.clause,
        status=status,
        zh="；".join(breach.say("zh") for breach in blocking),
        en="; ".join(breach.say("en") for breach in blocking),
        do_zh=first.advise("zh"),
        do_en=first.advise("en"),
        field=".".join(map(str, first.where)) or None,
    )
