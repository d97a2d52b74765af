"""What a file is by its content: seven types are taken, each only if it is one through and through."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

from api.errors import Refusal
from api.policy.archive import MOST_UNPACKED, fault_of, unpacked
from api.policy.attachments import LARGEST, megabytes
from api.services.files.name import extension_of


@dataclass(frozen=True)
class FileKind:
    extension: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = FileKind("pdf", "application/pdf")
JPEG = FileKind("jpg", "image/jpeg")
PNG = FileKind("png", "image/png")
DOCX = FileKind("docx", f"{_OFFICE}wordprocessingml.document")
XLSX = FileKind("xlsx", f"{_OFFICE}spreadsheetml.sheet")
OFD = FileKind("ofd", "application/ofd")
XML = FileKind("xml", "application/xml")
KINDS = (PDF, JPEG, PNG, DOCX, XLSX, OFD, XML)
ACCEPTED = ", ".join(kind.extension for kind in KINDS)

#: Of a picture, in pixels: a scan of A3 at 600 dpi has 70 million.
MOST_PIXELS = 100_000_000
_ZIP = b"PK\x03\x04"
#: How the directory at the end of a zip begins; it may stand before a comment of 64 KiB.
_ZIP_END, _TAIL = b"PK\x05\x06", (64 << 10) + 22
_ACTIVE = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/RichMedia")
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


def recognize(filename: str, content: bytes) -> FileKind:
    """The type of a file by its bytes, where its name says the same.

    Raises:
        Refusal: too large, empty, of no type that is taken, damaged, dangerous, or named as something else.
    """
    if not content:
        raise _refuse("FILE_EMPTY", "文件是空的 | The file is empty")
    if len(content) > LARGEST:
        raise _refuse(
            "FILE_TOO_LARGE",
            "文件大小为 {size}，上限 {most} | The file has {size}; {most} at most",
            size=megabytes(len(content)),
            most=megabytes(LARGEST),
        )
    kind, check = _begins(content)
    check(content)
    named = extension_of(filename)
    if named not in ("", kind.extension) and (named, kind) != ("jpeg", JPEG):
        raise _refuse(
            "FILE_MISNAMED",
            "文件名以“.{named}”结尾，内容却是 {kind} | The name ends in “.{named}”, but it is a {kind} file",
            hint="用原来的软件另存，不要只改扩展名 | Save it from its own program; do not only rename it",
            named=named[:20],
            kind=kind.extension,
        )
    return kind


def _begins(content: bytes) -> tuple[FileKind, Callable[[bytes], None]]:
    if content.startswith(b"%PDF-"):
        return PDF, _check_pdf
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG, lambda content: _check_picture(content, "JPEG")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG, lambda content: _check_picture(content, "PNG")
    if content.startswith(_ZIP):
        return _kind_of_zip(content), lambda content: None
    if re.match(rb"(\xef\xbb\xbf)?\s*<(\?xml|[A-Za-z])", content):
        return XML, _check_xml
    raise _unknown()


def _check_pdf(content: bytes) -> None:
    _not_two_at_once(content)
    if b"%%EOF" not in content[-2048:]:
        raise _damaged()
    if any(mark in content for mark in _ACTIVE):
        raise _dangerous("PDF 含有可执行内容 | The PDF carries what would be executed")


def _check_picture(content: bytes, name: str) -> None:
    _not_two_at_once(content)
    if b"%PDF-" in content[:1024]:
        raise _dangerous("图片里藏有 PDF | A PDF hides in the picture")
    # Cameras write more behind the end of a JPEG; behind that of a PNG nothing belongs.
    if name == "PNG" and not content.endswith(b"IEND\xaeB`\x82"):
        raise _damaged()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _dangerous("图片像素过多 | The picture has too many pixels")
                picture.draft("RGB", (256, 256))  # a JPEG is decoded small: enough to know that it can be
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _dangerous("图片像素过多 | The picture has too many pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, zlib.error) as error:
        raise _damaged() from error


def _not_two_at_once(content: bytes) -> None:
    """A zip is read from its end: a file can be a picture to one program and an archive to another."""
    if _ZIP_END in content[-_TAIL:]:
        raise _dangerous("文件末尾藏有压缩包 | An archive hides at the end of the file")


def _kind_of_zip(content: bytes) -> FileKind:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        fault = fault_of(parts)
        if fault is not None or unpacked(parts) > MOST_UNPACKED:
            if fault == "ENCRYPTED":
                raise _refuse(
                    "FILE_ENCRYPTED",
                    "文件加了密 | The file is encrypted",
                    hint="去掉密码后再上传 | Remove the password first",
                )
            raise _dangerous("解压后过大 | It unpacks to far too much")
        names = {part.filename for part in parts}
        if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
            raise _dangerous("内部路径越界 | A part of it would be written elsewhere")
        if any("vbaproject" in name.lower() or "/activex/" in name.lower() for name in names):
            raise _macros()
        if "OFD.xml" in names:
            return OFD
        if "[Content_Types].xml" not in names:
            raise _unknown()
        return _kind_of_office(archive.read("[Content_Types].xml").lower(), names)
    except _ZIP_ERRORS as error:
        raise _damaged() from error


def _kind_of_office(types: bytes, names: set[str]) -> FileKind:
    if b"macroenabled" in types or b"vbaproject" in types:
        raise _macros()
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    raise _unknown()


def _check_xml(content: bytes) -> None:
    """Well-formed and plain: without a DTD, whose entities reach for other files, and no page with scripts."""
    root: list[str] = []

    def opened(name: str, _: object) -> None:
        if not root:
            root.append(name.rpartition(":")[2].lower())

    def doctype(*_: object) -> None:
        raise _dangerous("XML 带有文档类型定义 | The XML has a document type definition")

    parser = expat.ParserCreate()
    parser.StartElementHandler = opened
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _damaged() from error
    if root[0] in ("html", "svg"):
        raise _unknown()


def _refuse(code: str, message: str, *, hint: str = "", **facts: str) -> Refusal:
    return Refusal(code, message, hint=hint, status=422, field="file", **facts)


def _unknown() -> Refusal:
    return _refuse(
        "FILE_TYPE",
        "不接受这种文件 | Files of this type are not taken",
        hint="可上传：{accepted} | Taken are: {accepted}",
        accepted=ACCEPTED,
    )


def _damaged() -> Refusal:
    return _refuse(
        "FILE_DAMAGED",
        "文件不完整或已损坏 | The file is incomplete or damaged",
        hint="重新导出或扫描后再上传 | Save or scan it once more",
    )


def _macros() -> Refusal:
    return _refuse(
        "FILE_MACROS",
        "文件含有宏 | The file has macros in it",
        hint="另存为不含宏的 docx 或 xlsx | Save it as docx or xlsx, without macros",
    )


def _dangerous(why: str) -> Refusal:
    zh, _, en = why.partition(" | ")
    return _refuse(
        "FILE_DANGEROUS",
        "文件不安全：{zh} | The file is not safe: {en}",
        hint="重新打印或另存为普通文件 | Print or save it anew as an ordinary file",
        zh=zh,
        en=en,
    )
