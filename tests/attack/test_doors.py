"""Every address of the application, tried by strangers and by whoever belongs to another unit."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.routing import Route

from api.app import create_app
from api.config import Settings
from api.documents.rendering import FORMATS as PAPER_FORMATS
from api.errors import Refusal
from api.graphql.names import connection_root
from api.policy.office import OfficeSettings
from api.services import sessions
from api.services.attachments import attach, attachable
from api.services.files.cabinet import Cabinet, open_cabinet
from api.viewer import Viewer
from api.web.documents import PAPERS
from api.web.session import COOKIE
from db.catalog import catalog
from db.config import Database, DatabaseSettings
from db.enums import Role, Stage
from db.store import NATION, Rows
from tests.attack.conftest import CANARY, ELSEWHERE, EVERYBODY, INSIDERS, OWN, Fortress, scoped
from tests.attack.test_reading import readable
from tests.files.made import pdf
from tests.graphql.ids import gid
from tests.web.files import FORMATS, read

MISSING = 999_999_999
#: Pages of one record, by the table of the record.
RECORDS = {
    "Plan": "/plan/",
    "Platform": "/platform/",
    "Project": "/project/",
    "Case": "/case/",
    "Settlement": "/settlement/",
    "Evaluation": "/evaluation/",
    "Visit": "/visit/",
    "BankBatch": "/bank/",
    "Report": "/report/",
    "Call": "/call/",
    "Claim": "/claim/",
    "CostItem": "/cost/",
    "Assessment": "/questionnaire/",
}
TRICKS = (
    "/assets/../../pyproject.toml",
    "/assets/..%2f..%2fpyproject.toml",
    "/assets/%2e%2e/%2e%2e/pyproject.toml",
    "/assets//etc/passwd",
    "/sign-in/..%2fsign_in.html",
    "/notice/style/..%2fnotice.html",
    "/graphql/static/..%2f..%2f..%2fpyproject.toml",
    "/graphql/static/%2fetc%2fpasswd",
    "/_dash-component-suites/dash/..%2f..%2f..%2fpyproject.toml",
    "/_dash-component-suites/plotly/package_data/..%2f..%2fversion.py",
    "/files/..%2f..%2fsecret_key",
    "/files/1%2f..%2f2",
)
SECRETS = ("[project]", "root:x:", "{% ", "secret-of-attack")


class Site:
    """The whole application, and browsers of the people in it."""

    def __init__(self, app: Starlette, cabinet: Cabinet, cookies: dict[str, str]) -> None:
        self.app = app
        self.cabinet = cabinet
        self._cookies = cookies
        self.callbacks: list[dict[str, Any]] = []

    def browser(self, who: str | None) -> httpx.AsyncClient:
        headers = {"cookie": f"{COOKIE}={self._cookies[who]}"} if who else {}
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://dengta.example", headers=headers)


@pytest_asyncio.fixture(scope="module")
async def site(fortress: Fortress, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    place = str(tmp_path_factory.mktemp("files"))
    database: Database = fortress.database
    settings = Settings(
        DatabaseSettings.from_environment(
            {"DATABASE_URL": database.owner_url, "DATABASE_APP_URL": database.app_url}
        ),
        demo=False,
        office=OfficeSettings("http://127.0.0.1:9", "dengta", "nobody-listens"),
        _files=place,
        _secret_key="secret-of-attack",
    )
    app = create_app(settings, database)
    cookies = {}
    async with app.router.lifespan_context(app):
        async with fortress.store.write(NATION) as work:
            for name, viewer in fortress.people.items():
                assert viewer.user_id is not None
                cookies[name] = await sessions.begin(
                    work, viewer.user_id, Stage.IN, address=None, device=None
                )
        made = Site(app, open_cabinet(place), cookies)
        async with made.browser("admin") as client:
            made.callbacks = (await client.get("/_dash-dependencies")).json()
        yield made


@pytest_asyncio.fixture(scope="module")
async def foreign_file(fortress: Fortress, site: Site) -> tuple[int, str]:
    """An attachment of another unit: its key and the fingerprint of its content."""
    [user] = await fortress.owner.fetch("select id from users where username = 'jiangsu'")
    theirs = Viewer(
        user["id"], "officer", "某省", frozenset({Role.PROVINCIAL_SME_OFFICER}), Rows(units=(ELSEWHERE,))
    )
    stored = await site.cabinet.take_in("凭证.pdf", pdf(CANARY))
    projects = await fortress.owner.fetch(
        "select id from projects where unit_code = $1 order by id", ELSEWHERE
    )
    for project in projects:
        async with fortress.store.write(theirs.rows) as work:
            _, kinds = await attachable(work.connection, theirs, "Project", project["id"])
            if not kinds:
                continue
            try:
                kind = sorted(kinds)[0]
                made = await attach(work, theirs, site.cabinet, "Project", project["id"], kind, stored)
            except Refusal:
                continue  # too late for this one
        return made, stored.sha256
    pytest.fail("nothing can be attached to any project of that unit")


def routes(app: Any) -> Iterator[Route]:
    for route in app.routes:
        if hasattr(route, "methods"):
            yield route
        elif hasattr(route, "app") and hasattr(route.app, "routes"):
            yield from routes(route.app)


async def test_a_stranger_gets_nothing_at_any_address(fortress: Fortress, site: Site) -> None:
    plan, *_ = await fortress.foreign("Plan")
    tried = 0
    async with site.browser(None) as stranger:
        for route in routes(site.app):
            path = route.path
            for name in ("call", "key", "id"):
                path = path.replace(f"{{{name}:int}}", str(plan))
            path = path.replace("{kind}", "pdf").replace("{what}", "evaluation").replace("{format}", "csv")
            path = (
                path.replace("{name}", "plans").replace("{secret}", "guess").replace("{path:path}", "plan/1")
            )
            for method in sorted(set(route.methods or {"GET"}) - {"HEAD", "OPTIONS"}):
                answer = await stranger.request(method, path, json={} if method == "POST" else None)
                tried += 1
                public = path.startswith("/notice") or path == "/register"
                assert public or CANARY not in answer.text, path
                assert COOKIE not in answer.headers.get("set-cookie", ""), path
                assert answer.status_code != 500, path
                opened = path.startswith(
                    ("/sign-in", "/notice", "/survey", "/assets", "/_dash-comp", "/graphql")
                )
                opened = opened or path in ("/tip", "/tip/status", "/register")
                if not opened and path not in ("/health", "/preferences", "/sign-out"):
                    assert answer.status_code in (303, 400, 401, 403, 404, 405), (path, answer.status_code)
        for callback in site.callbacks:
            answer = await stranger.post("/_dash-update-component", json={"output": callback["output"]})
            assert answer.status_code == 401, callback["output"]
    assert tried > 40


@pytest.mark.parametrize("who", [None, *INSIDERS])
async def test_paths_lead_nowhere_else(site: Site, who: str | None) -> None:
    async with site.browser(who) as client:
        for path in TRICKS:
            answer = await client.get(path)
            assert not any(secret in answer.text for secret in SECRETS), path
            assert answer.status_code != 500, path


@pytest.mark.parametrize("who", INSIDERS)
async def test_no_file_of_a_table_has_another_unit_s_row(fortress: Fortress, site: Site, who: str) -> None:
    tried = 0
    async with site.browser(who) as client:
        for entity in scoped():
            if not readable(fortress, who, entity):
                continue
            for kind in FORMATS if entity.name in ("Project", "Platform") else ("csv",):
                answer = await client.get(
                    f"/export/{connection_root(entity)}.{kind}",
                    params={"where": json.dumps({"unitCode": {"ne": OWN}})},
                )
                if answer.status_code == 403:  # a column of it is of a table that is not for this role
                    assert "FORBIDDEN" in answer.text, (entity.name, answer.text[:200])
                    continue
                assert answer.status_code == 200, (entity.name, answer.text[:200])
                assert read(answer.content, kind) == [], (entity.name, kind)
                tried += 1
        answer = await client.post(
            "/export",
            json={
                "query": f'{{ projects(where: {{unitCode: {{ne: "{OWN}"}}}}) {{ nodes {{ id }} }} }}',
                "format": "csv",
            },
        )
        assert read(answer.content, "csv") == []
    assert tried > 10


@pytest.mark.parametrize("who", INSIDERS)
async def test_a_document_of_another_unit_is_as_none(fortress: Fortress, site: Site, who: str) -> None:
    async with site.browser(who) as client:
        for what, document in PAPERS.items():
            for kind in PAPER_FORMATS:
                answers = [
                    await client.get(f"/documents/{what}/{key}.{kind}")
                    for key in [*await fortress.foreign(document.table), MISSING, 2**70]
                ]
                assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}


@pytest.mark.parametrize("who", INSIDERS)
@pytest.mark.parametrize("search", ["", "?masked=1", "?masked=0", "?masked=1&masked=0"])
async def test_the_file_of_another_unit_s_case_is_as_none(
    fortress: Fortress, site: Site, who: str, search: str
) -> None:
    async with site.browser(who) as client:
        answers = [
            await client.get(f"/documents/case-file/{key}.zip{search}")
            for key in [*await fortress.foreign("Case"), MISSING]
        ]
        assert {(one.status_code, one.content) for one in answers} == {
            (answers[0].status_code, answers[0].content)
        }
        assert answers[0].status_code in (403, 404)
        assert CANARY not in answers[0].text
        assert (await client.get(f"/documents/case-file/{2**70}.zip{search}")).status_code in (403, 404)


@pytest.mark.parametrize("who", [None, *INSIDERS])
async def test_an_attachment_of_another_unit_is_as_none(
    site: Site, foreign_file: tuple[int, str], who: str | None
) -> None:
    key, sha256 = foreign_file
    async with site.browser(who) as client:
        for headers in (
            {},
            {"range": "bytes=0-3"},
            {"if-none-match": f'"{sha256}"'},
            {"if-range": f'"{sha256}"'},
        ):
            for method in ("GET", "HEAD"):
                there, nowhere = [
                    await client.request(method, f"/files/{one}", headers=headers) for one in (key, MISSING)
                ]
                assert (there.status_code, there.text.replace(str(key), "N")) == (
                    nowhere.status_code,
                    nowhere.text.replace(str(MISSING), "N"),
                )
                assert there.status_code in (303, 404)
                assert "etag" not in there.headers
        for path in (sha256, f"{sha256[:2]}/{sha256}", str(2**70)):
            answer = await client.get(f"/files/{path}")
            assert "pdf" not in answer.headers.get("content-type", ""), path
            assert CANARY not in answer.text


@pytest.mark.parametrize("who", INSIDERS)
async def test_nothing_is_attached_to_another_unit_s_row(fortress: Fortress, site: Site, who: str) -> None:
    """Not by bringing a file either whose content is there already: whether it was is not told."""
    document = """mutation ($of: ID!, $file: Upload!) { attach(of: $of, kind: CONTRACT, file: $file) {
      done id problems { code message } } }"""
    before = await fortress.elsewhere()
    async with site.browser(who) as client:
        told = set()
        for key in [*await fortress.foreign("Project", 2), MISSING]:
            operations = {"query": document, "variables": {"of": gid("Project", key), "file": None}}
            answer = await client.post(
                "/graphql",
                data={"operations": json.dumps(operations), "map": json.dumps({"0": ["variables.file"]})},
                files={"0": ("../../凭证.pdf", pdf(CANARY), "application/pdf")},
                headers={"apollo-require-preflight": "1"},
            )
            told.add(answer.text.replace(str(key), "N"))
        assert len(told) == 1
        assert '"done":true' not in told.pop()
    assert await fortress.elsewhere() == before


@pytest.mark.parametrize("who", INSIDERS)
async def test_no_page_is_drawn_of_another_unit_s_record(fortress: Fortress, site: Site, who: str) -> None:
    """By the callback that draws pages, and by the first layout of an address."""
    async with site.browser(who) as client:
        for table, path in RECORDS.items():
            if catalog()[table] not in scoped():
                continue
            for key in await fortress.foreign(table, 2):
                drawn = await _call(site, client, "..page.children...", [_place(f"{path}{key}")], [])
                assert drawn.status_code == 200
                assert CANARY not in drawn.text, path
                layout = await client.get(
                    "/_dash-layout", headers={"referer": f"http://dengta.example{path}{key}"}
                )
                assert CANARY not in layout.text, path
        for path in (
            "/",
            "/plans",
            "/platforms",
            "/claims",
            "/money",
            "/cases",
            "/delivery",
            "/audit",
            "/bank",
            "/whatif",
        ):
            search = f"?unit={ELSEWHERE}&batch=1&where=%7B%7D"
            drawn = await _call(site, client, "..page.children...", [_place(path, search)], [])
            assert CANARY not in drawn.text, path


@pytest.mark.parametrize("who", INSIDERS)
async def test_no_callback_gives_or_does_anything_with_another_unit_s_rows(
    fortress: Fortress, site: Site, who: str
) -> None:
    """Each callback there is, every value it takes being what a forger would put there."""
    before = await fortress.elsewhere()
    [platform, *_], [project, *_] = await fortress.foreign("Platform"), await fortress.foreign("Project")
    form = {
        "action": "planVisit",
        "id": gid("Platform", platform),
        "version": None,
        "key": f"forged-{who}",
        "label": "x",
        "name": "whatIf",
        "entity": "Project",
        "fields": [
            {"name": name, "sort": "text", "label": name, "columns": []} for name in ("purpose", "plannedOn")
        ],
    }
    request = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}
    place = {"path": f"/project/{project}", "search": f"?unit={ELSEWHERE}"}
    async with site.browser(who) as client:
        for callback in site.callbacks:
            inputs, state = (
                _filled(callback[part], form, request, place, platform) for part in ("inputs", "state")
            )
            answer = await client.post(
                "/_dash-update-component",
                json={
                    "output": callback["output"],
                    "outputs": _outputs(callback["output"], platform),
                    "inputs": inputs,
                    "changedPropIds": [f"{_said(one['id'])}.{one['property']}" for one in _flat(inputs)],
                    "state": state,
                },
            )
            assert CANARY not in answer.text, callback["output"]
    assert await fortress.elsewhere() == before


async def test_nobody_ends_another_s_session_token_or_query(fortress: Fortress, site: Site) -> None:
    theirs = await fortress.owner.fetchval(
        "select id from sessions where user_id = $1 order by id limit 1", fortress.people["leader"].user_id
    )
    async with site.browser("leader") as leader, site.browser("jiangsu") as client:
        told = []
        for number in (theirs, MISSING):
            document = f'mutation {{ endSession(id: "{number}") }}'
            told.append((await client.post("/graphql", json={"query": document})).json())
        assert told[0] == told[1]
        assert told[0]["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        assert (await leader.post("/graphql", json={"query": "{ viewer { username } }"})).json() == {
            "data": {"viewer": {"username": "leader"}}
        }
        kept = await leader.post(
            "/graphql",
            json={"query": 'mutation { keepQuery(name: "mine", document: "{ viewer { name } }") { id } }'},
        )
        mine = kept.json()["data"]["keepQuery"]["id"]
        told = []
        for one in (mine, gid("SavedQuery", MISSING)):
            answer = await client.post(
                "/graphql",
                json={"query": "mutation ($id: ID!) { deleteQuery(id: $id) }", "variables": {"id": one}},
            )
            told.append(answer.json())
        assert told[0] == told[1]
        left = await leader.post("/graphql", json={"query": "{ keptQueries { id } }"})
        assert mine in [one["id"] for one in left.json()["data"]["keptQueries"]]


async def test_nobody_comes_in_by_a_forged_return_from_the_office(site: Site) -> None:
    async with site.browser(None) as stranger:
        for query in (
            "",
            "?code=x&state=y",
            "?error=access_denied&state=y",
            "?code=x&state=y&iss=http://evil.example",
        ):
            for cookie in ("", "dengta_office=forged", "dengta_office=gAAAAABforged=="):
                answer = await stranger.get(f"/sign-in/office/back{query}", headers={"cookie": cookie})
                assert answer.status_code in (400, 401, 403, 502, 503), (query, answer.status_code)
                assert f"{COOKIE}=" not in answer.headers.get("set-cookie", "")
                assert "evil.example" not in answer.headers.get("location", "")


async def test_surveys_and_notices_tell_strangers_no_more_than_they_may(
    fortress: Fortress, site: Site
) -> None:
    hidden = await fortress.owner.fetch(
        "select id from calls where state not in ('open', 'closed', 'ranked', 'noticed', 'decided') order by id limit 3"
    )
    async with site.browser(None) as stranger:
        closed = {
            (await stranger.get(f"/survey/{secret}")).text for secret in ("a", "b" * 43, "%00", "1 or 1=1")
        }
        assert len(closed) == 1
        told = set()
        for key in [*(row["id"] for row in hidden), MISSING, 2**70]:
            answer = await stranger.get(f"/notice/{key}")
            assert answer.status_code == 404, key
            told.add(answer.text.replace(f"/notice/{key}", "N"))
        assert len(told) == 1


async def test_what_people_told_is_for_supervisors_and_auditors_and_their_contact_for_nobody_s_page(
    fortress: Fortress, site: Site
) -> None:
    """By every way in: pages, files, callbacks, the feed of changes, the trail, events; and what strangers are told."""
    secrets = {"contact": "13700001234", "about": "说不清的公司", "body": "禁看的举报内容，足够长了"}
    async with site.browser(None) as stranger:
        sent = await stranger.post("/tip", data={**secrets, "nonce": "of-attack"})
        assert sent.status_code == 200
        tip = await fortress.owner.fetchrow(
            "select id, code_hash, contact from tips order by id desc limit 1"
        )
        told = {
            (await stranger.post("/tip/status", data={"code": code})).text
            for code in ("", "x", str(tip["id"]), tip["code_hash"], "1 or 1=1", "A" * 16)
        }
        assert len(told) == 1
        for path in ("/tip", "/tip/status", "/register?q=%", "/register?q=' or 1=1", "/register?page=2"):
            shown = (await stranger.get(path)).text
            assert not any(secret in shown for secret in secrets.values()), path
    never = (secrets["contact"], tip["contact"], tip["code_hash"])
    here = f"/tip-off/{tip['id']}"
    unseal = f'mutation {{ unsealTip(tip: "{gid("Tip", tip["id"])}", why: "x") }}'
    for who in EVERYBODY:
        reads = who in ("supervisor", "auditor")
        async with site.browser(who) as client:
            answers = [
                await _call(site, client, "..page.children...", [_place(path)], [])
                for path in (here, "/tips")
            ]
            answers += [await client.get(f"/export/tips.{kind}") for kind in FORMATS]
            for query in (
                "{ changes(first: 500) { changes { entity rowId node { __typename ... on Tip { about } } } } }",
                '{ events(where: { subject: { eq: "Tip" } }) { nodes { subjectId action why } } }',
                '{ auditEntries(where: { subject: { eq: "Tip" } }) { nodes { before after facts address } } }',
                f'{{ history(of: "{gid("Tip", tip["id"])}") {{ kind who fields {{ name before after }} }} }}',
                "{ tips { nodes { number body about } } }",
                "{ organizations(where: { tips: { some: {} } }) { nodes { name tips { nodes { body } } } } }",
                unseal,
            ):
                answers.append(await client.post("/graphql", json={"query": query}))
            for answer in answers:
                assert not any(secret in answer.text for secret in never), (who, answer.text[:200])
                assert reads or secrets["body"] not in answer.text, (who, answer.text[:200])
                assert "GRAPHQL_VALIDATION_FAILED" not in answer.text, answer.text[:200]
            assert answers[-1].json()["errors"][0]["extensions"]["code"] in ("FORBIDDEN", "NOT_HANDLER")


# -- what a forger sends to callbacks -------------------------------------------------------------------


def _place(path: str, search: str = "") -> dict[str, Any]:
    return {"id": "place", "property": "data", "value": {"path": path, "search": search}}


async def _call(
    site: Site, client: httpx.AsyncClient, which: str, inputs: list[Any], state: list[Any]
) -> httpx.Response:
    output = next(one["output"] for one in site.callbacks if one["output"].startswith(which))
    return await client.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": _outputs(output, 0),
            "inputs": inputs,
            "changedPropIds": [f"{one['id']}.{one['property']}" for one in inputs],
            "state": state,
        },
    )


def _outputs(output: str, platform: int) -> list[dict[str, Any]]:
    found = []
    for part in output.strip(".").split("..."):
        name, _, of = part.partition("@")[0].rpartition(".")
        found.append({"id": _id(name, platform), "property": of})
    return found


def _id(name: str, platform: int) -> Any:
    """A concrete id: of patterns, one as a page of another unit's platform would have it."""
    if not name.startswith("{"):
        return name
    known = {"deed": "planVisit", "of": gid("Platform", platform), "field": "purpose", "name": "projects"}
    return {
        key: known.get(key, "projects") if isinstance(value, list) else value
        for key, value in orjson.loads(name).items()
    }


def _filled(parts: list[Any], form: Any, request: Any, place: Any, platform: int) -> list[Any]:
    found = []
    for part in parts:
        of = _id(part["id"], platform)
        match part["property"]:
            case "getRowsRequest":
                value: Any = request
            case "n_clicks":
                value = 1
            case "id":
                value = of
            case "data":
                value = place if part["id"] in ("place", "wanted") else form
            case _:
                value = gid("Platform", platform)
        one = {"id": of, "property": part["property"], "value": value}
        found.append([one] if '["ALL"]' in part["id"] else one)
    return found


def _flat(parts: list[Any]) -> Iterator[Any]:
    for part in parts:
        yield from part if isinstance(part, list) else [part]


def _said(of: Any) -> str:
    return of if isinstance(of, str) else json.dumps(of, sort_keys=True, separators=(",", ":"))
