"""What a plan has really reached, as far as the rows tell (A3)."""

from datetime import date
from decimal import Decimal
from typing import Any

#: What each formula of ``Indicator`` counts of the projects of a plan, or of one of its platforms, as of a day.
_SQL = """
select targets.id,
  case indicators.formula
    when 'passed' then count(*) filter (where projects.state = 'passed' and accepted_on <= $2)::numeric
    when 'satisfaction' then round(avg(satisfaction) filter (where delivered_on <= $2 and projects.state not in ('failed', 'withdrawn')), 2)
    when 'trained' then round(100.0 * count(*) filter (where trained_on <= $2 and projects.state not in ('failed', 'withdrawn'))
                              / nullif(count(*) filter (where projects.state not in ('failed', 'withdrawn')), 0), 2)
    when 'level_gain' then round(avg(level_after - level_before)
                                 filter (where projects.state = 'passed' and accepted_on <= $2), 2)
    when 'cost' then round(avg(actual_cost) filter (where projects.state = 'passed' and accepted_on <= $2) / 10000, 2)
  end as value
from targets
join indicators on indicators.id = targets.indicator_id and indicators.formula is not null
join plan_industries on plan_industries.unit_code = targets.unit_code and plan_industries.plan_id = targets.plan_id
join platforms on platforms.unit_code = plan_industries.unit_code and platforms.plan_industry_id = plan_industries.id
              and (targets.platform_id is null or platforms.id = targets.platform_id)
left join projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
where targets.plan_id = $1
group by targets.id, indicators.formula
"""


async def actuals(connection: Any, plan: int, on: date) -> dict[int, Decimal | None]:
    """The value on a day of each target that the system works out itself, by target; None: nothing to go by yet."""
    rows = await connection.fetch(_SQL, plan, on)
    return {row["id"]: row["value"] for row in rows}
