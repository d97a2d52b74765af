"""Headers that keep other sites out of ours."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Everything comes from this server. Inline styles are how Mantine and Plotly draw; ``data:`` and ``blob:``
#: are the pictures Plotly makes and the workers GraphiQL's editor starts.
POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """Adds the content security policy and its companions to every answer.

    ``scripts`` are the hashes, quoted, of what pages carry in line: Dash's start-up script.
    """

    def __init__(self, app: ASGIApp, scripts: tuple[str, ...] = ()) -> None:
        self.app = app
        policy = POLICY.format(scripts=" ".join(("'self'", *scripts)))
        self.headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"x-frame-options", b"DENY"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}  # a page may bring a policy of its own
                added = [header for header in self.headers if header[0] not in own]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, guarded)
