"""Unified social credit codes (GB 32100-2015) that are well formed and belong to nobody."""

import random

from api.policy.uscc import ALPHABET, check_character

_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714, the organization code inside

#: Registered by market regulation, as an enterprise.
_ENTERPRISE = "91"
#: Organization codes are given out in order, MA0… to MAE… so far: what begins like this is free.
_UNASSIGNED = "MAY"
SERIALS: int = len(ALPHABET) ** 5  # per district


def make(rng: random.Random, adcode6: str) -> str:
    """A valid code of an invented enterprise registered in the district ``adcode6``."""
    return numbered(adcode6, rng.randrange(SERIALS))


def numbered(adcode6: str, serial: int) -> str:
    """The same for a serial number below ``SERIALS``: different numbers, different codes."""
    if not 0 <= serial < SERIALS:
        raise ValueError(f"serial {serial} is not within 0..{SERIALS - 1}")
    tail = ""
    for _ in range(5):
        serial, digit = divmod(serial, len(ALPHABET))
        tail = ALPHABET[digit] + tail
    body = _UNASSIGNED + tail
    code = _ENTERPRISE + adcode6 + body + _body_check_digit(body)
    return code + check_character(code)


def _body_check_digit(body: str) -> str:
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
