"""One record of any table: its fields by section, the rows it belongs to, how many belong to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.client import Query, global_id, row_key
from dashboard.columns import Column, Kind
from dashboard.components.badge import badge
from dashboard.declared import Declared, Field, Link
from dashboard.sheet import NotFound
from dashboard.view import View
from dashboard.workbench.allowed import Allowed
from dashboard.workbench.columns import MACHINERY, column, own
from dashboard.workbench.table import called, selection

#: Sections of a record's fields, in their order: a key of the texts, and which fields stand there.
SECTIONS: tuple[tuple[str, Callable[[Field], bool]], ...] = (
    ("data.section.described", lambda field: not field.fixed and not field.computed),
    ("data.section.steps", lambda field: field.fixed and not field.computed),
    ("data.section.figures", lambda field: field.computed),
)


@dataclass(frozen=True)
class Record:
    """A row of any table, as the caller sees it."""

    table: Declared
    key: str
    row: dict[str, Any]
    query: Query

    @property
    def id(self) -> str:
        return global_id(self.table.name, self.key)


async def record(view: View, table: Declared, key: str, may: Allowed) -> Record:
    """
    Raises:
        NotFound: there is no such row, or none that the caller may see.
    """
    query = Query(table.name, {"id": global_id(table.name, key)}, document(view, table, may))
    row = (await view.fetch(query))["record"]
    if row is None:
        raise NotFound
    return Record(table, key, row, query)


def document(view: View, table: Declared, may: Allowed) -> str:
    """The query of one record: all its fields, what the rows it belongs to are called, how many belong to it."""
    wanted = ["id", *own(table, may.readable)]
    if table.title != "id" and _readable(view, table, table.title, may):
        wanted.append(table.title)
    for link in _ones(table, may):
        wanted.append(f"{link.name}.id")
        wanted += [f"{link.name}.{path}" for path in _names(view, link, may)]
    counts = "".join(
        f"    {link.name}(first: 1) {{ totalCount }}\n"
        for link in table.many()
        if link.target in may.readable
    )
    return (
        f"# {table.label[0]}\nquery {table.name}Record($id: ID!) {{\n  record: {table.single}(id: $id) {{\n"
        f"{selection(wanted, '    ')}{counts}  }}\n}}\n"
    )


def _ones(table: Declared, may: Allowed) -> Iterator[Link]:
    return (link for link in table.ones() if link.target in may.readable)


def _names(view: View, link: Link, may: Allowed) -> list[str]:
    """What a row at the end of a link is called, in both languages where it has both."""
    target = view.labels.tables[link.target]
    if target.title == "id" or not _readable(view, target, target.title, may):
        return []
    return [name for name in (target.title, "nameEn") if "." in name or name in target.fields]


def _readable(view: View, table: Declared, path: str, may: Allowed) -> bool:
    """Whether the tables on the way are the caller's to read."""
    for step in path.split(".")[:-1]:
        target = table.links[step].target
        if target not in may.readable:
            return False
        table = view.labels.tables[target]
    return True


def title(view: View, found: Record) -> str:
    return called(view, found.table, found.row)


def sections(view: View, found: Record, *, level: Any = html.H3, but: Sequence[str] = ()) -> list[Any]:
    """The fields under their headings, and what the record belongs to; ``but`` some fields that stand elsewhere."""
    parts: list[Any] = []
    for heading, stands in SECTIONS:
        fields = [
            field
            for field in found.table.fields.values()
            if field.name in found.row and stands(field) and field.name not in (*MACHINERY, *but)
        ]
        if fields:
            parts.append(_section(level, view.t(heading), [_pair(view, found, field) for field in fields]))
    links = [_link(view, found, link) for link in found.table.ones() if link.name in found.row]
    if links:
        parts.append(_section(level, view.t("data.section.links"), links))
    return parts


def _section(level: Any, heading: str, pairs: list[Any]) -> Any:
    return html.Section(
        [level(heading), html.Dl(pairs, className="record-fields")], className="record-section"
    )


def _pair(view: View, found: Record, field: Field) -> Any:
    one = column(view, found.table, field.name)
    said: Any = one.said(view, found.row)
    if one.kind is Kind.WORD:
        said = badge(view, found.table.name, field.name, found.row[field.name]) or said
    long = one.kind is Kind.FORMED or len(str(found.row[field.name] or "")) > 60
    return html.Div(
        [html.Dt(field.label[view.english]), html.Dd(said, className=_side(one))],
        className="record-wide" if long else None,
    )


def _side(one: Column) -> str | None:
    return "empty" if one.kind is Kind.FORMED else None


def _link(view: View, found: Record, link: Link) -> Any:
    there = found.row[link.name]
    said: Any = view.t("none")
    if there is not None:
        target = view.labels.tables[link.target]
        said = html.A(
            _called_there(view, target, there),
            href=view.link(f"/data/{target.connection}/{row_key(there['id'])}"),
            **{"data-nav": ""},
        )
    return html.Div([html.Dt(link.label[view.english]), html.Dd(said)])


def _called_there(view: View, target: Declared, row: dict[str, Any]) -> str:
    if view.english and row.get("nameEn"):
        return str(row["nameEn"])
    return called(view, target, row)


def related(view: View, found: Record) -> Any:
    """How many rows belong to the record, each a way into their grid; None where no table does."""
    entries = [
        _count(view, found, link, found.row[link.name]["totalCount"])
        for link in found.table.many()
        if link.name in found.row
    ]
    entries.sort(key=lambda entry: entry[0] == 0)
    return html.Ul([entry for _, entry in entries], className="related") if entries else None


def _count(view: View, found: Record, link: Link, count: int) -> tuple[int, Any]:
    target = view.labels.tables[link.target]
    said = [
        html.Span(link.label[view.english]),
        html.Strong(view.language.count(count), className="number"),
    ]
    if not count or not link.back:
        return count, html.Li(html.Span(said, className="related-none"))
    address = view.link(f"/data/{target.connection}", of=f"{link.back}:{found.key}")
    return count, html.Li(html.A(said, href=address, **{"data-nav": ""}))
