"""One sentence about one thing that breaks a rule."""

from dataclasses import dataclass, field
from typing import Any

from db.resource import both


@dataclass(frozen=True)
class Breach:
    """What is wrong and by which clause; ``where`` says to what it applies, in the caller's own keys.

    ``message`` and ``hint`` are ``中文 | English`` with ``{fact}`` places. ``blocking`` ones stop a plan;
    the others are worth knowing (a cap that will cut an amount).
    """

    code: str
    message: str
    clause: str | None
    hint: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    where: tuple[Any, ...] = ()
    blocking: bool = True

    def say(self, lang: str) -> str:
        return both(self.message)[lang == "en"].format(**self.facts)

    def advise(self, lang: str) -> str:
        return both(self.hint)[lang == "en"].format(**self.facts) if self.hint else ""
