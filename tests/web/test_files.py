"""Files in by the GraphQL upload and out by their address, for the right people only."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.graphql.deeds import global_id
from api.graphql.documents import Documents
from api.graphql.endpoint import graphql_routes
from api.graphql.engine import Engine
from api.policy.attachments import LARGEST, MOST_FILES
from api.services.accounts import NewUser, create_users, sign_in
from api.services.clock import now
from api.services.files.cabinet import Cabinet
from api.services.files.folder import Folder
from api.services.files.sweep import sweep
from api.services.sessions import sign_out
from api.viewer import SYSTEM
from api.web.files import file_routes
from api.web.session import COOKIE, SessionMiddleware
from db.enums import Role
from db.store import NATION, Store
from tests.files.made import docx, pdf, picture
from tests.services.world import OTHER, UNIT, World, build, firm, platform_row

ATTACH = """mutation($of: ID!, $kind: AttachmentKind!, $file: Upload!, $note: String, $key: String) {
  attach(of: $of, kind: $kind, file: $file, note: $note, key: $key) {
    done id repeated problems { code message field }
  }
}"""
LIST = (
    "{ attachments(orderBy: [{ id: ASC }]) { nodes { filename subject size sha256 uploader { username } } } }"
)
PASSWORD = "lamp-2022-lamp"


@dataclass
class Office:
    """The application in this process, with a world in it and people who are signed in."""

    app: Starlette
    store: Store
    cabinet: Cabinet
    world: World
    cookies: dict[str, str]
    owner: asyncpg.Connection
    projects: list[int]

    def client(self, who: str | None) -> httpx.AsyncClient:
        headers = {} if who is None else {"Cookie": f"{COOKIE}={self.cookies[who]}; lang=en"}
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url="http://dengta.example", headers=headers)

    async def attach(
        self,
        who: str,
        of: str,
        content: bytes,
        name: str = "contract.pdf",
        kind: str = "CONTRACT",
        **more: Any,
    ) -> Any:
        async with self.client(who) as client:
            answer = await client.post("/graphql", **form(of, content, name, kind, **more))
        found = answer.json()
        return found["data"]["attach"] if "errors" not in found else found["errors"][0]["extensions"]["code"]

    async def get(self, who: str | None, attachment: str | int, **headers: str) -> httpx.Response:
        key = attachment if isinstance(attachment, int) else number(attachment)
        async with self.client(who) as client:
            return await client.get(f"/files/{key}", headers=headers)

    @property
    def project(self) -> str:
        return global_id("Project", self.projects[0])


def form(of: str, content: bytes, name: str, kind: str, **more: Any) -> dict[str, Any]:
    operations = {"query": ATTACH, "variables": {"of": of, "kind": kind, "file": None, **more}}
    return {
        "data": {"operations": json.dumps(operations), "map": '{"0": ["variables.file"]}'},
        "files": {"0": (name, content)},
        "headers": {"GraphQL-Require-Preflight": "1"},
    }


def number(attachment: str) -> int:
    import base64

    return int(base64.b64decode(attachment).decode().partition(":")[2])


@pytest_asyncio.fixture(scope="module")
async def everybody(postgres: Any, reference_template: str) -> AsyncIterator[Office]:
    """The world and its people, once: each test has projects and a file store of its own."""
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=4)
        owner = await asyncpg.connect(database.owner_url)
        async with store.write(NATION) as work:
            world = await (await (await build(work)).drafted(60)).approved()
            [rival] = await _rival(world)
            people = [
                NewUser("operator", "甲", [(Role.PLATFORM_OPERATOR, UNIT)], PASSWORD, world.operator),
                NewUser("rival", "乙", [(Role.PLATFORM_OPERATOR, UNIT)], PASSWORD, rival),
                NewUser("officer", "丙", [(Role.PROVINCIAL_SME_OFFICER, UNIT)], PASSWORD),
                NewUser("neighbour", "丁", [(Role.PROVINCIAL_SME_OFFICER, OTHER)], PASSWORD),
                NewUser("leader", "戊", [(Role.LEADER, None)], PASSWORD),
                NewUser("auditor", "己", [(Role.AUDITOR, None)], PASSWORD),
            ]
            await create_users(work, SYSTEM, people)
        cookies = {one.username: await sign_in(store, one.username, PASSWORD, None) for one in people}
        yield Office(Starlette(), store, Cabinet(Folder(Path("/"))), world, cookies, owner, [])
        await owner.close()
        await store.close()


@pytest_asyncio.fixture
async def office(everybody: Office, tmp_path: Path) -> AsyncIterator[Office]:
    cabinet = Cabinet(Folder(tmp_path / "files"))
    engine = Engine(everybody.store, cabinet)
    app = Starlette(
        routes=[*graphql_routes(engine, Documents()), *file_routes(everybody.store, cabinet)],
        middleware=[Middleware(SessionMiddleware, store=everybody.store)],
    )
    own = [everybody.world.projects.pop(), everybody.world.projects.pop()]
    yield replace(everybody, app=app, cabinet=cabinet, projects=own)
    await everybody.owner.execute("delete from attachments")
    await engine.budget.write()


async def _rival(world: World) -> list[int]:
    """Another platform of the same unit, with an operator of its own."""
    from api.services import organizations, plans

    found = await organizations.register(world.work, SYSTEM, [firm(9001)])
    await world.work.connection.execute("update plans set state = 'draft'")
    sme = world[Role.PROVINCIAL_SME_OFFICER]
    await plans.appoint(world.work, sme, [platform_row(world.plan_industry, found[0])])
    await world.work.connection.execute("update plans set state = 'implementing'")
    return found


async def test_a_file_comes_back_as_it_was_brought(office: Office) -> None:
    made = await office.attach("operator", office.project, pdf(), "../../合同\u202e.pdf", note="signed")
    assert made["done"], made
    answer = await office.get("operator", made["id"])
    assert (answer.status_code, answer.content) == (200, pdf())
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf"
    )
    assert "sandbox" in answer.headers["content-security-policy"]
    async with office.client("officer") as client:
        [row] = (await client.post("/graphql", json={"query": LIST})).json()["data"]["attachments"]["nodes"]
    assert row["filename"] == "合同.pdf"
    assert (row["subject"], row["size"], row["uploader"]["username"]) == ("Project", len(pdf()), "operator")


async def test_parts_of_a_file_are_given_by_range_and_nothing_twice(office: Office) -> None:
    content = pdf("x" * 5000)
    made = (await office.attach("operator", office.project, content))["id"]
    whole = await office.get("operator", made)
    tag = whole.headers["etag"]
    assert (await office.get("operator", made, **{"If-None-Match": tag})).status_code == 304
    for asked, start, end in (("0-99", 0, 100), ("4900-", 4900, None), ("-10", -10, None), ("0-0", 0, 1)):
        part = await office.get("operator", made, Range=f"bytes={asked}")
        assert (part.status_code, part.content) == (206, content[start:end]), asked
        assert part.headers["content-range"].endswith(f"/{len(content)}")
    assert (await office.get("operator", made, Range="bytes=0-99999999")).content == content
    beyond = await office.get("operator", made, Range=f"bytes={len(content)}-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(content)}")
    stale = await office.get("operator", made, Range="bytes=0-9", **{"If-Range": '"older"'})
    assert (stale.status_code, stale.content) == (200, content)
    for odd in ("bytes=9-3", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=-", "bytes=--5"):
        assert (await office.get("operator", made, Range=odd)).status_code == 200, odd
    async with office.client("operator") as client:
        head = await client.head(f"/files/{number(made)}")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(content)))


@pytest.mark.parametrize("who", ["rival", "neighbour"])
async def test_another_s_file_is_no_other_than_a_missing_one(office: Office, who: str) -> None:
    made = (await office.attach("operator", office.project, pdf()))["id"]
    other, missing = await office.get(who, made), await office.get(who, number(made) + 1000)
    assert (other.status_code, missing.status_code) == (404, 404)
    assert other.text.replace(str(number(made)), "") == missing.text.replace(str(number(made) + 1000), "")
    assert set(other.headers) == set(missing.headers)
    assert await office.attach(who, office.project, pdf("mine")) == "NOT_FOUND"
    async with office.client(who) as client:
        names = "{ attachments { totalCount nodes { filename } } }"
        found = (await client.post("/graphql", json={"query": names})).json()
        removed = await client.post(
            "/graphql",
            json={"query": f'mutation {{ removeAttachment(input: {{ id: "{made}" }}) {{ done }} }}'},
        )
    assert found["data"]["attachments"] == {"totalCount": 0, "nodes": []}
    assert removed.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert (await office.get("operator", made)).status_code == 200


async def test_strangers_and_ended_sessions_get_nothing(office: Office) -> None:
    made = (await office.attach("operator", office.project, pdf()))["id"]
    assert (await office.get(None, made)).headers["location"].startswith("/sign-in")
    own = await sign_in(office.store, "operator", PASSWORD, None)
    office.cookies = {**office.cookies, "operator": own}
    assert (await office.get("operator", made)).status_code == 200
    await sign_out(office.store, own)
    assert (await office.get("operator", made)).status_code == 303
    assert await office.attach("operator", office.project, pdf("again")) == "UNAUTHENTICATED"


async def test_files_with_accounts_are_not_for_those_who_only_look(office: Office) -> None:
    made = (await office.attach("operator", office.project, pdf()))["id"]
    photo = (await office.attach("operator", office.project, picture(), "a.png", "PHOTO"))["id"]
    assert (await office.get("leader", made)).status_code == 403
    assert (await office.get("leader", photo)).status_code == 200
    assert (await office.get("auditor", made)).status_code == 200


async def test_wrong_files_are_told_by_field_and_leave_nothing(office: Office) -> None:
    for name, content, code in (
        ("contract.pdf", picture(), "FILE_MISNAMED"),
        ("contract.pdf", b"MZ program", "FILE_TYPE"),
        ("x.docx", docx(**{"word/vbaProject.bin": b"x"}), "FILE_MACROS"),
        ("x.docx", docx(**{"word/bomb": bytes(50 << 20)}), "FILE_DANGEROUS"),
    ):
        answer = await office.attach("operator", office.project, content, name)
        assert not answer["done"]
        assert [(one["code"], one["field"]) for one in answer["problems"]] == [(code, "file")]
    assert await office.owner.fetchval("select count(*) from attachments") == 0
    assert not list((office.cabinet.files.root).rglob("*"))  # type: ignore[attr-defined]


async def test_who_may_not_attach_stores_nothing(office: Office) -> None:
    wrong = await office.attach("operator", office.project, pdf(), kind="ACCEPTANCE_MINUTES")
    assert [one["code"] for one in wrong["problems"]] == ["NOT_ATTACHABLE"]
    assert await office.attach("leader", office.project, pdf()) == "FORBIDDEN"
    for odd in (global_id("User", 1), global_id("ReportingUnit", "320000"), "x", global_id("Project", 10**9)):
        assert await office.attach("officer", odd, pdf()) in ("BAD_ID", "NOT_FOUND"), odd
    assert not list((office.cabinet.files.root).rglob("*"))  # type: ignore[attr-defined]


async def test_the_same_key_attaches_once_and_the_same_file_is_told(office: Office) -> None:
    first = await office.attach("operator", office.project, pdf(), key="k1")
    again = await office.attach("operator", office.project, pdf(), key="k1")
    assert (again["id"], again["repeated"]) == (first["id"], True)
    twice = await office.attach("operator", office.project, pdf())
    assert [one["code"] for one in twice["problems"]] == ["FILE_ATTACHED"]
    assert await office.attach("operator", office.project, pdf("other"), key="k1") == "KEY_REUSED"
    other = await office.attach("operator", global_id("Project", office.projects[1]), pdf())
    assert other["done"]
    assert await office.owner.fetchval("select count(*), count(distinct sha256) from attachments") == 2
    # The other file is there until it is swept: nothing names it.
    assert await sweep(office.store, office.cabinet.files, now() + timedelta(days=1)) == 1
    assert len(list(office.cabinet.files.root.glob("??/??/*"))) == 1  # type: ignore[attr-defined]


async def test_a_record_is_full_some_day(office: Office) -> None:
    await office.attach("operator", office.project, pdf())
    await office.owner.execute(
        "insert into attachments (unit_code, subject, subject_id, project_id, kind, filename, media_type, size,"
        " sha256, at, synthetic) select unit_code, subject, subject_id, project_id, kind, filename, media_type,"
        " size, encode(sha256(n::text::bytea), 'hex'), at, synthetic from attachments, generate_series(2, $1) as n",
        MOST_FILES,
    )
    full = await office.attach("operator", office.project, pdf("one more"))
    assert [one["code"] for one in full["problems"]] == ["TOO_MANY_FILES"]


async def test_an_upload_that_is_too_long_is_refused_before_it_has_all_come(office: Office) -> None:
    """By what it says its length is, and by what has come where it does not say."""
    boundary = "b0undary"
    start = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{{}}\r\n--{boundary}\r\n'
        'Content-Disposition: form-data; name="0"; filename="x.pdf"\r\n\r\n'
    ).encode()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield start
        while True:
            sent += 1 << 16
            yield bytes(1 << 16)

    headers = {
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "GraphQL-Require-Preflight": "1",
        "Accept": "application/graphql-response+json",
    }
    async with office.client("operator") as client:
        refused = await client.post("/graphql", content=endless(), headers=headers)
        declared = await client.post(
            "/graphql", content=b"", headers={**headers, "Content-Length": str(LARGEST * 2)}
        )
    assert refused.json()["errors"][0]["extensions"]["code"] == "TOO_LARGE"
    assert (refused.status_code, declared.status_code) == (413, 413)
    assert sent < LARGEST + (2 << 20)


async def test_what_is_removed_loses_its_bytes_only_when_nobody_names_them(office: Office) -> None:
    first = (await office.attach("operator", office.project, pdf()))["id"]
    second = (await office.attach("officer", global_id("Project", office.projects[1]), pdf()))["id"]
    alone = (await office.attach("operator", office.project, pdf("alone")))["id"]
    remove = "mutation($id: ID!) { removeAttachment(input: { id: $id }) { done problems { code } } }"

    async def gone(who: str, attachment: str) -> Any:
        async with office.client(who) as client:
            answer = await client.post("/graphql", json={"query": remove, "variables": {"id": attachment}})
        return answer.json()["data"]["removeAttachment"]

    assert (await gone("operator", second))["problems"] == [{"code": "NOT_YOUR_FILE"}]
    assert (await gone("operator", first))["done"]
    assert (await gone("officer", alone))["done"]
    tomorrow = now() + timedelta(days=1)
    assert await sweep(office.store, office.cabinet.files, tomorrow) == 1
    assert (await office.get("operator", second)).content == pdf()
    assert (await office.get("operator", first)).status_code == 404
    assert (
        await office.owner.fetchval(
            "select count(*) from events where subject = 'Attachment' and action = 'remove'"
        )
        == 2
    )


async def test_what_is_named_meanwhile_is_not_swept(office: Office) -> None:
    """The upload is stored, then swept, then named: it is told, and nothing names what is not there."""
    stored = await office.cabinet.take_in("x.pdf", pdf())
    assert await sweep(office.store, office.cabinet.files, now() + timedelta(days=1)) == 1
    assert not await office.cabinet.files.has(stored.sha256)
    assert (await office.attach("operator", office.project, pdf()))["done"]
    assert await sweep(office.store, office.cabinet.files, now() + timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("cat", None),
        ("grep -q virus", "clean"),
        ("false", "FILE_INFECTED"),
        ("no-such-scanner", "FILE_NOT_SCANNED"),
    ],
)
async def test_the_scanner_has_the_last_word(office: Office, command: str, code: str | None) -> None:
    app = Starlette(
        routes=graphql_routes(Engine(office.store, Cabinet(office.cabinet.files, command)), Documents()),
        middleware=[Middleware(SessionMiddleware, store=office.store)],
    )
    office.app = app
    answer = await office.attach("operator", office.project, pdf("a virus"))
    assert [one["code"] for one in answer["problems"]] == ([code] if code and code.isupper() else [])


async def test_once_the_claim_is_approved_files_stay_as_they_are(office: Office) -> None:
    made = (await office.attach("operator", office.project, pdf()))["id"]
    async with office.store.write(NATION) as work:
        await work.connection.execute(
            "insert into claims (unit_code, project_id, state, actual_cost, amount, approved_amount, submitted_on,"
            " synthetic) select unit_code, id, 'approved', 800000, 240000, 240000, '2023-11-10', false"
            " from projects where id = $1",
            office.projects[0],
        )
    late = await office.attach("operator", office.project, pdf("late"))
    assert [one["code"] for one in late["problems"]] == ["CLAIM_DECIDED"]
    async with office.client("operator") as client:
        query = f'{{ attachable(of: "{office.project}") {{ kinds papers {{ subject }} removable }} }}'
        assert (await client.post("/graphql", json={"query": query})).json()["data"]["attachable"] == {
            "kinds": [],
            "papers": [],
            "removable": [],
        }
        removed = await client.post(
            "/graphql",
            json={
                "query": f'mutation {{ removeAttachment(input: {{ id: "{made}" }}) {{ problems {{ code }} }} }}'
            },
        )
    assert removed.json()["data"]["removeAttachment"]["problems"] == [{"code": "CLAIM_DECIDED"}]


async def test_what_can_be_attached_is_told_beforehand(office: Office) -> None:
    made = (await office.attach("operator", office.project, pdf()))["id"]
    query = (
        f'{{ attachable(of: "{office.project}") {{ kinds papers {{ subject kinds }} removable accepted }} }}'
    )
    async with office.client("operator") as client:
        own = (await client.post("/graphql", json={"query": query})).json()["data"]["attachable"]
    assert own["kinds"] == ["CONTRACT", "PHOTO", "REPORT", "OTHER"]
    assert {"subject": "Invoice", "kinds": ["INVOICE_SCAN"]} in own["papers"]
    assert own["removable"] == [made]
    async with office.client("leader") as client:
        none = (await client.post("/graphql", json={"query": query})).json()["data"]["attachable"]
    assert (none["kinds"], none["papers"], none["removable"]) == ([], [], [])
