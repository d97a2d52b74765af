"""A document of a template and its data, as Word or PDF; the same data gives the same bytes.

The templates are files that an office may edit: ``.docx`` in Word (fields in double braces), ``.typ`` in any editor.
A folder of its own comes first; what is not in there is taken from ours.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import pylopdf_fonts_zh_cn
import typst
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

Format = Literal["docx", "pdf"]
FORMATS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
OURS = Path(__file__).parent / "templates"
#: Every file of a Word document says when it was packed; ours say this.
_PACKED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Paper:
    """What is to be written: by which template, with which data, dated which day, called what."""

    template: str
    name: str
    dated: date
    data: Mapping[str, Any]


def render(paper: Paper, format: Format, *, folder: Path | None = None) -> bytes:
    """The file.

    ``folder``: an office's own templates.

    Raises:
        jinja2.UndefinedError, typst.TypstError: the template asks for what the data has not.
    """
    template = _template(f"{paper.template}.{'docx' if format == 'docx' else 'typ'}", folder)
    return _word(template, paper) if format == "docx" else _pdf(template, paper)


def _template(name: str, folder: Path | None) -> Path:
    own = folder / name if folder else None
    return own if own and own.is_file() else OURS / name


def _word(template: Path, paper: Paper) -> bytes:
    document = DocxTemplate(template)
    # In a sandbox: who edits a template writes a letter, not a program. "&" and "<" stay what they are.
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.render(dict(paper.data), jinja_env=environment)
    properties = document.docx.core_properties
    properties.title = paper.name
    properties.created = properties.modified = _moment(paper).replace(tzinfo=None)
    drawn = io.BytesIO()
    document.save(drawn)
    return _repacked(drawn)


def _repacked(drawn: io.BytesIO) -> bytes:
    """The same files in the same order without the hour of their packing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(drawn) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            file = zipfile.ZipInfo(name, _PACKED)
            file.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(file, before.read(name))
    return packed.getvalue()


def _pdf(template: Path, paper: Paper) -> bytes:
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": orjson.dumps(dict(paper.data)).decode(), "title": paper.name},
        # For archives, and for readers' software: PDF/A-2a.
        pdf_standards=["a-2a"],
        timestamp=_moment(paper),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Noto Sans and Serif SC of a wheel: what a machine has installed decides nothing."""
    folder = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _moment(paper: Paper) -> datetime:
    return datetime.combine(paper.dated, time(), UTC)
