"""Reads what strangers send by a form: never further than a form of ours could be long."""

from collections.abc import Sequence
from urllib.parse import parse_qs

from starlette.requests import Request


async def read_form(request: Request, names: Sequence[str], largest: int) -> dict[str, str] | None:
    """What the form holds under these names, "" where it holds nothing; None where it is none of ours.

    ``largest``: of the body, in bytes. Percent-encoded, a character of Chinese takes nine.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            return None
    try:
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=2 * len(names))
    except ValueError:
        return None
    return {name: found.get(name, [""])[0] for name in names}
