"""Who is asking."""

from contextvars import ContextVar
from dataclasses import dataclass

from api.policy.access import sees_sensitive
from db.enums import Role
from db.store import NATION, NOTHING, Rows


@dataclass(frozen=True)
class Viewer:
    """A person signed in, or nobody: then ``user_id`` is None, ``roles`` empty and ``rows`` nothing."""

    user_id: int | None = None
    username: str = ""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    rows: Rows = NOTHING
    lang: str = "zh"
    theme: str = "light"

    @property
    def signed_in(self) -> bool:
        return bool(self.roles)

    @property
    def unmasked(self) -> bool:
        return sees_sensitive(self.roles)


NOBODY = Viewer()

#: The system itself: seeds, nightly jobs, the command line of an administrator.
SYSTEM = Viewer(username="system", name="系统", roles=frozenset({Role.ADMINISTRATOR}), rows=NATION)

#: Set by ``api.auth`` for the request under way; callbacks of the dashboard read it.
current_viewer: ContextVar[Viewer] = ContextVar("current_viewer", default=NOBODY)
