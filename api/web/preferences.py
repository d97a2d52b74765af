"""The two switches of the header: language and theme, kept in cookies."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

LANGS = ("zh", "en")
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


def lang_of(cookies: Mapping[str, str]) -> str:
    """Chinese unless the caller chose English."""
    return "en" if cookies.get("lang") == "en" else "zh"


def lang_accepted(header: str) -> str:
    """Of a program, which has no switch to choose with: what it likes best by ``Accept-Language``."""
    best = header.partition(",")[0].strip().lower()
    return "en" if best == "en" or best.startswith("en-") else "zh"


def theme_of(cookies: Mapping[str, str]) -> str:
    return "dark" if cookies.get("theme") == "dark" else "light"


def local_path(target: str) -> str:
    """The place to go next, if it is one of ours: never another site's."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if safe and "\\" not in target and target.isprintable() else "/"


async def preferences(request: Request) -> Response:
    response = RedirectResponse(local_path(request.query_params.get("next", "/")), 303)
    for name, known in (("lang", LANGS), ("theme", THEMES)):
        value = request.query_params.get(name)
        if value in known:
            response.set_cookie(name, value, max_age=YEAR, samesite="lax")
    return response
