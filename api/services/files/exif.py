"""What a photograph says of itself: when, where and with what it was taken (EXIF)."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError

_LONGEST = 80


def exif(content: bytes) -> dict[str, str]:
    """``taken`` (the camera's clock), ``latitude`` and ``longitude`` in degrees (WGS 84), ``device``, ``software``.

    Only what the file says; {} where it says nothing or is no picture. Anybody can write such facts into a file: they
    are a hint, and the file's fingerprint is the proof that nobody changed it since.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            found = picture.getexif()
            inner = found.get_ifd(ExifTags.IFD.Exif)
            place = found.get_ifd(ExifTags.IFD.GPSInfo)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return {}
    base, gps = ExifTags.Base, ExifTags.GPS
    facts: dict[str, str] = {}
    taken = inner.get(base.DateTimeOriginal) or found.get(base.DateTime)
    if taken:
        facts["taken"] = _text(taken)
    device = " ".join(_text(found[tag]) for tag in (base.Make, base.Model) if found.get(tag))
    if device:
        facts["device"] = device
    if found.get(base.Software):
        facts["software"] = _text(found[base.Software])
    for name, value, side, negative in (
        ("latitude", gps.GPSLatitude, gps.GPSLatitudeRef, "S"),
        ("longitude", gps.GPSLongitude, gps.GPSLongitudeRef, "W"),
    ):
        degrees = _degrees(place, value, side, negative)
        if degrees is not None:
            facts[name] = f"{degrees:.6f}"
    return facts


def _degrees(place: Mapping[int, Any], value: int, side: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in place[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not 0 <= found <= 180:  # also not a number
        return None
    return -found if place.get(side) == negative else found


def _text(value: Any) -> str:
    said = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return "".join(letter for letter in said if letter.isprintable()).strip()[:_LONGEST]
