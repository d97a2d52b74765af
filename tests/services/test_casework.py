"""What is done in a case beside its steps: evidence, explanations asked of the platform, pauses."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import pytest
from PIL import ExifTags, Image

from api.policy.clock import explanation_due
from api.services import attachments, case_evidence, case_requests
from api.services.case_evidence import NewEvidence
from api.services.case_requests import NewRequest
from api.services.files.cabinet import Cabinet
from api.services.files.exif import exif
from api.services.files.folder import Folder
from api.viewer import Viewer
from db.enums import AttachmentKind, EvidenceKind, PauseReason, Role
from db.store import Rows
from tests.services.casefile import AT, OPENED, claimed, opened
from tests.services.test_plans import refused
from tests.services.world import UNIT, World


def photograph() -> bytes:
    """A picture of a camera that says where and when it was."""
    facts = Image.Exif()
    facts[ExifTags.Base.Make], facts[ExifTags.Base.Model] = "Sample", "X1"
    facts.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2023:06:20 10:11:12"
    facts.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (32.0, 3.0, 36.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (118.0, 46.0, 48.0),
        }
    )
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "jpeg", exif=facts)
    return out.getvalue()


def test_a_photograph_says_when_where_and_with_what_it_was_taken() -> None:
    assert exif(photograph()) == {
        "taken": "2023:06:20 10:11:12",
        "device": "Sample X1",
        "latitude": "32.060000",
        "longitude": "118.780000",
    }


def test_a_picture_that_says_nothing_and_what_is_no_picture_have_no_facts() -> None:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "png")
    assert exif(out.getvalue()) == {}
    assert exif(b"%PDF-1.7") == {}


async def test_a_file_attached_to_a_case_is_evidence_with_its_fingerprint(
    world: World, tmp_path: Path
) -> None:
    case = await (await opened(await claimed(world))).investigated()
    cabinet = Cabinet(Folder(tmp_path))
    stored = await cabinet.take_in("现场.jpg", photograph())
    made = await attachments.attach(
        world.work, case.first, cabinet, "Case", case.id, AttachmentKind.PHOTO, stored, "车间现场", at=AT
    )
    row = await world.work.connection.fetchrow(
        "select kind, title, sha256, taker_id, facts->>'device' as device from evidence_items"
    )
    assert tuple(row) == ("photo", "现场.jpg", stored.sha256, case.first.user_id, "Sample X1")
    # Evidence is not taken away again, not even by who brought it.
    assert not await attachments.removable(world.work.connection, case.first, made)
    await refused(attachments.remove(world.work, case.first, [made]), "EVIDENCE_STAYS", None)


async def test_a_record_of_inquiry_is_taken_by_two(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    record = NewEvidence(EvidenceKind.INQUIRY, "询问笔录", "问：……答：……", OPENED)
    for second in (None, case.first.user_id):
        alone = case_evidence.collect(world.work, case.first, case.id, replace(record, second=second))
        await refused(alone, "TWO_INVESTIGATORS", "S1")
    await case_evidence.collect(world.work, case.first, case.id, replace(record, second=case.second.user_id))
    photo = case_evidence.collect(world.work, case.first, case.id, replace(record, kind=EvidenceKind.PHOTO))
    await refused(photo, "FILE_FIRST", "S1")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await world.work.connection.execute("update evidence_items set text = '改'")


def operator_of(world: World) -> Viewer:
    rows = Rows(units=(UNIT,), organization=world.operator)
    return replace(world[Role.PLATFORM_OPERATOR], rows=rows)


async def test_a_platform_answers_what_it_is_asked_within_working_days(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    asked = date(2023, 12, 21)
    question = NewRequest("发票重复", "请说明发票为何两次申报", asked, 5)
    short = case_requests.ask(world.work, case.first, case.id, replace(question, days=2))
    await refused(short, "BAD_VALIDITY", "S1")
    made = await case_requests.ask(world.work, case.first, case.id, question)
    row = await world.work.connection.fetchrow("select state, due_on from explanation_requests")
    assert tuple(row) == ("asked", explanation_due(asked))
    assert explanation_due(asked) == date(2023, 12, 28)
    await case_requests.answer(world.work, operator_of(world), made, "系重复归档", asked + timedelta(days=3))
    term = await world.work.connection.fetchrow(
        "select due_on, met_on from case_deadlines where clock = 'explanation'"
    )
    assert tuple(term) == (date(2023, 12, 28), date(2023, 12, 24))
    from api.services.steps import Step

    await case_requests.judge(world.work, case.first, "refuse", [Step(made, why="与证据不符")])
    assert await world.state("explanation_requests", made) == "refused"


async def test_another_platform_s_operator_answers_nothing(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    made = await case_requests.ask(world.work, case.first, case.id, NewRequest("发票重复", "请说明", OPENED))
    stranger = replace(
        world[Role.PLATFORM_OPERATOR], rows=Rows(units=(UNIT,), organization=world.enterprises[0])
    )
    await refused(case_requests.answer(world.work, stranger, made, "不知道"), "NOT_YOUR_PLATFORM", None)


async def test_what_pauses_the_clock_moves_the_decision(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    pause = await case_requests.pause(
        world.work, case.first, case.id, PauseReason.APPRAISAL, date(2023, 12, 11), "司法鉴定"
    )
    again = case_requests.pause(world.work, case.first, case.id, PauseReason.COURT, date(2023, 12, 12))
    with pytest.raises(Exception, match="EXISTS"):
        async with world.work.connection.transaction():
            await again
    await case_requests.resume(world.work, case.first, pause, date(2023, 12, 20))
    assert (await case.row())["next_due_on"] == OPENED + timedelta(days=100)


async def test_preserved_evidence_is_decided_on_within_seven_working_days(world: World) -> None:
    case = await (await opened(await claimed(world))).investigated()
    work, on = world.work, date(2023, 12, 11)
    nothing = case_evidence.unpreserve(work, case.first, case.id, on, "退还")
    await refused(nothing, "NOT_THAT_FAR", "S1")
    before = case_evidence.preserve(work, case.first, case.id, OPENED - timedelta(days=1))
    await refused(before, "DATES_OUT_OF_ORDER", None)
    await case_evidence.preserve(work, case.first, case.id, on, at=AT)
    term = "select due_on, met_on from case_deadlines where clock = 'preservation'"
    assert tuple(await work.connection.fetchrow(term)) == (date(2023, 12, 20), None)
    await refused(case_evidence.preserve(work, case.first, case.id, on), "PRESERVED_ALREADY", "S1")
    await refused(case_evidence.unpreserve(work, case.first, case.id, on, " "), "NO_REASON", "S1")
    ahead = case_evidence.unpreserve(work, case.first, case.id, date(2099, 1, 1), "退还")
    await refused(ahead, "DAY_TO_COME", None)
    decided = on + timedelta(days=4)
    await case_evidence.unpreserve(work, case.first, case.id, decided, "复制后退还", at=AT)
    assert tuple(await work.connection.fetchrow(term)) == (date(2023, 12, 20), decided)


async def test_an_act_is_found_no_later_than_its_case_is_opened(world: World) -> None:
    """Where the programme's day stands still, flags are raised after it by the clock on the wall."""
    early = date(2023, 11, 20)
    case = await opened(await claimed(world), on=early)
    assert (await case.row())["found_on"] == early
