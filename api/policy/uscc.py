"""Credit codes (统一社会信用代码, GB 32100-2015): the check digit."""

#: No I, O, S, V, Z: they look like digits.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PLACES = {character: place for place, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(body: str) -> str:
    """The 18th character for the first 17.

    Raises:
        ValueError: one of them is not of the alphabet, or there are not 17.
    """
    if len(body) != len(_WEIGHTS) or not all(character in _PLACES for character in body):
        raise ValueError(f"not the first 17 characters of a credit code: {body!r}")
    total = sum(_PLACES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def well_formed(code: str) -> bool:
    """Whether the code has 18 characters of the alphabet, whatever its check digit."""
    return len(code) == 18 and all(character in _PLACES for character in code)


def valid(code: str) -> bool:
    return well_formed(code) and check_character(code[:17]) == code[17]
