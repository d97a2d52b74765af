"""Workbooks written part by part, as no honest program writes them."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from api.imports.layouts import layout
from tests.imports.sample import Sample, sample, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def package(parts: Mapping[str, str | bytes], level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def parts(
    sheets: Mapping[str, str], main: str = "sheet.main+xml", before: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets hold this XML inside ``worksheet``; ``before`` is a prologue."""
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>' for n, title in enumerate(sheets, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    package_ns = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package_ns}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_TYPES}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package_ns}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package_ns}/relationships">{relations}</Relationships>',
        **{
            f"xl/worksheets/sheet{n}.xml": f'{before}<worksheet xmlns="{MAIN}">{xml}</worksheet>'
            for n, xml in enumerate(sheets.values(), 1)
        },
    }


def row(number: int, *cells: str, start: int = 0) -> str:
    """A row of texts."""
    found = "".join(
        f'<c r="{_letters(place)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for place, text in enumerate(cells, start)
        if text
    )
    return f'<row r="{number}">{found}</row>'


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)


def headings(key: str) -> str:
    columns = layout()[key].columns
    return row(1, *(column.zh for column in columns)) + row(2, *(column.en for column in columns))


def with_part(content: bytes, name: str, text: str | bytes) -> bytes:
    """The workbook with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {part: archive.read(part) for part in archive.namelist()}
    return package({**kept, name: text})


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def part_of(key: str) -> str:
    """Where the template keeps a sheet."""
    return f"xl/worksheets/sheet{list(layout().sheets).index(key) + 2}.xml"  # the guide comes first


def small(**changes: object) -> Sample:
    return sample("540000", industries=1, platforms=(1,), enterprises=(10,), costs=1, **changes)  # type: ignore[arg-type]


def small_workbook() -> bytes:
    return workbook(small())


_INLINE = re.compile(r't="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>', re.DOTALL)


def as_excel(content: bytes) -> bytes:
    """The workbook with its texts in a table of shared strings, as Excel and WPS keep them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    strings: dict[str, int] = {}

    def share(found: re.Match[str]) -> str:
        return f't="s"><v>{strings.setdefault(found[1], len(strings))}</v></c>'

    for name in kept:
        if name.startswith("xl/worksheets/sheet"):
            kept[name] = _INLINE.sub(share, str(kept[name], "utf-8"))  # type: ignore[call-overload]
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    kept["xl/sharedStrings.xml"] = f'<?xml version="1.0"?><sst xmlns="{MAIN}">{items}</sst>'
    relations = str(kept["xl/_rels/workbook.xml.rels"], "utf-8")  # type: ignore[call-overload]
    more = (
        f'<Relationship Id="rIdS" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    kept["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", more)
    return package(kept)
