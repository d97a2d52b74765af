"""A workbook's sheets as plain cells, read from the XML in one pass.

Not with openpyxl: it shows either a formula or its value, pads a million empty rows, and knows no
merged cells when it streams. Not with calamine: one cell at XFD1048576 makes it reserve the whole grid.
"""

import posixpath
import re
from dataclasses import dataclass, field
from functools import cached_property

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string, range_boundaries

from api.imports.container import Container
from api.imports.problem import Place, Unreadable, problem

MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 3_000_000
MOST_STRINGS = 2_000_000

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: What XML can't carry and PostgreSQL would not store.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """``kind``: text, number, boolean, date (a number shown as one), error, or formula without a value."""

    kind: str
    text: str


@dataclass
class RawSheet:
    """Rows that have content, by number; cells by the number of their column."""

    title: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right


class Workbook:
    """The sheets of a container, each parsed when asked for."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._cells = 0
        path = _target(container, "_rels/.rels", "", "officeDocument") or "xl/workbook.xml"
        if path not in container.names:
            raise Unreadable(problem("DAMAGED"))
        self._folder = posixpath.dirname(path)
        self._relations = _relations(container, f"{self._folder}/_rels/{posixpath.basename(path)}.rels")
        self.since_1904 = False
        self._paths: dict[str, str] = {}
        container.parse(path, StartElementHandler=self._on_workbook)

    @property
    def titles(self) -> list[str]:
        return list(self._paths)

    def covered(self) -> int:
        """How many cells the ranges of all sheets cover: openpyxl makes an object for each of them."""
        total = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal total
            if _local(tag) in ("mergeCell", "hyperlink"):
                total += _area(attributes.get("ref", ""))

        for path in self._paths.values():
            if path in self._container.names:
                self._container.parse(path, StartElementHandler=start)
        return total

    def _on_workbook(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")
        elif local == "sheet":
            number = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            target = self._relations.get(number, ("", ""))[1]
            if target:
                self._paths[attributes.get("name", "")] = _resolve(self._folder, target)

    def sheet(self, title: str) -> RawSheet:
        """The sheet of that title.

        Raises:
            Unreadable: damaged, or with more content than anybody types.
        """
        path = self._paths[title]
        if path not in self._container.names:
            raise Unreadable(problem("DAMAGED"))
        reader = _SheetReader(RawSheet(title), self._strings, self._dates, MOST_CELLS - self._cells)
        self._container.parse(
            path,
            StartElementHandler=reader.start,
            EndElementHandler=reader.end,
            CharacterDataHandler=reader.characters,
        )
        self._cells += reader.count
        return reader.sheet

    @cached_property
    def _strings(self) -> list[str]:
        path = self._part("sharedStrings")
        if path is None:
            return []
        reader = _StringsReader()
        self._container.parse(
            path,
            StartElementHandler=reader.start,
            EndElementHandler=reader.end,
            CharacterDataHandler=reader.characters,
        )
        return reader.strings

    @cached_property
    def _dates(self) -> frozenset[str]:
        """Numbers of the cell styles that show a number as a date."""
        path = self._part("styles")
        if path is None:
            return frozenset()
        reader = _StylesReader()
        self._container.parse(path, StartElementHandler=reader.start, EndElementHandler=reader.end)
        return reader.dates

    def _part(self, kind: str) -> str | None:
        for relation, target in self._relations.values():
            if relation.endswith("/" + kind):
                path = _resolve(self._folder, target)
                return path if path in self._container.names else None
        return None


def _area(reference: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(reference)
        return (int(right or 16_384) - int(left or 1) + 1) * (int(bottom or 1_048_576) - int(top or 1) + 1)
    except (ValueError, TypeError):
        return 0


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _relations(container: Container, path: str) -> dict[str, tuple[str, str]]:
    """Id to (kind, target)."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), attributes.get("Target", ""))

    if path in container.names:
        container.parse(path, StartElementHandler=start)
    return found


def _target(container: Container, path: str, folder: str, kind: str) -> str | None:
    for relation, target in _relations(container, path).values():
        if relation.endswith("/" + kind):
            return _resolve(folder, target)
    return None


def _resolve(folder: str, target: str) -> str:
    joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined)


def _clean(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class _StringsReader:
    def __init__(self) -> None:
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._inside = False
        self._phonetic = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        local = _local(tag)
        if local == "si":
            self._parts = []
        elif local == "rPh":
            self._phonetic = True
        elif local == "t":
            self._inside = not self._phonetic

    def end(self, tag: str) -> None:
        local = _local(tag)
        if local == "si":
            self.strings.append(_clean("".join(self._parts)))
            if len(self.strings) > MOST_STRINGS:
                raise _too_much(MOST_STRINGS, "条文本 | texts")
        elif local == "rPh":
            self._phonetic = False
        elif local == "t":
            self._inside = False

    def characters(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)


class _StylesReader:
    def __init__(self) -> None:
        self._formats: dict[str, str] = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        # Excel's built-in dates of East Asian locales, which openpyxl does not list.
        self._formats |= {str(number): "yyyy-mm-dd" for number in (*range(27, 37), *range(50, 59))}
        self._styles: list[str] = []
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            self._inside = True
        elif local == "xf" and self._inside:
            self._styles.append(attributes.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if _local(tag) == "cellXfs":
            self._inside = False

    @property
    def dates(self) -> frozenset[str]:
        return frozenset(
            str(number)
            for number, style in enumerate(self._styles)
            if is_date_format(self._formats.get(style, ""))
        )


class _SheetReader:
    """Keeps cells that have content; a million empty rows leave nothing behind."""

    def __init__(self, sheet: RawSheet, strings: list[str], dates: frozenset[str], most: int) -> None:
        self.sheet = sheet
        self.count = 0
        self._strings = strings
        self._dates = dates
        self._most = most
        self._row = 0
        self._column = 0
        self._type = ""
        self._style = ""
        self._formula = False
        self._parts: list[str] = []
        self._inside = False
        self._phonetic = False
        self._columns: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag if ":" not in tag else _local(tag)
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
        elif local in ("v", "t"):
            self._inside = not self._phonetic
        elif local == "f":
            self._formula = True
        elif local == "rPh":
            self._phonetic = True
        elif local == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789")
        if letters:
            self._column = self._columns.get(letters) or self._index(letters)
        else:
            self._column += 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula = False
        self._parts = []

    def _index(self, letters: str) -> int:
        try:
            index = column_index_from_string(letters)
        except ValueError as error:
            raise Unreadable(problem("DAMAGED")) from error
        self._columns[letters] = index
        return index

    def characters(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        local = tag if ":" not in tag else _local(tag)
        if local in ("v", "t"):
            self._inside = False
        elif local == "rPh":
            self._phonetic = False
        elif local == "c" and (self._parts or self._formula):
            self._end_cell()

    def _end_cell(self) -> None:
        cell = self._cell("".join(self._parts))
        if cell is None or self._column > MOST_COLUMNS:
            return
        rows = self.sheet.rows
        if self._row not in rows:
            if len(rows) >= MOST_ROWS:
                raise _too_much(MOST_ROWS, "行 | rows", self.sheet.title)
            rows[self._row] = {}
        rows[self._row][self._column] = cell
        self.count += 1
        if self.count > self._most:
            raise _too_much(MOST_CELLS, "个单元格 | cells")

    def _cell(self, raw: str) -> Cell | None:
        if self._type == "s":
            place = raw.strip()
            known = place.isdecimal() and int(place) < len(self._strings)
            cell = Cell("text", self._strings[int(place)]) if known else Cell("error", "#REF!")
        elif self._type in ("str", "inlineStr", "d"):
            cell = Cell("text", _clean(raw))
        elif self._type == "b":
            cell = Cell("boolean", raw.strip())
        elif self._type == "e":
            cell = Cell("error", raw.strip())
        elif raw.strip():
            cell = Cell("date" if self._style in self._dates else "number", raw.strip())
        else:
            cell = Cell("text", "")
        if cell.text.strip():
            return cell
        return Cell("formula", "") if self._formula and not raw else None

    def _merge(self, reference: str) -> None:
        found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
        if found and len(self.sheet.merged) < MOST_ROWS:
            self.sheet.merged.append(
                (int(found[2]), self._index(found[1]), int(found[4]), self._index(found[3]))
            )


def _too_much(limit: int, what: str, sheet: str = "") -> Unreadable:
    return Unreadable(problem("TOO_MUCH_CONTENT", Place(sheet), limit=f"{limit:,}", what=what))
