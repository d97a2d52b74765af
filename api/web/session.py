"""From the session cookie or the API token to the viewer, before anything else sees the request."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import lru_cache, partial
from http.cookies import CookieError, SimpleCookie
from secrets import token_hex
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import Refusal
from api.policy.access import TokenScope
from api.services.accounts import viewer_of
from api.services.audit_log import audit_log, plain
from api.services.presence import presence
from api.services.tokens import viewer_of_token
from api.viewer import AGAIN, NOBODY, Viewer, current_viewer
from api.web.preferences import lang_accepted, lang_of, theme_of
from db.store import Store
from db.trail import Origin, current_origin

COOKIE = "dengta_session"

#: Reachable without a session: the sign-in page, public notices (P12), the register and tip-offs (S1), what it and every page are built of, and the probes.
OPEN = (
    "/sign-in",
    "/survey/",
    "/notice",
    "/preferences",
    "/health",
    "/assets/",
    "/graphql/static/",
    "/_dash-component-suites/",
)
#: By their whole address: the dashboard has pages that begin alike.
OPEN_PAGES = frozenset({"/notice", "/register", "/tip", "/tip/status"})
#: Answers for programs: refused with a status, not with a redirect to a page.
PROGRAMS = ("/_dash-", "/_reload-hash", "/graphql", "/schema.graphql", "/client.py")
#: Where programs may come with a token, and the scope it needs; the engine asks for its own.
BY_TOKEN: dict[str, TokenScope | None] = {
    "/graphql": None,
    "/schema.graphql": TokenScope.READ,
    "/export": TokenScope.EXPORT,
    "/files": TokenScope.EXPORT,
    "/client.py": TokenScope.READ,
    "/template.xlsx": TokenScope.READ,
}
#: Where the engine itself refuses strangers, with a proper GraphQL error.
REFUSED_BY_ENGINE = ("/graphql", "/export")
LONGEST_AGENT = 120
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionMiddleware:
    """Sets ``current_viewer``; turns strangers away from everything that is not open.

    A write from a page of another origin is refused (the cookie is SameSite=Lax, this is the second lock).
    """

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self.app = app
        self.store = store
        self.presence = presence(store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path: str = scope["path"]
        scope[AGAIN] = partial(self._again, headers)
        secret = token_of(headers)
        if secret is not None:
            await self._come_with_token(secret, headers, scope, receive, send)
            return
        if scope["type"] == "websocket" and not same_origin(headers):
            # Browsers let any page open a socket to us, with the person's cookie.
            await send({"type": "websocket.close", "code": 4403})
            return
        if scope.get("method", "GET") not in SAFE and not same_origin(headers):
            await PlainTextResponse("Cross-origin request refused. 跨站请求已拒绝", 403)(scope, receive, send)
            return
        if path.startswith(OPEN) or path in OPEN_PAGES:
            await self._enter(NOBODY, scope, receive, send)
            return
        cookie = headers.get("cookie", "")
        viewer = self.presence.recall(cookie) or await self._viewer(cookie)
        if not viewer.signed_in and path not in REFUSED_BY_ENGINE:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 4401})
                return
            await _refuse(path, scope)(scope, receive, send)
            return
        await self._enter(viewer, scope, receive, send)

    async def _come_with_token(
        self, secret: str, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """A program: no cookie counts, and a bad token is never taken for a stranger."""
        came = (secret, headers.get("cookie", ""), headers.get("accept-language", ""))
        lang = _lang_of_program(*came[1:])
        viewer: Viewer | None = None
        try:
            needed = scope_needed(scope["path"])
            viewer = self.presence.recall(came)
            if viewer is None:
                ends = self.presence.ends
                viewer = replace(await viewer_of_token(self.store, secret), lang=lang)
                self.presence.keep(came, viewer, ends)
            if needed is not None:
                viewer.check_scope(needed)
        except Refusal as refusal:
            coming = current_origin.set(_origin(viewer or NOBODY, scope))
            audit_log(self.store).refused(refusal, viewer or NOBODY, path=scope["path"][:80])
            current_origin.reset(coming)
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 4401})
                return
            await _refuse_token(refusal, lang)(scope, receive, send)
            return
        await self._enter(viewer, scope, receive, send)

    async def _again(self, headers: Headers, secret: str | None = None) -> Viewer:
        """The viewer once more, for connections that stay open; or by a token that came later."""
        secret = secret or token_of(headers)
        if secret is None:
            return await self._viewer(headers.get("cookie", ""))
        lang = _lang_of_program(headers.get("cookie", ""), headers.get("accept-language", ""))
        try:
            return replace(await viewer_of_token(self.store, secret), lang=lang)
        except Refusal:
            return NOBODY

    async def _viewer(self, cookie: str) -> Viewer:
        cookies = cookies_of(cookie)
        token = cookies.get(COOKIE)
        ends = self.presence.ends
        viewer = await viewer_of(self.store, token) if token else None
        found = replace(viewer or NOBODY, lang=lang_of(cookies), theme=theme_of(cookies))
        if viewer is not None:
            self.presence.keep(cookie, found, ends)
        return found

    async def _enter(self, viewer: Viewer, scope: Scope, receive: Receive, send: Send) -> None:
        viewing, coming = current_viewer.set(viewer), current_origin.set(_origin(viewer, scope))
        try:
            await self.app(scope, receive, send)
        finally:
            current_origin.reset(coming)
            current_viewer.reset(viewing)


def _origin(viewer: Viewer, scope: Scope) -> Origin:
    """Who makes this request and from where; the number is ours, so that nobody chooses it."""
    agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
    client = scope.get("client")
    return Origin(
        viewer.user_id,
        viewer.token_id,
        client[0][:45] if client else None,
        plain(agent[:LONGEST_AGENT].decode("latin-1")) or None,
        token_hex(8),
    )


def cookies_of(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


@lru_cache(maxsize=1000)
def _lang_of_program(cookie: str, accepted: str) -> str:
    cookies = cookies_of(cookie)
    return lang_of(cookies) if "lang" in cookies else lang_accepted(accepted)


def token_of(headers: Headers) -> str | None:
    """What came as ``Authorization: Bearer …``."""
    kind, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def scope_needed(path: str) -> TokenScope | None:
    """The scope that a path asks of a token; None where the engine itself decides.

    Raises:
        Refusal: the path is for people, not for programs.
    """
    for prefix, scope in BY_TOKEN.items():
        if path == prefix or path.startswith((f"{prefix}/", f"{prefix}.")):
            return scope
    raise Refusal(
        "TOKEN_NOT_HERE",
        "令牌只能用于接口：{paths}。 | A token is for the API only: {paths}.",
        status=403,
        paths=", ".join(BY_TOKEN),
    )


def _refuse_token(refusal: Refusal, lang: str) -> Response:
    body = {"errors": [{"message": refusal.message(lang), "extensions": refusal.extensions(lang)}]}
    headers = {"Cache-Control": "no-store"}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="dengta", error="invalid_token"'
    return JSONResponse(body, refusal.status, headers)


def same_origin(headers: Headers) -> bool:
    """Browsers name the origin of every write; programs with a token of their own don't."""
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _refuse(path: str, scope: Scope) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    response: Response
    if path.startswith(PROGRAMS):
        response = JSONResponse({"error": "UNAUTHENTICATED"}, 401)
    else:
        query = scope.get("query_string", b"").decode("latin-1")
        response = RedirectResponse(f"/sign-in?next={quote(path + ('?' + query if query else ''))}", 303)
    return response
