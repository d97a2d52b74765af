"""Supervision in GraphQL: what is late, what waits for the caller, and surveys with the links that are told once (A2)."""

from datetime import date
from typing import Annotated

import strawberry

from api.actions.tasks import tasks
from api.errors import Refusal
from api.graphql.accounts import RoleEnum
from api.graphql.deeds import deed_name, global_id, key_of
from api.graphql.words import word_enum
from api.policy.lateness import RULES, Due, Late, concerning
from api.services import surveys
from api.services.clock import today
from api.services.reminders import Within, reminders
from api.services.steps import writing
from api.viewer import Viewer
from db.resource import both
from db.store import Store

#: So many rows are told at once; counts tell of the rest.
MOST, FIRST = 500, 50
#: So many links are made at once.
MOST_LINKS = 500

DueEnum = word_enum(Due, "逾期事项 | What can be late")


@strawberry.type(description="一项逾期 | Something that is late")
class Reminder:
    kind: DueEnum = strawberry.field(description="事项 | What")  # type: ignore[valid-type]
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str = strawberry.field(description="条款 | Clause")
    due_on: date = strawberry.field(description="期限 | Last day in time")
    days: int = strawberry.field(description="逾期天数 | Days late")
    who: list[RoleEnum] = strawberry.field(description="责任角色 | Who must act")
    mine: bool = strawberry.field(description="由您办理 | The caller must act")
    record: strawberry.ID = strawberry.field(description="记录 | The record it is about")
    table: str = strawberry.field(description="记录所在的表 | Its table")
    title: str = strawberry.field(description="名称 | What it is called")
    unit_code: str = strawberry.field(description="申报单位 | Reporting unit")
    synthetic: bool = strawberry.field(description="合成数据 | Made up")


@strawberry.type(description="某类逾期的数目 | How many of a kind are late")
class ReminderCount:
    kind: DueEnum = strawberry.field(description="事项 | What")  # type: ignore[valid-type]
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    clause: str = strawberry.field(description="条款 | Clause")
    days: int = strawberry.field(description="期限天数 | Days within which it is to be done")
    count: int = strawberry.field(description="数目 | How many")
    longest: int = strawberry.field(description="最长逾期天数 | Days late, at most")
    mine: bool = strawberry.field(description="由您办理 | The caller must act")


@strawberry.type(description="逾期与待办 | What is late")
class Reminders:
    total: int = strawberry.field(description="总数 | How many")
    mine: int = strawberry.field(description="由您办理的数目 | Upon how many the caller must act")
    kinds: list[ReminderCount] = strawberry.field(description="按事项 | By kind")
    rows: list[Reminder] = strawberry.field(description="逾期最久的在前 | The longest first")


@strawberry.type(description="一条待办记录 | A record that waits")
class TaskRow:
    id: strawberry.ID = strawberry.field(description="记录 | The record")
    title: str = strawberry.field(description="名称 | What it is called")


@strawberry.type(description="等待调用者办理的记录 | Records whose next step is the caller's")
class Task:
    table: str = strawberry.field(description="表 | Table")
    label: str = strawberry.field(description="对象 | What they are, in Chinese")
    label_en: str = strawberry.field(description="对象（英文） | What they are, in English")
    state: str = strawberry.field(description="状态 | State")
    state_label: str = strawberry.field(description="状态名称 | The state in Chinese")
    state_label_en: str = strawberry.field(description="状态名称（英文） | The state in English")
    count: int = strawberry.field(description="数目 | How many")
    actions: list[str] = strawberry.field(description="可办理的变更 | Names of the mutations")
    actions_label: list[str] = strawberry.field(description="可办理的事项 | What can be done, in Chinese")
    actions_label_en: list[str] = strawberry.field(
        description="可办理的事项（英文） | What can be done, in English"
    )
    first: list[TaskRow] = strawberry.field(description="最早的几条 | The first of them")


@strawberry.type(description="一次性测评链接 | The link of a survey, told once")
class SurveyLink:
    survey: strawberry.ID = strawberry.field(description="测评 | The survey")
    project: strawberry.ID = strawberry.field(description="项目 | The project")
    enterprise: str = strawberry.field(description="试点企业 | Enterprise to send it to")
    path: str = strawberry.field(description="链接，仅此一次 | The address on this server, told only now")
    expires_on: date = strawberry.field(description="有效至 | Valid until")


def _id(label: str) -> object:
    return strawberry.argument(description=label)


async def late_items(
    info: strawberry.Info,
    unit: Annotated[str | None, _id("申报单位代码 | Code of a reporting unit")] = None,
    batch: Annotated[int | None, _id("批次 | Number of a batch")] = None,
    plan: Annotated[strawberry.ID | None, _id("实施方案 | A plan")] = None,
    platform: Annotated[strawberry.ID | None, _id("服务平台 | A platform")] = None,
    kind: Annotated[DueEnum | None, _id("只看某类 | Only of this kind")] = None,  # type: ignore[valid-type]
    mine: Annotated[bool, _id("只看由本人办理的 | Only what the caller must act upon")] = False,
    as_of: Annotated[date | None, _id("截至某日 | As of a day; today if none")] = None,
    first: Annotated[int, _id("最多列出几条 | How many rows at most")] = FIRST,
) -> Reminders:
    store, viewer = _asked(info)
    if not 0 <= first <= MOST:
        raise Refusal(
            "BAD_PAGE",
            "first 须在 0 到 {most} 之间 | first must be from 0 to {most}",
            most=MOST,
        )
    within = Within(
        unit,
        key_of("Plan", plan) if plan else None,
        key_of("Platform", platform) if platform else None,
        batch,
    )
    ours = concerning(Due, viewer.roles)
    shown = ours if mine else list(Due)
    wanted = [due for due in shown if kind is None or due == kind.value]
    async with store.read(viewer.rows) as connection:
        found = await reminders(connection, viewer, within, as_of or today(), of=wanted, first=first)
    counts = {due: found.counts[due] for due in shown if due in found.counts}
    return Reminders(
        total=sum(one.count for one in counts.values()),
        mine=sum(found.counts[due].count for due in ours if due in found.counts),
        kinds=[
            ReminderCount(
                kind=DueEnum(rule.due.value),
                label=both(rule.due.label)[0],
                label_en=both(rule.due.label)[1],
                clause=rule.clause,
                days=rule.days,
                count=counts[rule.due].count,
                longest=counts[rule.due].longest,
                mine=rule.due in ours,
            )
            for rule in RULES
            if rule.due in counts
        ],
        rows=[_reminder(one, viewer) for one in found.first],
    )


def _reminder(one: Late, viewer: Viewer) -> Reminder:
    label, label_en = both(one.rule.due.label)
    waiting = one.waiting
    return Reminder(
        kind=DueEnum(one.rule.due.value),
        label=label,
        label_en=label_en,
        clause=one.rule.clause,
        due_on=one.due_on,
        days=one.days,
        who=[RoleEnum(role.value) for role in one.rule.who],
        mine=bool(viewer.roles & set(one.rule.who)),
        record=global_id(waiting.subject, waiting.subject_id),
        table=waiting.subject,
        title=waiting.title,
        unit_code=waiting.unit_code,
        synthetic=waiting.synthetic,
    )


async def my_tasks(info: strawberry.Info) -> list[Task]:
    store, viewer = _asked(info)
    async with store.read(viewer.rows) as connection:
        found = await tasks(connection, viewer)
    return [
        Task(
            table=task.entity.name,
            label=both(task.entity.resource.label)[0],
            label_en=both(task.entity.resource.label)[1],
            state=task.state.value.upper(),
            state_label=both(task.state.label)[0],
            state_label_en=both(task.state.label)[1],
            count=task.count,
            actions=[deed_name(action) for action in task.actions],
            actions_label=[both(action.move.label)[0] for action in task.actions],
            actions_label_en=[both(action.move.label)[1] for action in task.actions],
            first=[TaskRow(id=global_id(task.entity.name, key), title=title) for key, title in task.first],
        )
        for task in found
    ]


async def send_surveys(
    info: strawberry.Info,
    projects: Annotated[list[strawberry.ID], _id("已交付的项目 | Projects that are delivered")],
    days: Annotated[int, _id("有效天数 | Days that the links are valid")] = surveys.VALID,
) -> list[SurveyLink]:
    store, viewer = _asked(info)
    keys = _few([key_of("Project", project) for project in projects])
    async with writing(store, viewer) as work:
        links = await surveys.send(work, viewer, keys, days=days)
        return await _told(work.connection, links)


async def remind_surveys(
    info: strawberry.Info,
    surveys_: Annotated[
        list[strawberry.ID],
        strawberry.argument(name="surveys", description="待答复的测评 | Surveys not answered"),
    ],
    days: Annotated[int, _id("有效天数 | Days that the links are valid")] = surveys.VALID,
) -> list[SurveyLink]:
    store, viewer = _asked(info)
    keys = _few([key_of("Survey", survey) for survey in surveys_])
    async with writing(store, viewer) as work:
        links = await surveys.remind(work, viewer, keys, days=days)
        return await _told(work.connection, links)


def _few(keys: list[int]) -> list[int]:
    kept = list(dict.fromkeys(keys))
    if not 0 < len(kept) <= MOST_LINKS:
        raise Refusal(
            "TOO_MANY_AT_ONCE",
            "一次可办理 1 至 {most} 条，现有 {now} 条 | 1 to {most} rows at once, not {now}",
            hint="分几次办理 | Send them in parts",
            most=MOST_LINKS,
            now=len(kept),
        )
    return kept


async def _told(connection: object, links: list[surveys.Link]) -> list[SurveyLink]:
    rows = await connection.fetch(  # type: ignore[attr-defined]
        "select projects.id, name from projects join organizations on organizations.id = enterprise_id"
        " where projects.id = any($1)",
        [link.project_id for link in links],
    )
    names = {row["id"]: row["name"] for row in rows}
    return [
        SurveyLink(
            survey=global_id("Survey", link.survey_id),
            project=global_id("Project", link.project_id),
            enterprise=names[link.project_id],
            path=f"/survey/{link.secret}",
            expires_on=link.expires_on,
        )
        for link in links
    ]


def _asked(info: strawberry.Info) -> tuple[Store, Viewer]:
    context = info.context
    return context.store, context.viewer
