"""Which roles must use the second step: a setting of the administrators'."""

from api.errors import Refusal
from api.policy.workflow import move
from api.services.clock import now
from api.services.in_person import check_in_person
from api.services.rows import delete, insert
from api.services.sessions import end
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, Store, Work


async def require(work: Work, viewer: Viewer, role: Role) -> int:
    """From now on holders of the role sign in with two steps; who has none sets it up at the next sign-in.

    Raises:
        Refusal: it is required already.
    """
    allow(viewer, "SecondStepRule", "require")
    check_in_person(viewer)
    if await work.connection.fetchval("select true from second_step_rules where role = $1", role):
        raise Refusal("EXISTS", "该角色已要求两步验证 | This role must use it already", status=409)
    [number] = await insert(work, "SecondStepRule", [{"role": role, "since": now()}])
    without = await work.connection.fetch(
        "select distinct user_id from user_roles where role = $1 and user_id is distinct from $2"
        " and not exists (select from second_steps"
        " where second_steps.user_id = user_roles.user_id and confirmed_at is not null)",
        role,
        viewer.user_id,
    )
    for row in without:
        await end(work, row["user_id"])
    await record(
        work, viewer, move("SecondStepRule", "require"), [Happened(number, None, None, None, role, False)]
    )
    return number


async def lift(work: Work, viewer: Viewer, number: int) -> None:
    """The role need not use the second step any more; who has one keeps it."""
    allow(viewer, "SecondStepRule", "lift")
    check_in_person(viewer)
    role = await work.connection.fetchval("select role from second_step_rules where id = $1", number)
    if role is None:
        raise Refusal("NOT_FOUND", "没有这项要求 | There is no such rule", status=404)
    await delete(work, "SecondStepRule", [number])
    await record(
        work, viewer, move("SecondStepRule", "lift"), [Happened(number, None, None, None, role, False)]
    )


async def rules(store: Store) -> list[tuple[int, Role]]:
    """(number, role) of each."""
    async with store.read(NATION) as connection:
        rows = await connection.fetch("select id, role from second_step_rules order by role")
    return [(row["id"], Role(row["role"])) for row in rows]
