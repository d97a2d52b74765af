"""What a case comes to, as rows of a form: announced, decided, changed."""

from api.actions.action import Order
from api.actions.field import Begin, Field, Sort, of
from api.services.case_outcomes import NewPenalty
from db.enums import FineBase, Organ, PenaltyOutcome, Weight

_COLUMNS = (
    of("NoticeItem", "outcome", required=True),
    of("NoticeItem", "amount"),
    of("NoticeItem", "organ", help="仅移送时填写 | Only for a transfer"),
    Field("article", Sort.INTEGER, "依据条文（条） | Article of the Regulation", least=1, most=40),
    of("NoticeItem", "base", help="移送罚款时测算幅度 | Reckons the band of a fine handed over"),
    of("NoticeItem", "weight"),
)


def penalties_of(order: Order) -> list[NewPenalty]:
    """The outcomes that were filled in."""
    found = []
    for row in order.values.get("penalties") or ():
        organ, base, weight = row.get("organ"), row.get("base"), row.get("weight")
        found.append(
            NewPenalty(
                PenaltyOutcome(row["outcome"]),
                row.get("amount") or NewPenalty(PenaltyOutcome.CIRCULAR).amount,
                row.get("article"),
                Organ(organ) if organ else None,
                FineBase(base) if base else None,
                Weight(weight) if weight else None,
            )
        )
    return found


def outcomes(label: str, begin: Begin | None = None, about: str = "") -> Field:
    """The field to fill outcomes in: ``begin`` gives those that stand there at first, ``about`` says more."""
    return Field(
        "penalties",
        Sort.ROWS,
        label,
        required=True,
        columns=_COLUMNS,
        longest=8,
        begin=begin,
        help=about,
    )
