"""Days that people enter: not in the future, and in the order in which things happen."""

from collections.abc import Sequence
from datetime import date

from api.errors import Refusal
from api.services.clock import today


def not_ahead(field: str, day: date) -> None:
    """What is told as done lies behind us.

    Raises:
        Refusal: the day is yet to come.
    """
    if day > today():
        raise Refusal(
            "DAY_AHEAD",
            "{day}尚未到来 | {day} is yet to come",
            hint="填写实际发生的日期 | Enter the day on which it happened",
            field=field,
            day=day.isoformat(),
        )


def after(field: str, day: date, others: Sequence[tuple[str, date | None]], clause: str) -> None:
    """What follows other things does not lie before them; ``others`` are (``中文 | English``, day).

    Raises:
        Refusal: it does.
    """
    for label, other in others:
        if other is not None and day < other:
            chinese, _, english = label.partition(" | ")
            raise Refusal(
                "DATES_OUT_OF_ORDER",
                "{day}早于{what_zh}（{other}） | {day} lies before {what_en} ({other})",
                clause=clause,
                field=field,
                day=day.isoformat(),
                other=other.isoformat(),
                what_zh=chinese,
                what_en=english,
            )
