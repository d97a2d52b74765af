"""How to reach who told something: sealed, and opened only by the officer who looks into it, with a reason, in person."""

from api.errors import Refusal
from api.services.in_person import check_in_person
from api.services.steps import Step, take
from api.services.tip_handling import handled
from api.services.vault import BrokenSealError, Vault
from api.viewer import Viewer
from db.enums import AuditKind
from db.store import Work

LONGEST_REASON = 400


async def unseal(work: Work, vault: Vault | None, viewer: Viewer, tip: int, why: str) -> str:
    """The contact. That it was opened, by whom and why, is written down in the same transaction: or it is not opened.

    Raises:
        Refusal: the viewer does not look into the tip-off, gives no reason, comes with a token, or has a tie; there is
            no contact, or it was sealed with another key.
    """
    check_in_person(viewer)
    await handled(work, viewer, "unseal", tip)
    why = why.strip()
    if not why or len(why) > LONGEST_REASON or "\0" in why:
        raise Refusal("NO_REASON", "请写明事由 | Say why", clause="S1", field="why")
    sealed = await work.connection.fetchval("select contact from tips where id = $1", tip)
    if sealed is None:
        raise Refusal(
            "NO_CONTACT", "举报人未留联系方式 | Who told it left no contact", clause="S1", status=409
        )
    try:
        contact = _opened(vault, sealed)
    except BrokenSealError as error:
        raise Refusal(
            "CONTACT_SEALED",
            "联系方式由另一密钥加密，无法查看 | The contact was sealed with another key and cannot be opened",
            hint="核对 DENGTA_SECRET_KEY | Check DENGTA_SECRET_KEY",
            status=409,
        ) from error
    await take(work, viewer, "Tip", "unseal", [Step(tip, why=why)])
    with work.trail.by(viewer.user_id):
        work.trail.note(
            AuditKind.UNMASKED, subject="Tip", key=tip, facts={"fields": {"Tip.contact": 1}, "why": why}
        )
    return contact


def _opened(vault: Vault | None, sealed: str) -> str:
    if vault is None:
        raise BrokenSealError
    return vault.unseal(sealed)
