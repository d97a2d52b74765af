"""The log of changes as JSON text, from a place on. ``db.change_log`` says what it holds.

Told are the changes of transactions older than any still under way, in the order (transaction, number): whatever
commits later comes behind them, so a place once reached is never fallen back behind. What was told may be told again.
"""

from db.query.plan import (
    Changed,
    ChangedNode,
    ChangeList,
    Changes,
    FeedFact,
    Fixed,
    Selection,
    Typename,
)
from db.query.scope import Builder, Object, Scope, Text, array, quoted
from db.query.select import row
from db.query.values import CASTS, sql_text

_SETTLED = "pg_snapshot_xmin(pg_current_snapshot())"
_START = Fixed("0:0")


def changes(builder: Builder, wanted: Changes) -> str:
    """A query for the JSON text of a page of the log: always one row."""
    limit = builder.bind(wanted.page.limit, "bigint")
    since = builder.bind(wanted.since or _START, "text")
    place = f"row(split_part({since}, ':', 1)::xid8, split_part({since}, ':', 2)::bigint)"
    named = builder.bind(Fixed(wanted.entities), "text[]")
    columns: list[str] = []
    facts = Object()
    for part in wanted.parts:
        match part:
            case Typename(key, name):
                facts.put_constant(key, name)
            case FeedFact(key, name):
                facts.put(key, _FACTS[name].format(limit=limit, since=since))
            case ChangeList(key, parts):
                column = f"text{len(columns) + 1}"
                columns.append(f"{_change(builder, parts).sql()} as {column}")
                # Not by the place itself: the row behind the page would have to be left out of the list.
                listed = f"string_agg({column}, ',' order by rank) filter (where rank <= {limit})"
                facts.put(key, array(f"coalesce({listed}, '')"))
    told = (
        "select txid, id, entity, key, kind, at, row_number() over (order by txid, id) as rank from changes"
        f" where (txid, id) > {place} and txid < {_SETTLED} and entity = any({named})"
        f" order by txid, id limit {limit} + 1"
    )
    rows = f"select rank, txid, id{''.join(f', {column}' for column in columns)} from ({told}) as log"
    # One row even where nothing is asked that sums: `having` makes it so.
    return f"select {facts.close().sql()} as json from ({rows}) as page having true"


def _cursor(place: str) -> str:
    return f"""'"' || translate(encode(convert_to({place}, 'UTF8'), 'base64'), E'+/=\\n', '-_') || '"'"""


_NOW = f"{_SETTLED}::text || ':0'"
_LAST = "max(txid::text || ':' || id) filter (where rank = {limit})"
_FACTS = {
    "hasMore": "(count(*) > {limit})::text",
    # At the end of what is told the next place is where telling stopped: few may be the viewer's to know.
    "cursor": _cursor(f"case when count(*) > {{limit}} then coalesce({_LAST}, {{since}}) else {_NOW} end"),
    "now": _cursor(_NOW),
}


def _change(builder: Builder, parts: tuple[Changed | ChangedNode | Typename, ...]) -> Text:
    text = Object()
    for part in parts:
        match part:
            case Typename(key, name):
                text.put_constant(key, name)
            case Changed(key, name):
                text.put(key, _CHANGED[name])
            case ChangedNode(key, selections):
                text.put(key, _node(builder, selections))
    return text.close()


_CHANGED: dict[str, Text] = {
    "entity": quoted("log.entity"),
    "rowId": quoted("encode(convert_to(log.entity || ':' || log.key, 'UTF8'), 'base64')"),
    "kind": quoted("upper(log.kind)"),
    "at": sql_text("to_json(log.at)::text"),
}


def _node(builder: Builder, selections: tuple[tuple[str, tuple[Selection, ...]], ...]) -> Text:
    """The row as it is now, null where it is gone or not the viewer's to see."""
    cases = []
    for name, selection in selections:
        entity = builder.entity(name)
        scope = Scope(entity, builder.alias(entity.table))
        text = row(builder, scope, selection).sql()
        key = f"log.key::{CASTS[entity.fields[entity.key].kind]}"
        cases.append(
            f"when '{entity.name}' then (select {text} from {scope.source} where {scope.key} = {key})"
        )
    return sql_text(f"coalesce(case log.entity {' '.join(cases)} end, 'null')" if cases else "'null'")
