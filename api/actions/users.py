"""What administrators do with accounts, and what people declare of themselves."""

from typing import Any

from api.actions.action import Action, Order
from api.actions.field import WHY, Field, Sort, of
from api.services import interests, second_step_rules, users
from api.services.clock import today
from api.viewer import Viewer
from db.enums import Role
from db.store import Work

_ROLE = Field("role", Sort.WORD, "角色 | Role", required=True, words=Role)
_UNIT = Field(
    "unit_id",
    Sort.LINK,
    "申报单位 | Reporting unit",
    entity="ReportingUnit",
    help="省级角色、专家和服务平台填写 | For provincial officers, experts and platform operators",
)
_NAMED = (
    of("User", "name", required=True, shown="name"),
    of("User", "organization", help="仅服务平台账户须填 | Needed for platform operators only"),
)


async def _create(work: Work, viewer: Viewer, order: Order) -> int:
    return await users.create(work, viewer, order.values)


async def _change(work: Work, viewer: Viewer, order: Order) -> None:
    await users.change(work, viewer, order.id, order.values)


async def _grant(work: Work, viewer: Viewer, order: Order) -> None:
    await users.grant_role(work, viewer, order.id, order.values["role"], order.values.get("unit_id"))


async def _revoke(work: Work, viewer: Viewer, order: Order) -> None:
    unit = order.values.get("unit_id")
    await users.revoke_role(work, viewer, order.id, order.values["role"], unit, why=order.why)


async def _unlock(work: Work, viewer: Viewer, order: Order) -> None:
    await users.unlock(work, viewer, order.id)


async def _end_sessions(work: Work, viewer: Viewer, order: Order) -> None:
    await users.end_sessions(work, viewer, order.id)


async def _reset_second_step(work: Work, viewer: Viewer, order: Order) -> None:
    await users.reset_second_step(work, viewer, order.id, order.why)


async def _link_identity(work: Work, viewer: Viewer, order: Order) -> None:
    issuer, subject = order.values["issuer"], order.values["subject"]
    await users.link_identity(work, viewer, order.id, issuer, subject)


async def _unlink_identity(work: Work, viewer: Viewer, order: Order) -> None:
    await users.unlink_identity(work, viewer, order.id, order.why)


async def _deactivate(work: Work, viewer: Viewer, order: Order) -> None:
    await users.deactivate(work, viewer, order.id, order.why)


async def _activate(work: Work, viewer: Viewer, order: Order) -> None:
    await users.activate(work, viewer, order.id)


async def _require(work: Work, viewer: Viewer, order: Order) -> int:
    return await second_step_rules.require(work, viewer, order.values["role"])


async def _lift(work: Work, viewer: Viewer, order: Order) -> None:
    await second_step_rules.lift(work, viewer, order.id)


async def _declare(work: Work, viewer: Viewer, order: Order) -> int:
    return await interests.declare(work, viewer, order.values)


async def _end_interest(work: Work, viewer: Viewer, order: Order) -> None:
    await interests.end(work, viewer, order.id, order.values.get("until") or today())


async def _active(connection: Any, viewer: Viewer, user_id: int) -> bool:
    return user_id != viewer.user_id and bool(
        await connection.fetchval("select active from users where id = $1", user_id)
    )


async def _inactive(connection: Any, viewer: Viewer, user_id: int) -> bool:
    return not await connection.fetchval("select active from users where id = $1", user_id)


async def _has_roles(connection: Any, viewer: Viewer, user_id: int) -> bool:
    return user_id != viewer.user_id and bool(
        await connection.fetchval("select exists (select from user_roles where user_id = $1)", user_id)
    )


async def _has_second_step(connection: Any, viewer: Viewer, user_id: int) -> bool:
    return user_id != viewer.user_id and bool(
        await connection.fetchval("select exists (select from second_steps where user_id = $1)", user_id)
    )


async def _linked(connection: Any, viewer: Viewer, user_id: int) -> bool:
    return user_id != viewer.user_id and bool(
        await connection.fetchval("select exists (select from identities where user_id = $1)", user_id)
    )


async def _own_and_lasting(connection: Any, viewer: Viewer, number: int) -> bool:
    return bool(
        await connection.fetchval(
            "select true from interests where id = $1 and user_id = $2 and until is null",
            number,
            viewer.user_id,
        )
    )


ACTIONS: tuple[Action, ...] = (
    Action("User", "create", _create, (of("User", "username", required=True), *_NAMED)),
    Action("User", "change", _change, _NAMED, on="User"),
    Action("User", "grant_role", _grant, (_ROLE, _UNIT), on="User", check=_active),
    Action("User", "revoke_role", _revoke, (_ROLE, _UNIT, WHY), on="User", check=_has_roles, danger=True),
    Action("User", "unlock", _unlock, on="User"),
    Action("User", "end_sessions", _end_sessions, on="User"),
    Action(
        "User",
        "reset_second_step",
        _reset_second_step,
        (WHY,),
        on="User",
        check=_has_second_step,
        danger=True,
    ),
    Action(
        "User",
        "link_identity",
        _link_identity,
        (of("Identity", "issuer", required=True), of("Identity", "subject", required=True)),
        on="User",
        check=_active,
    ),
    Action("User", "unlink_identity", _unlink_identity, (WHY,), on="User", check=_linked, danger=True),
    Action("User", "deactivate", _deactivate, (WHY,), on="User", check=_active, danger=True),
    Action("User", "activate", _activate, on="User", check=_inactive),
    Action("SecondStepRule", "require", _require, (_ROLE,)),
    Action("SecondStepRule", "lift", _lift, on="SecondStepRule"),
    Action(
        "Interest",
        "declare",
        _declare,
        (
            of("Interest", "organization", required=True),
            of("Interest", "kind", required=True),
            of("Interest", "since"),
            of("Interest", "until"),
            of("Interest", "note"),
        ),
    ),
    Action(
        "Interest", "end", _end_interest, (of("Interest", "until"),), on="Interest", check=_own_and_lasting
    ),
)
