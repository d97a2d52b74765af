"""Scores follow the flags: raised, lapsed, dismissed; of claims, their projects, and the platform above."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from api.services import flags, scanning, scores
from api.services.steps import Step
from api.viewer import SYSTEM
from db.enums import FlagSubject, Role
from tests.services.test_scanning import asked, spoil
from tests.services.world import World

SUPERVISOR = Role.SUPERVISOR
AT = datetime.fromisoformat("2023-12-04T10:00:00+08:00")


async def kept(world: World) -> dict[tuple[str, int], Any]:
    rows = await world.work.connection.fetch("select * from risk_scores")
    return {(row["subject"], row["subject_id"]): row for row in rows}


async def rules_of(world: World, rule: str) -> list[int]:
    rows = await world.work.connection.fetch(
        "select id from flags where rule = $1 and state = 'open' order by id", rule
    )
    return [row["id"] for row in rows]


def parts(row: Any) -> dict[str, float]:
    return {part["rule"]: part["points"] for part in orjson.loads(row["parts"])}


async def test_a_claim_s_flag_is_scored_on_the_claim_its_project_and_its_platform(world: World) -> None:
    await asked(world)
    await spoil(world, 0, "tax = tax + 900, net = net - 900")
    await scanning.scan(world.work, SYSTEM, at=AT)
    found = await kept(world)
    claim = found[FlagSubject.CLAIM, world.claims[0]]
    assert (claim["project_id"], claim["platform_id"]) == (world.projects[0], world.platform)
    assert claim["flag_count"] == claim["open_flags"] >= 1
    # All was endorsed in the second in which it was accepted (X05), and all on one day (I19).
    shares = parts(claim)
    assert shares.keys() == {"I11", "X05", "I19"}
    assert float(claim["score"]) == pytest.approx(sum(shares.values()))
    assert shares["I11"] > 5 * shares["I19"]
    assert claim["at_risk"] == Decimal("240000.00")
    submitted = await world.work.connection.fetchval(
        "select submitted_on from claims where id = $1", world.claims[0]
    )
    assert claim["expires_on"] == date(submitted.year + 2, submitted.month, submitted.day)
    assert claim["clock_days"] == (claim["expires_on"] - AT.date()).days
    assert claim["rank"] == (claim["score"] / 100 * claim["at_risk"]).quantize(Decimal("0.01"))

    project = found[FlagSubject.PROJECT, world.projects[0]]
    assert project["score"] == claim["score"]
    platform = found[FlagSubject.PLATFORM, world.platform]
    assert platform["score"] >= claim["score"]
    assert platform["at_risk"] >= claim["at_risk"]
    # What is sound has no score.
    assert all(parts(row) for row in found.values())


async def test_a_dismissed_flag_weighs_nothing_at_once(world: World) -> None:
    await asked(world)
    await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
    await spoil(world, 1, "tax = tax + 900, gross = gross + 900")
    await scanning.scan(world.work, SYSTEM, at=AT)
    before = await kept(world)
    first, second = await rules_of(world, "I11")
    await flags.dismiss(world.work, world[SUPERVISOR], [Step(first, why="发票已换开")])
    after = await kept(world)
    place = (FlagSubject.CLAIM, world.claims[0])
    assert place not in after or "I11" not in parts(after[place])
    other = after[FlagSubject.CLAIM, world.claims[1]]
    assert "I11" in parts(other)
    # A rule that was wrong once is trusted a little less.
    assert other["score"] < before[FlagSubject.CLAIM, world.claims[1]]["score"]
    assert second in await rules_of(world, "I11")


async def test_what_lapses_leaves_no_score_and_a_second_reckoning_changes_nothing(world: World) -> None:
    await asked(world)
    await spoil(world, 0, "tax = tax + 900, gross = gross + 900")
    await scanning.scan(world.work, SYSTEM, at=AT)
    row = (await kept(world))[FlagSubject.CLAIM, world.claims[0]]
    assert await scores.refresh(world.work, at=AT) == 0
    await spoil(world, 0, "tax = tax - 900, gross = gross - 900")
    await scanning.examine(world.work, {FlagSubject.CLAIM: [world.claims[0]]}, at=AT)
    again = (await kept(world)).get((FlagSubject.CLAIM, world.claims[0]))
    assert again is None or "I11" not in parts(again)
    assert "I11" in parts(row)


async def test_examining_one_claim_scores_it(world: World) -> None:
    await asked(world)
    await scanning.scan(world.work, SYSTEM, at=AT)
    await spoil(world, 2, "tax = tax + 900, gross = gross + 900")
    await scanning.examine(world.work, {FlagSubject.CLAIM: [world.claims[2]]}, at=AT)
    assert "I11" in parts((await kept(world))[FlagSubject.CLAIM, world.claims[2]])
