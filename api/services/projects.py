"""Takes projects through their life: listed, contracted, transformed, delivered, accepted, confirmed."""

from collections.abc import Sequence
from datetime import datetime

from api.errors import Refusal
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
    giant = await work.connection.fetchrow(
        "select organizations.name, organizations.uscc from organizations"
        " join little_giants using (uscc) where organizations.id = any($1) order by 1 limit 1",
        [row["enterprise_id"] for row in rows],
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
    return await create(work, viewer, "Project", "list", rows, at=at)


async def contract(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: contract_number, contract_amount, contracted_on."""
    await take(work, viewer, "Project", "contract", steps)


async def start(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: started_on."""
    await take(work, viewer, "Project", "start", steps)


async def train(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The staff was trained (P9). Values: trained_on."""
    await take(work, viewer, "Project", "train", steps)


async def deliver(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Values: delivered_on."""
    await take(work, viewer, "Project", "deliver", steps)


async def accept(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The expert passes projects (P10). Values: accepted_on, acceptance_score.

    Raises:
        Refusal: the staff of one was not trained (P9); the expert belongs to a platform concerned.
    """
    ids = [step.id for step in steps]
    row = await work.connection.fetchrow(
        """
        select projects.id, trained_on is null as untrained
        from projects
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        left join users on users.id = $2
        where projects.id = any($1)
          and (trained_on is null or users.organization_id in (platforms.organization_id, projects.enterprise_id))
        order by 1 limit 1
        """,
        ids,
        viewer.user_id,
    )
    if row is not None and row["untrained"]:
        raise Refusal(
            "NOT_TRAINED",
            "项目{id}尚未完成实训，不能通过验收 | Project {id}: the staff is not trained, so it cannot pass",
            hint="先登记实训日期 | Enter the day of the training first",
            clause="P9",
            id=row["id"],
        )
    if row is not None:
        raise Refusal(
            "EXPERT_INVOLVED",
            "您与项目{id}的平台或企业有隶属关系，须回避 | You belong to the platform or enterprise of project {id}",
            clause="P10",
            status=403,
            id=row["id"],
        )
    signed = [
        Step(step.id, {**step.values, "expert_id": viewer.user_id}, step.at, step.why) for step in steps
    ]
    await take(work, viewer, "Project", "accept", signed)


async def rectify(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The expert asks for improvements (P10); the why says which."""
    _reasons(steps)
    await take(work, viewer, "Project", "rectify", steps)


async def fail(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The expert fails projects. Values: left_on, acceptance_score."""
    _reasons(steps)
    await take(work, viewer, "Project", "fail", steps)


async def withdraw(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Enterprises leave. Values: left_on."""
    _reasons(steps)
    await take(work, viewer, "Project", "withdraw", steps)


async def rate(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The enterprise's satisfaction (A2). Values: satisfaction."""
    await take(work, viewer, "Project", "rate", steps)


async def confirm(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The national review confirms what passed (F6), once. Values: confirmed_on.

    Raises:
        Refusal: one is confirmed already; another date would change what was said of the months since.
    """
    known = await work.connection.fetchval(
        "select id from projects where id = any($1) and confirmed_on is not null order by id limit 1",
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
    await take(work, viewer, "Project", "confirm", steps)


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
