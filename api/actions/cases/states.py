"""States of a case that several nouns go by."""

from db.enums import CaseState

#: Nothing was announced yet.
EARLY = frozenset({CaseState.OPENED, CaseState.INVESTIGATING})
