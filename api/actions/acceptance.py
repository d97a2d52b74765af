"""Score sheets and the standard behind them; replacements; the sample of the national review."""

from decimal import Decimal
from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.policy.acceptance import Criterion
from api.services import acceptance, replacements, samples, standards
from api.services.acceptance import Given
from api.services.clock import today
from api.services.steps import Step
from api.viewer import Viewer
from db.enums import PlanState, PlatformState, ProjectState
from db.store import Work

_REMARK = Field("remark", Sort.NOTE, "抽查意见 | Remark", required=True)


async def _give(work: Work, viewer: Viewer, order: Order) -> int | None:
    values = order.values
    scores = {row["code"]: (row.get("score"), row.get("remark") or "") for row in values.get("scores") or ()}
    [made] = await acceptance.give(
        work,
        viewer,
        [
            Given(
                order.id,
                values["given_on"],
                scores,
                values["verdict"],
                values.get("findings") or "",
                values.get("rectify_by"),
            )
        ],
    )
    return made


async def _adopt(work: Work, viewer: Viewer, order: Order) -> int | None:
    rows = order.values["criteria"]
    criteria = [
        Criterion(f"c{number}", row["zh"], row["en"], row["points"]) for number, row in enumerate(rows, 1)
    ]
    looks = [row.get("look") or "" for row in rows]
    return await standards.adopt(
        work, viewer, order.values["valid_from"], criteria, order.values["why"], looks=looks
    )


async def _replace(work: Work, viewer: Viewer, order: Order) -> int | None:
    return await replacements.replace(work, viewer, order.id, order.values)


async def _draw(work: Work, viewer: Viewer, order: Order) -> int | None:
    share = order.values["percent"] / Decimal(100)
    return await samples.draw(work, viewer, order.id, share, order.values.get("seed"))


async def _clear(work: Work, viewer: Viewer, order: Order) -> None:
    await samples.clear(work, viewer, [_checked(order)])


async def _doubt(work: Work, viewer: Viewer, order: Order) -> None:
    await samples.doubt(work, viewer, [_checked(order)])


def _checked(order: Order) -> Step:
    remark = order.values["remark"]
    return Step(order.id, {"checked_on": today(), "remark": remark}, why=remark)


async def _mine(connection: Any, viewer: Viewer, project: int) -> bool:
    expert: int | None = await connection.fetchval("select expert_id from projects where id = $1", project)
    return expert is not None and expert == viewer.user_id


async def _place_free(connection: Any, viewer: Viewer, platform: int) -> bool:
    return bool(await replacements.leavers(connection, viewer, platform, ""))


ACTIONS: tuple[Action, ...] = (
    Action(
        "ScoreSheet",
        "give",
        _give,
        (
            of("ScoreSheet", "given_on", required=True),
            Field(
                "scores",
                Sort.ROWS,
                "逐项评分 | Scores",
                required=True,
                columns=(
                    Field("code", Sort.TEXT, "指标代码 | Code of the criterion", required=True, longest=20),
                    Field("score", Sort.DECIMAL, "得分 | Points given", places=1, least=0, most=100),
                    Field("remark", Sort.NOTE, "评语 | Remark", longest=1000),
                ),
                longest=40,
            ),
            of("ScoreSheet", "verdict", required=True),
            of("ScoreSheet", "findings"),
            of("ScoreSheet", "rectify_by"),
        ),
        on="Project",
        when=frozenset({ProjectState.DELIVERED}),
        check=_mine,
    ),
    Action(
        "AcceptanceStandard",
        "adopt",
        _adopt,
        (
            of("AcceptanceStandard", "valid_from", required=True),
            Field(
                "criteria",
                Sort.ROWS,
                "验收指标 | Criteria",
                required=True,
                help="分值合计100 | The points add up to 100",
                columns=(
                    Field("zh", Sort.TEXT, "中文名称 | Name in Chinese", required=True, longest=40),
                    Field("en", Sort.TEXT, "英文名称 | Name in English", required=True, longest=80),
                    Field(
                        "points", Sort.DECIMAL, "分值 | Points", required=True, places=1, least=0, most=100
                    ),
                    Field("look", Sort.TEXT, "查看要点 | What to look at", longest=200),
                ),
                longest=40,
            ),
            Field("why", Sort.TEXT, "依据 | Reason", required=True, longest=200),
        ),
    ),
    Action(
        "Project",
        "replace",
        _replace,
        (
            of("Project", "replaces", required=True, choices=replacements.leavers),
            Field(
                "uscc",
                Sort.TEXT,
                "替补企业统一社会信用代码 | Credit code (USCC) of the new enterprise",
                required=True,
                longest=18,
            ),
            of("Organization", "name", help="尚未登记的企业须填 | Needed where it is not registered yet"),
            of("Organization", "size", help="尚未登记的企业须填 | Needed where it is not registered yet"),
            of("Organization", "industry"),
            of("Project", "solution", required=True),
            of("Project", "target_level", required=True, least=1, most=4),
            of("Project", "planned_cost", required=True),
            WHY,
        ),
        on="Platform",
        when=frozenset({PlatformState.APPOINTED}),
        check=_place_free,
    ),
    Action(
        "ReviewSample",
        "draw",
        _draw,
        (
            Field(
                "percent",
                Sort.INTEGER,
                "抽样比例（%） | Share to draw (%)",
                required=True,
                least=1,
                most=100,
                help="每个平台至少一家 | At least one of each platform",
            ),
            Field(
                "seed",
                Sort.TEXT,
                "抽样种子 | Seed of the draw",
                longest=40,
                help="留空则随机生成；记录在案，可复算 | Random if empty; kept, so that the draw can be repeated",
            ),
        ),
        on="Plan",
        when=frozenset({PlanState.IMPLEMENTING, PlanState.SELF_EVALUATED}),
    ),
    Action("ReviewSample", "clear", _clear, (_REMARK,)),
    Action("ReviewSample", "doubt", _doubt, (_REMARK,)),
)
