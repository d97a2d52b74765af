"""A table's grid as one of the dashboard's lists: its columns and conditions come from the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.client import global_id, row_key
from dashboard.columns import Column
from dashboard.criteria import key_of
from dashboard.declared import Declared
from dashboard.lists import List, Row
from dashboard.view import View
from dashboard.workbench.allowed import Allowed
from dashboard.workbench.columns import column, paths

#: What the grid is called among the page's, and its list in the answer.
NAME = "data"
#: A column is no narrower and no wider, whatever an address says.
WIDTHS = (60, 900)


def grid_of(view: View, table: Declared, may: Allowed) -> List:
    """The list that the address asks for."""
    shown = [column(view, table, path, may.editable) for path in paths(view, table, may.readable)]
    return List(
        NAME,
        table.name,
        tuple(_arranged(view, shown)),
        lambda view: within(view, table),
        order(table),
        lambda view, row: view.here(row=row_key(row["id"])),
        document=document(table, shown, may),
        panel=True,
    )


def _arranged(view: View, columns: Sequence[Column]) -> Iterable[Column]:
    """As wide, and held at the side, as the reader left them."""
    pinned = view.state.get("pin", "").split(",")
    widths = dict(one.rpartition(":")[::2] for one in view.state.get("width", "").split(","))
    for one in columns:
        key = key_of(one)
        width = widths.get(key, "")
        if width.isascii() and width.isdigit() and len(width) < 5:
            one = replace(one, set_width=min(max(int(width), WIDTHS[0]), WIDTHS[1]))
        yield replace(one, pinned=key in pinned)


def order(table: Declared) -> tuple[str, str]:
    """The newest first, unless rows have a number of order or a code of their own."""
    if "code" in table.fields:
        return "code", "ASC"
    return "id", "DESC"


def within(view: View, table: Declared) -> dict[str, Any]:
    """What the address narrows the table to: words searched for, a row it belongs to, what was imported."""
    conditions: list[dict[str, Any]] = []
    if table.searchable and (words := view.state.get("q", "").strip()):
        conditions.append({"search": words[:100]})
    if parent := parent_of(view, table):
        relation, target, key = parent
        conditions.append({relation: {"id": {"eq": global_id(target, key)}}})
    if not conditions:
        return {}
    return conditions[0] if len(conditions) == 1 else {"and": conditions}


def parent_of(view: View, table: Declared) -> tuple[str, str, str] | None:
    """The row that the address narrows a table to: (relation, its table, its key)."""
    relation, _, key = view.state.get("of", "").partition(":")
    link = table.links.get(relation)
    if link is None or not key or len(key) > 20 or not key.isalnum():
        return None
    return (relation, link.target, key) if not link.many else None


def document(table: Declared, columns: Sequence[Column], may: Allowed) -> str:
    """The query of a grid, with all that its cells and their changes need."""
    wanted = ["id"]
    wanted += [name for name in ("version", "state", "synthetic") if name in table.fields]
    for one in columns:
        wanted += [one.path, one.english] if one.english else [one.path]
    for edit in may.edits:
        wanted += edit.needed
    kind = f"$where: {table.name}Where, $orderBy: [{table.name}Order!], $first: Int, $offset: Int"
    return (
        f"# {table.label[0]}\nquery {table.name}Grid({kind}) {{\n"
        f"  {NAME}: {table.connection}(where: $where, orderBy: $orderBy, first: $first, offset: $offset) {{\n"
        f"    totalCount\n    nodes {{\n{selection(wanted, '      ')}    }}\n  }}\n}}\n"
    )


def selection(paths: Iterable[str], indent: str) -> str:
    """Dotted paths as GraphQL asks for them."""
    return _written(_tree(paths), indent)


def _tree(paths: Iterable[str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path in paths:
        at = tree
        for step in path.split("."):
            at = at.setdefault(step, {})
    return tree


def _written(tree: Mapping[str, Any], indent: str) -> str:
    return "".join(
        f"{indent}{name} {{\n{_written(inner, indent + '  ')}{indent}}}\n" if inner else f"{indent}{name}\n"
        for name, inner in tree.items()
    )


def called(view: View, table: Declared, row: Row) -> str:
    """What a row is called, for people."""
    found: Any = row
    for step in table.title.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    if table.title == "id" or found in (None, ""):
        return f"{table.label[view.english]} {row_key(row['id'])}"
    return str(found)
