"""What can be done about tip-offs (举报): taken up, matched by hand, followed by a case, found unfounded, answered."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.policy.tip_match import likeness
from api.services import tip_handling
from api.viewer import Viewer
from db.store import Work

_MOST = 20


async def _take_up(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.take_up(work, viewer, order.id)


async def _hand_over(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.hand_over(work, viewer, order.id, order.values["to_id"], order.why or "")


async def _link(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.link(work, viewer, order.id, order.values["organization_id"])


async def _unlink(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.unlink(work, viewer, order.id, order.why or "")


async def _follow(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.follow(work, viewer, order.id, order.values["case_id"])


async def _leave(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.leave(work, viewer, order.id, order.why or "")


async def _reject(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.reject(work, viewer, order.id, order.values["answer"])


async def _reopen(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.reopen(work, viewer, order.id, order.why or "")


async def _tell(work: Work, viewer: Viewer, order: Order) -> None:
    await tip_handling.tell(work, viewer, order.id, order.values["answer"])


async def _mine(connection: Any, viewer: Viewer, tip: int) -> bool:
    handler = await connection.fetchval("select handled_by_id from tips where id = $1", tip)
    return handler is not None and handler == viewer.user_id


async def _free(connection: Any, viewer: Viewer, tip: int) -> bool:
    handler = await connection.fetchval("select handled_by_id from tips where id = $1", tip)
    return handler is None or handler not in [user for user, _ in await tip_handling.supervisors(connection)]


async def _has_cases(connection: Any, viewer: Viewer, tip: int) -> bool:
    return await _mine(connection, viewer, tip) and bool(await _cases(connection, viewer, tip, ""))


async def _cases(connection: Any, viewer: Viewer, tip: int, text: str) -> list[tuple[Any, str]]:
    organization = await connection.fetchval("select organization_id from tips where id = $1", tip)
    found = await tip_handling.cases_of(connection, organization)
    return [one for one in found if text.strip() in one[1]][:_MOST]


async def _colleagues(connection: Any, viewer: Viewer, tip: int, text: str) -> list[tuple[Any, str]]:
    found = await tip_handling.supervisors(connection)
    return [one for one in found if one[0] != viewer.user_id and text.strip() in one[1]][:_MOST]


async def _firms(connection: Any, viewer: Viewer, tip: int, text: str) -> list[tuple[Any, str]]:
    """Those whose names are most like what was typed, or like whom the tip-off says it is about."""
    about = await connection.fetchval("select about from tips where id = $1", tip)
    wanted = text.replace("\0", "").strip()[:80]
    rows = await connection.fetch(
        "select id, name, uscc from organizations where $2 = '' or position($2 in name) > 0 or uscc = $2"
        " order by similarity(name, $1) desc, id limit $3",
        wanted or about,
        wanted,
        _MOST,
    )
    return [
        (row["id"], f"{row['name']}（{row['uscc']}，{likeness(about, row['name']):.0%}）") for row in rows
    ]


_ANSWER = of(
    "Tip",
    "answer",
    required=True,
    sort=Sort.NOTE,
    help="举报人凭查询码可见，不写他人信息 | Who told it reads this by their code: nothing about others",
)

ACTIONS: tuple[Action, ...] = (
    Action("Tip", "take_up", _take_up, check=_free),
    Action(
        "Tip",
        "link",
        _link,
        (
            of(
                "Tip",
                "organization",
                required=True,
                choices=_firms,
                help="括号内为信用代码和名称相似度 | In brackets the credit code and how like the names are",
            ),
        ),
        check=_mine,
    ),
    Action("Tip", "unlink", _unlink, (WHY,), check=_mine),
    Action(
        "Tip",
        "follow",
        _follow,
        (Field("case_id", Sort.LINK, "案件 | Case", True, entity="Case", choices=_cases),),
        check=_has_cases,
    ),
    Action("Tip", "leave", _leave, (WHY,), check=_mine),
    Action("Tip", "tell", _tell, (_ANSWER,), check=_mine),
    Action("Tip", "reject", _reject, (_ANSWER,), check=_mine, danger=True),
    Action("Tip", "reopen", _reopen, (WHY,)),
    Action(
        "Tip",
        "hand_over",
        _hand_over,
        (Field("to_id", Sort.LINK, "转给 | Hand over to", True, entity="User", choices=_colleagues), WHY),
        check=_mine,
    ),
)
