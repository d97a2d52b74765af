"""Opens the zip a workbook is, after looking at its directory for what must not be opened."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from api.imports.problem import Unreadable, problem
from api.policy.archive import MEGABYTE, MOST_UNPACKED, fault_of, unpacked

MOST_PACKED = 30 * MEGABYTE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BINARY = b"application/vnd.ms-excel.sheet.binary"

Handlers = dict[str, Callable[..., Any]]


class Container:
    """The parts of a workbook that passed the checks."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def parse(self, name: str, **handlers: Callable[..., Any]) -> None:
        """Run an XML part past handlers named as expat names them (``StartElementHandler`` …).

        Raises:
            Unreadable: damaged, or with a DTD.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        # Entities can only be declared in a DTD, and no workbook has one.
        parser.StartDoctypeDeclHandler = _refuse_doctype
        for event, handler in handlers.items():
            setattr(parser, event, handler)
        try:
            with self._archive.open(name) as part:
                parser.ParseFile(part)
        except (KeyError, expat.ExpatError, *_ZIP_ERRORS) as error:
            raise Unreadable(problem("DAMAGED")) from error


_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def _refuse_doctype(*_: Any) -> None:
    raise Unreadable(problem("FORBIDDEN_XML"))


def open_container(content: bytes) -> Container:
    """The workbook's parts.

    Raises:
        Unreadable: not a workbook, or not one to be opened.
    """
    if not content:
        raise Unreadable(problem("EMPTY_FILE"))
    if len(content) > MOST_PACKED:
        raise _too_large(len(content), MOST_PACKED)
    if content.startswith(_OLE):
        encrypted = _ENCRYPTED_STREAM in content
        raise Unreadable(problem("ENCRYPTED") if encrypted else problem("OLD_FORMAT", kind=".xls"))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except _ZIP_ERRORS as error:
        code = "DAMAGED" if content.startswith(b"PK\x03\x04") else "NOT_A_WORKBOOK"
        raise Unreadable(problem(code)) from error
    _check_directory(parts)
    _check_kind(archive, {part.filename for part in parts})
    return Container(archive)


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    fault = fault_of(parts)
    if fault is not None:
        raise Unreadable(problem(fault))
    if unpacked(parts) > MOST_UNPACKED:
        raise _too_large(unpacked(parts), MOST_UNPACKED)


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable(problem("OLD_FORMAT", kind="OpenDocument"))
    if "[Content_Types].xml" not in names:
        raise Unreadable(problem("NOT_A_WORKBOOK"))
    try:
        with archive.open("[Content_Types].xml") as part:
            types = part.read(MEGABYTE)
    except _ZIP_ERRORS as error:
        raise Unreadable(problem("DAMAGED")) from error
    lowered = types.lower()
    if (
        b"macroenabled" in lowered
        or b"vbaproject" in lowered
        or any("vbaproject" in n.lower() for n in names)
    ):
        raise Unreadable(problem("MACROS"))
    if _BINARY in types:
        raise Unreadable(problem("OLD_FORMAT", kind=".xlsb"))
    if b"spreadsheetml" not in lowered:
        raise Unreadable(problem("NOT_A_WORKBOOK"))


def _too_large(size: int, limit: int) -> Unreadable:
    return Unreadable(problem("TOO_LARGE", size=-(-size // MEGABYTE), limit=limit // MEGABYTE))
