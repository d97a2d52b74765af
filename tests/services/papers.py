"""What a document says, as Word and as PDF."""

import io
import re
from typing import Any

from docx import Document
from pypdf import PdfReader

from api.documents.rendering import Paper, render


def word_text(content: bytes) -> str:
    """Everything in reading order, the header first."""
    document = Document(io.BytesIO(content))
    said = [paragraph.text for paragraph in document.sections[0].header.paragraphs]
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            said += [cell.text for row in block.rows for cell in row.cells]
        else:
            said.append(block.text)
    return "\n".join(said)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def plain(text: str) -> str:
    """Without what only sets it: spaces, line ends, numbers of pages, and forms of the same letter."""
    text = re.sub(r"—\s*\d+\s*—", "", text)
    return re.sub(r"\s", "", text)


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for part in value.values() for one in strings(part)]
    return [one for part in value for one in strings(part)] if isinstance(value, (list, tuple)) else []


def said(paper: Paper) -> str:
    """What both files say, once it is sure that they say the same."""
    word, pdf = plain(word_text(render(paper, "docx"))), plain(pdf_text(render(paper, "pdf")))
    shown = [plain(text) for text in strings({**paper.data, "from": "", "department": ""})]
    missing = {text for text in shown if text and (text in word) != (text in pdf)}
    assert not missing, missing
    return word
