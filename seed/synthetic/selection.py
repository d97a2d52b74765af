"""Open selections in the demo: one that was decided, and a slow unit's plan whose platforms are being selected (P12)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from api.policy.working_days import after_working_days
from api.services import calls, candidates, objections, organizations, panels, plans
from api.services.rows import update
from api.viewer import SYSTEM, Viewer
from db.enums import EnterpriseSize, Sector
from db.store import Work
from seed.synthetic import names, texts, uscc
from seed.synthetic.days import TODAY, office_hour, working, working_before
from seed.synthetic.drafts import Industry, Plan, Row
from seed.synthetic.people import HOME, PANEL, Offices
from seed.synthetic.places import pick
from seed.synthetic.programme import Register

#: The unit whose third plan is still a draft, with calls in different states.
SLOW = "630000"
#: The batch of the home unit whose first industry got its platforms by a call that can be read to its end.
SHOWN_BATCH = 3

_CRITERIA: tuple[Row, ...] = (
    {
        "name": "服务能力",
        "weight": Decimal(30),
        "meaning": "咨询、诊断、实施和运维团队，服务同行业企业的数量",
    },
    {"name": "解决方案", "weight": Decimal(30), "meaning": "小快轻准，覆盖本行业基本应用场景，打通数据"},
    {"name": "业绩案例", "weight": Decimal(20), "meaning": "近三年同行业案例，企业评价"},
    {
        "name": "价格让利",
        "weight": Decimal(20),
        "most": Decimal(20),
        "meaning": "对试点企业的让利幅度（平台让一点）",
    },
)
_CAPABILITIES = (
    "实施团队{team}人，其中本行业顾问{few}人；近三年服务同行业企业{served}家，在本地设有服务点。",
    "自有云平台通过等级保护三级测评，实施人员{team}人，驻场响应不超过4小时；同行业案例{served}个。",
    "提供咨询诊断、设备联网、软件应用一揽子服务，团队{team}人，累计为{served}家中小企业实施改造。",
)


@dataclass
class _Bid:
    """An application before it is written; ``strength`` 0–1 is what the experts see in it."""

    organization: int
    planned: int
    solution: str
    target: str
    strength: float
    id: int = 0


@dataclass
class _Selection:
    """One call of the demo on its way."""

    work: Work
    rng: random.Random
    sme: Viewer
    experts: Sequence[Viewer]
    bids: Sequence[_Bid] = ()
    call: int = 0
    seats: list[int] = field(default_factory=list)
    last: datetime | None = None

    async def draft(self, industry: int, name: str, opens: date, closes: date, places: int) -> None:
        row = {
            "plan_industry_id": industry,
            "title": f"{name}数字化转型服务平台遴选公告",
            "text": (
                f"按照公开公正公平的原则，面向全国遴选{name}中小企业数字化转型服务平台{places}家。申请主体须具备独立法人资格，"
                "能提供转型咨询、诊断评估、设备改造、软件应用等一揽子服务，每家完成不少于10家企业改造。\n"
                "请提交法人证书或营业执照、上年度审计报告及财务报表、实施方案、试点企业名单、成本测算表及证明材料、绩效评价目标表。"
            ),
            "opens_on": opens,
            "closes_on": closes,
            "places": places,
        }
        at = self.hour(min(working_before(opens - timedelta(days=1)), TODAY))
        [self.call] = await calls.draft(self.work, self.sme, [row], at=at)
        await calls.set_criteria(self.work, self.sme, self.call, _CRITERIA, at=at)

    async def opened(self, opens: date, closes: date) -> None:
        await calls.open_call(self.work, self.sme, self.call, opens, at=self.hour(opens))
        for place, bid in enumerate(self.bids):
            day = min(working(opens), closes) if place == 0 else working_before(closes)
            row = {
                "call_id": self.call,
                "organization_id": bid.organization,
                "solution": bid.solution,
                "capability": self.rng.choice(_CAPABILITIES).format(
                    team=self.rng.randint(25, 120),
                    few=self.rng.randint(4, 12),
                    served=self.rng.randint(12, 90),
                ),
                "target": bid.target,
                "planned": bid.planned,
                "concession": Decimal(self.rng.randint(5, 20)),
            }
            [bid.id] = await candidates.apply(self.work, self.sme, [row], day, at=self.hour(day))

    async def judged(self, closes: date, until: int | None = None) -> None:
        """Closed and given to the panel; ``until``: so many experts have submitted yet."""
        at = self.hour(closes)
        await calls.close(self.work, self.sme, self.call, closes, at=at)
        for expert in self.experts:
            assert expert.user_id
            self.seats.append(
                await panels.name(self.work, self.sme, self.call, expert.user_id, drawn=True, at=at)
            )
        rows = await self.work.connection.fetch(
            "select id, most from criteria where call_id = $1 order by position", self.call
        )
        day = working(after_working_days(closes, 2))
        for place, (expert, seat) in enumerate(zip(self.experts, self.seats, strict=True)):
            if until is not None and place > until:
                break
            mood = self.rng.uniform(-0.05, 0.05)
            for bid in self.bids:
                points = {
                    row["id"]: Decimal(
                        round(
                            float(row["most"])
                            * min(0.99, max(0.4, bid.strength + mood + self.rng.uniform(-0.06, 0.06)))
                            * 2
                        )
                    )
                    / 2
                    for row in rows
                }
                await panels.give(self.work, expert, bid.id, points, at=self.hour(day))
                if until is not None and place == until:
                    break  # in the middle of it
            if until is None or place < until:
                await panels.submit(self.work, expert, seat, day, at=self.hour(day))

    async def noticed(self, on: date) -> None:
        await calls.rank_candidates(self.work, self.sme, self.call, at=self.hour(on))
        await calls.notice(self.work, self.sme, self.call, on, at=self.hour(on))

    async def objection(self, on: date, text: str, answer: tuple[str, date] | None) -> None:
        said = {"name": names.person(self.rng), "contact": names.phone(self.rng), "text": text}
        made = await objections.object_to(self.work, SYSTEM, self.call, said, on, at=self.hour(on))
        if answer:
            words, day = answer
            await objections.answer(self.work, self.sme, made, words, False, day, at=self.hour(day))

    def hour(self, day: date) -> datetime:
        """A moment of that day, after whatever happened to this call before."""
        at = office_hour(self.rng, day)
        if self.last is not None and at <= self.last:
            at = self.last + timedelta(seconds=self.rng.randint(120, 900))
        self.last = at
        return at


async def appoint(
    work: Work, offices: Offices, plan: Plan, rows: Sequence[Row], at: Sequence[datetime]
) -> list[int]:
    """The platforms of a plan; those of the home unit's first industry by an open selection."""
    if (plan.unit.code, plan.batch.number) != (HOME, SHOWN_BATCH) or not rows:
        return await plans.appoint(work, offices.sme[plan.unit.code], rows, at=at)
    rng = random.Random(f"selection {plan.unit.code} {plan.batch.number}")
    first = plan.platforms[0].industry
    chosen = [place for place, platform in enumerate(plan.platforms) if platform.industry is first]
    won = {}
    for row in (rows[place] for place in chosen):
        won[row["organization_id"]] = row
    losers = await _bidders(work, rng, plan.unit.code, plan.unit.short_name, 3, set())
    bids = [
        *(
            _Bid(key, row["planned"], row["solution"], row["target"], rng.uniform(0.84, 0.93))
            for key, row in won.items()
        ),
        *(_bid(rng, key, first.sector, rng.uniform(0.6, 0.75)) for key in losers),
    ]
    rng.shuffle(bids)
    made = _Selection(work, rng, offices.sme[plan.unit.code], offices.experts[plan.unit.code][:PANEL], bids)
    decided = plan.platforms[chosen[0]].appointed
    noticed = working_before(date.fromordinal(decided.toordinal() - 16))
    closes = working_before(date.fromordinal(noticed.toordinal() - 7))
    opens = working_before(date.fromordinal(closes.toordinal() - 21))
    key = rows[chosen[0]]["plan_industry_id"]
    await made.draft(key, first.name, opens, closes, len(won))
    await made.opened(opens, closes)
    await made.judged(closes)
    await made.noticed(noticed)
    answered = after_working_days(noticed, 3)
    await made.objection(
        after_working_days(noticed, 1),
        "拟入选单位的同行业案例数量与其官网介绍不一致，请核实。",
        ("经核查合同和验收材料，案例数量属实，官网信息未及时更新。", answered),
    )
    platforms = await calls.decide(work, made.sme, made.call, decided, at=made.hour(decided))
    by_operator = dict(
        await work.connection.fetch("select organization_id, id from platforms where id = any($1)", platforms)
    )
    kept = ("bank_account", "contact", "contact_phone")
    await update(
        work,
        "Platform",
        [{"id": by_operator[key], **{name: row[name] for name in kept}} for key, row in won.items()],
    )
    others = [place for place in range(len(rows)) if place not in chosen]
    more = await plans.appoint(
        work, made.sme, [rows[place] for place in others], at=[at[place] for place in others]
    )
    ids = dict(zip(others, more, strict=True))
    return [
        ids[place] if place in ids else by_operator[row["organization_id"]] for place, row in enumerate(rows)
    ]


async def slow_plan(
    work: Work,
    rng: random.Random,
    offices: Offices,
    batch: int,
    industries: Sequence[Industry],
    register: Register,
) -> None:
    """The draft of a unit that comes late, with a call in each state on the way."""
    if SLOW not in offices.sme:
        return  # a small demo without it
    sme = offices.sme[SLOW]
    name = await work.connection.fetchval("select short_name from reporting_units where code = $1", SLOW)
    at = office_hour(rng, date(2025, 8, 18))
    scope = {"unit_code": SLOW, "synthetic": True}
    title = f"{name}中小企业数字化转型试点第三批实施方案"
    [plan] = await plans.draft(work, sme, [{**scope, "batch_id": batch, "title": title}], at=at)
    named = rng.sample([one for one in industries if one.sector], 3) + rng.sample(
        [one for one in industries if not one.sector] or list(industries), 1
    )
    keys = await plans.name_industries(
        work,
        sme,
        [
            {
                **scope,
                "plan_id": plan,
                "industry_id": one.id,
                "common_problems": texts.common_problems(rng, one.sector, one.name),
                "scenarios": texts.scenarios(rng, one.sector, one.name),
            }
            for one in named
        ],
        at=at,
    )

    async def begun(place: int, bids: int, opens: date, closes: date) -> _Selection:
        one = named[place]
        found = await _bidders(work, rng, SLOW, name, bids, register.names)
        made = _Selection(
            work,
            rng,
            sme,
            offices.experts[SLOW][:PANEL],
            [_bid(rng, key, one.sector, rng.uniform(0.6, 0.92)) for key in found],
        )
        await made.draft(keys[place], one.name, opens, closes, 2)
        return made

    opens, closes = date(2025, 8, 25), date(2025, 9, 12)
    made = await begun(0, 4, opens, closes)
    await made.opened(opens, closes)
    await made.judged(closes)
    await made.noticed(date(2025, 9, 26))
    await made.objection(
        date(2025, 9, 29),
        "第一名的让利比例是否包含硬件，请说明。",
        ("让利按软件和服务报价计算，不含硬件，评分依据申请材料第四部分。", date(2025, 9, 30)),
    )
    await made.objection(date(2025, 9, 30), "希望公布各评审指标的评分说明。", None)

    opens, closes = date(2025, 9, 1), date(2025, 9, 19)
    made = await begun(1, 4, opens, closes)
    await made.opened(opens, closes)
    await candidates.reject(work, sme, made.bids[-1].id, "缺少上年度审计报告", at=made.hour(closes))
    made.bids = made.bids[:-1]
    await made.judged(closes, until=1)

    opens, closes = date(2025, 9, 22), date(2025, 10, 17)
    made = await begun(2, 2, opens, closes)
    made.bids = made.bids[:2]
    await calls.open_call(work, sme, made.call, opens, at=made.hour(opens))
    for bid in made.bids:
        row = {"call_id": made.call, "organization_id": bid.organization, "solution": bid.solution}
        row |= {"capability": _CAPABILITIES[0].format(team=40, few=6, served=31), "target": bid.target}
        row |= {"planned": bid.planned, "concession": Decimal(10)}
        day = date(2025, 9, 29)
        await candidates.apply(work, sme, [row], day, at=made.hour(day))

    await begun(3, 0, date(2025, 10, 13), date(2025, 10, 31))


def _bid(rng: random.Random, organization: int, sector: Sector | None, strength: float) -> _Bid:
    planned = rng.randint(10, 18)
    return _Bid(
        organization,
        planned,
        texts.platform_solution(rng, sector),
        texts.platform_target(rng, planned),
        strength,
    )


async def _bidders(
    work: Work, rng: random.Random, unit: str, short_name: str, count: int, taken: set[str]
) -> list[int]:
    """Operators that are no platforms yet."""
    rows: list[Mapping[str, Any]] = []
    for _ in range(count):
        place = pick(rng, short_name)
        rows.append(
            {
                "uscc": uscc.make(rng, place.adcode),
                "name": names.operator(rng, short_name, place=place, taken=taken),
                "unit_code": unit,
                "size": EnterpriseSize.MEDIUM,
                "employees": rng.randint(60, 400),
                "legal_person": names.person(rng),
                "synthetic": True,
            }
        )
    return await organizations.register(work, SYSTEM, rows) if rows else []
