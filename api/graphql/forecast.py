"""``forecast``: how many lighthouses there will be month by month, when the goal is reached, and how such forecasts did."""

import datetime
from typing import Annotated

import strawberry

from api.errors import Refusal
from api.policy.forecast.backtest import Coverage, coverage
from api.policy.forecast.outlook import SHARE, Forecast, Outlook, Range, Reached
from api.policy.forecast.words import told
from api.services.clock import today
from api.services.forecast import Foreseen, foresee, goal_of, sees, units_of


@strawberry.type(
    description="到月底的累计通过数 | Lighthouses by the end of a month, those of before among them"
)
class ForecastMonth:
    day: datetime.date = strawberry.field(description="月底 | Last day of the month")
    expected: float = strawberry.field(description="期望值 | Mean")
    low: int = strawberry.field(description="80%区间下限 | Lower end of the 80 % interval")
    middle: int = strawberry.field(description="中位数 | Median")
    high: int = strawberry.field(description="80%区间上限 | Upper end of the 80 % interval")


@strawberry.type(
    description="何时达到目标，按月底计 | When the goal is reached, by month ends; null is not within the months foreseen"
)
class ForecastReached:
    low: datetime.date | None = strawberry.field(description="最早 | Early end of the 80 % interval")
    middle: datetime.date | None = strawberry.field(description="中位 | Median")
    high: datetime.date | None = strawberry.field(description="最晚 | Late end of the 80 % interval")
    chance: float = strawberry.field(description="达到目标的可能性 | The chance that it is reached at all")


@strawberry.type(description="某单位的预测 | The forecast of one unit, after the last month foreseen")
class ForecastUnit:
    code: str = strawberry.field(description="单位代码 | Code of the unit")
    passed: int = strawberry.field(description="已通过 | Passed already")
    under_way: int = strawberry.field(description="在办项目 | Projects under way")
    end: ForecastMonth = strawberry.field(description="期末 | At the end")


@strawberry.type(
    description="以往预测的回测：每季以当时所知作出预测，与后来实际比较"
    " | How earlier forecasts did: every quarter from what was known then, against what came"
)
class ForecastRecord:
    held: int = strawberry.field(description="落在区间内的次数 | Intervals that held")
    count: int = strawberry.field(
        description="预测次数 | Intervals stated: country and units, 3 to 12 months on"
    )
    share: float | None = strawberry.field(description="覆盖率 | Share that held; 0.8 is what is stated")


@strawberry.type(
    name="Forecast",
    description="灯塔数预测：按各项目所处阶段，以及以往各阶段的历时。只计已列入的项目"
    " | How many lighthouses there will be, from the stage of each project and from how long stages took before."
    " Projects that are not listed yet are not foreseen",
)
class ForecastType:
    on: datetime.date = strawberry.field(
        description="预测基准日 | The day it stands on; nothing later is used"
    )
    passed: int = strawberry.field(description="已通过 | Passed by then")
    under_way: int = strawberry.field(description="在办项目 | Projects under way")
    interval: float = strawberry.field(description="区间概率 | What the interval is meant to hold: 0.8")
    goal: int | None = strawberry.field(
        description="目标：全国为G4下限，单位或批次为计划数 | The goal: of the country by G4, else what platforms plan"
    )
    goal_max: int | None = strawberry.field(description="目标上限（G4） | Upper end of the goal (G4)")
    months: list[ForecastMonth] = strawberry.field(description="逐月 | Month end by month end")
    reached: ForecastReached | None = strawberry.field(description="何时达到目标 | When the goal is reached")
    text: str = strawberry.field(
        description="一句话结论 | The answer in a sentence, in the caller's language"
    )
    units: list[ForecastUnit] = strawberry.field(
        description="各单位，有项目的 | Unit by unit, those with projects"
    )
    record: ForecastRecord = strawberry.field(description="回测 | How earlier forecasts did")


async def forecast(
    info: strawberry.Info,
    unit: Annotated[
        str | None,
        strawberry.argument(description="申报单位代码，缺省为全国 | Code of a unit; without, the country"),
    ] = None,
    batch: Annotated[
        int | None, strawberry.argument(description="只看某一批次 | One batch only, by its number")
    ] = None,
    as_of: Annotated[
        datetime.date | None,
        strawberry.argument(description="站在某日预测 | Stand on that day, knowing what was known then"),
    ] = None,
) -> ForecastType | None:
    viewer, store = info.context.viewer, info.context.store
    on = min(as_of or today(), today())
    if not sees(viewer):
        return None
    units = units_of(viewer.rows, unit)
    if units == ():
        return None
    found = await foresee(store, on)
    if batch is not None and batch not in found.batches:
        raise Refusal("BAD_VALUE", "没有这一批次 | There is no such batch", field="batch")
    ends_on = found.batches[batch] if batch is not None else None
    outlook = found.foresight.outlook(on)
    made = outlook.of(units, ends_on)
    async with store.read(viewer.rows) as connection:
        goal, most = await goal_of(connection, viewer.rows, unit, batch, on)
    reached = outlook.reached(made, goal, units, ends_on) if goal is not None else None
    return ForecastType(
        on=on,
        passed=made.passed,
        under_way=made.under_way,
        interval=SHARE,
        goal=goal,
        goal_max=most,
        months=[_month(day, one) for day, one in made.months],
        reached=_reached(reached) if reached else None,
        text=told(made, goal, reached)[viewer.lang == "en"],
        units=[_unit(code, one) for code, one in _units(outlook, units, ends_on)],
        record=_record(found, on, units),
    )


def _units(
    outlook: Outlook, units: tuple[str, ...] | None, ends_on: datetime.date | None
) -> list[tuple[str, Forecast]]:
    found = [
        (code, outlook.last(code, ends_on))
        for code in sorted(outlook.units)
        if units is None or code in units
    ]
    return [(code, one) for code, one in found if one.passed or one.under_way]


def _month(day: datetime.date, one: Range) -> ForecastMonth:
    return ForecastMonth(
        day=day, expected=round(one.expected, 1), low=one.low, middle=one.middle, high=one.high
    )


def _reached(found: Reached) -> ForecastReached:
    return ForecastReached(low=found.low, middle=found.middle, high=found.high, chance=round(found.chance, 4))


def _unit(code: str, made: Forecast) -> ForecastUnit:
    day = made.months[-1][0] if made.months else made.on
    return ForecastUnit(code=code, passed=made.passed, under_way=made.under_way, end=_month(day, made.end))


def _record(found: Foreseen, on: datetime.date, units: tuple[str, ...] | None) -> ForecastRecord:
    """Of the units looked at; of the country as well where that is all."""
    whole: Coverage = coverage(
        outcome for outcome in found.record(on) if units is None or outcome.unit in units
    )
    share = whole.share
    return ForecastRecord(
        held=whole.held, count=whole.count, share=None if share is None else round(share, 4)
    )
