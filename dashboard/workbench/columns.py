"""Columns of a table's grid, from dotted paths: its own fields, and those of the rows it belongs to."""

from collections.abc import Collection, Iterator, Sequence

from dashboard.columns import Column, Kind
from dashboard.declared import Declared, Field, Link, Said
from dashboard.view import View

#: So many relations deep a column can be chosen; what a table's own list shows may lie deeper.
DEPTH = 2
#: A grid has no fewer columns by itself, where the table has so many fields.
FEWEST = 6
#: A grid has no more: each is read for each row.
MOST = 40

#: What every table has and nobody looks for first.
MACHINERY = ("synthetic", "version", "unitCode")
_KINDS = {
    "number": Kind.COUNT,
    "integer": Kind.COUNT,
    "word": Kind.WORD,
    "boolean": Kind.FLAG,
    "date": Kind.DAY,
    "time": Kind.MOMENT,
    "json": Kind.FORMED,
    "text": Kind.TEXT,
}
_WIDTHS = {
    Kind.COUNT: 110,
    Kind.EXACT: 150,
    Kind.NUMBER: 110,
    Kind.WORD: 130,
    Kind.FLAG: 90,
    Kind.DAY: 125,
    Kind.MOMENT: 160,
    Kind.FORMED: 220,
}
#: A text up to so many characters has a column as wide as it is; a longer one takes what is left.
_SHORT = 40


def kind_of(field: Field) -> Kind:
    if field.kind == "decimal":
        return Kind.EXACT if field.money else Kind.NUMBER
    return _KINDS[field.kind]


def paths(view: View, table: Declared, readable: Collection[str]) -> list[str]:
    """The columns of the address as far as they lead somewhere; else those that the table declares."""
    asked = view.state.get("columns", "").split(",")[:MOST]
    chosen = [path for path in dict.fromkeys(asked) if path and leads(view, table, path, readable)]
    return chosen or usual(view, table, readable)


def usual(view: View, table: Declared, readable: Collection[str]) -> list[str]:
    """What a table's list shows, and of a table with few columns more of its own fields."""
    found = [path for path in table.columns if leads(view, table, path, readable)]
    more = (name for name in own(table, readable) if name not in found and name not in MACHINERY)
    while len(found) < FEWEST and (name := next(more, None)):
        found.append(name)
    return found


def leads(view: View, table: Declared, path: str, readable: Collection[str]) -> bool:
    """Whether the path ends at a field, by tables that the caller may read."""
    *steps, last = path.split(".")
    for step in steps:
        link = table.links.get(step)
        if link is None or link.many or link.target not in readable:
            return False
        table = view.labels.tables[link.target]
    return last in own(table, readable)


def own(table: Declared, readable: Collection[str]) -> list[str]:
    """The fields of a table that the caller may ask for: a count of rows they may not read is none."""
    return [name for name, field in table.fields.items() if field.over is None or field.over in readable]


def column(view: View, table: Declared, path: str, editable: Collection[str] = ()) -> Column:
    """The column of a path that leads somewhere."""
    end, field, links = _end(view, table, path)
    kind = kind_of(field)
    english = f"{path}En" if f"{field.name}En" in end.fields else ""
    if field.name == "shortName" and "nameEn" in end.fields:
        english = f"{path.removesuffix('shortName')}nameEn"
    wide = kind is Kind.TEXT and not 0 < field.longest <= _SHORT
    comparable = not field.sensitive and kind is not Kind.FORMED
    return Column(
        path,
        kind,
        of=(end.name, field.name),
        label=head(end, field, links),
        english=english,
        width=240 if wide else _WIDTHS.get(kind, 160),
        grow=1 if wide else 0,
        sortable=comparable,
        filtered=comparable,
        edited=path in editable,
    )


def head(end: Declared, field: Field, links: Sequence[Link]) -> Said:
    """What a column is called: its field, or the link that leads to it, where it is just what a row there is called."""
    if not links:
        return field.label
    chinese, english = links[-1].label
    if field.name in (end.title, "name", "shortName"):
        return chinese, english
    return f"{chinese} · {field.label[0]}", f"{english}: {field.label[1]}"


def choices(
    view: View, table: Declared, readable: Collection[str]
) -> list[tuple[Said, list[tuple[str, Said]]]]:
    """All columns that can be chosen: (heading, (path, what it is called)), a heading for each table on the way."""
    return list(_choices(view, table, readable, "", ((), ())))


def _choices(
    view: View,
    table: Declared,
    readable: Collection[str],
    before: str,
    way: tuple[tuple[str, ...], tuple[str, ...]],
) -> Iterator[tuple[Said, list[tuple[str, Said]]]]:
    heading = (" · ".join((*way[0],)) or table.label[0], " · ".join((*way[1],)) or table.label[1])
    names = sorted(own(table, readable), key=lambda name: name in MACHINERY)
    fields = [(f"{before}{name}", _within(way, table.fields[name].label)) for name in names]
    yield heading, fields
    if len(way[0]) == DEPTH:
        return
    for link in table.ones():
        if link.target in readable:
            further = ((*way[0], link.label[0]), (*way[1], link.label[1]))
            yield from _choices(
                view, view.labels.tables[link.target], readable, f"{before}{link.name}.", further
            )


def _within(way: tuple[tuple[str, ...], tuple[str, ...]], label: Said) -> Said:
    return " · ".join((*way[0], label[0])), " · ".join((*way[1], label[1]))


def _end(view: View, table: Declared, path: str) -> tuple[Declared, Field, list[Link]]:
    *steps, last = path.split(".")
    links = []
    for step in steps:
        link = table.links[step]
        links.append(link)
        table = view.labels.tables[link.target]
    return table, table.fields[last], links
