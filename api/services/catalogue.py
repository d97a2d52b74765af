"""The catalogue of what works: written, proposed, published, with proofs taken from the lighthouses themselves (W2, P11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from api.errors import Refusal
from api.services.rows import Row, delete, insert, update
from api.services.steps import Happened, Step, allow, create, own_rows_only, record, take
from api.viewer import Viewer
from db.store import Work

_DAYS_A_MONTH = Decimal("30.4375")
#: Entries with proofs: noun → (table, its column in proofs).
_PROVEN = {"Solution": ("solutions", "solution_id"), "Pattern": ("patterns", "pattern_id")}
#: What a proof takes from its project, to be taken anew when the entry is published.
_FIGURES = (
    "industry_id", "size", "employees", "revenue", "level_before", "level_after", "cost", "months", "taken_on",
)  # fmt: skip
_SCENES = {"Solution": "SolutionScene", "Pattern": "PatternScene"}


@dataclass(frozen=True)
class NewSample:
    """A sample contract or operating standard of a pattern."""

    pattern: int
    kind: Any
    name: str
    text: str
    changes: str | None = None


async def write_solution(
    work: Work, viewer: Viewer, platform: int, values: Row, *, at: datetime | None = None
) -> int:
    """A draft of what a platform offers, under its operator's name and in its industry."""
    row = await work.connection.fetchrow(
        """select platforms.unit_code, organization_id, industry_id, platforms.synthetic from platforms
           join plan_industries on plan_industries.unit_code = platforms.unit_code
                               and plan_industries.id = plan_industry_id
           where platforms.id = $1""",
        platform,
    )
    if row is None:
        raise _missing()
    await own_rows_only(work, viewer, "Platform", [platform])
    _check_ranges(values)
    [made] = await create(work, viewer, "Solution", "create", [{**values, **dict(row)}], at=at)
    return made


async def sum_up(work: Work, viewer: Viewer, project: int, values: Row, *, at: datetime | None = None) -> int:
    """A draft of a pattern from a lighthouse, which becomes its first proof (P11).

    Raises:
        Refusal: the project has not passed, or is not confirmed.
    """
    proof = await _proof(work, project)
    rows = [
        {
            **values,
            "unit_code": proof["unit_code"],
            "industry_id": proof["industry_id"],
            "synthetic": proof["synthetic"],
        }
    ]
    [made] = await create(work, viewer, "Pattern", "create", rows, at=at)
    await insert(work, "Proof", [{**proof, "pattern_id": made}])
    return made


async def write_sample(work: Work, viewer: Viewer, new: NewSample, *, at: datetime | None = None) -> int:
    """A draft of a sample text; one of the same kind and name as an earlier one is its next edition."""
    above = await work.connection.fetchrow(
        "select unit_code, industry_id, synthetic from patterns where id = $1", new.pattern
    )
    if above is None:
        raise _missing()
    before = await work.connection.fetchrow(
        "select id, edition from samples where pattern_id = $1 and kind = $2 and name = $3 and state <> 'draft'"
        " order by edition desc limit 1",
        new.pattern,
        new.kind,
        new.name,
    )
    row = {
        **dict(above),
        "pattern_id": new.pattern,
        "kind": new.kind,
        "name": new.name,
        "text": new.text,
        "changes": new.changes,
        "previous_id": before and before["id"],
        "edition": before["edition"] + 1 if before else 1,
    }
    [made] = await create(work, viewer, "Sample", "create", [row], at=at)
    return made


async def change(work: Work, viewer: Viewer, noun: str, steps: Sequence[Step]) -> None:
    """Other words or figures, while the entry is a draft."""
    for step in steps:
        values = {name: value for name, value in step.values.items() if value is not None}
        _check_ranges(values)
        await take(work, viewer, noun, "change", [Step(step.id, values, step.at, step.why)])


async def set_scenes(
    work: Work, viewer: Viewer, noun: str, entry: int, scenes: Sequence[int], *, at: datetime | None = None
) -> None:
    """The application scenarios of a draft, instead of those it had."""
    await take(work, viewer, noun, "set_scenes", [Step(entry, {}, at)])
    table, column = _PROVEN[noun]
    row = await work.connection.fetchrow(
        f"select unit_code, synthetic from {table} where id = $1",  # noqa: S608
        entry,
    )
    old = await work.connection.fetch(
        f"select id from {noun.lower()}_scenes where {column} = $1",  # noqa: S608
        entry,
    )
    await delete(work, _SCENES[noun], [number for (number,) in old])
    rows = [{**dict(row), column: entry, "scene_id": scene} for scene in dict.fromkeys(scenes)]
    await insert(work, _SCENES[noun], rows)


async def prove(
    work: Work, viewer: Viewer, noun: str, entry: int, project: int, *, at: datetime | None = None
) -> None:
    """A lighthouse that proves a draft: passed, confirmed, and a project of the platform that offers the solution.

    Raises:
        Refusal: it is not, or it stands there already.
    """
    proof = await _proof(work, project)
    if noun == "Solution":
        mine = await work.connection.fetchval(
            "select solutions.organization_id = platforms.organization_id from solutions, projects"
            " join platforms on platforms.unit_code = projects.unit_code and platforms.id = platform_id"
            " where solutions.id = $1 and projects.id = $2",
            entry,
            project,
        )
        if not mine:
            raise Refusal(
                "NOT_ITS_LIGHTHOUSE",
                "该灯塔不是此解决方案提供方改造的 | This lighthouse is not the work of the solution's provider",
                clause="W2",
                field="project_id",
            )
    await take(work, viewer, noun, "prove", [Step(entry, {}, at)])
    await insert(work, "Proof", [{**proof, _PROVEN[noun][1]: entry}])


async def unprove(work: Work, viewer: Viewer, proof: int) -> None:
    """Take a proof off a draft.

    Raises:
        Refusal: the entry is no draft any more.
    """
    step = allow(viewer, "Proof", "remove")
    await own_rows_only(work, viewer, "Proof", [proof])
    row = await work.connection.fetchrow(
        """select proofs.unit_code, proofs.synthetic, coalesce(solutions.state, patterns.state) as state from proofs
           left join solutions on solutions.unit_code = proofs.unit_code and solutions.id = solution_id
           left join patterns on patterns.unit_code = proofs.unit_code and patterns.id = pattern_id
           where proofs.id = $1""",
        proof,
    )
    if row is None or row["state"] != "draft":
        raise Refusal(
            "WRONG_STATE",
            "只有编写中的条目可以增减佐证 | Only a draft's proofs can change",
            clause="P11",
            status=409,
        )
    await delete(work, "Proof", [proof])
    await record(work, viewer, step, [Happened(proof, row["unit_code"], None, None, None, row["synthetic"])])


async def propose(work: Work, viewer: Viewer, noun: str, entry: int, *, at: datetime | None = None) -> None:
    """Ask for publication.

    Raises:
        Refusal: no lighthouse proves it, or no scenario is named.
    """
    if noun in _PROVEN:
        await _check_proven(work, noun, entry)
    await take(work, viewer, noun, "propose", [Step(entry, {}, at)])


async def publish(
    work: Work, viewer: Viewer, noun: str, entry: int, on: date, *, at: datetime | None = None
) -> None:
    """For the whole country to read: its proofs are taken anew from their projects and frozen.

    Raises:
        Refusal: a lighthouse is none any more; no lighthouse proves it.
    """
    if noun in _PROVEN:
        await _check_proven(work, noun, entry)
        rows = await work.connection.fetch(
            f"select id, project_id from proofs where {_PROVEN[noun][1]} = $1 order by id",  # noqa: S608
            entry,
        )
        figures = [await _proof(work, row["project_id"], on) for row in rows]
        fresh = [
            {"id": row["id"], **{name: figure[name] for name in _FIGURES}}
            for row, figure in zip(rows, figures, strict=True)
        ]
        await update(work, "Proof", fresh)
    await take(work, viewer, noun, "publish", [Step(entry, {"published_on": on}, at)])


async def step_back(
    work: Work, viewer: Viewer, noun: str, action: str, entry: int, why: str, *, at: datetime | None = None
) -> None:
    """Return a proposal to its writers, or withdraw an entry; the reason stays with it."""
    if action not in ("return", "withdraw"):
        raise ValueError(f"no step back: {action}")
    await take(work, viewer, noun, action, [Step(entry, {}, at, why)])


async def _proof(work: Work, project: int, on: date | None = None) -> dict[str, Any]:
    """What a project proves, from the project itself: levels, eligible cost, months from contract to acceptance.

    Raises:
        Refusal: it is no lighthouse, or its levels or cost are not known.
    """
    row = await work.connection.fetchrow(
        """
        select projects.unit_code, projects.id as project_id, enterprise_id, organizations.industry_id, size, employees,
               revenue, projects.synthetic, state, confirmed_on, accepted_on, contracted_on,
               coalesce(level_before, (select level from assessments where assessments.unit_code = projects.unit_code
                        and project_id = projects.id and phase = 'before' order by assessed_on desc limit 1)) as level_before,
               coalesce(level_after, (select level from assessments where assessments.unit_code = projects.unit_code
                        and project_id = projects.id and phase = 'after' order by assessed_on desc limit 1)) as level_after,
               coalesce(actual_cost, (select sum(amount) from cost_items where cost_items.unit_code = projects.unit_code
                        and project_id = projects.id and eligible)) as cost
        from projects join organizations on organizations.id = enterprise_id where projects.id = $1
        """,
        project,
    )
    if row is None:
        raise _missing()
    if row["state"] != "passed" or row["confirmed_on"] is None:
        raise Refusal(
            "NOT_A_LIGHTHOUSE",
            "只有通过验收并经国家审核确认的项目可作佐证 | Only a project that passed and was confirmed nationally proves anything",
            clause="P11",
            status=409,
            field="project_id",
        )
    if None in (row["level_before"], row["level_after"], row["cost"], row["contracted_on"]):
        raise Refusal(
            "PROOF_INCOMPLETE",
            "项目缺少改造前后水平、成本或签约日期，不能作为佐证"
            " | The levels before and after, the cost or the day of the contract are not known of this project",
            clause="P11",
            status=409,
            field="project_id",
        )
    days = Decimal((row["accepted_on"] - row["contracted_on"]).days)
    kept = (
        "unit_code", "project_id", "enterprise_id", "industry_id", "size", "employees", "revenue", "synthetic",
        "level_before", "level_after", "cost",
    )  # fmt: skip
    return {
        **{name: row[name] for name in kept},
        "months": (days / _DAYS_A_MONTH).quantize(Decimal("0.1"), ROUND_HALF_UP),
        "taken_on": on or row["confirmed_on"],
    }


async def _check_proven(work: Work, noun: str, entry: int) -> None:
    column = _PROVEN[noun][1]
    proofs, scenes = await work.connection.fetchrow(
        f"select (select count(*) from proofs where {column} = $1),"  # noqa: S608
        f" (select count(*) from {noun.lower()}_scenes where {column} = $1)",
        entry,
    )
    if not proofs:
        raise Refusal(
            "NOT_PROVEN",
            "至少须有一家灯塔企业佐证 | At least one lighthouse must prove it",
            hint="先添加灯塔佐证 | Add a lighthouse first",
            clause="P11",
            status=409,
        )
    if not scenes:
        raise Refusal(
            "NO_SCENE",
            "请至少选择一个应用场景 | Choose at least one application scenario",
            hint="先设定应用场景 | Set its scenarios first",
            clause="P5",
            status=409,
        )


def _check_ranges(values: Row) -> None:
    for low, high in (("price_low", "price_high"), ("weeks_low", "weeks_high")):
        if values.get(low) is not None and values.get(high) is not None and values[high] < values[low]:
            raise Refusal(
                "BAD_FIELD",
                "上限不能小于下限 | The upper end lies below the lower one",
                clause="W2",
                field=high,
            )


def _missing() -> Refusal:
    return Refusal("NOT_FOUND", "没有这条记录 | There is no such record", status=404)
