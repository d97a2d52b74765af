"""What a red-flag rule says about itself: where it looks, with what thresholds, and how sure it is."""

import string
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

REASON_LENGTH = 400  # of the column that holds it
_TEXTS = Path(__file__).parent / "red_flags" / "texts"

#: ``int``, ``Decimal``, ``float``, ``str``, ``date``, or a tuple of one of them.
Parameters = Mapping[str, Any]
#: What a query found: ``subject`` and the other columns it named.
Row = dict[str, Any]
Judge = Callable[[Sequence[Row], Parameters], Iterable[Row]]

#: Columns of a finding that are no facts.
PLAIN = ("subject", "mark", "doubtful", "exposed")


@dataclass(frozen=True)
class Rule:
    """One red flag, by its row in the catalogue of red flags.

    ``query`` is one statement in the SQL that PostgreSQL and DuckDB share, over the views of ``db.evidence`` and

    - ``scope(id)``: the subjects in question. It must find all that involves one of them, and may find more;
    - ``peers(cell, size, low, middle, high, spread, rate)``, where ``peers`` (a query of these columns) is given:
      what is usual among the like, found over the whole country; columns that mean nothing here are left out;
    - ``:name`` for a parameter;
    - a line that ends with ``-- scoped`` is left out of a run over the whole country, where nothing is to be narrowed.

    A row of it is a finding:

    ==============  ========================================================================================
    ``subject``     number of the claim, project or platform
    ``mark``        tells findings on one subject apart, such as an invoice's number; left out where one is enough
    ``doubtful``    yuan of the actual cost that are in doubt; at risk is what the award would shrink by
    ``exposed``     yuan at risk, said directly; without either the whole claim (all claims of a platform) is
    ``peer_…``      what it was compared with: told, yet no part of the facts that make a finding new
    all others      facts: they fill the places of the reason
    ==============  ========================================================================================

    ``judge`` takes what needs more than SQL, such as a tail of a distribution: rows in, findings out, nothing else.
    ``wide``: it can only be run over the whole country at once.
    """

    code: str
    kind: RuleKind
    subject: FlagSubject
    severity: Severity
    phase: FraudPhase
    hints_at: FraudKind
    query: str
    parameters: Parameters = field(default_factory=dict)
    peers: str | None = None
    judge: Judge | None = None
    wide: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it is asked when a claim is handed in."""
        return (
            self.kind is RuleKind.DETERMINISTIC and self.subject is not FlagSubject.PLATFORM and not self.wide
        )


@dataclass(frozen=True)
class RuleText:
    """What people read of a rule in one language. ``reason`` has a ``{place}`` for each fact it tells."""

    title: str
    reason: str
    why: str
    innocent: str
    example: str
    source: str


@cache
def text_of(code: str, lang: str) -> RuleText:
    """
    Raises:
        FileNotFoundError: the rule has no text in this language.
    """
    given = tomllib.loads((_TEXTS / f"{code}.{'en' if lang == 'en' else 'zh'}.toml").read_text("utf-8"))
    return RuleText(**{name: value.strip() for name, value in given.items()})


def reason(code: str, facts: Mapping[str, Any], lang: str) -> str:
    """The sentence of a finding, not longer than its column."""
    said = _Sentence().vformat(text_of(code, lang).reason, (), facts)
    return said if len(said) <= REASON_LENGTH else said[: REASON_LENGTH - 1] + "…"


class _Sentence(string.Formatter):
    """Money and dates as people write them, where the text does not say how."""

    def format_field(self, value: Any, spec: str) -> str:
        if value is None:
            return "—"
        if not spec and isinstance(value, Decimal):
            return f"{value:,.2f}"
        return str(format(value, spec))


def plain(value: Any) -> str | int | float | bool | None:
    """A fact as JSON keeps it, the same from either engine: decimals as text, floats to six figures."""
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no fact: {value!r}")
