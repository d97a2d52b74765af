"""Accounts in GraphQL: one's own sessions and interests, and everybody's for those who keep or audit accounts."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from api.errors import Refusal
from api.graphql.deeds import global_id, key_of
from api.graphql.resources import WordInfo, word_info
from api.graphql.words import word_enum
from api.services import account_list
from api.services.account_list import AccountInfo, RoleInfo
from api.services.clock import CHINA
from api.services.in_person import check_in_person
from api.services.interests import InterestInfo, interests_of
from api.services.own_password import issue_link
from api.services.presence import presence
from api.services.second_step import state_of
from api.services.second_step_rules import rules
from api.services.sessions import SessionInfo, end, sessions_of
from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, Store

RoleEnum = word_enum(Role, "角色 | Role")


@strawberry.type(name="BrowserSession", description="登录会话 | A signed-in browser")
class SessionType:
    id: strawberry.ID = strawberry.field(description="编号 | Number")
    address: str | None = strawberry.field(description="网络地址 | Address")
    device: str | None = strawberry.field(description="设备 | What the browser says of itself")
    created_at: datetime = strawberry.field(description="登录时间 | Signed in at")
    seen_at: datetime = strawberry.field(description="最近使用（精确到分钟） | Last seen, to the minute")
    office: bool = strawberry.field(description="经单位统一登录 | By the office's sign-on")
    current: bool = strawberry.field(description="当前会话 | The session of this request")

    @classmethod
    def of(cls, session: SessionInfo, viewer: Viewer) -> "SessionType":
        return cls(
            id=strawberry.ID(str(session.id)),
            address=session.address,
            device=session.device,
            created_at=session.created_at.astimezone(CHINA),
            seen_at=session.seen_at.astimezone(CHINA),
            office=session.office,
            current=session.id == viewer.session_id,
        )


@strawberry.type(name="DeclaredInterest", description="已申报的利害关系 | A declared interest")
class InterestType:
    id: strawberry.ID = strawberry.field(description="全局编号 | Global id")
    organization: str = strawberry.field(description="单位名称 | Name of the organization")
    kind: WordInfo = strawberry.field(description="关系 | Kind of tie")
    since: date | None = strawberry.field(description="起始日期 | Since")
    until: date | None = strawberry.field(description="终止日期 | Until")
    note: str | None = strawberry.field(description="说明 | Note")
    declared_at: datetime = strawberry.field(description="申报时间 | Declared at")

    @classmethod
    def of(cls, interest: InterestInfo) -> "InterestType":
        return cls(
            id=global_id("Interest", interest.id),
            organization=interest.organization,
            kind=word_info(interest.kind),
            since=interest.since,
            until=interest.until,
            note=interest.note,
            declared_at=interest.declared_at.astimezone(CHINA),
        )


@strawberry.type(name="HeldRole", description="所担任的角色 | A role that somebody has")
class RoleType:
    role: RoleEnum = strawberry.field(description="角色 | Role")  # type: ignore[valid-type]
    unit_code: str | None = strawberry.field(
        description="申报单位代码 | Code of the unit; null is the nation"
    )
    unit_name: str | None = strawberry.field(description="申报单位 | Unit")
    mapped: bool = strawberry.field(description="来自单位统一登录 | Comes from the office's sign-on")

    @classmethod
    def of(cls, held: RoleInfo) -> "RoleType":
        return cls(
            role=RoleEnum(held.role.value),
            unit_code=held.unit_code,
            unit_name=held.unit_name,
            mapped=held.mapped,
        )


@strawberry.type(name="Account", description="账户 | An account, without its secrets")
class AccountType:
    id: strawberry.ID = strawberry.field(description="全局编号 | Global id of the user")
    username: str = strawberry.field(description="用户名 | User name")
    name: str = strawberry.field(description="姓名 | Name")
    active: bool = strawberry.field(description="启用 | Active")
    organization: str | None = strawberry.field(description="所属主体 | Organization")
    synthetic: bool = strawberry.field(description="合成数据 | Synthetic")
    roles: list[RoleType] = strawberry.field(description="角色 | Roles")
    password: bool = strawberry.field(description="已设密码 | A password is set")
    recovery_codes: int | None = strawberry.field(
        description="剩余恢复码；未启用两步验证时为空 | Recovery codes left; null without a second step"
    )
    locked_until: datetime | None = strawberry.field(
        description="锁定至 | Waits until, after too many wrong passwords"
    )
    identities: list[str] = strawberry.field(description="统一登录身份 | Who the office's sign-on says it is")
    sessions: list[SessionType] = strawberry.field(description="会话 | Sessions, the last used first")
    interests: list[InterestType] = strawberry.field(description="利害关系 | Declared interests")

    @classmethod
    def of(cls, account: AccountInfo, viewer: Viewer) -> "AccountType":
        return cls(
            id=global_id("User", account.id),
            username=account.username,
            name=account.name,
            active=account.active,
            organization=account.organization,
            synthetic=account.synthetic,
            roles=[RoleType.of(role) for role in account.roles],
            password=account.password,
            recovery_codes=account.recovery_codes,
            locked_until=account.locked_until and account.locked_until.astimezone(CHINA),
            identities=list(account.identities),
            sessions=[SessionType.of(session, viewer) for session in account.sessions],
            interests=[InterestType.of(interest) for interest in account.interests],
        )


@strawberry.type(name="Accounts", description="账户列表 | Accounts that match")
class AccountsType:
    total_count: int = strawberry.field(description="总数 | How many match")
    nodes: list[AccountType] = strawberry.field(description="账户，按用户名 | By user name")


@strawberry.type(name="SecondStepNeed", description="两步验证要求 | A role that must use the second step")
class RuleType:
    id: strawberry.ID = strawberry.field(description="全局编号 | Global id")
    role: RoleEnum = strawberry.field(description="角色 | Role")  # type: ignore[valid-type]


@strawberry.type(name="SetupAddress", description="设置链接 | Where a person sets their password, once")
class SetupLinkType:
    path: str = strawberry.field(description="地址，仅此一次 | Path on this server, told only now")
    expires_at: datetime = strawberry.field(description="失效时间 | Expires at")


async def own_sessions(info: strawberry.Info) -> list[SessionType]:
    store, viewer = _asked(info)
    user_id = check_in_person(viewer)
    return [SessionType.of(one, viewer) for one in (await sessions_of(store, [user_id]))[user_id]]


async def own_interests(info: strawberry.Info) -> list[InterestType]:
    store, viewer = _asked(info)
    user_id = check_in_person(viewer)
    return [InterestType.of(one) for one in (await interests_of(store, [user_id]))[user_id]]


async def own_recovery_codes(info: strawberry.Info) -> int | None:
    store, viewer = _asked(info)
    user_id = check_in_person(viewer)
    return (await state_of(store, [user_id]))[user_id]


async def accounts(
    info: strawberry.Info,
    text: Annotated[
        str, strawberry.argument(description="用户名、姓名或单位 | Part of a name or organization")
    ] = "",
    id: Annotated[strawberry.ID | None, strawberry.argument(description="只要这一个 | Only this one")] = None,
    first: Annotated[int, strawberry.argument(description="最多几个 | How many at most")] = 50,
) -> AccountsType:
    store, viewer = _asked(info)
    only = None if id is None else int(key_of("User", id))
    total, found = await account_list.accounts(store, viewer, text=text, only=only, first=first)
    return AccountsType(total_count=total, nodes=[AccountType.of(one, viewer) for one in found])


async def second_step_needs(info: strawberry.Info) -> list[RuleType]:
    store, viewer = _asked(info)
    check_in_person(viewer)
    return [
        RuleType(id=global_id("SecondStepRule", number), role=RoleEnum(role.value))
        for number, role in await rules(store)
    ]


async def issue_setup_link(
    info: strawberry.Info,
    user: Annotated[strawberry.ID, strawberry.argument(description="用户 | For whom")],
) -> SetupLinkType:
    store, viewer = _asked(info)
    secret, expires_at = await issue_link(store, viewer, int(key_of("User", user)))
    return SetupLinkType(path=f"/sign-in/set-up/{secret}", expires_at=expires_at.astimezone(CHINA))


async def end_session(
    info: strawberry.Info,
    id: Annotated[
        strawberry.ID | None,
        strawberry.argument(description="编号；空为其他全部 | Number; null is all others"),
    ] = None,
) -> int:
    """One of one's own sessions, or all but the one that asks."""
    store, viewer = _asked(info)
    user_id = check_in_person(viewer)
    if id is not None and not (id.isascii() and id.isdigit() and int(id) < 2**63):
        raise Refusal("NOT_FOUND", "没有这个会话 | There is no such session", status=404)
    async with store.write(NATION) as work:
        only = None if id is None else int(id)
        ended = await end(work, user_id, only=only, but=None if only else viewer.session_id)
    presence(store).forget()
    if id is not None and not ended:
        raise Refusal("NOT_FOUND", "没有这个会话 | There is no such session", status=404)
    return ended


def _asked(info: strawberry.Info) -> tuple[Store, Viewer]:
    context: Any = info.context
    return context.store, context.viewer
