"""Does what was asked, in one transaction: all of it or nothing, and once for one key."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import orjson

from api.actions.action import Action, Order
from api.actions.field import read
from api.errors import Refusal
from api.policy.breach import Breach
from api.services.audit_log import audit_log
from api.services.clock import CHINA, now
from api.services.steps import allow, writing
from api.viewer import Viewer
from db.catalog import catalog
from db.store import Store, Work

LONGEST_KEY = 64
MOST_ROWS = 500


@dataclass(frozen=True)
class Asked:
    """One row's part: the key of the row, what was filled in, and the version of the row that was seen."""

    id: int
    values: Mapping[str, Any]
    version: int | None = None


@dataclass(frozen=True)
class Problem:
    """Why a row was not changed; ``field`` is the dotted path of what was filled in, None if it is not about one."""

    code: str
    message: str
    hint: str | None = None
    clause: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Done:
    """What became of one row. ``id`` is that of the row made or changed; None where nothing was done."""

    done: bool
    id: int | None = None
    state: str | None = None
    version: int | None = None
    problems: tuple[Problem, ...] = ()
    repeated: bool = False


async def perform(
    store: Store, viewer: Viewer, action: Action, asked: Sequence[Asked], *, key: str | None = None
) -> list[Done]:
    """Do it to every row, or to none: one that cannot be done undoes the others, which say so by ``done``.

    ``key``: of the caller's making; the same request with the same key is answered again and not done again.

    Raises:
        Refusal: nobody with the viewer's roles may do this; the key was used for something else; too many rows.
    """
    allow(viewer, action.noun, action.name)
    _check(asked, key)
    done = [_read(action, one, viewer) for one in asked]
    if any(one.problems for one in done):
        return done
    await _visible(store, viewer, action, asked)
    async with _Answered() as answered, writing(store, viewer) as work:
        known = await _known(work, viewer, key, action, asked) if key else None
        if known is not None:
            return known
        results = [await _one(store, work, viewer, action, one) for one in asked]
        if any(not one.done for one in results):
            answered.give([replace(one, done=False, id=None) for one in results])
        if key:
            await _keep(work, viewer, key, results)
    return answered.results or results


class _UndoneError(Exception):
    """Ends a transaction whose answer is known."""


class _Answered:
    """Holds the answer of a transaction that must not stay."""

    def __init__(self) -> None:
        self.results: list[Done] = []

    def give(self, results: list[Done]) -> None:
        self.results = results
        raise _UndoneError

    async def __aenter__(self) -> "_Answered":
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *rest: object) -> bool:
        return kind is _UndoneError


def _check(asked: Sequence[Asked], key: str | None) -> None:
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Refusal(
            "BAD_KEY",
            "幂等键须为 1 至 {most} 个字符 | An idempotency key has 1 to {most} characters",
            hint="例如一个随机的 UUID | A random UUID, for instance",
            most=LONGEST_KEY,
        )
    if not 0 < len(asked) <= MOST_ROWS:
        raise Refusal(
            "TOO_MANY_AT_ONCE",
            "一次可办理 1 至 {most} 条，现有 {now} 条 | 1 to {most} rows at once, not {now}",
            hint="分几次办理 | Send them in parts",
            most=MOST_ROWS,
            now=len(asked),
        )
    if len({one.id for one in asked}) < len(asked) and any(one.version is not None for one in asked):
        raise Refusal("ROW_TWICE", "同一条记录出现两次 | The same row stands there twice")


def _read(action: Action, one: Asked, viewer: Viewer) -> Done:
    reading = read(action.fields, one.values)
    return Done(False, problems=tuple(_problem(breach, viewer.lang) for breach in reading.problems))


def _problem(breach: Breach, lang: str) -> Problem:
    field = ".".join(map(str, breach.where)) or None
    return Problem(breach.code, breach.say(lang), breach.advise(lang) or None, breach.clause, field)


def _refused(refusal: Refusal, lang: str) -> Problem:
    field = refusal.facts.get("field")
    return Problem(
        refusal.code, refusal.message(lang), refusal.hint(lang) or None, refusal.clause, field and str(field)
    )


async def _visible(store: Store, viewer: Viewer, action: Action, asked: Sequence[Asked]) -> None:
    """Nobody acts upon what they cannot see: an operator's transaction reaches over the whole unit.

    Raises:
        Refusal: one of the rows is not there for this viewer.
    """
    ids = sorted({one.id for one in asked} - {0})
    if not ids:
        return
    entity = catalog()[action.entity]
    async with store.read(viewer.rows) as connection:
        found = await connection.fetch(
            f"select id from {entity.table} where id = any($1)",  # noqa: S608
            ids,
        )
    missing = sorted(set(ids) - {row["id"] for row in found})
    if missing:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=missing[0],
        )


async def _one(store: Store, work: Work, viewer: Viewer, action: Action, one: Asked) -> Done:
    values = read(action.fields, one.values).values
    try:
        async with work.savepoint():
            await _lock(work, viewer, action, one)
            made = await action.run(work, viewer, Order(one.id, values))
    except Refusal as refusal:
        audit_log(store).refused(
            refusal, viewer, subject=action.entity, key=one.id or None, action=action.name
        )
        return Done(False, problems=(_refused(refusal, viewer.lang),))
    return await _after(work, action, made if action.makes else one.id)


async def _lock(work: Work, viewer: Viewer, action: Action, one: Asked) -> None:
    """
    Raises:
        Refusal: the row changed since the viewer saw it.
    """
    entity = catalog()[action.entity]
    if not one.id or "version" not in entity.fields:
        return
    row = await work.connection.fetchrow(
        f"select version, unit_code from {entity.table} where id = $1 for update",  # noqa: S608
        one.id,
    )
    if row is None or one.version is None or action.makes or row["version"] == one.version:
        return
    last = await work.connection.fetchrow(
        "select users.name, events.at from events left join users on users.id = actor_id"
        " where unit_code = $1 and subject = $2 and subject_id = $3 order by events.id desc limit 1",
        row["unit_code"],
        entity.name,
        one.id,
    )
    who = last["name"] if last and last["name"] else None
    when = f"{last['at'].astimezone(CHINA):%Y-%m-%d %H:%M}" if last else None
    raise Refusal(
        "CHANGED_MEANWHILE",
        "您打开之后，这条记录已被{who_zh}更改{when_zh} | Since you opened it, {who_en} changed this record{when_en}",
        hint="刷新页面，看过新内容后再办理 | Reload, look at what changed, then decide again",
        status=409,
        who_zh=f"“{who}”" if who else "他人",
        who_en=who or "somebody else",
        when_zh=f"（{when}）" if when else "",
        when_en=f" ({when})" if when else "",
    )


async def _after(work: Work, action: Action, row_id: int | None) -> Done:
    if row_id is None:
        return Done(True)
    entity = catalog()[action.noun]
    state = "state::text" if "state" in entity.fields else "null"
    version = "version" if "version" in entity.fields else "null"
    row = await work.connection.fetchrow(
        f"select {state} as state, {version} as version from {entity.table} where id = $1",  # noqa: S608
        row_id,
    )
    return Done(True, row_id, row and row["state"], row and row["version"])


def _fingerprint(action: Action, asked: Sequence[Asked]) -> str:
    text = orjson.dumps(
        [action.noun, action.name, [[one.id, dict(one.values), one.version] for one in asked]],
        default=str,
        option=orjson.OPT_SORT_KEYS,
    )
    return hashlib.sha256(text).hexdigest()


async def _known(
    work: Work, viewer: Viewer, key: str, action: Action, asked: Sequence[Asked]
) -> list[Done] | None:
    """What was answered to this key before; else the key is this request's, from now on.

    Who comes second while the first is still at it waits here for the first to end.

    Raises:
        Refusal: the key served another request.
    """
    fingerprint = _fingerprint(action, asked)
    mine = await work.connection.fetchval(
        "insert into kept_answers (user_id, key, fingerprint, answer, at, synthetic)"
        " values ($1, $2, $3, 'null', $4, false) on conflict (user_id, key) do nothing returning id",
        viewer.user_id,
        key,
        fingerprint,
        now(),
    )
    if mine is not None:
        return None
    row = await work.connection.fetchrow(
        "select fingerprint, answer from kept_answers where user_id = $1 and key = $2", viewer.user_id, key
    )
    if row["fingerprint"] != fingerprint:
        raise Refusal(
            "KEY_REUSED",
            "该幂等键已用于另一请求 | This idempotency key served another request",
            hint="每个请求用新的键 | Use a new key for each request",
            status=409,
        )
    return [Done(**{**one, "problems": (), "repeated": True}) for one in orjson.loads(row["answer"])]


async def _keep(work: Work, viewer: Viewer, key: str, results: Sequence[Done]) -> None:
    answer = orjson.dumps([asdict(one) for one in results]).decode()
    await work.connection.execute(
        "update kept_answers set answer = $3 where user_id = $1 and key = $2", viewer.user_id, key, answer
    )
