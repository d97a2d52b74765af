"""What a forecast says in a sentence, in Chinese and in English."""

from datetime import date

from api.policy.forecast.outlook import Forecast, Reached

#: The same said in Chinese, and in English.
Said = tuple[str, str]


def told(forecast: Forecast, goal: int | None, reached: Reached | None) -> Said:
    """The answer to: is the goal reached, and by when."""
    if not forecast.under_way:
        return _over(forecast.passed, goal)
    end, last = forecast.end, forecast.months[-1][0]
    chinese = f"到{_chinese(last)}预计{end.middle:,}家（80%可能在{end.low:,}至{end.high:,}家之间）。"
    english = f"by the end of {_english(last)} {end.middle:,} are expected (80% interval {end.low:,} to {end.high:,})."
    if goal is None or reached is None:
        return chinese, english[0].upper() + english[1:]
    if forecast.passed >= goal:
        return f"已达到{goal:,}家的目标；{chinese}", f"The goal of {goal:,} is reached; {english}"
    if reached.chance < 0.1 or reached.middle is None:
        likely = _percent(reached.chance)
        return (
            f"照此进度难以达到{goal:,}家（可能性{likely}）：{chinese}",
            f"At this pace {goal:,} will hardly be reached (chance {likely}): {english}",
        )
    when = _when(goal, reached)
    return f"{when[0]}；{chinese}", f"{when[1]}; {english}"


def _over(passed: int, goal: int | None) -> Said:
    chinese, english = f"没有在办项目，已通过{passed:,}家", f"No project is under way; {passed:,} have passed"
    if goal is None:
        return f"{chinese}。", f"{english}."
    if passed >= goal:
        return f"{chinese}，目标{goal:,}家已达到。", f"{english}, the goal of {goal:,} is reached."
    short = goal - passed
    return (
        f"{chinese}，比目标{goal:,}家少{short:,}家。",
        f"{english}, {short:,} fewer than the goal of {goal:,}.",
    )


def _when(goal: int, reached: Reached) -> tuple[str, str]:
    assert reached.middle is not None
    low, middle, high = reached.low or reached.middle, reached.middle, reached.high
    chinese = f"预计{_chinese(middle)}达到{goal:,}家"
    english = f"{goal:,} are expected by the end of {_english(middle)}"
    if high is None:
        likely = _percent(reached.chance)
        return (
            f"{chinese}，最早{_chinese(low)}，但不确定（可能性{likely}）",
            f"{english}, at the earliest by that of {_english(low)}, but that is not certain (chance {likely})",
        )
    if low == high:
        return chinese, english
    return (
        f"{chinese}（80%可能在{_chinese(low)}至{_chinese(high)}之间）",
        f"{english} (80% interval: {_english(low)} to {_english(high)})",
    )


def _percent(chance: float) -> str:
    return "<1%" if chance < 0.01 else ">99%" if chance > 0.99 else f"{chance:.0%}"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月底"


def _english(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
