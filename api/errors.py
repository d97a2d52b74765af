"""A refusal: what is wrong, what to do about it, and the clause it rests on, in both languages."""

from typing import Any

from db.resource import both


class Refusal(Exception):
    """Bad input or a missing right, told to the person who caused it.

    Args:
        code: stable, upper case, for programs: ``TOO_MANY_INDUSTRIES``.
        message: ``中文 | English``; ``{name}`` parts are filled from ``facts``.
        hint: what to do next, same form, or "".
        clause: id of the clause it rests on (clauses.csv), or None.
        status: the HTTP status where one is needed.

    Raises:
        ValueError: a sentence lacks one of the two languages.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        clause: str | None = None,
        status: int = 400,
        **facts: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.clause = clause
        self.status = status
        self.facts = facts
        self._message = both(message)
        self._hint = both(hint) if hint else ("", "")

    def message(self, lang: str) -> str:
        return self._message[lang == "en"].format(**self.facts)

    def hint(self, lang: str) -> str:
        return self._hint[lang == "en"].format(**self.facts)

    def extensions(self, lang: str) -> dict[str, Any]:
        """What a GraphQL error carries beside its message."""
        return {"code": self.code, "hint": self.hint(lang) or None, "clause": self.clause}

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"
