"""What the API says of its tables: their fields, relations and headings. Nothing of it is retyped here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: (Chinese, English)
Said = tuple[str, str]


@dataclass(frozen=True)
class Field:
    """A field of a table; ``fixed`` ones are set by steps, ``computed`` ones worked out of related rows."""

    name: str
    label: Said
    kind: str
    sensitive: bool
    required: bool
    fixed: bool
    computed: bool
    over: str | None  # the table of the rows that it is worked out of
    longest: int
    places: int
    digits: int
    least: str | None
    most: str | None

    @property
    def money(self) -> bool:
        return self.kind == "decimal" and self.places == 2 and self.digits >= 12


@dataclass(frozen=True)
class Link:
    """A way to another table; ``back`` is the same way seen from there."""

    name: str
    label: Said
    target: str
    many: bool
    required: bool
    back: str | None


@dataclass(frozen=True)
class Declared:
    """A table. ``connection`` is its list in the API and in our addresses, ``title`` leads to what a row is called."""

    name: str
    label: Said
    connection: str
    single: str
    group: Said
    title: str
    searchable: bool
    columns: tuple[str, ...]
    fields: Mapping[str, Field]
    links: Mapping[str, Link]

    def ones(self) -> Iterator[Link]:
        """Ways to one row."""
        return (link for link in self.links.values() if not link.many)

    def many(self) -> Iterator[Link]:
        """Ways to many rows."""
        return (link for link in self.links.values() if link.many)


def declared(told: Mapping[str, Any]) -> Declared:
    """A table from an answer."""
    return Declared(
        name=told["name"],
        label=_said(told),
        connection=told["connection"],
        single=told["single"],
        group=_said(told["group"]),
        title=told["title"],
        searchable=told["searchable"],
        columns=tuple(told["columns"]),
        fields={one["name"]: _field(one) for one in told["fields"]},
        links={one["name"]: _link(one) for one in told["links"]},
    )


def _field(told: Mapping[str, Any]) -> Field:
    plain = (
        "name",
        "kind",
        "sensitive",
        "required",
        "fixed",
        "computed",
        "over",
        "longest",
        "places",
        "digits",
    )
    return Field(
        label=_said(told), least=told["least"], most=told["most"], **{name: told[name] for name in plain}
    )


def _link(told: Mapping[str, Any]) -> Link:
    plain = ("name", "target", "many", "required", "back")
    return Link(label=_said(told), **{name: told[name] for name in plain})


def _said(told: Mapping[str, Any]) -> Said:
    return told["label"], told["labelEn"]
