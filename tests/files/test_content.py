"""What a file is, by its bytes: each type passes as itself, and nothing passes as what it is not."""

import struct
import zlib

import pytest

from api.errors import Refusal
from api.policy.attachments import LARGEST
from api.services.files.content import recognize
from api.services.files.name import LONGEST, clean_name
from tests.files.made import EACH, docx, pdf, picture, xml, zipped


def code(name: str, content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        recognize(name, content)
    assert caught.value.facts["field"] == "file"
    assert caught.value.message("zh") != caught.value.message("en")
    return caught.value.code


@pytest.mark.parametrize("name", EACH)
def test_each_type_that_is_taken_is_told_by_its_content(name: str) -> None:
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert recognize(name, EACH[name]).extension == extension
    assert recognize("without a dot", EACH[name]).extension == extension


@pytest.mark.parametrize("name", EACH)
def test_a_name_of_another_type_is_not_believed(name: str) -> None:
    other = "x.pdf" if not name.endswith("pdf") else "x.png"
    assert code(other, EACH[name]) == "FILE_MISNAMED"
    assert code("setup.exe", EACH[name]) == "FILE_MISNAMED"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0 a program",
        b"#!/bin/sh\nrm -rf /",
        b"GIF89a",
        b"just words",
        b"<!DOCTYPE html><html></html>",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"/>',
        zipped({"a.txt": b"a"}),
        zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .doc",
    ],
)
def test_other_types_are_not_taken(content: bytes) -> None:
    assert code("file", content) == "FILE_TYPE"


@pytest.mark.parametrize("name", [name for name in EACH if not name.endswith("xml")])
def test_half_a_file_is_damaged(name: str) -> None:
    assert code(name, EACH[name][: len(EACH[name]) * 2 // 3]) == "FILE_DAMAGED"


def test_nothing_is_no_file() -> None:
    assert code("x.pdf", b"") == "FILE_EMPTY"


def test_twenty_mebibytes_pass_and_a_byte_more_does_not() -> None:
    head, tail = pdf()[:-6], b"%%EOF\n"
    filled = head + b"\n%" + b"x" * (LARGEST - len(head) - len(tail) - 3) + b"\n" + tail
    assert len(filled) == LARGEST
    assert recognize("x.pdf", filled).extension == "pdf"
    assert code("x.pdf", filled + b"\n") == "FILE_TOO_LARGE"


def test_a_document_that_unpacks_to_far_too_much_is_never_unpacked() -> None:
    bomb = docx(**{"word/media/bomb.bin": bytes(60 << 20)})
    assert len(bomb) < 1 << 20
    assert code("x.docx", bomb) == "FILE_DANGEROUS"


def test_many_parts_that_are_large_together_are_a_bomb_too() -> None:
    # Each of them packs less than a bomb does, as noise and zeros by turns.
    part = b"".join(bytes(40) + bytes([n % 251]) for n in range(100_000))
    assert code("x.docx", docx(**{f"word/media/{n}.bin": part for n in range(65)})) == "FILE_DANGEROUS"


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/activeX/activeX1.xml"])
def test_macros_are_refused_whatever_the_name_says(part: str) -> None:
    assert code("x.docx", docx(**{part: b"x"})) == "FILE_MACROS"


def test_a_document_that_declares_macros_is_refused() -> None:
    types = b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert (
        code("x.docx", zipped({"[Content_Types].xml": types, "word/document.xml": b"<d/>"})) == "FILE_MACROS"
    )


@pytest.mark.parametrize("part", ["../../etc/passwd", "/etc/passwd", "a/../../b"])
def test_parts_that_would_be_written_elsewhere_are_refused(part: str) -> None:
    assert code("x.docx", docx(**{part: b"x"})) == "FILE_DANGEROUS"


@pytest.mark.parametrize("name", ["合同.pdf", "现场.png", "现场.JPG"])
def test_a_file_that_is_two_at_once_is_refused(name: str) -> None:
    assert code(name, EACH[name] + zipped({"a.txt": b"a"})) in ("FILE_DANGEROUS", "FILE_DAMAGED")


def test_a_picture_that_is_a_pdf_too_is_refused() -> None:
    png = picture()
    text = b"%PDF-1.4 %%EOF"
    chunk = b"tEXt" + text
    hidden = png[:33] + struct.pack(">I", len(text)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]
    assert code("x.png", hidden) == "FILE_DANGEROUS"


def test_a_picture_with_more_pixels_than_any_scan_is_refused() -> None:
    chunk = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    parts = [(13, chunk), (len(data) - 4, data), (0, b"IEND")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", length) + body + struct.pack(">I", zlib.crc32(body)) for length, body in parts
    )
    assert code("x.png", bomb) == "FILE_DANGEROUS"


@pytest.mark.parametrize("mark", [b"/JavaScript (x)", b"/JS (x)", b"/Launch"])
def test_a_pdf_that_would_do_something_is_refused(mark: bytes) -> None:
    assert code("x.pdf", pdf().replace(b"/Type/Catalog", b"/Type/Catalog" + mark)) == "FILE_DANGEROUS"


def test_xml_with_entities_is_refused_before_they_are_looked_at() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert code("x.xml", bomb) == "FILE_DANGEROUS"
    assert code("x.xml", xml()[:-3]) == "FILE_DAMAGED"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\王\\合同.pdf", "合同.pdf"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("a\0b\r\nSet-Cookie: x.pdf", "abSet-Cookie_ x.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("con.pdf", "file-con.pdf"),
        ('a"b<c>|d?*.PDF', "a_b_c_d_.pdf"),
        ("a" * 300 + ".pdf", "a" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_a_name_keeps_only_what_it_may_carry(given: str, kept: str) -> None:
    assert clean_name(given, "pdf") == kept
