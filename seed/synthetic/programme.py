"""Draws the plans of a unit: industries, platforms, enterprises and how far each has come."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from db.enums import EnterpriseSize
from seed.synthetic import names, papers, stories, texts, uscc
from seed.synthetic.days import TODAY, later, working, working_before
from seed.synthetic.drafts import Batch, Industry, Life, Plan, Platform, Project, Row, Seller, Unit
from seed.synthetic.life import live
from seed.synthetic.places import Place, pick

_MEDIAN_COST = 830_000
#: Experts of a unit between whom its projects are shared; small units have fewer.
DESKS = 5
#: Outside sellers that a platform works with, and how many more than platforms a unit has.
_SELLERS, _SPARE_SELLERS = 4, 5


class Register:
    """What must not occur twice: names and credit codes; and the operators a unit can appoint again."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.codes: set[str] = set()
        self.people: set[str] = set()
        self.phones: set[str] = set()
        self.addresses: set[str] = set()
        self.operators: dict[str, list[Row]] = {}
        self.sellers: dict[str, list[Seller]] = {}
        self.solutions: list[set[str]] = []

    def code(self, rng: random.Random, adcode: str) -> str:
        while True:
            code = uscc.make(rng, adcode)
            if code not in self.codes:
                self.codes.add(code)
                return code

    def legal_person(self, rng: random.Random) -> str:
        """Namesakes there are many; that two of them head firms of one programme is left to the schemes."""
        return _fresh(lambda: names.person(rng), self.people)

    def phone(self, rng: random.Random) -> str:
        return _fresh(lambda: names.phone(rng), self.phones)

    def address(self, rng: random.Random, unit: Unit, place: Place) -> str:
        return names.address(rng, unit.short_name, place=place, taken=self.addresses)


def _fresh(draw: Callable[[], str], taken: set[str]) -> str:
    drawn = draw()
    while drawn in taken:
        drawn = draw()
    taken.add(drawn)
    return drawn


def plan(
    rng: random.Random, unit: Unit, batch: Batch, industries: list[Industry], register: Register
) -> Plan:
    """A unit's plan for a batch, with everything that comes of it until today."""
    drafted = working(batch.starts_on - timedelta(days=rng.randint(68, 72)))
    signed = later(rng, drafted, 16, 24)
    submitted = later(rng, signed, 1, 5)
    approved = later(rng, submitted, 18, 34)
    count = max(
        1, round(unit.profile.platforms * (0.92, 1.0, 0.9)[batch.number - 1] + rng.uniform(-0.5, 0.5))
    )
    named = rng.sample(industries, min(5, max(1, round(count / 1.45))))
    taking = [named[place % len(named)] for place in range(min(count, 3 * len(named)))]
    platforms = [_platform(rng, unit, batch, industry, register) for industry in taking]
    register.operators.setdefault(unit.code, []).extend(platform.operator for platform in platforms)
    spread([project for platform in platforms for project in platform.projects])
    return Plan(
        unit=unit,
        batch=batch,
        contact=names.person(rng),
        contact_phone=names.phone(rng),
        drafted=drafted,
        signed=signed,
        submitted=submitted,
        approved=approved,
        started=working(max(batch.starts_on, approved)),
        # Even where a holiday lies between, there is time to answer before the approval.
        returned=min(later(rng, submitted, 3, 8), working_before(approved - timedelta(days=3)))
        if rng.random() < 0.12
        else None,
        descriptions={
            industry.id: {
                "common_problems": texts.common_problems(rng, industry.sector, industry.name),
                "scenarios": texts.scenarios(rng, industry.sector, industry.name),
                **texts.three_tests(
                    random.Random(f"{unit.code} {batch.number} {industry.id}"), industry.name
                ),
            }
            for industry in named
        },
        platforms=platforms,
    )


def _solution(rng: random.Random, industry: Industry, register: Register, operator: Row) -> str:
    """What a platform brings; no honest one is the half of another's, by chance alone."""
    text = texts.platform_solution(rng, industry.sector) + stories.platform(rng, industry.name)
    again = random.Random(f"{operator['uscc']} solution")
    while any(_alike(_shingles(text), other) for other in register.solutions):
        text = texts.platform_solution(again, industry.sector) + stories.platform(again, industry.name)
    register.solutions.append(_shingles(text))
    return text


def _shingles(text: str) -> set[str]:
    return {text[place : place + 5] for place in range(len(text) - 4)}


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) > 0.5 * len(one | other)


def _platform(
    rng: random.Random, unit: Unit, batch: Batch, industry: Industry, register: Register
) -> Platform:
    operator = _operator(rng, unit, register)
    sellers = [papers.seller_of(operator), *_sellers(rng, unit, register)]
    strength = 17.0 - 4.0 * unit.profile.pace + unit.profile.platforms * 0.62
    size = max(11, round(rng.gauss(strength, 2.8)))
    appointed = working(batch.starts_on - timedelta(days=64))
    # Platforms have their price level, so that costs differ more between them than within.
    level = _MEDIAN_COST * rng.lognormvariate(0, 0.16)
    platform = Platform(
        operator=operator,
        industry=industry,
        solution=_solution(rng, industry, register, operator),
        target=texts.platform_target(rng, size),
        bank_account=operator["bank_account"],
        contact=names.person(rng),
        contact_phone=names.phone(rng),
        appointed=appointed,
        projects=[],
        unit=unit,
        sellers=sellers,
        level=level,
    )
    for _ in range(size):
        enlist(rng, platform, batch, register)
    desks = list(range(DESKS))
    rng.shuffle(desks)
    for place, project in enumerate(platform.projects):
        project.inspector = desks[place % DESKS]
    return platform


def enlist(
    rng: random.Random, platform: Platform, batch: Batch, register: Register, came: Life | None = None
) -> Project:
    """One more enterprise on a platform, with all that comes of it until today; ``came``: later than the others."""
    unit, industry, sellers = platform.unit, platform.industry, platform.sellers
    enterprise = _enterprise(rng, unit, industry, register)
    listed = working(batch.starts_on - timedelta(days=rng.randint(55, 60)))
    life = came or live(rng, unit.profile, batch, listed)
    cost = min(max(platform.level * rng.lognormvariate(0, 0.30), 240_000), 2_600_000)
    gained = stories.gains(rng)
    before = rng.choices((1, 2, 3), (52, 40, 8))[0]
    after = min(4, before + rng.choices((0, 1, 2), (6, 74, 20))[0])
    project = Project(
        enterprise=enterprise,
        life=life,
        solution=texts.project_solution(rng, industry.sector, industry.name),
        target_level=min(4, before + 1),
        levels=(before, after),
        scores=(_score(rng, before), _score(rng, after)),
        acceptance_score=Decimal(round(min(99.0, rng.gauss(78 + 10 * unit.profile.quality, 4.5)) * 2)) / 2,
        satisfaction=rng.choices((3, 4, 5), (10 if unit.profile.quality > 0.85 else 25, 45, 45))[0],
        planned_cost=papers.yuan(rng, round(cost * rng.uniform(0.92, 1.15), -3)),
        statement=stories.statement(rng, industry.name, gained),
        remark=_remark(rng, life, industry),
        gains=gained,
        platform=platform,
        inspector=rng.randrange(DESKS),
    )
    platform.projects.append(project)
    if life.delivered:
        project.cost_items = papers.cost_items(rng, cost)
        bill(rng, project, sellers)
    elif life.contracted:
        project.contract_amount = papers.yuan(rng, cost * 1.12)
        project.concession = (project.contract_amount * Decimal(rng.randint(4, 12)) / 10_000).quantize(
            Decimal(1)
        ) * 100
    return project


def bill(rng: random.Random, project: Project, sellers: list[Seller]) -> None:
    """Invoices, payments and the contract that fit the cost items."""
    project.invoices = papers.invoices(rng, project.cost_items, sellers, project.enterprise, project.life)
    project.payments = papers.payments(rng, project.invoices, project.enterprise)
    last = project.life.claimed or TODAY
    for payment in project.payments:  # What is claimed has been paid.
        payment["paid_on"] = min(payment["paid_on"], last)
    agree(rng, project)


def spread(projects: Sequence[Project]) -> None:
    """No expert sees more than three enterprises a day, and no platform more than a few: visits are moved ahead."""
    seen: Counter[tuple[object, date]] = Counter()
    for project in projects:
        day = project.life.accepted
        if day is None:
            continue
        least = project.life.second_delivery or project.life.delivered
        assert least
        keys = (id(project.platform), project.inspector)
        while day > least and (seen[keys[0], day] >= 2 or seen[keys[1], day] >= 3):
            day = working_before(day - timedelta(days=1))
        project.life.accepted = max(day, least)
        seen.update((key, project.life.accepted) for key in keys)


def agree(rng: random.Random, project: Project) -> None:
    """The contract's price before the platform gives way on it: what is billed is what is left (W4)."""
    billed = sum((invoice["gross"] for invoice in project.invoices), Decimal(0))
    project.concession = (billed * Decimal(rng.randint(4, 12)) / 10_000).quantize(Decimal(1)) * 100
    project.contract_amount = billed + project.concession


def _score(rng: random.Random, level: int) -> Decimal:
    low, high = {1: (20, 39.5), 2: (40, 59.5), 3: (60, 79.5), 4: (80, 97)}[level]
    return Decimal(round(rng.uniform(low, high) * 10)) / 10


def _remark(rng: random.Random, life: Life, industry: Industry) -> str:
    if life.withdrawn:
        return texts.remark(rng, "withdrawn")
    if life.failed:
        return texts.remark(rng, "failed") + stories.findings(rng, industry.name)
    return stories.findings(rng, industry.name)


def _enterprise(rng: random.Random, unit: Unit, industry: Industry, register: Register) -> Row:
    place = pick(rng, unit.short_name)
    size = rng.choices((EnterpriseSize.MICRO, EnterpriseSize.SMALL, EnterpriseSize.MEDIUM), (8, 61, 31))[0]
    least, most = {"micro": (6, 19), "small": (20, 290), "medium": (300, 960)}[size.value]
    employees = round(least * (most / least) ** rng.random())
    return {
        "uscc": register.code(rng, place.adcode),
        "name": names.firm(rng, unit.short_name, industry.name, place=place, taken=register.names),
        "unit_code": unit.code,
        "industry_id": industry.id,
        "size": size,
        "employees": employees,
        "revenue": Decimal(round(employees * rng.lognormvariate(13.4, 0.35), -2)).quantize(papers.FEN),
        "founded_on": _founded(rng),
        "address": register.address(rng, unit, place),
        "legal_person": register.legal_person(rng),
        "phone": register.phone(rng),
        "bank_account": names.bank_account(rng),
        "synthetic": True,
    }


def _founded(rng: random.Random) -> date:
    return working_before(date(2022, 6, 1)) - timedelta(days=rng.randrange(500, 9_500))


def _operator(rng: random.Random, unit: Unit, register: Register) -> Row:
    known = register.operators.setdefault(unit.code, [])
    if known and rng.random() < 0.35:
        return known.pop(rng.randrange(len(known)))
    place = pick(rng, unit.short_name)
    return {
        "uscc": register.code(rng, place.adcode),
        "name": names.operator(rng, unit.short_name, place=place, taken=register.names),
        "unit_code": unit.code,
        "size": EnterpriseSize.MEDIUM,
        "employees": rng.randint(80, 600),
        "revenue": Decimal(rng.randint(400, 9_000) * 10_000).quantize(papers.FEN),
        "founded_on": _founded(rng),
        "address": register.address(rng, unit, place),
        "legal_person": register.legal_person(rng),
        "phone": register.phone(rng),
        "bank_account": names.bank_account(rng),
        "synthetic": True,
    }


def _sellers(rng: random.Random, unit: Unit, register: Register) -> list[Seller]:
    pool = register.sellers.setdefault(unit.code, [])
    while len(pool) < unit.profile.platforms + _SPARE_SELLERS:
        pool.append(papers.other_seller(rng, unit, register.names))
    return rng.sample(pool, _SELLERS)
