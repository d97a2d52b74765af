"""What can be done with an open selection of platforms (P12)."""

from decimal import Decimal
from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.services import calls, candidates, objections, panels
from api.services.clock import today
from api.viewer import Viewer
from db.enums import CallState, CandidateState, PlanState
from db.store import Work


async def _draft(work: Work, viewer: Viewer, order: Order) -> int | None:
    [made] = await calls.draft(work, viewer, [{**order.values, "plan_industry_id": order.id}])
    return made


async def _change(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.change(work, viewer, [order.step()])


async def _criteria(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.set_criteria(work, viewer, order.id, order.values["criteria"])


async def _open(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.open_call(work, viewer, order.id, today())


async def _close(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.close(work, viewer, order.id, today())


async def _draw(work: Work, viewer: Viewer, order: Order) -> None:
    await panels.draw(work, viewer, order.id, order.values["count"])


async def _rank(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.rank_candidates(work, viewer, order.id)


async def _notice(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.notice(work, viewer, order.id, today(), order.values.get("until"))


async def _recall(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.recall(work, viewer, order.id, order.values["why"])


async def _decide(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.decide(work, viewer, order.id, today(), order.why)


async def _cancel(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.cancel(work, viewer, order.id, order.values["why"])


async def _apply(work: Work, viewer: Viewer, order: Order) -> int | None:
    row = {name: value for name, value in order.values.items() if value is not None}
    [made] = await candidates.apply(work, viewer, [{**row, "call_id": order.id}], today())
    return made


async def _change_candidate(work: Work, viewer: Viewer, order: Order) -> None:
    await candidates.change(work, viewer, [order.step()], today())


async def _withdraw(work: Work, viewer: Viewer, order: Order) -> None:
    await candidates.withdraw(work, viewer, order.id)


async def _reject(work: Work, viewer: Viewer, order: Order) -> None:
    await candidates.reject(work, viewer, order.id, order.values["why"])


async def _exclude(work: Work, viewer: Viewer, order: Order) -> None:
    await calls.exclude(work, viewer, order.id, order.values["why"])


async def _name(work: Work, viewer: Viewer, order: Order) -> int | None:
    return await panels.name(work, viewer, order.id, order.values["expert_id"])


async def _recuse(work: Work, viewer: Viewer, order: Order) -> None:
    await panels.recuse(work, viewer, order.id, order.values["why"])


async def _submit(work: Work, viewer: Viewer, order: Order) -> None:
    await panels.submit(work, viewer, order.id, today())


async def _give(work: Work, viewer: Viewer, order: Order) -> int | None:
    points = {row["criterion_id"]: row["points"] for row in order.values["points"]}
    await panels.give(work, viewer, order.id, points)
    return None


async def _object(work: Work, viewer: Viewer, order: Order) -> int | None:
    return await objections.object_to(work, viewer, order.id, order.values, today())


async def _answer(work: Work, viewer: Viewer, order: Order) -> None:
    values = order.values
    await objections.answer(work, viewer, order.id, values["answer"], values["upheld"], today())


async def _plan_is_open(connection: Any, viewer: Viewer, row_id: int) -> bool:
    """Whether platforms can still be selected for this industry."""
    return bool(
        await connection.fetchval(
            "select plans.state in ($2, $3) from plan_industries join plans"
            " on plans.unit_code = plan_industries.unit_code and plans.id = plan_id where plan_industries.id = $1",
            row_id,
            PlanState.DRAFT,
            PlanState.RETURNED,
        )
    )


async def _mine(connection: Any, viewer: Viewer, row_id: int) -> bool:
    """Whether this seat on the panel is the viewer's own."""
    found = await connection.fetchval("select expert_id from panelists where id = $1", row_id)
    return bool(found == viewer.user_id)


async def _mine_or_office(connection: Any, viewer: Viewer, row_id: int) -> bool:
    state = await connection.fetchval(
        "select calls.state from panelists join calls on calls.unit_code = panelists.unit_code"
        " and calls.id = call_id where panelists.id = $1",
        row_id,
    )
    office = any(role.startswith("provincial") for role in viewer.roles)
    return state == CallState.CLOSED and (office or await _mine(connection, viewer, row_id))


async def _call_in(connection: Any, candidate: int) -> str:
    return str(
        await connection.fetchval(
            "select calls.state from candidates join calls on calls.unit_code = candidates.unit_code"
            " and calls.id = call_id where candidates.id = $1",
            candidate,
        )
    )


async def _call_open(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return await _call_in(connection, row_id) == CallState.OPEN


async def _before_ranking(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return await _call_in(connection, row_id) in (CallState.OPEN, CallState.CLOSED)


async def _before_result(connection: Any, viewer: Viewer, row_id: int) -> bool:
    return await _call_in(connection, row_id) in (CallState.SCORED, CallState.NOTICED)


async def _on_panel(connection: Any, viewer: Viewer, row_id: int) -> bool:
    """Whether the viewer may still score this candidate."""
    return bool(
        await connection.fetchval(
            "select exists (select from panelists join candidates on candidates.unit_code = panelists.unit_code"
            " and candidates.call_id = panelists.call_id where candidates.id = $1 and expert_id = $2"
            " and panelists.state = 'named')",
            row_id,
            viewer.user_id,
        )
    )


def _shown(entity: str, name: str, **changes: Any) -> Field:
    return of(entity, name, shown=name, **changes)


_DATES = (of("Call", "opens_on", required=True), of("Call", "closes_on", required=True))
_NOTICE_DAYS = of(
    "Call", "notice_days", least=5, most=60, help="不少于5个工作日 | At least five working days (P12)"
)
_CRITERIA = Field(
    "criteria",
    Sort.ROWS,
    "评审指标 | Criteria",
    required=True,
    help="权重合计须为100%，替换原有指标 | The weights come to 100 %; these stand instead of those there were",
    columns=(
        of("Criterion", "name", required=True),
        of("Criterion", "weight", required=True, least=Decimal("0.01"), most=100),
        of("Criterion", "most", least=1, most=1000),
        of("Criterion", "meaning"),
    ),
    longest=20,
)


async def _criteria_of(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """The criteria by which a candidate is judged."""
    rows = await connection.fetch(
        "select criteria.id, name, most from criteria join candidates on candidates.unit_code = criteria.unit_code"
        " and candidates.call_id = criteria.call_id where candidates.id = $1 and strpos(name, $2) > 0"
        " order by position, 1",
        row_id,
        text,
    )
    return [(row["id"], f"{row['name']}（0–{row['most'].normalize():f}）") for row in rows]


_POINTS = Field(
    "points",
    Sort.ROWS,
    "评分 | Points",
    required=True,
    columns=(
        of("Score", "criterion", required=True, choices=_criteria_of),
        of("Score", "points", required=True, least=0),
    ),
    longest=20,
)


def _offer(**changes: Any) -> tuple[Field, ...]:
    """What a candidate says; ``changes`` apply to every field."""
    return (
        of("Candidate", "solution", **changes),
        of("Candidate", "capability", **changes),
        of("Candidate", "target", **{**changes, "required": False}),
        of("Candidate", "planned", least=1, most=10_000, **changes),
        of("Candidate", "concession", least=0, most=100, **{**changes, "required": False}),
    )


async def _experts(connection: Any, viewer: Viewer, row_id: int, text: str) -> list[tuple[Any, str]]:
    """The unit's experts by name."""
    rows = await connection.fetch(
        """select users.id, users.name from users join user_roles on user_roles.user_id = users.id
           join calls on calls.unit_code = user_roles.unit_code
           where calls.id = $1 and role = 'expert' and active and strpos(users.name, $2) > 0
             and not exists (select from panelists where call_id = calls.id and expert_id = users.id)
           order by 2, 1 limit 20""",
        row_id,
        text,
    )
    return [(row["id"], row["name"]) for row in rows]


ACTIONS: tuple[Action, ...] = (
    Action(
        "Call",
        "create",
        _draft,
        (
            of("Call", "title", required=True),
            of("Call", "text", required=True),
            *_DATES,
            of("Call", "places", required=True, least=1, most=3),
            _NOTICE_DAYS,
        ),
        on="PlanIndustry",
        check=_plan_is_open,
    ),
    Action("Call", "set_criteria", _criteria, (_CRITERIA,)),
    Action(
        "Call",
        "change",
        _change,
        tuple(
            _shown("Call", name)
            for name in ("title", "text", "opens_on", "closes_on", "places", "notice_days")
        ),
    ),
    Action("Call", "open", _open),
    Action(
        "Candidate",
        "apply",
        _apply,
        (
            of(
                "Candidate",
                "organization",
                help="服务平台自行申请时不填 | Left empty by an operator, who applies for itself",
            ),
            *_offer(required=True),
        ),
        on="Call",
        when=frozenset({CallState.OPEN}),
    ),
    Action("Call", "close", _close),
    Action(
        "Call",
        "draw_panel",
        _draw,
        (Field("count", Sort.INTEGER, "抽取人数 | How many", True, least=1, most=15),),
    ),
    Action(
        "Panelist",
        "name",
        _name,
        (of("Panelist", "expert", required=True, choices=_experts),),
        on="Call",
        when=frozenset({CallState.CLOSED}),
    ),
    Action("Call", "rank", _rank),
    Action(
        "Call",
        "notice",
        _notice,
        (
            Field(
                "until",
                Sort.DATE,
                "公示截止 | On notice until",
                help="不填则按公告的工作日数 | Left empty: as many working days as the call says",
            ),
        ),
    ),
    Action(
        "Objection",
        "raise",
        _object,
        (
            of("Objection", "name", required=True),
            of("Objection", "contact", required=True),
            of("Objection", "text", required=True),
        ),
        on="Call",
        when=frozenset({CallState.NOTICED}),
    ),
    Action("Call", "recall", _recall, (WHY,), danger=True),
    Action(
        "Call",
        "decide",
        _decide,
        (
            Field(
                "why",
                Sort.NOTE,
                "名额未满的理由 | Why places stay empty",
                help="名额全部入选时不填 | Left empty where all places are taken",
            ),
        ),
        danger=True,
    ),
    Action("Call", "cancel", _cancel, (WHY,), danger=True),
    Action(
        "Candidate",
        "change",
        _change_candidate,
        tuple(
            _shown("Candidate", name)
            for name in ("solution", "capability", "target", "planned", "concession")
        ),
        check=_call_open,
    ),
    Action("Candidate", "withdraw", _withdraw, check=_before_ranking, danger=True),
    Action("Candidate", "reject", _reject, (WHY,), check=_before_ranking, danger=True),
    Action("Candidate", "exclude", _exclude, (WHY,), check=_before_result, danger=True),
    Action(
        "Score",
        "give",
        _give,
        (_POINTS,),
        on="Candidate",
        when=frozenset({CandidateState.APPLIED}),
        check=_on_panel,
    ),
    Action("Panelist", "submit", _submit, check=_mine, danger=True),
    Action("Panelist", "recuse", _recuse, (WHY,), check=_mine_or_office, danger=True),
    Action(
        "Objection",
        "answer",
        _answer,
        (of("Objection", "answer", required=True), of("Objection", "upheld", required=True)),
    ),
)
