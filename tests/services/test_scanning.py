"""Runs of the rules: what is found is kept once, follows the facts, and comes to the same by either way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from api.policy.rule import Rule
from api.policy.rules import rules
from api.services import claiming, claims, draws, flags, rule_trials, scanning, scans
from api.services.affected import affected
from api.services.rulebook import versions
from api.services.steps import Step
from api.viewer import SYSTEM
from db.enums import FlagSubject, Role, ScanScope
from db.store import NATION, Store
from tests.services.test_plans import refused
from tests.services.world import World, build

SUPERVISOR, AUDITOR, SME = Role.SUPERVISOR, Role.AUDITOR, Role.PROVINCIAL_SME_OFFICER
AT = datetime.fromisoformat("2023-12-04T10:00:00+08:00")


async def asked(world: World) -> World:
    """Ten claims whose papers are sound, though all alike."""
    await (await (await world.drafted()).approved()).claimed()
    return world


async def rows(world: World, rule: str, columns: str = "state, claim_id, mark") -> list[Any]:
    found: list[Any] = await world.work.connection.fetch(
        f"select id, {columns} from flags where rule = $1 order by id", rule
    )
    return found


async def spoil(world: World, place: int, assignment: str) -> None:
    await world.work.connection.execute(
        f"update invoices set {assignment} where project_id = $1", world.projects[place]
    )


async def test_what_is_found_is_kept_once_and_follows_the_facts(world: World) -> None:
    await asked(world)
    await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
    await scanning.scan(world.work, SYSTEM, at=AT)
    [flag] = await rows(
        world, "I11", "state, claim_id, mark, facts, at_risk, reason, reason_en, definition_id"
    )
    assert (flag["state"], flag["claim_id"]) == ("open", world.claims[0])
    assert flag["at_risk"] == Decimal("240000.00")
    assert "勾稽不符" in flag["reason"]
    assert "does not add up" in flag["reason_en"]

    assert not [one for one in await rows(world, "I11") if one["id"] != flag["id"]]
    await spoil(world, 0, "tax = tax + 100, gross = gross + 100")
    await scanning.scan(world.work, SYSTEM)
    [again] = await rows(world, "I11", "state, facts")
    assert again["id"] == flag["id"]
    assert again["facts"] != flag["facts"]

    await spoil(world, 0, "tax = tax - 1000, gross = gross - 1000")
    ran = await scanning.scan(world.work, SYSTEM)
    assert flag["id"] in ran.lapsed
    await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
    await scanning.scan(world.work, SYSTEM)
    assert [one["state"] for one in await rows(world, "I11")] == ["lapsed", "open"]


async def test_what_was_dismissed_stays_so_until_the_facts_are_others(world: World) -> None:
    await asked(world)
    await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
    await scanning.scan(world.work, SYSTEM)
    [flag] = await rows(world, "I11")
    await flags.dismiss(world.work, world[SUPERVISOR], [Step(flag["id"], why="发票已换开")])
    await scanning.scan(world.work, SYSTEM)
    assert [one["state"] for one in await rows(world, "I11")] == ["dismissed"]
    await spoil(world, 0, "tax = tax + 1, gross = gross + 1")
    await scanning.scan(world.work, SYSTEM)
    assert [one["state"] for one in await rows(world, "I11")] == ["dismissed", "open"]


async def test_asked_of_a_few_claims_a_rule_finds_what_it_finds_in_the_country(world: World) -> None:
    await asked(world)
    number = await world.work.connection.fetchval(
        "select number from invoices where project_id = $1", world.projects[0]
    )
    await world.work.connection.execute(
        "update invoices set number = $2 where project_id = $1", world.projects[1], number
    )
    await scanning.examine(world.work, {FlagSubject.CLAIM: [world.claims[1]]})
    # The one that was there before is as suspicious as the one that came.
    assert [one["claim_id"] for one in await rows(world, "I01")] == world.claims[:2]
    await spoil(world, 1, "number = '23999999999999999999'")
    await scanning.examine(world.work, {FlagSubject.CLAIM: world.claims[:2]})
    assert {one["state"] for one in await rows(world, "I01")} == {"lapsed"}


@pytest.mark.parametrize(
    ("entity", "run", "left_out"),
    [
        ("Invoice", {"I01", "I11", "I25"}, {"A11", "P05", "P14", "A15"}),
        ("Organization", {"A11", "A13", "I01", "A15"}, {"P05", "I16"}),
        ("Visit", {"P05"}, {"I01", "I11", "A11", "A15"}),
        ("Survey", {"P14"}, {"I01", "P05", "A15"}),
        ("Service", {"I13", "A15"}, {"I01", "A11"}),
    ],
)
async def test_only_rules_that_look_at_what_changed_are_run(
    world: World, entity: str, run: set[str], left_out: set[str]
) -> None:
    await asked(world)
    ran: set[str] = set()

    async def told(code: str, done: int, total: int) -> None:
        ran.add(code)

    subjects = {
        FlagSubject.CLAIM: world.claims,
        FlagSubject.PROJECT: world.projects,
        FlagSubject.PLATFORM: [world.platform],
    }
    await scanning.examine(world.work, subjects, changed={entity}, told=told)
    assert run <= ran
    assert not left_out & ran
    assert {"X03", "X08"} <= ran, "what follows from flags and days is always looked at"


async def test_a_claim_is_examined_as_it_is_handed_in(world: World) -> None:
    await (await (await world.drafted()).approved()).passed()
    await world.work.connection.execute(
        "update payments set method = 'cash' where project_id = $1", world.projects[0]
    )
    claim = await claiming.claim(world.work, world[SME], world.projects[0], date(2023, 11, 15))
    [flag] = await rows(world, "I16")
    assert (flag["claim_id"], flag["state"]) == (claim, "open")
    actor = await world.work.connection.fetchval(
        "select actor_id from events where subject = 'Flag' and subject_id = $1", flag["id"]
    )
    assert actor is None
    # Whoever handed it in sees no more of the country than before.
    assert await world.work.connection.fetchval("select current_setting('app.national', true)") == "y"


async def test_rows_that_changed_lead_to_the_claims_they_may_have_spoilt(world: World) -> None:
    await asked(world)
    connection = world.work.connection
    invoice = await connection.fetchval("select id from invoices where project_id = $1", world.projects[3])
    found = await affected(world.work, [("Invoice", invoice), ("Organization", world.enterprises[4])])
    assert found[FlagSubject.CLAIM] == {world.claims[3], world.claims[4]}
    assert found[FlagSubject.PROJECT] == {world.projects[3], world.projects[4]}
    assert found[FlagSubject.PLATFORM] == {world.platform}


async def test_other_thresholds_flag_in_the_shadow_until_a_second_person_puts_them_in_force(
    world: World,
) -> None:
    await asked(world)
    await world.work.connection.execute(
        "update payments set amount = round(amount * 0.93, 2) where project_id = $1", world.projects[0]
    )
    await scanning.scan(world.work, SYSTEM)
    assert await rows(world, "I15") == []
    await refused(
        rule_trials.put_on_trial(world.work, world[SUPERVISOR], "I15", {"least": 1}, "试"),
        "BAD_PARAMETERS",
        "S1",
    )
    await refused(
        rule_trials.put_on_trial(world.work, world[SUPERVISOR], "I15", {}, "试"), "NOTHING_CHANGED", "S1"
    )
    tried = await rule_trials.backtest(world.work, world[SUPERVISOR], "I15", {"least_share": "0.95"})
    assert (tried.now, tried.then, tried.added, tried.dropped) == (0, 1, 1, 0)
    assert tried.precision_then.judged == 0
    version = await rule_trials.put_on_trial(
        world.work, world[SUPERVISOR], "I15", {"least_share": "0.95"}, "质保金一般不超过5%"
    )
    await scanning.scan(world.work, SYSTEM)
    assert [one["state"] for one in await rows(world, "I15")] == ["shadow"]
    await refused(
        rule_trials.put_on_trial(world.work, world[SUPERVISOR], "I15", {"least_share": "0.97"}, "再试"),
        "ON_TRIAL_ALREADY",
        "S1",
    )
    await refused(rule_trials.activate(world.work, world[SUPERVISOR], [Step(version)]), "SAME_PERSON", "S1")
    await rule_trials.activate(world.work, world[Role.ADMINISTRATOR], [Step(version)])
    await scanning.scan(world.work, SYSTEM)
    assert [one["state"] for one in await rows(world, "I15")] == ["lapsed", "open"]
    live = next(one for one in await versions(world.work) if one.rule.code == "I15")
    assert (live.id, live.parameters["least_share"]) == (version, Decimal("0.95"))


async def test_a_rule_that_was_retired_raises_nothing_more(world: World) -> None:
    await asked(world)
    await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
    await scanning.scan(world.work, SYSTEM)
    live = next(one for one in await versions(world.work) if one.rule.code == "I11")
    await refused(rule_trials.retire(world.work, world[SUPERVISOR], [Step(live.id)]), "NO_REASON", "S1")
    await rule_trials.retire(world.work, world[SUPERVISOR], [Step(live.id, why="误报过多")])
    await scanning.scan(world.work, SYSTEM)
    assert [one["state"] for one in await rows(world, "I11")] == ["lapsed"]
    assert "I11" not in {one.rule.code for one in await versions(world.work)}


async def test_a_release_that_asks_otherwise_makes_a_new_version_and_keeps_what_was_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await versions(world.work)
    made = await rule_trials.put_on_trial(
        world.work, world[SUPERVISOR], "I16", {"most": "2000"}, "小微商户较多"
    )
    await rule_trials.activate(world.work, world[Role.ADMINISTRATOR], [Step(made)])

    def renewed() -> Sequence[Rule]:
        return [
            replace(rule, query=f"{rule.query} ") if rule.code in ("I16", "I11") else rule for rule in rules()
        ]

    monkeypatch.setattr("api.services.rulebook.rules", renewed)
    known = {one.rule.code: one for one in await versions(world.work)}
    assert (known["I16"].number, known["I16"].parameters["most"]) == (3, Decimal(2000))
    assert known["I11"].number == 2
    assert known["I06"].number == 1


async def test_claims_are_drawn_by_lot_and_audited(world: World) -> None:
    await asked(world)
    await refused(draws.draw(world.work, world[SUPERVISOR], Decimal("0.04")), "SHARE_TOO_SMALL", "S1")
    drawn = await draws.draw(world.work, world[SUPERVISOR], Decimal("0.15"), "seed")
    assert len(drawn) == 2  # of ten, rounded up
    again = await draws.draw(world.work, world[SUPERVISOR], Decimal(1), "seed")
    assert len(again) == 8  # nobody is drawn twice
    await refused(draws.draw(world.work, world[SUPERVISOR]), "NOTHING_TO_DRAW", "S1")
    values = {"audited_on": date(2024, 1, 5)}
    await refused(
        draws.fault(world.work, world[AUDITOR], [Step(drawn[0], {**values, "found_cost": Decimal(800_000)})]),
        "NOT_LESS",
        "S1",
    )
    await draws.fault(
        world.work, world[AUDITOR], [Step(drawn[0], {**values, "found_cost": Decimal(500_000)})]
    )
    await draws.clear(world.work, world[AUDITOR], [Step(drawn[1], values)])
    found = await world.work.connection.fetch(
        "select state, found_cost from draws where id = any($1) order by id", drawn
    )
    assert [tuple(row) for row in found] == [("false", Decimal(500_000)), ("sound", Decimal(800_000))]


async def test_runs_are_queued_once_and_tell_what_they_did(fresh_store: Store) -> None:
    async with fresh_store.write(NATION) as work:
        world = await asked(await build(work))
        await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
        supervisor, claim = world[SUPERVISOR], world.claims[2]
    async with fresh_store.write(NATION) as work:
        first = await scans.ask(work, supervisor, ScanScope.COUNTRY)
        assert await scans.ask(work, SYSTEM, ScanScope.COUNTRY) == first
    assert await scans.waiting(fresh_store) == [first]
    ran = await scans.run(fresh_store, first)
    assert (await scans.run(fresh_store, first)).raised == []  # done already
    async with fresh_store.read(NATION) as connection:
        row = await connection.fetchrow("select * from scans where id = $1", first)
        assert (row["state"], row["raised"], row["done"]) == ("done", len(ran.raised), row["total"])
        assert row["total"] >= len(rules()) - 1
    async with fresh_store.write(NATION) as work:
        await claims.reject(
            work, world[Role.FINANCE_OFFICER], [Step(claim, {"decided_on": date(2024, 2, 1)}, why="重复")]
        )
        assert await scans.due(work)
        changes = await scans.ask(work, SYSTEM, ScanScope.CHANGES)
    await scans.run(fresh_store, changes)
    async with fresh_store.write(NATION) as work:
        assert await work.connection.fetchval("select state from scans where id = $1", changes) == "done"


async def test_only_who_supervises_runs_rules_and_tries_thresholds(world: World) -> None:
    await world.drafted()
    for role in (Role.LEADER, Role.ANALYST, SME, Role.EXPERT, Role.PLATFORM_OPERATOR, Role.FINANCE_OFFICER):
        await refused(scans.ask(world.work, world[role], ScanScope.COUNTRY), "FORBIDDEN", "S1")
        await refused(draws.draw(world.work, world[role]), "FORBIDDEN", "S1")
        await refused(
            rule_trials.put_on_trial(world.work, world[role], "I15", {"least_share": "0.95"}, "试"),
            "FORBIDDEN",
            "S1",
        )
