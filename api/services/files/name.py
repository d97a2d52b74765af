"""File names as people gave them, without what they must not carry."""

import re
import unicodedata

LONGEST = 120
_RESERVED = re.compile(r'[<>:"/\\|?*]+')
#: Names that Windows keeps for devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def clean_name(given: str, extension: str) -> str:
    """The last part of a path, of ordinary characters, ending as the file's content wants it.

    Control characters go, and those that turn the direction of writing: ``fdp.exe`` shown as ``exe.pdf``.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in _same(extension):
        stem, ending = name, extension
    stem = re.sub(r"\s+", " ", _RESERVED.sub("_", stem)).strip(" .")
    if not stem or _DEVICES.fullmatch(stem):
        stem = f"file-{stem}" if stem else "file"
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending.lower()}"


def extension_of(given: str) -> str:
    """What stands behind the last dot, in lower case; "" for none."""
    name = given.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def _same(extension: str) -> tuple[str, ...]:
    return ("jpg", "jpeg") if extension == "jpg" else (extension,)
