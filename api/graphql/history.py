"""``history`` of a record and ``compared`` moments of it, in the words of its fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import strawberry

from api.actions.offer import offers, possible
from api.actions.registry import ACTIONS
from api.actions.revert import AMEND, plain_fields
from api.errors import Refusal
from api.graphql.deeds import key_of
from api.graphql.names import camel
from api.graphql.turns import split_id
from api.policy.history import Difference, compare, differences
from api.services.history import History, links
from api.services.history import history as of_record
from db.catalog import catalog
from db.enums import AuditKind
from db.resource import both

_OF = strawberry.argument(description="哪条记录 | Of which record")


@strawberry.type(description="一个字段的前后 | One field before and after")
class FieldChange:
    name: str = strawberry.field(description="字段 | Field")
    label: str = strawberry.field(description="中文 | In Chinese")
    label_en: str = strawberry.field(description="英文 | In English")
    before: str | None = strawberry.field(description="变更前 | Before, in Chinese words")
    before_en: str | None = strawberry.field(description="变更前，英文 | Before, in English words")
    after: str | None = strawberry.field(description="变更后 | After, in Chinese words")
    after_en: str | None = strawberry.field(description="变更后，英文 | After, in English words")


@strawberry.type(description="一次变更 | One change of a record")
class RecordChange:
    number: int = strawberry.field(description="序号 | Its number in the trail of its unit")
    at: datetime = strawberry.field(description="时间 | At")
    kind: str = strawberry.field(description="类别 | created or updated")
    who: str | None = strawberry.field(
        description="操作人 | Who did it; null for the system, or who is not told"
    )
    system: bool = strawberry.field(description="系统 | The system itself did it")
    fields: list[FieldChange] = strawberry.field(description="各字段 | Field by field")
    revertible: bool = strawberry.field(
        description="可撤回 | The caller may take it back now: descriptive fields only, as a new change"
    )


async def history(info: strawberry.Info, of: Annotated[strawberry.ID, _OF]) -> list[RecordChange]:
    entity, key = _place(of)
    store, viewer = info.context.store, info.context.viewer
    found = await of_record(store, viewer, entity, key)
    plain: set[str] = set()
    if catalog()[entity].key == "id" and any(one.kind is AuditKind.UPDATED for one in found.changes):
        may = [one for one in possible(viewer, entity, int(key)) if one.noun == entity and one in _AMENDING]
        amends = []
        if may:
            async with store.read(viewer.rows) as connection:
                amends = await offers(connection, viewer, entity, int(key), may)
        plain = {name for one in amends for name in plain_fields(one)}
    return [
        RecordChange(
            number=one.past.seq,
            at=one.at,
            kind=one.kind.value,
            who=one.who,
            system=one.system,
            fields=_fields(found, differences(one.past)),
            revertible=one.kind is AuditKind.UPDATED and bool(plain & set(one.past.before)),
        )
        for one in reversed(found.changes)
    ]


async def compared(
    info: strawberry.Info,
    of: Annotated[strawberry.ID, _OF],
    first: Annotated[
        int, strawberry.argument(description="变更序号，0 为最初 | A change's number; 0 is before all")
    ],
    second: Annotated[int, strawberry.argument(description="另一变更的序号 | Another change's number")],
) -> list[FieldChange]:
    entity, key = _place(of)
    found = await of_record(info.context.store, info.context.viewer, entity, key)
    return _fields(found, compare([one.past for one in found.changes], first, second))


_AMENDING = frozenset(action for action in ACTIONS if action.name == AMEND)


def _place(of: str) -> tuple[str, str]:
    parts = split_id(of)
    if not parts or parts[0] not in catalog():
        raise Refusal("BAD_ID", "不是记录的编号 | Not the id of a record")
    return parts[0], str(key_of(parts[0], of))


def _fields(found: History, differing: Sequence[Difference]) -> list[FieldChange]:
    made = []
    for one in differing:
        label = _label(found, one.column)
        zh, en = both(label) if " | " in label else (label, label)
        before, after = _said(found, one.column, one.before), _said(found, one.column, one.after)
        made.append(
            FieldChange(
                name=camel(one.column),
                label=zh,
                label_en=en,
                before=before[0],
                before_en=before[1],
                after=after[0],
                after_en=after[1],
            )
        )
    return made


def _label(found: History, column: str) -> str:
    if column in found.entity.fields:
        return found.entity.fields[column].label
    relation = links(found.entity).get(column)
    if relation is not None:
        return relation.label
    field = found.entity.model._meta.fields_map.get(column)
    return (field.description if field is not None else None) or column


def _said(found: History, column: str, value: Any) -> tuple[str | None, str | None]:
    """A value in both languages."""
    if value is None:
        return None, None
    relation = links(found.entity).get(column)
    if relation is not None:
        title = found.titles.get((relation.target, str(value)), f"#{value}")
        return title, title
    field = found.entity.fields.get(column)
    if field is not None and field.words is not None and value in set(field.words):
        return both(field.words(value).label)
    if isinstance(value, bool):
        return ("是", "Yes") if value else ("否", "No")
    text = value if isinstance(value, str) else str(value)
    return text, text
