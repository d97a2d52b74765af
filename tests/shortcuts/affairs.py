"""States of affairs from which somebody might take a shortcut: a case as far as it has come by the rules."""

from collections.abc import Awaitable, Callable
from datetime import date

from api.services import (
    case_challenges,
    case_evidence,
    case_hearing,
    case_inquiry,
    case_requests,
    organizations,
)
from api.services.accounts import NewUser, create_users
from api.services.case_challenges import NewChallenge
from api.services.case_evidence import NewEvidence
from api.services.case_outcomes import NewPenalty
from api.services.case_requests import NewRequest
from api.services.interests import declare
from api.services.rows import insert
from api.viewer import SYSTEM
from db.enums import AttachmentKind, ChallengeKind, DefenceKind, EvidenceKind, InterestKind, Organ, Role
from tests.services.casefile import (
    AT,
    GRAVE,
    OPENED,
    ORDINARY,
    TOLD,
    TRANSFER,
    UNTIL,
    CaseFile,
    claimed,
    opened,
)
from tests.services.treasury import paid, settled
from tests.services.world import UNIT, World, firm

Affairs = Callable[[World], Awaitable[CaseFile]]
#: Of another platform: who reads and answers nothing of the case.
STRANGER = "person-stranger"
FINE = NewPenalty(TRANSFER, GRAVE[0].amount, 14, Organ.FINANCE)


async def just_opened(world: World) -> CaseFile:
    return await opened(await claimed(world))


async def nobody_else_there(world: World) -> CaseFile:
    case = await just_opened(world)
    await world.work.connection.execute("update users set active = false where id = $1", case.second.user_id)
    return case


async def second_is_tied(world: World) -> CaseFile:
    """The only other supervisor advises one of the enterprises."""
    case = await just_opened(world)
    tie = {"organization_id": world.enterprises[0], "kind": InterestKind.ADVISER}
    await declare(world.work, case.second, tie, at=AT)
    return case


async def opener_is_tied(world: World) -> CaseFile:
    return await tied_to_platform(await just_opened(world), Role.SUPERVISOR)


async def tied_to_platform(case: CaseFile, role: Role) -> CaseFile:
    """Whoever has that role works for the platform's operator, too."""
    tie = {"organization_id": case.world.operator, "kind": InterestKind.EMPLOYED}
    await declare(case.world.work, case.world[role], tie, at=AT)
    return case


async def not_looked_into(world: World) -> CaseFile:
    case = await just_opened(world)
    await case_inquiry.investigate(world.work, case.first, case.id, act_ended_on=date(2023, 11, 10), at=AT)
    return case


async def looked_into(world: World) -> CaseFile:
    return await (await just_opened(world)).investigated()


async def with_evidence(world: World) -> CaseFile:
    case = await looked_into(world)
    note = NewEvidence(EvidenceKind.NOTE, "现场记录", "设备未到货", OPENED)
    await case_evidence.collect(world.work, case.first, case.id, note, at=AT)
    file = {
        "unit_code": UNIT,
        "subject": "Case",
        "subject_id": case.id,
        "kind": AttachmentKind.PHOTO,
        "filename": "现场照片.jpg",
        "media_type": "image/jpeg",
        "size": 3,
        "sha256": "0" * 64,
        "uploader_id": case.first.user_id,
        "at": AT,
    }
    await insert(world.work, "Attachment", [file])
    return case


async def asked_to_explain(world: World) -> CaseFile:
    """Asked of the case's platform; somebody else's operator looks on."""
    case = await not_looked_into(world)
    question = NewRequest("现金支付", "请说明为何以现金支付", OPENED)
    await case_requests.ask(world.work, case.first, case.id, question, at=AT)
    [organization] = await organizations.register(world.work, SYSTEM, [firm(9001)])
    stranger = NewUser(STRANGER, "旁人", [(Role.PLATFORM_OPERATOR, UNIT)], organization_id=organization)
    await create_users(world.work, SYSTEM, [stranger])
    return case


async def fined_already(world: World) -> CaseFile:
    """Another case on one of the claims was handed over for a fine."""
    await claimed(world)
    await (await opened(world)).through([FINE])
    return await (await opened(world, world.claims[1:3])).investigated()


async def fine_announced_twice(world: World) -> CaseFile:
    """Two cases on one claim announced a fine; one of them has decided it."""
    await claimed(world)
    first = await opened(world)
    second = await opened(world, world.claims[1:3])
    for case in (first, second):
        await (await case.investigated()).told([FINE])
        await (await case.heard()).reviewed()
    await (await first.decided([FINE])).served()
    return second


async def another_told(world: World) -> CaseFile:
    """The notice is that of the first case; the second has none."""
    await told(world)
    return await (await opened(world, world.claims[2:4])).investigated()


async def told(world: World) -> CaseFile:
    return await (await looked_into(world)).told(ORDINARY)


async def told_grave(world: World) -> CaseFile:
    return await (await looked_into(world)).told(GRAVE)


async def hearing_asked(world: World) -> CaseFile:
    case = await told_grave(world)
    await case_hearing.ask_hearing(world.work, case.first, case.id, UNTIL, at=AT)
    return case


async def heard(world: World) -> CaseFile:
    return await (await told(world)).heard()


async def lawyer_is_tied(world: World) -> CaseFile:
    return await tied_to_platform(await heard(world), Role.AUDITOR)


async def decider_is_tied(world: World) -> CaseFile:
    return await tied_to_platform(await reviewed(world), Role.FINANCE_OFFICER)


async def reviewed_early(world: World) -> CaseFile:
    """The platform spoke at once, and might still say more."""
    return await (await (await told(world)).heard(TOLD, DefenceKind.STATEMENT)).reviewed()


async def reviewed(world: World) -> CaseFile:
    return await (await heard(world)).reviewed()


async def reviewed_not_discussed(world: World) -> CaseFile:
    case = await (await told_grave(world)).heard()
    await case.legally_reviewed()
    return case


async def decided(world: World) -> CaseFile:
    return await (await reviewed(world)).decided(ORDINARY)


async def decided_in_part(world: World) -> CaseFile:
    """Less than was announced, and served."""
    case = await (await reviewed(world)).decided(ORDINARY[:1])
    return await case.served()


async def served(world: World) -> CaseFile:
    return await (await decided(world)).served()


async def challenged(world: World) -> CaseFile:
    case = await served(world)
    what = NewChallenge(ChallengeKind.CORRECTION, TOLD.replace(month=3), "工业和信息化部", "金额有误")
    await case_challenges.file(world.work, case.decider, case.id, what, at=AT)
    return case


async def money_owed(world: World) -> CaseFile:
    """Paid in full before the decision took part of it away."""
    await (await (await world.drafted()).approved()).decided()
    treasury = world[Role.FINANCE_OFFICER]
    await settled(world.work, treasury, world.second, [world.platform], date(2024, 1, 20))
    await paid(world.work, treasury, [world.platform], date(2024, 1, 31))
    return await (await opened(world)).through(GRAVE)
