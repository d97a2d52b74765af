"""Points to a platform that bills, pays, signs and accepts on weekends and holidays far more often than others do.

Source: row I09 of the catalogue (ACFE weekend test). The calendar is the State Council's; make-up Saturdays are
working days. Systems do go live on weekends: this only says where to look.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from api.policy.chances import binomial_tail, told
from api.policy.rule import Parameters, Row, Rule
from api.policy.working_days import HOLIDAYS, MAKE_UP
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

_OFF = "(extract(isodow from day) > 5 and not day = any(:made_up) or day = any(:holidays))"

PEERS = f"""
select 'all' as cell, sum(count)::integer as size,
       coalesce(sum(case when {_OFF} then count end), 0)::double precision / greatest(sum(count), 1)::double precision as rate
from (
  select issued_on as day, count(*) as count from evidence.invoices group by issued_on
  union all
  select paid_on, count(*) from evidence.payments group by paid_on
  union all
  select contracted_on, count(*) from evidence.projects where contracted_on is not null group by contracted_on
  union all
  select accepted_on, count(*) from evidence.projects where accepted_on is not null group by accepted_on
) as days
having count(*) > 0
"""  # noqa: S608

QUERY = f"""
with
asked as (
  select scope.id, projects.unit_code, projects.id as project_id, projects.contracted_on, projects.accepted_on
  from scope
  join evidence.platforms on platforms.id = scope.id
  join evidence.projects on projects.unit_code = platforms.unit_code and projects.platform_id = platforms.id
),
days as (
  select asked.id, invoices.issued_on as day, count(*) as count
  from asked
  join evidence.invoices on invoices.unit_code = asked.unit_code and invoices.project_id = asked.project_id
  group by asked.id, invoices.issued_on
  union all
  select asked.id, payments.paid_on, count(*)
  from asked
  join evidence.payments on payments.unit_code = asked.unit_code and payments.project_id = asked.project_id
  group by asked.id, payments.paid_on
  union all
  select id, contracted_on, count(*) from asked where contracted_on is not null group by id, contracted_on
  union all
  select id, accepted_on, count(*) from asked where accepted_on is not null group by id, accepted_on
),
counted as (
  select id, sum(count)::bigint as "of", coalesce(sum(case when {_OFF} then count end), 0)::bigint as count
  from days
  group by id
)
select counted.id as subject, counted.count, counted."of",
       round((counted.count::double precision / counted."of"::double precision * 100)::numeric(18,4))::integer as percent,
       round((peers.rate * 100)::numeric(18,4))::integer as peer_percent, peers.size as peer_size, peers.rate as peer_rate
from counted
join peers on peers.cell = 'all'
where counted."of" >= :fewest and counted.count::double precision > counted."of" * :share
"""  # noqa: S608


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    for row in rows:
        chance = binomial_tail(row["count"], row["of"], row["peer_rate"])
        if chance < parameters["chance"]:
            yield {name: value for name, value in row.items() if name != "peer_rate"} | {
                "peer_chance": told(chance)
            }


def _weekdays(spans: Sequence[tuple[str, str]]) -> Iterator[date]:
    """Of public holidays the days that would be worked: weekends are off anyway."""
    for first, last in spans:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            if day.weekday() < 5:
                yield day
            day += timedelta(days=1)


RULE = Rule(
    code="I09",
    kind=RuleKind.SCREENING,
    subject=FlagSubject.PLATFORM,
    severity=Severity.LOW,
    phase=FraudPhase.IMPLEMENTATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    peers=PEERS,
    judge=judge,
    parameters={
        "fewest": 20,
        "share": 0.35,
        "chance": 0.001,
        "holidays": tuple(_weekdays(HOLIDAYS)),
        "made_up": tuple(date.fromisoformat(day) for day in MAKE_UP),
    },
)
