"""One sentence about one thing that breaks a rule."""

from dataclasses import dataclass, field
from typing import Any

from db.resource import both


@dataclass(frozen=True)
class Breach:
    """What is wrong and by which clause; ``where`` says to what it applies, in the caller's own keys.

    ``message`` and ``hint`` are ``中文 | English`` with ``{fact}`` places. ``blocking`` ones stop a plan;
    the others are worth knowing (a cap that will cut an amount). ``needed``: no bar to a draft, but it must
    be mended before the plan is submitted.
    """

    code: str
    message: str
    clause: str | None
    hint: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    where: tuple[Any, ...] = ()
    blocking: bool = True
    needed: bool = False

    @property
    def bars_submission(self) -> bool:
        return self.blocking or self.needed

    def say(self, lang: str) -> str:
        return both(self.message)[lang == "en"].format(**self._told(lang))

    def advise(self, lang: str) -> str:
        return both(self.hint)[lang == "en"].format(**self._told(lang)) if self.hint else ""

    def _told(self, lang: str) -> dict[str, Any]:
        """Facts may be bilingual themselves."""
        return {
            name: both(fact)[lang == "en"] if isinstance(fact, str) and " | " in fact else fact
            for name, fact in self.facts.items()
        }
