"""A workbook's bytes into typed rows, with every problem of its sheets, headings and cells."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from api.imports.cells import Wrong, meant, shown
from api.imports.container import open_container
from api.imports.layouts import Column, Layout, Sheet
from api.imports.problem import Place, Problem, Unreadable, problem
from api.imports.reference import Reference
from api.imports.sheets import Cell, RawSheet, Workbook
from api.imports.tally import Tally
from api.imports.text import bare, unbracketed

#: Sheets that are ours but hold no data: guide, lists, examples, and the list of problems of a marked copy.
_ASIDE = ("说明", "guide", "示例", "example", "选项", "lists", "问题清单", "problems")
#: Nobody reads more than these; a file of nothing else must not fill the memory.
MOST_PROBLEMS = 20_000
#: A title or a remark may stand above the headings.
_HEADINGS_WITHIN = 15


@dataclass(frozen=True)
class Row:
    """A row's values by column name. Columns in ``broken`` had a value that could not be taken."""

    number: int
    values: Mapping[str, Any]
    broken: frozenset[str] = frozenset()


@dataclass
class Table:
    """What one sheet says."""

    sheet: Sheet
    title: str
    letters: Mapping[str, int] = field(default_factory=dict)  # column name to its number in the file
    rows: list[Row] = field(default_factory=list)
    raw: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)
    since_1904: bool = False

    def place(self, row: Row | int | None, name: str | None = None) -> Place:
        """Where something stands, with what is written there."""
        number = row.number if isinstance(row, Row) else row
        if name is None:
            return Place(self.title, number)
        column = self.sheet.column(name)
        letter = self.letters.get(name)
        cell = self.raw.get(number or 0, {}).get(letter or 0)
        written = shown(cell, since_1904=self.since_1904)[:200] if cell else ""
        return Place(self.title, number, letter, f"{column.zh} | {column.en}", written)


@dataclass
class Reading:
    """All sheets that were found, and what is wrong so far."""

    tables: dict[str, Table]
    problems: list[Problem]

    @property
    def complete(self) -> bool:
        return not any(found.blocking for found in self.problems)


def read_workbook(
    content: bytes, layout: Layout, reference: Reference, tally: Tally | None = None
) -> Reading:
    """Everything the file says; a file that can't be read has one problem and no tables."""
    try:
        workbook = Workbook(open_container(content))
        return _read(workbook, layout, reference, tally or Tally())
    except Unreadable as unreadable:
        return Reading({}, [unreadable.problem])


def read_list(content: bytes, layout: Layout, reference: Reference) -> Reading:
    """The same for a layout of one sheet: where none has its title, the file's first sheet is meant."""
    try:
        workbook = Workbook(open_container(content))
        [(key, sheet)] = layout.sheets.items()
        titles, _ = _assign(workbook.titles, layout)
        reading = Reading({}, [])
        raw = workbook.sheet((titles[key] or workbook.titles)[0])
        reader = _Reader(sheet, raw, workbook.since_1904, reference, reading.problems, Tally())
        reading.tables[key] = reader.table
        return reading
    except Unreadable as unreadable:
        return Reading({}, [unreadable.problem])


def _read(workbook: Workbook, layout: Layout, reference: Reference, tally: Tally) -> Reading:
    reading = Reading({}, [])
    titles, others = _assign(workbook.titles, layout)
    if not any(titles.values()):
        raise Unreadable(problem("NOT_THE_TEMPLATE"))
    for key, sheet in layout.sheets.items():
        found = titles[key]
        if len(found) > 1:
            reading.problems.append(problem("SHEET_TWICE", wanted=_both(sheet), titles=", ".join(found)))
        elif not found:
            near = difflib.get_close_matches(sheet.title, others, n=1, cutoff=0.5)
            reading.problems.append(problem("SHEET_MISSING", wanted=_both(sheet), near=_near(near)))
        else:
            raw = workbook.sheet(found[0])
            tally.expect(len(raw.rows))
            reader = _Reader(sheet, raw, workbook.since_1904, reference, reading.problems, tally)
            reading.tables[key] = reader.table
    reading.problems += [problem("SHEET_UNKNOWN", Place(title)) for title in others]
    return reading


def _assign(titles: list[str], layout: Layout) -> tuple[dict[str, list[str]], list[str]]:
    """The file's sheets by the key of the layout's; and those that are nobody's."""
    keys = {
        bare(name): key
        for key, sheet in layout.sheets.items()
        for name in (sheet.title, sheet.zh, sheet.en, sheet.number + sheet.zh, f"{sheet.zh} {sheet.en}")
    }
    found: dict[str, list[str]] = {key: [] for key in layout.sheets}
    others = []
    for title in titles:
        if key := keys.get(bare(title)):
            found[key].append(title)
        elif not bare(title).startswith(_ASIDE):
            others.append(title)
    return found, others


def _both(named: Sheet | Column) -> str:
    return f"{named.title} | {named.title}" if isinstance(named, Sheet) else f"{named.zh} | {named.en}"


def _near(found: list[str]) -> str:
    if not found:
        return "请与模板核对 | Compare it with the template"
    return f"是否把它写成了“{found[0]}”？ | Is it the one called “{found[0]}”?"


class _Reader:
    """Reads one sheet into its table."""

    def __init__(
        self,
        sheet: Sheet,
        raw: RawSheet,
        since_1904: bool,
        reference: Reference,
        problems: list[Problem],
        tally: Tally,
    ) -> None:
        self._sheet = sheet
        self._raw = raw
        self._reference = reference
        self._problems = problems
        self._tally = tally
        self.table = Table(sheet, raw.title, raw=raw.rows, since_1904=since_1904)
        below = self._find_headings()
        if below is None:
            code = "HEADINGS_MISSING" if raw.rows else "SHEET_EMPTY"
            problems.append(problem(code, Place(raw.title)))
            return
        self._unmerge(below)
        self._read_rows(below)

    # Headings

    def _find_headings(self) -> int | None:
        """Fills in the table's letters; the number of the last row of headings."""
        index = self._index()
        best: dict[str, list[int]] = {}
        best_row = 0
        first_rows = sorted(self._raw.rows)[:_HEADINGS_WITHIN]
        for number in first_rows:
            named = self._named(number, index)
            if len(named) > len(best):
                best, best_row = named, number
        if len(best) < min(2, len(self._sheet.columns)):
            return None
        last, headings = best_row, dict(best)
        # The English headings stand below the Chinese ones; either may have been changed.
        second = self._named(best_row + 1, index) if best_row + 1 in self._raw.rows else {}
        if len(second) >= 2 and len(second) * 2 >= len(self._raw.rows[best_row + 1]):
            last = best_row + 1
            taken = {letter for letters in headings.values() for letter in letters}
            for name, letters in second.items():
                free = [letter for letter in letters if letter not in taken]
                if name not in headings and free:
                    headings[name] = free
        self._report_headings(headings, best_row, last)
        return last

    def _index(self) -> dict[str, str]:
        index: dict[str, str] = {}
        for shorten in (unbracketed, bare):  # a full match wins
            for column in self._sheet.columns:
                for heading in (column.en, column.zh):
                    index[shorten(heading)] = column.name
        return index

    def _named(self, number: int, index: Mapping[str, str]) -> dict[str, list[int]]:
        named: dict[str, list[int]] = {}
        for letter, cell in sorted(self._raw.rows[number].items()):
            name = index.get(bare(cell.text)) or index.get(unbracketed(cell.text))
            if name:
                named.setdefault(name, []).append(letter)
        return named

    def _report_headings(self, headings: Mapping[str, list[int]], row: int, last: int) -> None:
        known = {letter for letters in headings.values() for letter in letters}
        unknown = {
            letter: cell.text.strip()
            for letter, cell in self._raw.rows[row].items()
            if letter not in known and cell.text.strip()
        }
        title = self._raw.title
        for column in self._sheet.columns:
            letters = headings.get(column.name, [])
            if not letters:
                near = difflib.get_close_matches(column.zh, unknown.values(), n=1, cutoff=0.4)
                code = "COLUMN_MISSING" if column.required else "COLUMN_ABSENT"
                place = Place(title, row, None, _both(column))
                self._problems.append(problem(code, place, wanted=_both(column), near=_near(near)))
            elif len(letters) > 1:
                place = Place(title, row, letters[1], _both(column))
                self._problems.append(problem("COLUMN_TWICE", place, wanted=_both(column)))
        for letter, heading in unknown.items():
            near = difflib.get_close_matches(
                heading, [column.zh for column in self._sheet.columns], n=1, cutoff=0.4
            )
            place = Place(title, row, letter, "", heading[:200])
            self._problems.append(problem("COLUMN_UNKNOWN", place, near=_near(near)))
        self.table.letters = {name: letters[0] for name, letters in headings.items()}

    # Rows

    def _unmerge(self, below: int) -> None:
        """What a merged cell says holds for all its rows if it links them; else the rows must say it themselves."""
        columns = {letter: self._sheet.column(name) for name, letter in self.table.letters.items()}
        for top, left, bottom, right in self._raw.merged:
            covered = [columns[letter] for letter in range(left, min(right, 200) + 1) if letter in columns]
            if bottom <= below or not covered:
                continue
            first = columns.get(left)
            cell = self._raw.rows.get(top, {}).get(left)
            if right == left and first is not None and first.refers is not None:
                if cell is not None:
                    self._fill_down(top, bottom, left, cell)
            elif cell is not None or first is None:
                name = (first or covered[0]).name
                self._problems.append(problem("MERGED", self.table.place(max(top, below + 1), name)))

    def _fill_down(self, top: int, bottom: int, letter: int, cell: Cell) -> None:
        for number in range(top, min(bottom, top + len(self._raw.rows) + 1000) + 1):
            if number in self._raw.rows:
                self._raw.rows[number].setdefault(letter, cell)

    def _read_rows(self, below: int) -> None:
        columns = [(column, self.table.letters.get(column.name, 0)) for column in self._sheet.columns]
        letters = {letter for _, letter in columns if letter}
        for number in sorted(self._raw.rows):
            cells = self._raw.rows[number]
            self._tally.step()
            self._tally.problems = len(self._problems)
            if number > below and not letters.isdisjoint(cells):
                self.table.rows.append(self._read_row(number, cells, columns))
                if len(self._problems) > MOST_PROBLEMS:
                    self._problems.append(problem("TOO_MANY_PROBLEMS", self.table.place(number)))
                    break
        if not self.table.rows:
            self._problems.append(problem("SHEET_EMPTY", Place(self._raw.title)))
        elif self._sheet.single:
            for row in self.table.rows[1:]:
                self._problems.append(problem("ONE_ROW_ONLY", self.table.place(row)))
            del self.table.rows[1:]

    def _read_row(self, number: int, cells: Mapping[int, Cell], columns: list[tuple[Column, int]]) -> Row:
        values: dict[str, Any] = {}
        broken = set()
        for column, letter in columns:
            if not letter:
                continue
            cell = cells.get(letter)
            try:
                value = (
                    meant(cell, column, self._reference, since_1904=self.table.since_1904) if cell else None
                )
                if value is None and column.required:
                    raise Wrong("REQUIRED", wanted=_both(column), note=column.note)
                values[column.name] = value
            except Wrong as wrong:
                broken.add(column.name)
                place = self.table.place(number, column.name)
                found = problem(wrong.code, place, **wrong.facts)
                # A value the notice asks for is missed by its clause; a slip of the pen breaks none.
                clause = column.clause if wrong.code == "REQUIRED" else found.clause
                self._problems.append(replace(found, clause=clause))
        return Row(number, values, frozenset(broken))
