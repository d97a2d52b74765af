"""The rows of all sheets put together: what repeats, what leads nowhere."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.imports.problem import Problem, problem
from api.imports.read import Reading, Row, Table


@dataclass
class Contents:
    """The rows of the file by what names them; of rows with the same name only the first."""

    plan: Row | None = None
    industries: dict[int, Row] = field(default_factory=dict)  # by the industry's number
    platforms: dict[str, Row] = field(default_factory=dict)  # by credit code, as the rest
    targets: dict[str, Row] = field(default_factory=dict)
    enterprises: dict[str, Row] = field(default_factory=dict)
    costs: dict[tuple[str, str], Row] = field(default_factory=dict)  # and by the item's name
    #: Rows whose own name can't be read: they are there all the same, and count.
    nameless: dict[str, list[Row]] = field(default_factory=dict)


def put_together(reading: Reading) -> Contents:
    """The contents; what is wrong between rows is added to the reading's problems."""
    contents = Contents()
    if (table := reading.tables.get("plan")) and table.rows:
        contents.plan = table.rows[0]
    for key, known in (
        ("industries", contents.industries),
        ("platforms", contents.platforms),
        ("enterprises", contents.enterprises),
        ("costs", contents.costs),
        ("targets", contents.targets),
    ):
        if table := reading.tables.get(key):
            found, nameless = named(table, reading.problems)
            known.update(found)
            contents.nameless[key] = nameless
    reading.problems += _names(contents, reading.tables)
    reading.problems += _links(contents, reading.tables)
    return contents


def named(table: Table, problems: list[Problem]) -> tuple[dict[Any, Row], list[Row]]:
    """The rows by what makes each unique in its sheet, said where one comes twice; and those without it."""
    named: dict[Any, Row] = {}
    nameless = []
    names = table.sheet.identity
    for row in table.rows:
        values = tuple(row.values.get(name) for name in names)
        if None in values:
            nameless.append(row)
            continue
        key = values[0] if len(values) == 1 else values
        if key in named:
            problems.append(problem("DUPLICATE", table.place(row, names[-1]), first=named[key].number))
        else:
            named[key] = row
    return named, nameless


def _names(contents: Contents, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """One legal entity has one name, whether it runs a platform or is transformed."""
    for code in contents.platforms.keys() & contents.enterprises.keys():
        first, row = contents.platforms[code], contents.enterprises[code]
        name, other = first.values.get("Organization.name"), row.values.get("Organization.name")
        if name and other and name != other:
            place = tables["enterprises"].place(row, "Organization.name")
            yield problem("DIFFERENT_NAMES", place, first=first.number, name=name)


#: Comparing more than these with every row would take for ever, and a file this wrong needs no finesse.
_MOST_MISSPELT = 50


def _misspelt(contents: Contents, tables: Mapping[str, Table], key: str) -> list[str]:
    name = tables[key].sheet.identity[-1]
    return [tables[key].place(row, name).value for row in contents.nameless.get(key, [])[:_MOST_MISSPELT]]


def _links(contents: Contents, tables: Mapping[str, Table]) -> Iterator[Problem]:
    for key, name, there, code in (
        ("platforms", "industry", "industries", "INDUSTRY_NOT_LISTED"),
        ("enterprises", "platform", "platforms", "PLATFORM_NOT_LISTED"),
        ("targets", "platform", "platforms", "PLATFORM_NOT_LISTED"),
        ("costs", "enterprise", "enterprises", "ENTERPRISE_NOT_LISTED"),
    ):
        # Where the other sheet could not be read, each row would only repeat that.
        if key not in tables or there not in tables or not tables[there].rows:
            continue
        known = getattr(contents, there)
        misspelt = _misspelt(contents, tables, there)
        for row in tables[key].rows:
            value = row.values.get(name)
            if value is None or value in known:
                continue
            # It may well mean a row whose own code is wrong, which is reported where that stands.
            if not difflib.get_close_matches(str(value), misspelt, n=1, cutoff=0.88):
                yield problem(code, tables[key].place(row, name))
    if tables.get("targets") and tables["targets"].rows:
        for uscc, row in contents.platforms.items():
            if uscc not in contents.targets:
                yield problem("TARGET_MISSING", tables["platforms"].place(row, "Organization.uscc"))
    if tables.get("costs") and tables["costs"].rows:
        costed = {uscc for uscc, _ in contents.costs}
        for uscc, row in contents.enterprises.items():
            if uscc not in costed:
                yield problem("COST_MISSING", tables["enterprises"].place(row, "Organization.uscc"))
