"""Documents and files of cases by their address: whole, verifiable, masked, and for the right people only."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.documents.case_file import verify
from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.policy.access import UNMASKED
from api.services import attachments, case_evidence, case_requests, organizations, plans
from api.services.accounts import NewUser, create_users, sign_in
from api.services.case_evidence import NewEvidence
from api.services.case_outcomes import NewPenalty
from api.services.case_requests import NewRequest
from api.services.files.cabinet import Cabinet
from api.services.files.folder import Folder
from api.viewer import SYSTEM
from api.web import case_files
from api.web.case_files import case_file_routes
from api.web.documents import document_routes
from api.web.session import COOKIE, SessionMiddleware
from dashboard.components.case_documents import WHOLE
from db.enums import AttachmentKind, EvidenceKind, FineBase, Organ, PenaltyOutcome, Role
from db.store import NATION, Store
from tests.files.made import pdf
from tests.services.casefile import AT, CIRCULAR, CaseFile, deduction, opened
from tests.services.papers import pdf_text, word_text
from tests.services.world import OTHER, UNIT, World, build, firm, platform_row

PASSWORD = "lamp-2022-lamp"
FINE = NewPenalty(PenaltyOutcome.TRANSFER, Decimal("480000.00"), 14, Organ.FINANCE, FineBase.DEFRAUDED)
#: Persons that rows name, and what else is nobody else's business.
PERSONS = ("赵铁柱", "钱多多", "孙证人")
SECRETS = ("15412345678", "8888123456789012345", "110101199003071233", "0512-65432100")
TEXT = f"法定代表人赵铁柱（电话{SECRETS[0]}、{SECRETS[3]}）称账号{SECRETS[1]}系借用，证件{SECRETS[2]}"
PAPERS = ("notice", "decision", "receipt", "transfer")


@dataclass
class Desk:
    """The application, a case that was served, and people who are signed in."""

    app: Starlette
    store: Store
    cabinet: Cabinet
    owner: asyncpg.Connection
    cookies: dict[str, str]
    case: int
    keys: dict[str, int]

    async def get(self, who: str | None, path: str, **more: Any) -> httpx.Response:
        headers = {} if who is None else {"Cookie": f"{COOKIE}={self.cookies[who]}; lang=en"}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://dengta.example") as client:
            return await client.get(path, headers=headers, **more)

    async def file(
        self, who: str | None = "supervisor", search: str = "", case: int | None = None
    ) -> httpx.Response:
        return await self.get(who, f"/documents/case-file/{case or self.case}.zip{search}")

    async def given(self, who: str) -> Any:
        headers = {"Cookie": f"{COOKIE}={self.cookies[who]}; lang=en"}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://dengta.example") as client:
            answer = await client.post(
                "/graphql", json={"query": "{ givenPapers { paper address givenOn } }"}, headers=headers
            )
        return answer.json()["data"]["givenPapers"]


@pytest_asyncio.fixture(scope="module")
async def desk(
    postgres: Any, reference_template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    cabinet = Cabinet(Folder(tmp_path_factory.mktemp("files")))
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=4)
        owner = await asyncpg.connect(database.owner_url)
        async with store.write(NATION) as work:
            world = await (await (await (await build(work)).drafted()).approved()).claimed(2)
            rival = await _rival(world)
            people = [
                NewUser("operator", "甲操作", [(Role.PLATFORM_OPERATOR, UNIT)], PASSWORD, world.operator),
                NewUser("rival", "乙操作", [(Role.PLATFORM_OPERATOR, UNIT)], PASSWORD, rival),
                NewUser("expert", "丙专家", [(Role.EXPERT, UNIT)], PASSWORD),
                NewUser("officer", "丁省厅", [(Role.PROVINCIAL_SME_OFFICER, UNIT)], PASSWORD),
                NewUser("neighbour", "戊邻省", [(Role.PROVINCIAL_SME_OFFICER, OTHER)], PASSWORD),
                NewUser("leader", "己领导", [(Role.LEADER, None)], PASSWORD),
                NewUser("supervisor", "庚监督", [(Role.SUPERVISOR, None)], PASSWORD),
            ]
            await create_users(work, SYSTEM, people)
            file = await _served(world, cabinet)
        await owner.execute(
            "update users set name = '钱多多' where id = $1", file.second.user_id
        )  # a name as people have them
        await owner.execute(
            "update organizations set legal_person = '赵铁柱', address = '苏州工业园区星湖街1号' where id = $1",
            world.operator,
        )
        cookies = {one.username: await sign_in(store, one.username, PASSWORD, None) for one in people}
        app = Starlette(
            routes=[
                *graphql_routes(Engine(store, cabinet), Documents()),
                *case_file_routes(store, cabinet),
                *document_routes(store),
            ],
            middleware=[Middleware(SessionMiddleware, store=store)],
        )
        keys = {
            what: await owner.fetchval(f"select min({table}.id) from {table} where {where}")
            for what, table, where in (
                ("notice", "case_notices", "true"),
                ("decision", "penalties", "true"),
                ("receipt", "cases", "true"),
                ("transfer", "penalties", "outcome = 'transfer'"),
            )
        }
        yield Desk(app, store, cabinet, owner, cookies, file.id, keys)
        await owner.close()
        await store.close()


async def _rival(world: World) -> int:
    """Another platform of the same unit, with an operator of its own."""
    [operator] = await organizations.register(world.work, SYSTEM, [firm(9100)])
    await world.work.connection.execute("update plans set state = 'draft'")
    sme = world[Role.PROVINCIAL_SME_OFFICER]
    await plans.appoint(world.work, sme, [platform_row(world.plan_industry, operator)])
    await world.work.connection.execute("update plans set state = 'implementing'")
    return operator


async def _served(world: World, cabinet: Cabinet) -> CaseFile:
    """A case with evidence of each sort, an explanation asked for, and a decision that was served."""
    work, file = world.work, await opened(world)
    await file.investigated()
    stored = await cabinet.take_in("孙证人的发票.pdf", pdf("证据"))
    await attachments.attach(work, file.first, cabinet, "Case", file.id, AttachmentKind.OTHER, stored, TEXT)
    record = NewEvidence(EvidenceKind.INQUIRY, "询问笔录", TEXT, date(2023, 12, 18), file.second.user_id)
    await case_evidence.collect(work, file.first, file.id, record, at=AT)
    question = NewRequest("发票", "请说明发票来源", date(2023, 12, 11))
    asked = await case_requests.ask(work, file.first, file.id, question, at=AT)
    await case_requests.answer(work, world[Role.PLATFORM_OPERATOR], asked, TEXT, date(2023, 12, 14), at=AT)
    outcomes = [deduction("120000.00"), NewPenalty(CIRCULAR), FINE]
    await file.told(outcomes)
    await (await file.heard()).reviewed()
    await file.decided(outcomes)
    return await file.served()


def unpacked(answer: httpx.Response, folder: Path) -> Path:
    assert answer.status_code == 200, answer.text[:200]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(folder)
    return folder


def checked(*arguments: object) -> tuple[int, str]:
    """As somebody far away would: another Python process, without anything of ours."""
    done = subprocess.run(
        [sys.executable, "-I", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.returncode, done.stdout


async def test_a_case_file_has_documents_evidence_index_and_what_verifies_it(
    desk: Desk, tmp_path: Path
) -> None:
    answer = await desk.file()
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="case-2023-320000-001.zip"'
    folder = unpacked(answer, tmp_path)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for what in PAPERS:
        for kind in ("docx", "pdf"):
            assert any(re.fullmatch(rf"documents/\d\d-{what}-\d+\.{kind}", name) for name in names), what
    assert {"index.html", "index.json", "manifest.json", "verify.py"} < names
    [evidence] = [name for name in names if name.startswith("evidence/")]
    assert evidence.endswith("孙证人的发票.pdf")
    assert (folder / evidence).read_bytes() == pdf("证据")

    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert index["case"]["number"] == "2023-320000-001"
    assert [row["outcome"] for row in index["penalties"]] == ["deduction", "circular", "transfer"]
    assert index["explanation_requests"][0]["answer"] == TEXT
    assert len(index["flags"]) == len(index["queries"]) == 2
    assert {row["action"] for row in index["events"]} >= {
        "open",
        "investigate",
        "notify",
        "decide",
        "serve",
        "answer",
    }
    listed = {row["path"]: row["sha256"] for row in index["files"]}
    assert set(listed) == names - {"index.html", "index.json", "manifest.json", "verify.py"}
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all(fingerprint in page for fingerprint in listed.values())
    assert "请说明发票来源" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


async def test_the_same_rows_give_the_same_bytes(desk: Desk) -> None:
    for search in ("", "?masked=1"):
        assert (await desk.file(search=search)).content == (await desk.file(search=search)).content


async def test_the_script_finds_the_file_whole_unpacked_or_not(desk: Desk, tmp_path: Path) -> None:
    for search in ("", "?masked=1"):
        answer = await desk.file(search=search)
        folder = unpacked(answer, tmp_path / (search or "whole").strip("?"))
        archive = tmp_path / "case.zip"
        archive.write_bytes(answer.content)
        digest = answer.headers["x-content-digest"]
        for arguments in (
            (folder / "verify.py",),
            (verify.__file__, archive),
            (verify.__file__, archive, digest),
        ):
            code, said = checked(*arguments)
            assert (code, "whole: 2023-320000-001" in said, digest in said) == (0, True, True), said
        code, said = checked(verify.__file__, archive, "0" * 64)
        assert (code, "not the digest that was given" in said) == (1, True)


def _one_byte(folder: Path) -> str:
    path = next(folder.glob("evidence/*"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return f"changed: {path.relative_to(folder).as_posix()}"


def _added(folder: Path) -> str:
    (folder / "documents" / "99-more.pdf").write_bytes(b"")
    return "added: documents/99-more.pdf"


def _missing(folder: Path) -> str:
    path = sorted(folder.glob("documents/*.docx"))[0]
    path.unlink()
    return f"missing: {path.relative_to(folder).as_posix()}"


def _index(folder: Path) -> str:
    path = folder / "index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("480,000", "48,000"), encoding="utf-8")
    return "changed: index.html"


def _script(folder: Path) -> str:
    (folder / "verify.py").write_text("print('whole')")
    return "changed: verify.py"


def _manifest(folder: Path) -> str:
    """Who changes a file and its line in the manifest breaks the chain."""
    _one_byte(folder)
    path = next(folder.glob("evidence/*"))
    size, fingerprint = verify.measured(verify.Folder(str(folder)), path.relative_to(folder).as_posix())
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for entry in found["files"]:
        if entry["path"].startswith("evidence/"):
            entry.update(size=size, sha256=fingerprint)
    (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    return f"the manifest was changed at: {path.relative_to(folder).as_posix()}"


def _none(folder: Path) -> str:
    (folder / "manifest.json").unlink()
    return "missing: manifest.json"


def _rubbish(folder: Path) -> str:
    (folder / "manifest.json").write_bytes(b"\xff{")
    return "the manifest cannot be read"


@pytest.mark.parametrize("tamper", [_one_byte, _added, _missing, _index, _script, _manifest, _none, _rubbish])
async def test_the_script_names_what_was_changed_added_or_is_missing(
    desk: Desk, tmp_path: Path, tamper: Callable[[Path], str]
) -> None:
    folder = unpacked(await desk.file(), tmp_path / "file")
    expected = tamper(folder)
    packed = shutil.make_archive(str(tmp_path / "again"), "zip", folder)
    for place in (folder, packed):
        code, said = checked(verify.__file__, place)
        assert code == 1
        assert expected in said
        assert "NOT whole: 1" in said


async def test_a_manifest_made_anew_is_told_by_the_digest_that_the_office_keeps(
    desk: Desk, tmp_path: Path
) -> None:
    answer = await desk.file()
    folder = unpacked(answer, tmp_path)
    _one_byte(folder)
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    link = verify.beginning(found)
    for entry in found["files"]:
        entry["size"], entry["sha256"] = verify.measured(verify.Folder(str(folder)), entry["path"])
        link = entry["chain"] = verify.chained(link, entry)
    found["digest"] = link
    (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    assert checked(verify.__file__, folder)[0] == 0
    code, said = checked(verify.__file__, folder, answer.headers["x-content-digest"])
    assert (code, "not the digest that was given" in said) == (1, True)
    # The office finds it in the audit trail.
    why = await desk.owner.fetchval(
        "select why from events where action = 'exported' order by id desc limit 1"
    )
    assert answer.headers["x-content-digest"] in why


async def test_a_masked_copy_names_nobody_and_has_no_number_of_anybody(desk: Desk, tmp_path: Path) -> None:
    users = await desk.owner.fetch(
        "select distinct name from users join case_people on case_people.user_id = users.id"
    )
    names = {*PERSONS[:2], *(row["name"] for row in users)}
    whole = "".join(_texts(unpacked(await desk.file(), tmp_path / "whole")).values())
    assert all(secret in whole for secret in (*names, *SECRETS, PERSONS[2]))
    folder = unpacked(await desk.file(search="?masked=1"), tmp_path / "masked")
    assert not (folder / "evidence").exists()
    for name, text in _texts(folder).items():
        for secret in (*names, *SECRETS):
            assert re.sub(r"\s", "", secret) not in re.sub(r"\s", "", text), (name, secret)
    masked = "".join(_texts(folder).values())
    assert "赵某某" in masked
    assert "钱某某" in masked
    assert "样例9000号有限公司" in masked  # firms are no persons
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert index["attachments"][0]["sha256"] in masked  # what it was can be proven with the whole file
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["masked"] is True


def _texts(folder: Path) -> dict[str, str]:
    """What a reader can read of each file."""
    readers: dict[str, Callable[[bytes], str]] = {".docx": word_text, ".pdf": pdf_text}
    return {
        path.name: path.name + readers.get(path.suffix, lambda content: content.decode())(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "evidence" and path.name != "verify.py"
    }


async def test_only_who_may_see_persons_and_accounts_gets_the_whole_file(desk: Desk) -> None:
    assert {role.value for role in UNMASKED} == WHOLE  # what the page offers
    for who in ("officer", "leader"):
        refused = await desk.file(who)
        assert (refused.status_code, "masked copy only" in refused.text) == (403, True)
        assert (await desk.file(who, "?masked=1")).status_code == 200
        assert (await desk.file(who, "?masked=yes")).status_code == 403


async def test_thresholds_of_rules_are_not_for_those_who_hand_claims_in(desk: Desk, tmp_path: Path) -> None:
    for who, known in (("leader", True), ("officer", False)):
        folder = unpacked(await desk.file(who, "?masked=1"), tmp_path / who)
        assert (json.loads((folder / "index.json").read_bytes())["queries"] is not None) is known


@pytest.mark.parametrize("who", ["rival", "expert", "neighbour"])
async def test_others_find_nothing(desk: Desk, who: str) -> None:
    for search in ("", "?masked=1"):
        there, nowhere = await desk.file(who, search), await desk.file(who, search, case=10**6)
        assert there.status_code in (403, 404)
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    for what in PAPERS:
        there = await desk.get(who, f"/documents/{what}/{desk.keys[what]}.pdf")
        nowhere = await desk.get(who, f"/documents/{what}/{10**6}.pdf")
        assert there.status_code == 404
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    if who != "neighbour":
        assert await desk.given(who) == []


async def test_strangers_are_sent_to_sign_in(desk: Desk) -> None:
    for path in (f"/documents/case-file/{desk.case}.zip", f"/documents/notice/{desk.keys['notice']}.pdf"):
        assert (await desk.get(None, path)).headers["location"].startswith("/sign-in")


async def test_a_party_has_what_it_was_given_and_nothing_else(desk: Desk) -> None:
    assert [(one["paper"], one["givenOn"]) for one in await desk.given("operator")] == [
        ("NOTICE", "2024-01-08"),
        ("DECISION", "2024-02-05"),
        ("RECEIPT", "2024-02-05"),
    ]
    for one in await desk.given("operator"):
        for kind in ("docx", "pdf"):
            assert (await desk.get("operator", f"{one['address']}.{kind}")).status_code == 200
    assert (await desk.get("operator", f"/documents/transfer/{desk.keys['transfer']}.pdf")).status_code == 404
    for search in ("", "?masked=1"):
        assert (await desk.file("operator", search)).status_code == 404


async def test_a_decision_is_the_party_s_only_once_it_was_served(desk: Desk) -> None:
    served = await desk.owner.fetch("select id, served_on, state from penalties")
    try:
        await desk.owner.execute("update penalties set served_on = null, state = 'decided'")
        address = f"/documents/decision/{desk.keys['decision']}.pdf"
        assert (await desk.get("operator", address)).status_code == 404
        assert (await desk.get("supervisor", address)).status_code == 200
        assert "DECISION" not in {one["paper"] for one in await desk.given("operator")}
    finally:
        for row in served:
            await desk.owner.execute(
                "update penalties set served_on = $2, state = $3 where id = $1",
                *(row["id"], row["served_on"], row["state"]),
            )


async def test_whoever_takes_a_file_is_told_of(desk: Desk) -> None:
    for search, name in (("", "case-2023-320000-001.zip"), ("?masked=1", "case-2023-320000-001-masked.zip")):
        await desk.file(search=search)
        told = await desk.owner.fetchrow(
            "select why, username from events join users on users.id = actor_id"
            " where action = 'exported' order by events.id desc limit 1"
        )
        assert (told["username"], told["why"].startswith(f"{name}, ")) == ("supervisor", True)
    entry = await desk.owner.fetchval(
        "select facts from audit_entries where kind = 'exported' order by id desc limit 1"
    )
    assert "case-2023-320000-001-masked.zip" in entry


async def test_too_many_at_once_are_asked_to_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_files, "AT_ONCE", 0)
    app = desk.app
    desk.app = Starlette(
        routes=case_file_routes(desk.store, desk.cabinet),
        middleware=[Middleware(SessionMiddleware, store=desk.store)],
    )
    try:
        assert (await desk.file()).status_code == 503
    finally:
        desk.app = app


async def test_evidence_that_the_store_lost_or_changed_is_said_to_be_so(desk: Desk, tmp_path: Path) -> None:
    fingerprint = await desk.owner.fetchval("select sha256 from attachments")
    [stored] = desk.cabinet.files.root.glob(f"??/??/{fingerprint}")  # type: ignore[attr-defined]
    content = stored.read_bytes()
    try:
        stored.write_bytes(content[:-1] + b"?")
        folder = unpacked(await desk.file(), tmp_path / "changed")
        assert "not the file that was registered" in (folder / "index.html").read_text(encoding="utf-8")
        stored.unlink()
        folder = unpacked(await desk.file(), tmp_path / "lost")
        assert "lost from the file store" in (folder / "index.html").read_text(encoding="utf-8")
        assert checked(folder / "verify.py")[0] == 0
    finally:
        stored.write_bytes(content)
