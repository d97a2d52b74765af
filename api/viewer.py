"""Who is asking."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

from api.errors import Refusal
from api.policy.access import TokenScope, sees_sensitive
from db.enums import Role
from db.resource import both
from db.store import NATION, NOTHING, Rows


@dataclass(frozen=True)
class Viewer:
    """A person signed in, or nobody: then ``user_id`` is None, ``roles`` empty and ``rows`` nothing.

    A program that came with an API token is its user, with ``token_id`` set and only the token's ``scopes``.
    """

    user_id: int | None = None
    username: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    rows: Rows = NOTHING
    lang: str = "zh"
    theme: str = "light"
    token_id: int | None = None
    scopes: frozenset[TokenScope] = frozenset(TokenScope)
    #: The browser session they came with; the same person in another one is no other viewer.
    session_id: int | None = field(default=None, compare=False)

    @property
    def signed_in(self) -> bool:
        return bool(self.roles)

    @property
    def unmasked(self) -> bool:
        return TokenScope.UNMASK in self.scopes and sees_sensitive(self.roles)

    def check_scope(self, scope: TokenScope) -> None:
        """
        Raises:
            Refusal: the caller came with a token that lacks this scope.
        """
        if scope not in self.scopes:
            chinese, english = both(scope.label)
            raise Refusal(
                "TOKEN_SCOPE",
                "此令牌没有“{chinese}”（{scope}）权限。 | This token lacks the scope “{scope}” ({english}).",
                hint="新建一个含此权限的令牌。 | Make a token that has it.",
                status=403,
                scope=scope.value,
                chinese=chinese,
                english=english,
            )


NOBODY = Viewer()

#: The system itself: seeds, nightly jobs, the command line of an administrator.
SYSTEM = Viewer(username="system", name="系统", roles=frozenset({Role.ADMINISTRATOR}), rows=NATION)

#: Where the ASGI scope holds who looks up the viewer once more: whose session has ended, or token was revoked, is
#: nobody. Called with a token it says who that one belongs to.
AGAIN = "dengta.again"
Again = Callable[[str | None], Awaitable[Viewer]]

#: Set by ``api.auth`` for the request under way; callbacks of the dashboard read it.
current_viewer: ContextVar[Viewer] = ContextVar("current_viewer", default=NOBODY)
