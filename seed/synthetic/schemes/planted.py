"""What was planted where, as the truth has it."""

from dataclasses import dataclass
from typing import Any

from seed.synthetic.drafts import Platform, Project


@dataclass(frozen=True)
class Planted:
    """``flag``: the code of the catalogue that tells of it, for a near-miss the one that must not; None: nothing does yet.

    ``sure``: whoever reads the papers finds it for certain; otherwise only what is usual tells.
    """

    subject: Project | Platform
    scheme: str
    fraudulent: bool
    flag: str | None = None
    sure: bool = False

    @property
    def row(self) -> tuple[str, bool, str, int, dict[str, Any]] | None:
        """Scheme, whether it is fraud, subject, its number, detail; None where the subject was never claimed for."""
        detail = {"flag": self.flag, "sure": self.sure}
        if isinstance(self.subject, Platform):
            return (self.scheme, self.fraudulent, "Platform", self.subject.id, detail)
        if not self.subject.claim_id:
            return None
        return (self.scheme, self.fraudulent, "Claim", self.subject.claim_id, detail)
