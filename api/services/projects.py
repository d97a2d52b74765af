"""Takes projects through their life: listed, contracted, transformed, delivered, accepted, confirmed."""

from collections.abc import Sequence
from datetime import datetime

from api.errors import Refusal
from api.policy.acceptance import overdue
from api.policy.workflow import move
from api.services.clock import today
from api.services.duties import check_duties
from api.services.rows import Row
from api.services.steps import Step, create, own_rows_only, take
from api.viewer import Viewer
from db.store import Work


async def list_enterprises(
    work: Work, viewer: Viewer, rows: Sequence[Row], *, at: datetime | Sequence[datetime] | None = None
) -> list[int]:
    """New projects: the enterprises a plan names for its platforms.

    Raises:
        Refusal: one is a funded little giant (P2), or already in a live project.
    """
    await refuse_giants(work, [row["enterprise_id"] for row in rows])
    return await create(work, viewer, "Project", "list", rows, at=at)


async def refuse_giants(work: Work, enterprises: Sequence[int]) -> None:
    """Who had central money as a little giant is not transformed with it (P2).

    Raises:
        Refusal: one of the enterprises had.
    """
    giant = await work.connection.fetchrow(
        "select organizations.name, organizations.uscc from organizations"
        " join little_giants using (uscc) where organizations.id = any($1) order by 1 limit 1",
        list(enterprises),
    )
    if giant is not None:
        raise Refusal(
            "FUNDED_LITTLE_GIANT",
            "“{name}”（{uscc}）已获中央财政支持，不得纳入试点"
            " | “{name}” ({uscc}) already had central money and is excluded",
            hint="更换企业 | Choose another enterprise",
            clause="P2",
            name=giant["name"],
            uscc=giant["uscc"],
        )


async def contract(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: contract_number, contract_amount, contracted_on."""
    await take(work, viewer, "Project", "contract", steps)


async def start(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: started_on."""
    await take(work, viewer, "Project", "start", steps)


async def train(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The staff was trained (P9), as ``trainings.record`` has it. Values: trained_on."""
    await take(work, viewer, "Project", "train", steps)


async def deliver(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: delivered_on."""
    await take(work, viewer, "Project", "deliver", steps)


async def accept(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Projects pass (P10): the last step of ``acceptance.give``. Values: accepted_on, acceptance_score.

    Raises:
        Refusal: there is no sheet with which one passed.
    """
    await check_duties(work, viewer, move("Project", "accept"), [step.id for step in steps])
    sheetless = await work.connection.fetchval(
        "select projects.id from projects where projects.id = any($1) and not exists (select from score_sheets"
        " where score_sheets.unit_code = projects.unit_code and project_id = projects.id"
        " and verdict = 'pass') order by 1 limit 1",
        [step.id for step in steps],
    )
    if sheetless is not None:
        raise Refusal(
            "NO_SHEET",
            "项目{id}没有通过的验收评分表 | Project {id} has no score sheet with which it passed",
            clause="P10",
            status=409,
            id=sheetless,
        )
    await take(work, viewer, "Project", "accept", steps)


async def rectify(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Projects are to be mended (P10); the why says what. Values: rectify_by, acceptance_score."""
    _reasons(steps)
    await take(work, viewer, "Project", "rectify", steps)


async def fail(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Projects fail. Values: left_on, acceptance_score."""
    _reasons(steps)
    await take(work, viewer, "Project", "fail", steps)


async def give_up(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Projects whose rectification is late fail without another inspection (P10). Values: left_on.

    Raises:
        Refusal: there is still time.
    """
    if not steps:
        return
    _reasons(steps)
    rows = await work.connection.fetch(
        "select id, rectify_by, expert_id from projects where id = any($1)", [step.id for step in steps]
    )
    for row in rows:
        if row["expert_id"] != viewer.user_id:
            raise not_assigned(row["id"])
        if not overdue(row["rectify_by"], today()):
            raise Refusal(
                "NOT_OVERDUE",
                "整改期限{day}未过 | The rectification is due on {day}: there is still time",
                clause="P10",
                status=409,
                day=row["rectify_by"].isoformat() if row["rectify_by"] else "—",
            )
    await take(work, viewer, "Project", "fail", steps)


def not_assigned(project: int) -> Refusal:
    """Only the expert named for a project judges it."""
    return Refusal(
        "NOT_ASSIGNED",
        "项目{id}未指派给您验收 | You are not the expert assigned to project {id}",
        hint="由省级中小企业主管部门指派 | The provincial SME department assigns experts",
        clause="P10",
        status=403,
        id=project,
    )


async def withdraw(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Enterprises leave before anything is delivered; their will counts (P3). Values: left_on, left_reason."""
    _reasons(steps)
    await take(work, viewer, "Project", "withdraw", steps)


async def rate(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The enterprise's satisfaction (A2). Values: satisfaction."""
    await take(work, viewer, "Project", "rate", steps)


async def endorse(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The finance department has looked at what passed (F6). Values: endorsed_on."""
    await _unconfirmed(work, steps, "endorsed_on")
    await take(work, viewer, "Project", "endorse", steps)


async def confirm(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The national review confirms what passed (F6), once, after both departments looked. Values: confirmed_on.

    Raises:
        Refusal: one is confirmed already: another date would change what was said of the months since;
            or the other department has not endorsed it, or a sample drawn from its platform is still open.
    """
    ids = [step.id for step in steps]
    await check_duties(work, viewer, move("Project", "confirm"), ids)
    await _unconfirmed(work, steps, "confirmed_on")
    row = await work.connection.fetchrow(_OPEN_FOR_REVIEW, ids)
    if row is not None and not row["endorsed"]:
        raise Refusal(
            "NOT_ENDORSED",
            "项目{id}尚未经财政部门会审，不能确认 | Project {id} is not endorsed by the finance department yet",
            clause="F6",
            status=409,
            id=row["id"],
        )
    if row is not None:
        raise Refusal(
            "SAMPLE_OPEN",
            "项目{id}所在平台的抽查尚未完成或存疑 | The sample drawn from the platform of project {id} is open or doubtful",
            hint="先完成抽查 | Finish checking the sample first",
            clause="F6",
            status=409,
            id=row["id"],
        )
    await take(work, viewer, "Project", "confirm", steps)


#: The first project that cannot be confirmed yet: not endorsed, its own sample doubtful, or one of its platform's open.
_OPEN_FOR_REVIEW = """
select projects.id, endorsed_on is not null as endorsed
from projects
where projects.id = any($1) and state = 'passed' and (endorsed_on is null or exists (
  select from review_samples
  join projects sampled on sampled.unit_code = review_samples.unit_code and sampled.id = review_samples.project_id
  where sampled.unit_code = projects.unit_code and sampled.platform_id = projects.platform_id
    and (review_samples.state = 'drawn'
         or review_samples.state = 'doubtful' and review_samples.project_id = projects.id)))
order by endorsed_on nulls first, projects.id limit 1
"""


async def _unconfirmed(work: Work, steps: Sequence[Step], column: str) -> None:
    known = await work.connection.fetchval(
        f"select id from projects where id = any($1) and {column} is not null order by id limit 1",  # noqa: S608
        [step.id for step in steps],
    )
    if known is not None:
        raise Refusal(
            "CONFIRMED_ALREADY",
            "项目{id}已经国家审核确认 | Project {id} is confirmed already",
            clause="F6",
            status=409,
            id=known,
        )


async def editable(work: Work, viewer: Viewer, ids: Sequence[int]) -> None:
    """Papers may still be added: no claim on these projects has been approved.

    Raises:
        Refusal: one has.
    """
    await own_rows_only(work, viewer, "Project", ids)
    closed = await work.connection.fetchval(
        "select project_id from claims join projects on projects.unit_code = claims.unit_code"
        " and projects.id = project_id where projects.id = any($1) and claims.state in ('approved', 'settled') limit 1",
        list(ids),
    )
    if closed is not None:
        raise Refusal(
            "CLAIM_DECIDED",
            "项目{id}的奖补申请已核准，凭证不能再变 | The claim on project {id} is approved: its papers are fixed",
            clause="F6",
            status=409,
            id=closed,
        )


def _reasons(steps: Sequence[Step]) -> None:
    for step in steps:
        if not (step.why or "").strip():
            raise Refusal("NO_REASON", "请写明事由 | Say why", clause="P10")
