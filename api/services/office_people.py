"""From what an office's sign-on says to a person here: linked by an administrator, with the roles that are mapped."""

from collections.abc import Mapping
from typing import Any

from api.errors import Refusal
from api.policy.conflicts import excluded
from api.policy.office import Grant, RoleMap, is_strong, mapped
from api.policy.workflow import move
from api.services.accounts import no_role, viewer_of_user
from api.services.clock import now
from api.services.presence import presence
from api.services.rows import delete, insert
from api.services.sessions import begin, stage_of, tell
from api.services.steps import Happened, record
from api.services.users import told
from api.viewer import SYSTEM
from db.enums import Role, Stage
from db.store import NATION, Store, Work


async def sign_in_by_office(
    store: Store,
    claims: Mapping[str, Any],
    roles: RoleMap | None,
    address: str | None,
    device: str | None,
) -> str:
    """A session's token; of half a one where the office asked for a password only and more is due here.

    Raises:
        Refusal: nobody here is linked with that person, or the account has no role.
    """
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    async with store.write(NATION) as work:
        user_id = await work.connection.fetchval(
            "select user_id from identities join users on users.id = user_id"
            " where issuer = $1 and subject = $2 and active",
            issuer,
            subject,
        )
        if user_id is None:
            raise Refusal(
                "NOT_LINKED",
                "统一登录身份“{subject}”尚未关联账户 | No account is linked with “{subject}” of the office's sign-on",
                hint="请将该标识告知系统管理员 | Tell an administrator what stands in the quotation marks",
                status=403,
                subject=subject[:255],
            )
        if roles is not None:
            await _follow(work, user_id, mapped(claims, roles))
        if await viewer_of_user(work.connection, user_id) is None:
            raise no_role()
        stage = Stage.IN if is_strong(claims) else await stage_of(work.connection, user_id)
        token = await begin(work, user_id, stage, address=address, device=device, office=True)
    presence(store).forget()
    return token


async def _follow(work: Work, user_id: int, wanted: frozenset[Grant]) -> None:
    """Give the mapped roles and take back those that were mapped once and are no more; others stay as they are."""
    rows = await work.connection.fetch(
        "select id, role, unit_code, mapped from user_roles where user_id = $1 for update", user_id
    )
    held = {(Role(row["role"]), row["unit_code"]): row for row in rows}
    gone = [grant for grant, row in held.items() if row["mapped"] and grant not in wanted]
    await delete(work, "UserRole", [held[grant]["id"] for grant in gone])
    tell(work)
    left = {role for role, _ in held.keys() - set(gone)}
    organization = await work.connection.fetchval("select organization_id from users where id = $1", user_id)
    given = [
        (role, unit)
        for role, unit in sorted(wanted - held.keys(), key=str)
        if excluded(left, role) is None and (role is not Role.PLATFORM_OPERATOR or organization is not None)
    ]
    await insert(
        work,
        "UserRole",
        [{"user_id": user_id, "role": role, "unit_code": unit, "mapped": True} for role, unit in given],
    )
    for action, grants in (("revoke_role", gone), ("grant_role", given)):
        step = move("User", action)
        for role, unit in grants:
            why = f"{told(role, unit)} 统一登录"
            await record(work, SYSTEM, step, [Happened(user_id, None, None, now(), why, False)])
