"""Who may attach what to which record, and until when: one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from api.policy.access import sees_sensitive
from db.enums import (
    AttachmentKind,
    CaseState,
    ClaimState,
    PlanState,
    PlatformState,
    ProjectState,
    RequestState,
    Role,
    Word,
)

MEGABYTE = 1 << 20
#: Of one file.
LARGEST = 20 * MEGABYTE
#: Of one record.
MOST_FILES = 50
#: Bytes of all files of a project with its papers; of any other record, of its own.
MOST_BYTES = 500 * MEGABYTE

_KEEPERS = frozenset({Role.PLATFORM_OPERATOR, Role.PROVINCIAL_SME_OFFICER})
_DEPARTMENTS = frozenset({Role.PROVINCIAL_SME_OFFICER, Role.PROVINCIAL_FINANCE_OFFICER})
_K = AttachmentKind


@dataclass(frozen=True)
class Shelf:
    """What may be attached to rows of the table ``subject``, and by whom.

    ``states``: those of the row in which its files may change; None is any. ``papers``: the row belongs to a project
    whose files are fixed once its claim is approved.
    """

    subject: str
    kinds: frozenset[AttachmentKind]
    roles: frozenset[Role]
    states: frozenset[Word] | None = None
    papers: bool = False


SHELVES: tuple[Shelf, ...] = (
    Shelf(
        "Plan",
        frozenset({_K.DOSSIER, _K.OTHER}),
        _DEPARTMENTS,
        frozenset({PlanState.DRAFT, PlanState.RETURNED}),
    ),
    Shelf(
        "Plan",
        frozenset({_K.REPORT, _K.PHOTO}),
        _DEPARTMENTS,
        frozenset({PlanState.IMPLEMENTING, PlanState.SELF_EVALUATED, PlanState.EVALUATED}),
    ),
    Shelf(
        "Platform",
        frozenset({_K.CONTRACT, _K.DOSSIER, _K.REPORT, _K.PHOTO, _K.OTHER}),
        _KEEPERS,
        frozenset({PlatformState.APPOINTED}),
    ),
    Shelf(
        "Project",
        frozenset({_K.CONTRACT, _K.PHOTO, _K.REPORT, _K.OTHER}),
        _KEEPERS,
        frozenset(ProjectState) - {ProjectState.FAILED, ProjectState.WITHDRAWN},
        papers=True,
    ),
    Shelf(
        "Project",
        frozenset({_K.ACCEPTANCE_MINUTES, _K.PHOTO}),
        frozenset({Role.EXPERT, Role.PROVINCIAL_SME_OFFICER}),
        frozenset({ProjectState.DELIVERED, ProjectState.RECTIFYING, ProjectState.PASSED}),
        papers=True,
    ),
    Shelf("CostItem", frozenset({_K.CONTRACT, _K.OTHER}), _KEEPERS, papers=True),
    Shelf("Invoice", frozenset({_K.INVOICE_SCAN}), _KEEPERS, papers=True),
    Shelf("Payment", frozenset({_K.PAYMENT_VOUCHER}), _KEEPERS, papers=True),
    Shelf(
        "Claim",
        frozenset({_K.DOSSIER, _K.REPORT, _K.OTHER}),
        _KEEPERS,
        frozenset({ClaimState.SUBMITTED, ClaimState.CHECKED, ClaimState.HELD}),
        papers=True,
    ),
    Shelf(
        "Case",
        frozenset({_K.PHOTO, _K.DOSSIER, _K.INVOICE_SCAN, _K.PAYMENT_VOUCHER, _K.CONTRACT, _K.OTHER}),
        frozenset({Role.SUPERVISOR}),
        frozenset(CaseState) - {CaseState.CLOSED, CaseState.REVOKED},
    ),
    Shelf(
        "ExplanationRequest",
        frozenset({_K.PHOTO, _K.INVOICE_SCAN, _K.PAYMENT_VOUCHER, _K.CONTRACT, _K.OTHER}),
        frozenset({Role.PLATFORM_OPERATOR}),
        frozenset({RequestState.ASKED}),
    ),
)

#: What is attached to these is evidence and stays, whoever brought it.
KEPT: frozenset[str] = frozenset({"Case"})

#: What a project's costs are proven with: rows without a state of their own.
PAPERS = ("CostItem", "Invoice", "Payment")

ATTACHERS: frozenset[Role] = frozenset(role for shelf in SHELVES for role in shelf.roles)

#: They show bank accounts: for those who enter or check them, and for who may see such values anyway.
_CONFIDENTIAL = frozenset({_K.PAYMENT_VOUCHER, _K.CONTRACT})


def shelves(subject: str, roles: Iterable[Role], state: str | None) -> tuple[Shelf, ...]:
    """The lines of the table that let these roles change files of a row of ``subject`` in this state."""
    held = frozenset(roles)
    return tuple(
        shelf
        for shelf in SHELVES
        if shelf.subject == subject and shelf.roles & held and (shelf.states is None or state in shelf.states)
    )


def kinds(subject: str, roles: Iterable[Role], state: str | None) -> frozenset[AttachmentKind]:
    """What these roles may attach to such a row now."""
    return frozenset(kind for shelf in shelves(subject, roles, state) for kind in shelf.kinds)


def in_order(found: Iterable[AttachmentKind]) -> list[AttachmentKind]:
    """In the order of the vocabulary."""
    wanted = frozenset(found)
    return [kind for kind in AttachmentKind if kind in wanted]


def may_open(roles: frozenset[Role], kind: AttachmentKind) -> bool:
    """Whether the file itself may be read by who sees that it is there."""
    entering = roles & (_KEEPERS | _DEPARTMENTS | {Role.PROGRAMME_OFFICER, Role.EXPERT})
    return kind not in _CONFIDENTIAL or bool(entering) or sees_sensitive(roles)


def megabytes(size: int) -> str:
    """A size as people read it: ``3.4 MiB``."""
    return f"{(Decimal(size) / MEGABYTE).quantize(Decimal('0.1'))} MiB"
