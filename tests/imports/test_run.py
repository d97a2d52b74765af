"""Whole imports into a real PostgreSQL: dry run and commit, again and again, and by whom."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from api.errors import Refusal
from api.imports.report import Report
from api.imports.run import import_file, import_workbook
from api.viewer import SYSTEM, Viewer
from db.config import Database
from db.enums import Role
from db.store import NATION, Rows, Store
from tests.imports.raw import small
from tests.imports.sample import Sample, code, make_sample, sample, workbook


def officer(unit: str = "540000") -> Viewer:
    return Viewer(
        None, f"sme-{unit}", "王干事", frozenset({Role.PROVINCIAL_SME_OFFICER}), Rows(units=(unit,))
    )


async def run(
    store: Store, given: Sample | bytes, *, commit: bool = True, viewer: Viewer | None = None
) -> Report:
    content = given if isinstance(given, bytes) else workbook(given)
    report = await import_workbook(store, viewer or officer(), content, "plan.xlsx", commit)
    for lang in ("zh", "en"):
        assert report.message(lang)
        assert report.summary(lang)
    return report


async def counts(store: Store) -> dict[str, int]:
    tables = [
        "plans",
        "plan_industries",
        "platforms",
        "projects",
        "cost_items",
        "organizations",
        "events",
        "import_runs",
    ]
    async with store.read(NATION) as connection:
        return {table: await connection.fetchval(f"select count(*) from {table}") for table in tables}


async def fetch(store: Store, statement: str, *values: Any, rows: Rows = NATION) -> list[Any]:
    async with store.read(rows) as connection:
        found: list[Any] = await connection.fetch(statement, *values)
        return found


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if problem.blocking]


def notes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if not problem.blocking]


async def test_a_dry_run_says_what_would_happen_and_changes_nothing(fresh_store: Store) -> None:
    before = await counts(fresh_store)
    report = await run(fresh_store, sample(), commit=False)
    assert (report.committed, report.created, report.updated, report.unchanged) == (False, 111, 0, 0)
    assert report.problems == []
    assert report.message("zh") == "检查通过，可以导入：将新增 111 行，更新 0 行，0 行无变化"
    assert report.marked_copy() is None
    assert await counts(fresh_store) == before


async def test_a_commit_makes_a_draft_that_counts_at_once(fresh_store: Store) -> None:
    report = await run(fresh_store, sample())
    assert (report.committed, report.created) == (True, 111)
    assert await counts(fresh_store) == {
        "plans": 1,
        "plan_industries": 2,
        "platforms": 3,
        "projects": 35,
        "cost_items": 70,
        "organizations": 38,
        "events": 41,
        "import_runs": 1,
    }
    (progress,) = await fetch(
        fresh_store,
        "select sum(planned) as planned, sum(target) as target, count(*) as platforms"
        " from platform_progress where unit_code = '540000'",
        rows=Rows(units=("540000",)),
    )
    assert (progress["planned"], progress["target"], progress["platforms"]) == (35, 35, 3)
    (plan,) = await fetch(fresh_store, "select * from plans")
    assert (plan["unit_code"], plan["state"], plan["contact"]) == ("540000", "draft", "扎西")
    assert plan["sme_signed_on"] is None
    (project,) = await fetch(
        fresh_store,
        "select projects.* from projects join organizations o on o.id = enterprise_id where uscc = $1",
        code(2),
    )
    assert project["state"] == "listed"
    assert project["planned_cost"] == Decimal("401004.00")
    assert project["planned_award"] == Decimal("120301.20")
    (run_row,) = await fetch(fresh_store, "select * from import_runs")
    assert (run_row["filename"], run_row["created"], len(run_row["sha256"])) == ("plan.xlsx", 111, 64)


async def test_the_same_file_twice_changes_nothing_and_says_so(fresh_store: Store) -> None:
    content = workbook(sample())
    await run(fresh_store, content)
    before = await counts(fresh_store)
    report = await run(fresh_store, content)
    assert (report.committed, report.created, report.updated, report.unchanged) == (False, 0, 0, 111)
    assert report.message("zh").startswith("无变化")
    assert report.message("en").startswith("Nothing changed")
    assert await counts(fresh_store) == before


async def test_a_changed_file_updates_only_what_changed(fresh_store: Store) -> None:
    await run(fresh_store, sample())
    given = sample()
    given["enterprises"][0]["Organization.employees"] = 77
    given["enterprises"][1]["Project.target_level"] = 3
    given["platforms"][0]["Platform.contact"] = "新联系人"
    given["industries"][0]["PlanIndustry.scenarios"] = None  # an empty cell clears what the plan said
    given["enterprises"][2]["Organization.address"] = None  # … and tells the register nothing
    given["costs"][0]["CostItem.amount"] = Decimal("300000.00")
    given["targets"][1]["Platform.target"] = "均达到三级"
    report = await run(fresh_store, given)
    # The award of the enterprise whose cost changed is another one too: its row is the one with 77 employees.
    assert (report.created, report.updated, report.unchanged) == (0, 6, 105)
    assert report.committed
    (row,) = await fetch(fresh_store, "select employees, address from organizations where uscc = $1", code(2))
    assert (row["employees"], row["address"]) == (77, "拉萨市样例路2号")
    (row,) = await fetch(fresh_store, "select address from organizations where uscc = $1", code(4))
    assert row["address"] == "拉萨市样例路4号"
    assert [
        r["scenarios"] for r in await fetch(fresh_store, "select scenarios from plan_industries order by id")
    ] == [
        None,
        "生产过程可视、质量追溯",
    ]
    assert (await run(fresh_store, given)).changes_nothing


async def test_an_enterprise_may_change_its_platform_and_a_platform_its_industry(fresh_store: Store) -> None:
    await run(fresh_store, sample())
    given = sample()
    given["enterprises"][0]["platform"] = given["platforms"][1]["Organization.uscc"]
    given["platforms"][1]["industry"] = given["industries"][1]["industry"]
    report = await run(fresh_store, given)
    assert (codes(report), report.updated) == ([], 2)
    (row,) = await fetch(
        fresh_store,
        """select operators.uscc, industries.code from projects
           join organizations on organizations.id = enterprise_id
           join platforms on platforms.id = platform_id
           join organizations operators on operators.id = platforms.organization_id
           join plan_industries on plan_industries.id = plan_industry_id
           join industries on industries.id = plan_industries.industry_id where organizations.uscc = $1""",
        code(2),
    )
    assert row["uscc"] == given["platforms"][1]["Organization.uscc"]
    assert given["industries"][1]["industry"].startswith(row["code"])


async def test_what_a_later_file_leaves_out_stays_and_is_named(fresh_store: Store) -> None:
    await run(fresh_store, sample())
    given = sample()
    gone = given["enterprises"].pop()
    code_gone = gone["Organization.uscc"]
    given.rows["costs"] = [row for row in given["costs"] if row["enterprise"] != code_gone]
    given["costs"].pop(0)
    report = await run(fresh_store, given)
    assert sorted(notes(report)) == ["COSTS_REMOVED", "NOT_IN_FILE"]
    assert gone["Organization.name"] in report.summary("zh")
    found = await counts(fresh_store)
    assert (found["projects"], found["cost_items"]) == (35, 69)
    assert report.committed


async def test_stored_platforms_count_against_the_limit(fresh_store: Store) -> None:
    await run(fresh_store, sample(industries=1, platforms=(3,), enterprises=(10, 10, 10)))
    other = sample(industries=1, platforms=(1,), enterprises=(10,), first=500)
    report = await run(fresh_store, other)
    assert codes(report) == ["TOO_MANY_PLATFORMS"]


@pytest.mark.parametrize(
    "breakage, wanted, clause",
    [
        ("six_industries", ["TOO_MANY_INDUSTRIES"], "P1"),
        ("four_platforms", ["TOO_MANY_PLATFORMS"], "P6"),
        ("nine_enterprises", ["TOO_FEW_ENTERPRISES", "PLANNED_TOO_FEW"], "P7"),
        ("no_target", ["PLATFORM_INCOMPLETE"], "P8"),
        ("wrong_check_digit", ["USCC_CHECK_DIGIT"], None),
        ("ten_thousands", ["TEN_THOUSANDS"], None),
    ],
)
async def test_a_breach_keeps_the_file_out(
    store: Store, tmp_path: Path, breakage: str, wanted: list[str], clause: str | None
) -> None:
    path = make_sample(tmp_path / "plan.xlsx", **{breakage: True})
    report = await run(store, path.read_bytes())
    assert codes(report) == wanted
    assert report.problems[0].clause == clause
    assert not report.committed
    assert report.message("zh").startswith(f"有 {len(wanted)} 个问题须先改正")
    assert (await fetch(store, "select count(*) from plans where unit_code = '540000'"))[0][0] == 0


async def test_an_industry_outside_the_annex_is_refused(store: Store) -> None:
    given = small()
    (outside,) = await fetch(store, "select code from industries where not annex and level = 'class' limit 1")
    given["industries"][0]["industry"] = given["platforms"][0]["industry"] = outside["code"]
    report = await run(store, given, commit=False)
    assert codes(report) == ["INDUSTRY_NOT_IN_ANNEX"]


async def test_a_cost_of_1200000_is_noted_with_both_numbers_and_capped(fresh_store: Store) -> None:
    given = small()
    given["costs"][0]["CostItem.amount"] = Decimal(1_200_000)
    report = await run(fresh_store, given)
    assert report.committed
    assert notes(report) == ["AWARD_CAPPED"]
    assert "360,000.00" in report.problems[0].say("en")
    (row,) = await fetch(fresh_store, "select max(planned_award) as award from projects")
    assert row["award"] == 300_000


async def test_hardware_is_not_eligible_whatever_the_file_says(fresh_store: Store) -> None:
    given = small()
    given["costs"][0]["CostItem.kind"] = "hardware"
    report = await run(fresh_store, given)
    assert (report.committed, notes(report)) == (True, ["HARDWARE_NOT_ELIGIBLE"])
    (row,) = await fetch(fresh_store, "select eligible from cost_items where kind = 'hardware'")
    assert row["eligible"] is False
    assert (await run(fresh_store, given)).changes_nothing


async def test_a_funded_little_giant_is_refused(fresh_store: Store, fresh_database: Database) -> None:
    given = small()
    giant = given["enterprises"][4]
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute(
        "insert into little_giants (uscc, name, synthetic) values ($1, '某小巨人', true)",
        giant["Organization.uscc"],
    )
    await owner.close()
    report = await run(fresh_store, given)
    assert codes(report) == ["FUNDED_LITTLE_GIANT"]
    (problem,) = report.problems
    assert (problem.row, problem.column, problem.clause) == (7, "统一社会信用代码", "P2")
    assert problem.value == giant["Organization.uscc"]


# Whose plan


async def test_who_may_not_import_is_refused(store: Store) -> None:
    for role in (Role.PLATFORM_OPERATOR, Role.EXPERT, Role.SUPERVISOR, Role.LEADER, Role.ANALYST):
        viewer = replace(officer(), roles=frozenset({role}))
        with pytest.raises(Refusal) as caught:
            await import_workbook(store, viewer, b"", "x.xlsx", commit=True)
        assert caught.value.code == "FORBIDDEN"


async def test_another_units_plan_is_refused(fresh_store: Store) -> None:
    report = await run(fresh_store, sample(), viewer=officer("510000"))
    assert codes(report) == ["OTHER_UNIT"]
    assert (await counts(fresh_store))["plans"] == 0
    assert (await run(fresh_store, sample(), viewer=SYSTEM)).committed


async def test_an_enterprise_in_another_units_project_is_found_but_not_whose(fresh_store: Store) -> None:
    assert (await run(fresh_store, sample())).committed
    other = sample("510000", first=900)
    taken = other["enterprises"][0]["Organization.uscc"]
    other["enterprises"][0]["Organization.uscc"] = code(2)
    other["enterprises"][0]["Organization.name"] = "样例制造2有限公司"
    for row in other["costs"]:
        if row["enterprise"] == taken:
            row["enterprise"] = code(2)
    report = await run(fresh_store, other, viewer=officer("510000"))
    assert codes(report) == ["ENTERPRISE_ELSEWHERE"]
    (problem,) = [problem for problem in report.problems if problem.blocking]
    assert problem.value == code(2)
    for lang in ("zh", "en"):
        assert "西藏" not in problem.say(lang)
        assert "540000" not in problem.say(lang)
        assert "样例数字服务" not in problem.say(lang)
    # Once it has left the other project it is free.
    async with fresh_store.write(NATION) as work:
        await work.connection.execute(
            "update projects set state = 'withdrawn' where enterprise_id ="
            " (select id from organizations where uscc = $1)",
            code(2),
        )
    assert (await run(fresh_store, other, viewer=officer("510000"))).committed


async def test_the_register_entry_of_another_unit_is_not_changed(fresh_store: Store) -> None:
    await run(fresh_store, sample())
    other = sample("510000", first=900)
    operator = other["platforms"][0]["Organization.uscc"]
    for sheet, name in (
        ("platforms", "Organization.uscc"),
        ("targets", "platform"),
        ("enterprises", "platform"),
    ):
        for row in other[sheet]:
            if row[name] == operator:
                row[name] = code(1)
    report = await run(fresh_store, other, viewer=officer("510000"))
    assert (report.committed, notes(report)) == (True, ["NAME_DIFFERS"])
    (row,) = await fetch(fresh_store, "select name, unit_code from organizations where uscc = $1", code(1))
    assert (row["name"], row["unit_code"]) == ("样例数字服务2有限公司", "540000")
    assert (await run(fresh_store, other, viewer=officer("510000"))).changes_nothing


async def test_a_submitted_plan_is_locked_unless_nothing_changes(fresh_store: Store) -> None:
    await run(fresh_store, sample())
    async with fresh_store.write(NATION) as work:
        await work.connection.execute("update plans set state = 'submitted', submitted_on = '2025-02-01'")
    assert (await run(fresh_store, sample())).changes_nothing
    given = sample()
    given["plan"][0]["Plan.contact"] = "旁人"
    for commit in (True, False):
        report = await run(fresh_store, given, commit=commit)
        assert codes(report) == ["PLAN_LOCKED"]
    assert "已上报" in report.problems[0].say("zh")
    assert "Submitted" in report.problems[0].say("en")
    async with fresh_store.write(NATION) as work:
        await work.connection.execute("update plans set state = 'returned'")
    assert (await run(fresh_store, given)).committed


# All or nothing


async def test_a_row_that_fails_late_leaves_nothing_behind(
    fresh_store: Store, fresh_database: Database
) -> None:
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute("alter table cost_items add constraint no_last check (name <> '最后一项')")
    await owner.close()
    before = await counts(fresh_store)
    given = sample()
    given["costs"][-1]["CostItem.name"] = "最后一项"
    report = await run(fresh_store, given)
    assert (report.committed, report.created) == (False, 0)
    assert len(codes(report)) == 1
    assert await counts(fresh_store) == before


async def test_two_imports_of_one_plan_at_once_make_one_plan(fresh_store: Store) -> None:
    content = workbook(sample())
    reports = await asyncio.gather(*(run(fresh_store, content) for _ in range(3)))
    assert sorted(report.committed for report in reports) == [False, False, True]
    assert sorted(report.unchanged for report in reports) == [0, 111, 111]
    found = await counts(fresh_store)
    assert (found["plans"], found["projects"], found["import_runs"]) == (1, 35, 1)


async def test_an_import_that_waits_too_long_is_told_so(
    fresh_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.imports.run._PATIENCE", "100ms")
    async with fresh_store.write(NATION) as work:
        (batch,) = await work.connection.fetch("select id from batches where number = 3")
        await work.connection.execute(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", f"import 540000:{batch['id']}"
        )
        report = await run(fresh_store, sample())
    assert codes(report) == ["BUSY"]
    assert (await run(fresh_store, sample())).committed


async def test_two_units_that_list_the_same_enterprise_at_once(fresh_store: Store) -> None:
    first, second = (
        small(),
        sample("510000", industries=1, platforms=(1,), enterprises=(10,), costs=1, first=700),
    )
    shared = first["enterprises"][0]
    gone = second["enterprises"][0]["Organization.uscc"]
    second["enterprises"][0].update(
        {name: shared[name] for name in shared if name.startswith("Organization")}
    )
    for row in second["costs"]:
        row["enterprise"] = row["enterprise"].replace(gone, shared["Organization.uscc"])
    reports = await asyncio.gather(
        run(fresh_store, first), run(fresh_store, second, viewer=officer("510000"))
    )
    assert sorted(report.committed for report in reports) == [False, True]
    (refused,) = [report for report in reports if not report.committed]
    assert codes(refused) == ["ENTERPRISE_ELSEWHERE"]


async def test_the_command_line_tells_refusals_as_problems(
    fresh_database: Database, fresh_store: Store, tmp_path: Path
) -> None:
    path = make_sample(tmp_path / "plan.xlsx")
    report = await import_file(fresh_database, path, "nobody", dry_run=False, lang="en")
    assert codes(report) == ["NO_SUCH_USER"]
    assert "There is no user “nobody”" in report.summary()
    owner = await asyncpg.connect(fresh_database.owner_url)
    await owner.execute(
        "with u as (insert into users (username, name, password_hash, active, synthetic)"
        " values ('tibet', '王', 'x', true, true) returning id)"
        " insert into user_roles (user_id, role, unit_code, synthetic)"
        " select id, 'provincial_sme_officer', '540000', true from u"
    )
    await owner.close()
    assert not (await import_file(fresh_database, path, "tibet", dry_run=True, lang="zh")).committed
    report = await import_file(fresh_database, path, "tibet", dry_run=False, lang="en")
    assert report.committed
    assert report.summary() == "Imported: 111 rows created, 0 updated, 0 unchanged"
    (row,) = await fetch(fresh_store, "select username from import_runs join users on users.id = actor_id")
    assert row["username"] == "tibet"
