"""Accounts as administrators keep them: their names, organizations and roles; each change leaves an event."""

from collections.abc import Mapping
from typing import Any

from api.errors import Refusal
from api.policy.access import NATIONAL
from api.policy.conflicts import excluded
from api.policy.workflow import move, names
from api.services.accounts import NewUser, create_users
from api.services.attempts import clear
from api.services.clock import now
from api.services.in_person import check_in_person
from api.services.rows import delete, insert, update
from api.services.second_step import drop
from api.services.sessions import end, tell
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.enums import Role
from db.resource import both
from db.store import Work


async def create(work: Work, viewer: Viewer, values: Mapping[str, Any]) -> int:
    """An account nobody can sign in to yet: a setup link lets its owner choose a password.

    Raises:
        Refusal: the user name won't do or is taken.
    """
    _check(viewer, "create")
    username = _username(values["username"])
    made = NewUser(username, values["name"], [], organization_id=values.get("organization_id"))
    [user_id] = await create_users(work, viewer, [made])
    await _record(work, viewer, "create", user_id, username)
    return user_id


async def change(work: Work, viewer: Viewer, user_id: int, values: Mapping[str, Any]) -> None:
    """Another name or organization.

    Raises:
        Refusal: an operator's account would belong to no organization.
    """
    _check(viewer, "change")
    await _locked(work, user_id)
    if "organization_id" in values:
        held = await _roles(work, user_id)
        if values["organization_id"] is None and Role.PLATFORM_OPERATOR in held:
            raise _operator_needs_organization()
    if values:
        await update(work, "User", [{"id": user_id, **values}])
    tell(work)
    await _record(work, viewer, "change", user_id, values.get("name"))


async def grant_role(
    work: Work, viewer: Viewer, user_id: int, role: Role, unit: str | None, *, mapped: bool = False
) -> None:
    """One more role; who is signed in must do so again.

    Raises:
        Refusal: it is the viewer's own account; the role stands against one held; it needs a unit or must
            not have one; the user has it already.
    """
    _check(viewer, "grant_role", user_id)
    row = await _locked(work, user_id)
    check_unit(role, unit)
    if role is Role.PLATFORM_OPERATOR and row["organization_id"] is None:
        raise _operator_needs_organization()
    against = excluded(await _roles(work, user_id), role)
    if against is not None:
        raise Refusal(
            "ROLES_EXCLUDE",
            "“{held_zh}”与“{role_zh}”不能由同一人担任 | “{held_en}” and “{role_en}” cannot be one person",
            hint="办事的人不能监督自己 | Who acts cannot oversee their own acts",
            status=409,
            held_zh=names([against], "zh"),
            held_en=names([against], "en"),
            role_zh=names([role], "zh"),
            role_en=names([role], "en"),
        )
    row = {"user_id": user_id, "role": role, "unit_code": unit, "mapped": mapped}
    await insert(work, "UserRole", [row])
    await end(work, user_id)
    await _record(work, viewer, "grant_role", user_id, told(role, unit))


async def revoke_role(
    work: Work, viewer: Viewer, user_id: int, role: Role, unit: str | None, *, why: str | None = None
) -> None:
    """One role less, at once.

    Raises:
        Refusal: it is the viewer's own account; the user does not have the role; nobody would be left to
            keep the accounts.
    """
    _check(viewer, "revoke_role", user_id)
    await _locked(work, user_id)
    number = await work.connection.fetchval(
        "select id from user_roles where user_id = $1 and role = $2 and unit_code is not distinct from $3",
        user_id,
        role,
        unit,
    )
    if number is None:
        raise Refusal("NO_SUCH_ROLE", "该用户没有这个角色 | The user does not have this role", status=404)
    if role is Role.ADMINISTRATOR:
        await _leave_an_administrator(work, user_id)
    await delete(work, "UserRole", [number])
    tell(work)
    await _record(work, viewer, "revoke_role", user_id, f"{told(role, unit)}{f' {why}' if why else ''}")


async def deactivate(work: Work, viewer: Viewer, user_id: int, why: str | None) -> None:
    """Nobody can use the account any more: sessions end, tokens are refused.

    Raises:
        Refusal: it is the viewer's own account, or the last administrator's.
    """
    _check(viewer, "deactivate", user_id)
    await _locked(work, user_id)
    await _leave_an_administrator(work, user_id)
    await update(work, "User", [{"id": user_id, "active": False}])
    await end(work, user_id)
    await _record(work, viewer, "deactivate", user_id, why)


async def activate(work: Work, viewer: Viewer, user_id: int) -> None:
    """The account can be used again."""
    _check(viewer, "activate", user_id)
    await _locked(work, user_id)
    await update(work, "User", [{"id": user_id, "active": True}])
    await _record(work, viewer, "activate", user_id, None)


async def unlock(work: Work, viewer: Viewer, user_id: int) -> None:
    """The account waits no longer after too many wrong passwords."""
    _check(viewer, "unlock")
    row = await _locked(work, user_id)
    await clear(work, row["username"])
    await _record(work, viewer, "unlock", user_id, None)


async def end_sessions(work: Work, viewer: Viewer, user_id: int) -> None:
    """The user has to sign in again everywhere."""
    _check(viewer, "end_sessions")
    await _locked(work, user_id)
    await end(work, user_id)
    await _record(work, viewer, "end_sessions", user_id, None)


async def reset_second_step(work: Work, viewer: Viewer, user_id: int, why: str | None) -> None:
    """For who has lost telephone and recovery codes.

    Raises:
        Refusal: it is the viewer's own: that takes a code.
    """
    _check(viewer, "reset_second_step", user_id)
    await _locked(work, user_id)
    await drop(work, user_id)
    await end(work, user_id)
    await _record(work, viewer, "reset_second_step", user_id, why)


async def link_identity(work: Work, viewer: Viewer, user_id: int, issuer: str, subject: str) -> None:
    """From now on this person of the office's sign-on is this user.

    Raises:
        Refusal: the person is linked with somebody, or the user with another person of that office.
    """
    _check(viewer, "link_identity", user_id)
    await _locked(work, user_id)
    row = {"user_id": user_id, "issuer": issuer, "subject": subject, "linked_at": now()}
    await insert(work, "Identity", [row])
    await _record(work, viewer, "link_identity", user_id, f"{subject} @ {issuer}")


async def unlink_identity(work: Work, viewer: Viewer, user_id: int, why: str | None) -> None:
    """The user can't come by the office's sign-on any more; what came with it goes with it."""
    _check(viewer, "unlink_identity", user_id)
    await _locked(work, user_id)
    rows = await work.connection.fetch("select id from identities where user_id = $1", user_id)
    await delete(work, "Identity", [row["id"] for row in rows])
    mapped = await work.connection.fetch("select id from user_roles where user_id = $1 and mapped", user_id)
    await delete(work, "UserRole", [row["id"] for row in mapped])
    await end(work, user_id)
    await _record(work, viewer, "unlink_identity", user_id, why)


def check_unit(role: Role, unit: str | None) -> None:
    """
    Raises:
        Refusal: a national role has a unit, or a local one none.
    """
    if role in NATIONAL and unit is not None:
        raise Refusal(
            "ROLE_UNIT",
            "“{role_zh}”是国家级角色，不填申报单位 | “{role_en}” is a national role: leave the unit out",
            role_zh=names([role], "zh"),
            role_en=names([role], "en"),
            field="unit_id",
        )
    if role not in NATIONAL and unit is None:
        raise Refusal(
            "ROLE_UNIT",
            "“{role_zh}”须指明申报单位 | “{role_en}” needs a reporting unit",
            role_zh=names([role], "zh"),
            role_en=names([role], "en"),
            field="unit_id",
        )


def told(role: Role, unit: str | None) -> str:
    """A role as its event tells it."""
    return f"{both(role.label)[0]} {role}{f' {unit}' if unit else ''}"


def _check(viewer: Viewer, action: str, user_id: int = 0) -> None:
    allow(viewer, "User", action)
    if viewer.user_id is not None or viewer.token_id is not None:  # the command line has neither
        check_in_person(viewer)
    if user_id and user_id == viewer.user_id:
        raise Refusal(
            "OWN_ACCOUNT",
            "不能对自己的账户办理，请由另一位管理员办理 | Not for one's own account: another administrator must do it",
            status=403,
        )


async def _locked(work: Work, user_id: int) -> Any:
    row = await work.connection.fetchrow("select * from users where id = $1 for update", user_id)
    if row is None:
        raise Refusal("NO_SUCH_USER", "没有该用户 | There is no such user", status=404)
    return row


async def _roles(work: Work, user_id: int) -> list[Role]:
    rows = await work.connection.fetch("select role from user_roles where user_id = $1", user_id)
    return [Role(row["role"]) for row in rows]


async def _leave_an_administrator(work: Work, user_id: int) -> None:
    # Locked, so that two administrators don't remove one another at the same moment.
    rows = await work.connection.fetch(
        "select users.id from user_roles join users on users.id = user_id"
        " where role = 'administrator' and active order by users.id for update of users"
    )
    if {row["id"] for row in rows} == {user_id}:
        raise Refusal(
            "LAST_ADMINISTRATOR",
            "这是最后一位系统管理员 | This is the last administrator",
            hint="先指定另一位 | Appoint another one first",
            status=409,
        )


async def _record(work: Work, viewer: Viewer, action: str, user_id: int, why: str | None) -> None:
    await record(work, viewer, move("User", action), [Happened(user_id, None, None, now(), why, False)])


def _username(text: str) -> str:
    if not (
        3 <= len(text) <= 40 and text.isascii() and all(sign.isalnum() or sign in "._-@" for sign in text)
    ):
        raise Refusal(
            "BAD_USERNAME",
            "用户名须为3至40个字母、数字或 . _ - @ | A user name has 3 to 40 letters, digits or . _ - @",
            field="username",
        )
    return text


def _operator_needs_organization() -> Refusal:
    return Refusal(
        "OPERATOR_NEEDS_ORGANIZATION",
        "服务平台账户须属于一个单位 | A platform operator's account must belong to an organization",
        hint="先填写所属主体 | Give the account its organization first",
    )
