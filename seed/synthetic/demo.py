"""The demo programme: drawn from one number, written through the services, checked by the real rules."""

import json
import random
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

import asyncpg

from api.services import acceptance, organizations, reference, scanning
from api.services.affected import affected
from api.services.book import policy_book
from api.services.files.cabinet import Cabinet
from api.services.vault import Vault
from api.viewer import SYSTEM
from db.config import Database
from db.enums import Role, Sector
from db.guards import APP_ROLE
from db.store import NATION, Store, Work
from seed.progress import Progress, silent
from seed.synthetic import (
    audits,
    casework,
    catalogue,
    evidence,
    exhibits,
    names,
    people,
    programme,
    schemes,
    selection,
    supervision,
    tips,
    uscc,
)
from seed.synthetic.bulk import set_aside
from seed.synthetic.days import TODAY, office_hour, working, working_before
from seed.synthetic.drafts import Batch, Industry, Plan, Project, Row, Unit
from seed.synthetic.people import ACCOUNTS, HOME, Offices
from seed.synthetic.places import pick
from seed.synthetic.programme import Register
from seed.synthetic.review import review, review_days
from seed.synthetic.schemes import Planted
from seed.synthetic.sweep import sweep
from seed.synthetic.units import chosen
from seed.synthetic.write import Writer

__all__ = ["ACCOUNTS", "TODAY", "day_of", "is_empty", "seed_demo"]

_LABEL = "演示数据 | Demo data"
#: The notice leaves the ratio open (F4): these are invented.
_RATIOS = {1: Decimal("0.5"), 2: Decimal("0.45"), 3: Decimal("0.4")}
_SCANNED = {1: date(2023, 12, 1), 2: date(2024, 12, 13), 3: date(2025, 9, 15)}
_LITTLE_GIANTS = 36
#: Where most of the rows come in: their foreign keys are checked together at the end.
_LONGEST = (
    "assessments",
    "audit_entries",
    "contracts",
    "cost_items",
    "duties",
    "events",
    "invoices",
    "payments",
    "projects",
    "score_sheets",
    "services",
    "settlement_lines",
    "trainings",
)


async def is_empty(database: Database) -> bool:
    """Whether nobody has entered a plan or made an account yet: invented data do not join real people's."""
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.read(NATION) as connection:
            empty: bool = await connection.fetchval(
                "select not exists (select from plans) and not exists (select from users)"
            )
            return empty
    finally:
        await store.close()


async def day_of(database: Database) -> date | None:
    """The day on which the demo in this database stands still; None where there is none."""
    store = await Store.open(database.app_url, size=1)
    try:
        async with store.read(NATION) as connection:
            there: bool = await connection.fetchval("select exists (select from plans where synthetic)")
            return TODAY if there else None
    finally:
        await store.close()


async def seed_demo(
    database: Database,
    seed: int = 7,
    progress: Progress = silent,
    *,
    share: float = 1.0,
    cabinet: Cabinet | None = None,
    vault: Vault | None = None,
) -> None:
    """Fill an empty database: the same seed and share give the same rows; files only into a ``cabinet``, contacts of
    those who told something only sealed by a ``vault``.

    One transaction, so that a programme that is cut short leaves nothing behind. It is the owner's, who may set
    keys aside and see what is planted; all else in it is done in the application's role, by its rules for rows.
    """
    owner = await asyncpg.connect(database.owner_url)
    store = await Store.open(database.owner_url, size=1)
    try:
        await sweep(owner)
        async with store.write(NATION) as work:
            connection = work.connection
            async with set_aside(connection, _LONGEST, progress, indexes=("audit_entries",)):
                await connection.execute(f"set local role {APP_ROLE}")
                planted = await _write(work, seed, progress, share, cabinet, vault)
                await work.trail.write(connection)
                await connection.execute("set local role none")
            await connection.executemany(
                "insert into truth.planted (scheme, fraudulent, subject, subject_id, detail)"
                " values ($1, $2, $3, $4, $5)",
                [(*row[:-1], json.dumps(row[-1])) for row in (found.row for found in planted) if row],
            )
        await owner.execute("analyze")
    finally:
        await store.close()
        await owner.close()


async def _write(
    work: Work, seed: int, progress: Progress, share: float, cabinet: Cabinet | None, vault: Vault | None
) -> list[Planted]:
    units, batches, industries = await _reference(work, share)
    rng = random.Random(f"{seed} people")
    offices = await people.hire(work, rng, units)
    giants = await _little_giants(work, rng, units)
    register = Register()
    planted: list[Planted] = []
    past: list[Project] = []
    standard = (await acceptance.all_standards(work.connection))[-1]
    points = tuple(criterion.points for criterion in standard.criteria)
    total = sum(batch.number in unit.profile.batches for batch in batches for unit in units)
    done = 0
    progress(_LABEL, done, total)
    for batch in batches:
        ratio = _RATIOS[batch.number]
        decided = office_hour(rng, working(batch.starts_on - timedelta(days=20)))
        await reference.set_prepayment_ratio(
            work, offices.national[Role.FINANCE_OFFICER], batch.number, ratio, at=decided
        )
        plans = [
            programme.plan(
                random.Random(f"{seed} {unit.code} {batch.number}"), unit, batch, industries, register
            )
            for unit in units
            if batch.number in unit.profile.batches
        ]
        book = await policy_book(work)
        planted += schemes.plant(
            random.Random(f"{seed} schemes {batch.number}"),
            batch,
            plans,
            register,
            past,
            giants,
            points,
            book.limit("acceptance_pass_mark", batch.starts_on).value,
            share,
        )
        for plan in plans:
            writer_rng = random.Random(f"{seed} write {plan.unit.code} {batch.number}")
            await Writer(work, writer_rng, offices, book, plan).write()
            supervised = random.Random(f"{seed} supervision {plan.unit.code} {batch.number}")
            await supervision.supervise(work, supervised, offices, plan)
            done += 1
            progress(_LABEL, done, total)
            if done & (done - 1) == 0:
                # The plans of foreign keys were made for empty tables and would stay; nothing is analyzed
                # before the transaction ends.
                await work.connection.execute("discard plans")
        filed = [project for plan in plans for project in plan.projects if project.files and project.claim_id]
        await evidence.file(work, offices.sme, cabinet, filed)
        guilty = {
            row[3] for row in (one.row for one in planted if one.fraudulent) if row and row[2] == "Claim"
        }
        await _aftermath(work, random.Random(f"{seed} review {batch.number}"), offices, plans, guilty)
        past += [project for plan in plans for project in plan.projects]
    await selection.slow_plan(
        work, random.Random(f"{seed} selection"), offices, batches[-1].id, industries, register
    )
    await catalogue.write(work, random.Random(f"{seed} catalogue"), offices)
    await _operator_account(work, random.Random(f"{seed} operator"), plans)
    await _interests(work, offices, plans)
    await casework.ask_operator(work, random.Random(f"{seed} asked"), offices)
    await exhibits.show(work, random.Random(f"{seed} exhibits"), offices, cabinet)
    await tips.tell(work, random.Random(f"{seed} tips"), offices, vault)
    told = [("Tip", row["id"]) for row in await work.connection.fetch("select id from tips")]
    await scanning.examine(
        work,
        await affected(work, told),
        at=office_hour(random.Random(seed), working_before(TODAY)),
        changed={"Tip"},
    )
    return planted


async def _aftermath(
    work: Work, rng: random.Random, offices: Offices, plans: Sequence[Plan], guilty: Collection[int]
) -> None:
    """The red flags run, claims are drawn by lot, cases opened, and the batch reviewed as far as it has come."""
    batch = plans[0].batch.number
    ran = await scanning.scan(work, offices.national[Role.SUPERVISOR], at=office_hour(rng, _SCANNED[batch]))
    if any(project.claim_id for plan in plans for project in plan.projects):
        lots, day = random.Random(f"audit {rng.random()}"), working(_SCANNED[batch])
        supervisor, auditor = offices.national[Role.SUPERVISOR], offices.national[Role.AUDITOR]
        await audits.audit(work, lots, supervisor, auditor, batch, day, guilty)
    await casework.pursue(work, rng, offices, batch, ran.raised)
    ranked = sorted(plans, key=lambda plan: (plan.unit.profile.pace, plan.unit.code))
    for place, plan in enumerate(ranked):
        days = review_days(rng, plan, place / len(ranked))
        if days:
            await review(work, rng, offices, plan, days)
    await casework.challenge(work, rng, offices, batch)


async def _reference(work: Work, share: float) -> tuple[list[Unit], list[Batch], list[Industry]]:
    rows = await work.connection.fetch("select code, short_name from reporting_units")
    short = {row["code"]: row["short_name"] for row in rows}
    units = [Unit(profile.code, short[profile.code], profile) for profile in chosen(share)]
    batches = [
        Batch(*row)
        for row in await work.connection.fetch(
            "select id, number, starts_on, ends_on from batches order by number"
        )
    ]
    industries = [
        Industry(row["id"], row["name"], Sector(row["sector"]) if row["sector"] else None)
        for row in await work.connection.fetch(
            "select id, name, sector from industries where annex order by code"
        )
    ]
    return units, batches, industries


async def _little_giants(work: Work, rng: random.Random, units: Sequence[Unit]) -> list[Row]:
    """A few funded little giants to be refused: the real list is not public. With where they are and who heads them."""
    rows: list[Row] = []
    for number in range(_LITTLE_GIANTS):
        unit = units[number % min(len(units), 12)]
        place = pick(rng, unit.short_name)
        rows.append(
            {
                "uscc": uscc.make(rng, place.adcode),
                "name": names.firm(rng, unit.short_name, "汽车零部件及配件制造", place=place),
                "funded_year": rng.choice((2020, 2021, 2022)),
                "legal_person": names.person(rng),
                "address": names.address(rng, unit.short_name, place=place),
                "synthetic": True,
            }
        )
    kept = office_hour(random.Random(0), date(2022, 8, 22))
    await reference.add_little_giants(work, SYSTEM, rows, at=kept)
    return [{**row, "unit_code": units[number % min(len(units), 12)].code} for number, row in enumerate(rows)]


async def _operator_account(work: Work, rng: random.Random, plans: Sequence[Plan]) -> None:
    home = next((plan for plan in plans if plan.unit.code == HOME), None)
    if home is not None:
        [organization] = await organizations.register(work, SYSTEM, [home.platforms[0].operator])
        await people.hire_operator(work, rng, organization)


async def _interests(work: Work, offices: Offices, plans: Sequence[Plan]) -> None:
    """With a platform of another unit: nobody of the demo has accepted where they should have kept away."""
    elsewhere = next((plan for plan in plans if plan.unit.code != HOME), None)
    if elsewhere is not None and HOME in offices.experts:
        [organization] = await organizations.register(work, SYSTEM, [elsewhere.platforms[0].operator])
        await people.declare_interests(work, offices, organization)
