"""What can be done with the catalogue of what works (W2, P11)."""

from typing import Any

from api.actions.action import Action, Order, Run
from api.actions.field import WHY, Field, Sort, of
from api.services import catalogue
from api.services.clock import today
from api.viewer import Viewer
from db.enums import EntryState, ProjectState
from db.store import Work


async def _solution(work: Work, viewer: Viewer, order: Order) -> int | None:
    return await catalogue.write_solution(work, viewer, order.id, order.values)


async def _pattern(work: Work, viewer: Viewer, order: Order) -> int | None:
    return await catalogue.sum_up(work, viewer, order.id, order.values)


async def _sample(work: Work, viewer: Viewer, order: Order) -> int | None:
    return await catalogue.write_sample(work, viewer, catalogue.NewSample(order.id, **order.values))


async def _unprove(work: Work, viewer: Viewer, order: Order) -> None:
    await catalogue.unprove(work, viewer, order.id)


def _change(noun: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await catalogue.change(work, viewer, noun, [order.step()])

    return run


def _scenes(noun: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        scenes = [row["scene_id"] for row in order.values["scenes"]]
        await catalogue.set_scenes(work, viewer, noun, order.id, scenes)

    return run


def _prove(noun: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await catalogue.prove(work, viewer, noun, order.id, order.values["project_id"])

    return run


def _propose(noun: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await catalogue.propose(work, viewer, noun, order.id)

    return run


def _publish(noun: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await catalogue.publish(work, viewer, noun, order.id, today())

    return run


def _back(noun: str, name: str) -> Run:
    async def run(work: Work, viewer: Viewer, order: Order) -> None:
        await catalogue.step_back(work, viewer, noun, name, order.id, order.values["why"])

    return run


async def _confirmed(connection: Any, viewer: Viewer, row_id: int) -> bool:
    """Whether a project is a lighthouse that counts."""
    return bool(
        await connection.fetchval("select confirmed_on is not null from projects where id = $1", row_id)
    )


async def _of_a_draft(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return bool(
        await connection.fetchval(
            """select coalesce(solutions.state, patterns.state) = 'draft' from proofs
               left join solutions on solutions.unit_code = proofs.unit_code and solutions.id = solution_id
               left join patterns on patterns.unit_code = proofs.unit_code and patterns.id = pattern_id
               where proofs.id = $1""",
            row_id,
        )
    )


async def _mine(connection: Any, viewer: Viewer, row_id: int) -> bool:
    """Operators see what others have published, and change only their own."""
    mine = viewer.rows.organization
    return mine is None or mine == await connection.fetchval(
        "select organization_id from solutions where id = $1", row_id
    )


def _lighthouses(noun: str) -> Any:
    """The confirmed lighthouses of the entry's unit that do not prove it yet; for a solution, its provider's."""
    table, column = ("solutions", "solution_id") if noun == "Solution" else ("patterns", "pattern_id")
    provider = "and platforms.organization_id = entry.organization_id" if noun == "Solution" else ""

    async def choices(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
        rows = await connection.fetch(
            f"""select projects.id, organizations.name, level_before, level_after from {table} entry
                join projects on projects.unit_code = entry.unit_code
                join platforms on platforms.unit_code = projects.unit_code and platforms.id = platform_id
                join organizations on organizations.id = enterprise_id
                where entry.id = $1 and projects.state = 'passed' and confirmed_on is not null
                  and strpos(organizations.name, $2) > 0 {provider}
                  and not exists (select from proofs where proofs.unit_code = projects.unit_code
                                  and proofs.project_id = projects.id and proofs.{column} = entry.id)
                order by level_after - level_before desc nulls last, 1 limit 20""",  # noqa: S608
            row_id,
            text,
        )
        return [(row["id"], f"{row['name']}（{row['level_before']}→{row['level_after']}）") for row in rows]

    return choices


def _fields(entity: str, names: tuple[str, ...], required: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    return tuple(of(entity, name, required=name in required) for name in names)


def _shown(entity: str, names: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(of(entity, name, shown=name) for name in names)


_SOLUTION = (
    "name", "summary", "price_low", "price_high", "weeks_low", "weeks_high", "needs", "small", "quick", "light",
    "precise",
)  # fmt: skip
_PATTERN = ("name", "summary", "steps", "prerequisites", "pitfalls")
_SAMPLE = ("name", "text", "changes")
_SCENES = Field(
    "scenes",
    Sort.ROWS,
    "应用场景 | Scenarios",
    required=True,
    help="替换原有场景 | These stand instead of those there were",
    columns=(of("SolutionScene", "scene", required=True),),
    longest=16,
)


def _life(noun: str, names: tuple[str, ...]) -> tuple[Action, ...]:
    """What happens to every kind of entry once it is written."""
    check = _mine if noun == "Solution" else None
    proven = (
        (
            Action(noun, "set_scenes", _scenes(noun), (_SCENES,), check=check),
            Action(
                noun,
                "prove",
                _prove(noun),
                (
                    of(
                        "Proof",
                        "project",
                        required=True,
                        label="灯塔企业 | Lighthouse",
                        choices=_lighthouses(noun),
                    ),
                ),
                check=check,
            ),
        )
        if noun != "Sample"
        else ()
    )
    return (
        Action(noun, "change", _change(noun), _shown(noun, names), check=check),
        *proven,
        Action(noun, "propose", _propose(noun), check=check),
        Action(noun, "return", _back(noun, "return"), (WHY,)),
        Action(noun, "publish", _publish(noun)),
        Action(
            noun,
            "withdraw",
            _back(noun, "withdraw"),
            (WHY,),
            danger=True,
            check=_own_unit_of(noun),
        ),
    )


def _own_unit_of(noun: str) -> Any:
    table = {"Solution": "solutions", "Pattern": "patterns", "Sample": "samples"}[noun]

    async def check(connection: Any, viewer: Viewer, row_id: int) -> bool:
        unit = await connection.fetchval(f"select unit_code from {table} where id = $1", row_id)  # noqa: S608
        return viewer.rows.national or unit in viewer.rows.units

    return check


ACTIONS: tuple[Action, ...] = (
    Action(
        "Solution",
        "create",
        _solution,
        (
            *_fields(
                "Solution",
                _SOLUTION,
                frozenset({"name", "summary", "price_low", "price_high", "weeks_low", "weeks_high"}),
            ),
        ),
        on="Platform",
    ),
    *_life("Solution", _SOLUTION),
    Action(
        "Pattern",
        "create",
        _pattern,
        (
            of("Pattern", "name", required=True),
            of(
                "Pattern",
                "summary",
                required=True,
                shown="solution",
                help="已按项目的改造内容预填 | Filled in from what the project did",
            ),
            of("Pattern", "steps", required=True),
            of("Pattern", "prerequisites"),
            of("Pattern", "pitfalls"),
        ),
        on="Project",
        when=frozenset({ProjectState.PASSED}),
        check=_confirmed,
    ),
    *_life("Pattern", _PATTERN),
    Action(
        "Sample",
        "create",
        _sample,
        (
            of("Sample", "kind", required=True),
            of("Sample", "name", required=True),
            of("Sample", "text", required=True, longest=40_000),
            of("Sample", "changes"),
        ),
        on="Pattern",
        when=frozenset(EntryState) - {EntryState.WITHDRAWN},
        check=_own_unit_of("Pattern"),
    ),
    *_life("Sample", _SAMPLE),
    Action("Proof", "remove", _unprove, on="Proof", check=_of_a_draft, danger=True),
)
