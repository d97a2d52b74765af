"""Satisfaction, asked of enterprises by a link that works once (A2).

Of a link only the hash is kept, so nobody can read one back; of who answered nothing is kept: no account, no address, no
browser, not in the audit trail either. The event tells the day only.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from api.errors import Refusal
from api.policy.performance import satisfaction
from api.policy.workflow import move
from api.services.clock import CHINA, today
from api.services.rows import update
from api.services.steps import Happened, Step, allow, create, record, take
from api.viewer import NOBODY, Viewer
from db.models.survey import MARKS
from db.store import NATION, Rows, Store, Work
from db.trail import SYSTEM, current_origin

#: How long a link is good for, in days; an officer may say otherwise.
VALID, LONGEST = 30, 120
LONGEST_COMMENT = 1000


@dataclass(frozen=True)
class Link:
    """A survey with the secret of its link, which is told once."""

    survey_id: int
    project_id: int
    secret: str
    expires_on: date


@dataclass(frozen=True)
class Asking:
    """What the page of a link says: whom it asks, about whom."""

    enterprise: str
    platform: str
    expires_on: date
    synthetic: bool


def new_secret() -> str:
    return secrets.token_urlsafe(32)


async def send(
    work: Work,
    viewer: Viewer,
    projects: Sequence[int],
    *,
    days: int = VALID,
    on: date | None = None,
    at: datetime | None = None,
    secret: Callable[[], str] = new_secret,
) -> list[Link]:
    """A link for each project that has been delivered.

    Raises:
        Refusal: one is not delivered, or was asked already; ``days`` is out of bounds.
    """
    allow(viewer, "Survey", "send")
    _bounded(days)
    on = on or today()
    rows = await work.connection.fetch(
        "select id, unit_code, synthetic, delivered_on is not null and state not in ('failed', 'withdrawn') as ready"
        " from projects where id = any($1) order by id for share",
        list(projects),
    )
    unready = next((row["id"] for row in rows if not row["ready"]), None)
    missing = set(projects) - {row["id"] for row in rows}
    if missing:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=min(missing),
        )
    if unready is not None:
        raise Refusal(
            "NOT_DELIVERED",
            "项目{id}尚未交付，不能测评满意度 | Project {id} is not delivered yet: there is nothing to rate",
            clause="A2",
            status=409,
            id=unready,
        )
    expires = on + timedelta(days=days)
    links = [Link(0, row["id"], secret(), expires) for row in rows]
    ids = await create(
        work,
        viewer,
        "Survey",
        "send",
        [
            {
                "unit_code": row["unit_code"],
                "synthetic": row["synthetic"],
                "project_id": link.project_id,
                "token_hash": fingerprint(link.secret),
                "sent_on": on,
                "expires_on": expires,
            }
            for row, link in zip(rows, links, strict=True)
        ],
        at=at,
    )
    return [
        Link(survey, link.project_id, link.secret, expires) for survey, link in zip(ids, links, strict=True)
    ]


async def remind(
    work: Work,
    viewer: Viewer,
    surveys: Sequence[int],
    *,
    days: int = VALID,
    on: date | None = None,
    secret: Callable[[], str] = new_secret,
) -> list[Link]:
    """New links for surveys not answered; the old ones open nothing any more.

    Raises:
        Refusal: one was answered; ``days`` is out of bounds.
    """
    _bounded(days)
    rows = await work.connection.fetch(
        "select id, project_id, reminders from surveys where id = any($1) order by id for update",
        list(surveys),
    )
    expires = (on or today()) + timedelta(days=days)
    links = [Link(row["id"], row["project_id"], secret(), expires) for row in rows]
    await take(
        work,
        viewer,
        "Survey",
        "remind",
        [
            Step(
                link.survey_id,
                {
                    "token_hash": fingerprint(link.secret),
                    "expires_on": expires,
                    "reminders": row["reminders"] + 1,
                },
            )
            for row, link in zip(rows, links, strict=True)
        ]
        + [Step(survey) for survey in surveys if survey not in {row["id"] for row in rows}],
    )
    return links


async def withdraw(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """The link opens nothing any more; the why says why it went astray."""
    gone = [Step(step.id, {"token_hash": None}, step.at, step.why) for step in steps]
    await take(work, viewer, "Survey", "withdraw", gone)


async def opened(store: Store, secret: str) -> Asking | None:
    """What the link asks; None where it is not ours, was used, was withdrawn or has expired: nobody is told which."""
    async with store.read(NATION) as connection:
        row = await connection.fetchrow(
            """select enterprise.name as enterprise, operator.name as platform, surveys.expires_on, surveys.synthetic
               from surveys
               join projects on projects.unit_code = surveys.unit_code and projects.id = surveys.project_id
               join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
               join organizations enterprise on enterprise.id = projects.enterprise_id
               join organizations operator on operator.id = platforms.organization_id
               where token_hash = $1 and expires_on >= $2""",
            fingerprint(secret),
            today(),
        )
    return Asking(*row) if row else None


async def answer(
    store: Store,
    secret: str,
    marks: Mapping[str, int],
    comment: str | None,
    *,
    served: bool | None,
    on: date | None = None,
) -> bool:
    """Keeps the answers and rates the project, once; False where the link opens nothing.

    ``served``: whether the enterprise was served at all; who was not has nothing to rate.

    Raises:
        Refusal: it does not say whether it was served; a mark is missing or none of 1 to 5; the comment is too long.
    """
    on = on or today()
    async with store.read(NATION) as connection:
        unit = await connection.fetchval(
            "select unit_code from surveys where token_hash = $1 and expires_on >= $2",
            fingerprint(secret),
            on,
        )
    if unit is None:
        return False
    async with _nobody(), store.write(Rows(units=(unit,))) as work:
        # Locked: of two who send at once the second one finds the link used.
        row = await work.connection.fetchrow(
            "select id, unit_code, project_id, synthetic from surveys where token_hash = $1 for update",
            fingerprint(secret),
        )
        if row is None:
            return False
        if served is None:
            raise Refusal(
                "BAD_MARKS",
                "请先回答是否接受过改造服务 | Say first whether you were served at all",
                clause="A2",
                field="served",
            )
        asked = (row["id"], row["project_id"], unit, row["synthetic"])
        await keep(work, [Answer(*asked, marks, comment, served)], on=on)
    return True


@asynccontextmanager
async def _nobody() -> AsyncIterator[None]:
    """What is written inside comes from nowhere: the trail must not tell the address of who answered."""
    token = current_origin.set(SYSTEM)
    try:
        yield
    finally:
        current_origin.reset(token)


@dataclass(frozen=True)
class Answer:
    """What came by one link: ``marks`` by their names, each 1 to 5; none where it was not ``served``.

    ``served`` is None of an answer that came before the question was asked.
    """

    survey_id: int
    project_id: int
    unit_code: str
    synthetic: bool
    marks: Mapping[str, int]
    comment: str | None
    served: bool | None = None


async def keep(work: Work, answers: Sequence[Answer], *, on: date | Sequence[date]) -> None:
    """Keep what came by links that were right, and rate the projects: nobody is named as having done so.

    Who was not served rates nothing.

    Raises:
        Refusal: a mark is missing or none of 1 to 5; the comment is too long.
    """
    days = on if isinstance(on, Sequence) else [on] * len(answers)
    rated = [None if one.served is False else satisfaction(_marks(one)) for one in answers]
    if any(len(one.comment or "") > LONGEST_COMMENT for one in answers):
        raise Refusal(
            "BAD_MARKS",
            "意见最多{most}个字 | The comment holds {most} characters at most",
            clause="A2",
            most=LONGEST_COMMENT,
        )
    await update(
        work,
        "Survey",
        [
            {
                "id": one.survey_id,
                "state": "answered",
                "token_hash": None,
                "answered_on": day,
                "served": one.served,
                **{name: one.marks[name] if marks else None for name in MARKS},
                "mean": marks[0] if marks else None,
                "comment": (one.comment or "").strip() or None,
            }
            for one, day, marks in zip(answers, days, rated, strict=True)
        ],
    )
    await update(
        work,
        "Project",
        [
            {"id": one.project_id, "satisfaction": marks[1]}
            for one, marks in zip(answers, rated, strict=True)
            if marks
        ],
    )
    # The event keeps the day, not the hour: who was at a desk just then is nobody's business.
    times = [datetime.combine(day, time(12), CHINA) for day in days]
    await record(
        work,
        NOBODY,
        move("Survey", "answer"),
        [
            Happened(one.survey_id, one.unit_code, "sent", at, None, one.synthetic)
            for one, at in zip(answers, times, strict=True)
        ],
    )
    states = {
        row["id"]: row["state"]
        for row in await work.connection.fetch(
            "select id, state from projects where id = any($1)", [one.project_id for one in answers]
        )
    }
    await record(
        work,
        NOBODY,
        move("Project", "rate"),
        [
            Happened(one.project_id, one.unit_code, states[one.project_id], at, None, one.synthetic)
            for one, at, marks in zip(answers, times, rated, strict=True)
            if marks
        ],
    )


def fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _marks(one: Answer) -> list[int]:
    marks: list[Any] = [one.marks.get(name) for name in MARKS]
    if any(mark not in (1, 2, 3, 4, 5) for mark in marks):
        raise Refusal(
            "BAD_MARKS", "请回答每一题，1至5分 | Answer every question by 1 to 5", clause="A2", field="marks"
        )
    return marks


def _bounded(days: int) -> None:
    if not 1 <= days <= LONGEST:
        raise Refusal(
            "BAD_VALIDITY",
            "链接有效期须为1至{most}天 | A link is valid for 1 to {most} days",
            clause="A2",
            most=LONGEST,
        )
