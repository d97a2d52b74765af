"""Small real files of each type that is taken, and some that only look like one."""

import io
import zipfile

from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/{kind}"/></Types>'
)


def pdf(text: str = "contract") -> bytes:
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        f"% {text}\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 6), colour: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    types = TYPES.format(
        part="word/document.xml",
        kind="vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    )
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>", **more})


def xlsx() -> bytes:
    types = TYPES.format(
        part="xl/workbook.xml", kind="vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    )
    return zipped({"[Content_Types].xml": types.encode(), "xl/workbook.xml": b"<workbook/>"})


def ofd() -> bytes:
    return zipped({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


def xml() -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?><EInvoice><Number>23320000000000000001</Number></EInvoice>'


EACH = {
    "合同.pdf": pdf(),
    "现场.png": picture(),
    "现场.JPG": picture("JPEG"),
    "现场.jpeg": picture("JPEG", colour="red"),
    "方案.docx": docx(),
    "清单.xlsx": xlsx(),
    "发票.ofd": ofd(),
    "发票.xml": xml(),
}
