"""Every page draws itself from answers of the schema's shape, in both languages, and gives its data as a file."""

import inspect
from typing import Any

import pytest
from dash._utils import to_json

from dashboard.pages import PAGES
from tests.unit.dashboard.made import Api, router, view

ADDRESSES = [
    ("/", ["units", "ranking", "months"]),
    ("/?measure=stake", ["units", "ranking"]),
    ("/unit/320000", ["months", "industries"]),
    ("/plans", []),
    ("/gallery", []),
    ("/plan/12", ["check", "remarks", "events"]),
    ("/policy", ["limits", "clauses"]),
    ("/platforms", []),
    ("/platform/12", ["months", "ledger"]),
    (
        "/project/12",
        [
            "costs",
            "claims",
            "invoices",
            "payments",
            "assessments",
            "events",
            "contract",
            "services",
            "sheets",
            "trainings",
        ],
    ),
    ("/questionnaire/12-after", []),
    ("/inspection/12", []),
    ("/acceptance-standard", []),
    ("/cases", []),
    ("/cases?show=cases&mine=y&under_way=y", []),
    ("/case/12", ["flags", "penalties", "holds", "terms", "events"]),
    ("/requests?show=all", ["requests"]),
    ("/request/12", []),
    ("/desk", []),
    ("/desk?pick=12", []),
    ("/links/project-12?hops=3", []),
    ("/beside/12-13", []),
    ("/flag/12", ["events"]),
    ("/red-flags", ["runs"]),
    ("/red-flag/I01", ["flags"]),
    ("/tips", []),
    ("/tip-off/12", ["flags", "cases", "tips", "events"]),
    ("/calls", ["calls"]),
    ("/call/12", ["criteria", "candidates", "events"]),
    ("/catalogue", []),
    ("/solution/12", ["proofs", "events"]),
    ("/pattern/12", ["proofs", "events"]),
    ("/like", []),
    ("/import", []),
    ("/data", []),
    ("/data/projects?columns=state,claimed&of=platform:12&row=12", []),
    ("/little-giants", []),
    ("/account/tokens", []),
    ("/account", []),
    ("/claims", ["claims"]),
    ("/claim/12", []),
    ("/cost-item/12", []),
    ("/invoice/12", []),
    ("/payment/12", []),
    ("/funding/12", []),
    ("/delivery", ["late"]),
    ("/delivery?show=surveys", []),
    ("/delivery?show=reports", []),
    ("/visit/12", ["findings", "events"]),
    ("/performance/12", ["targets"]),
    ("/evaluation/12", ["lines", "events"]),
    ("/report/12", ["events"]),
    ("/people", []),
    ("/people/12", []),
    ("/rights", []),
    ("/audit", []),
    ("/money", ["units", "platforms", "trial"]),
    ("/settlement/12", ["lines", "versions", "ledger", "events"]),
    ("/settle/12", []),
    ("/bank", ["batches"]),
    ("/bank/12", []),
    ("/whatif", ["rows"]),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("path", "panels"), ADDRESSES, ids=[path for path, _ in ADDRESSES])
async def test_a_page_draws_itself_and_saves_its_panels(path: str, panels: list[str], lang: str) -> None:
    guide = router(Api(), lang=lang)
    path, _, search = path.partition("?")
    place = {"path": path, "search": f"?batch=2&{search}"}
    page, seen = await guide.view(place)
    assert page
    sheet = await page.layout(seen)
    assert sheet.title
    assert to_json(sheet.body)
    for panel in panels:
        assert page.table
        table = await page.table(seen, panel)
        assert len(table.heads) == len(table.rows[0])
        assert table.heads[-1] == {"zh": "合成数据", "en": "Synthetic"}[lang]


async def test_the_overview_is_one_query() -> None:
    api = Api()
    await router(api).draw({"path": "/", "search": "?measure=paid"})
    assert len(api.asked) == 1


async def test_an_unknown_address_says_so() -> None:
    drawn = await router(Api()).draw({"path": "/nowhere", "search": ""})
    assert "没有找到" in str(drawn.page)


@pytest.mark.parametrize("code", ["FORBIDDEN", "INTERNAL"])
async def test_a_refusal_is_a_page_with_its_code(code: str) -> None:
    api = Api(errors=[{"message": "no", "extensions": {"code": code}}])
    drawn = await router(api).draw({"path": "/cases", "search": ""})
    assert code in to_json(drawn.page)


def test_addresses_belong_to_one_page_each() -> None:
    for path, _ in ADDRESSES:
        assert len([page for page in PAGES if page.key_of(path.partition("?")[0]) is not None]) == 1


async def test_who_may_not_know_of_flags_is_not_offered_them() -> None:
    guide = router(Api(), roles=("expert",))
    drawn = await guide.draw({"path": "/", "search": ""})
    assert "/cases" not in to_json(drawn.navigation)


def test_a_link_keeps_the_batch_and_this_page_its_state() -> None:
    seen = view(Api(), search="?batch=2&measure=paid")
    assert seen.link("/unit/320000") == "/unit/320000?batch=2"
    assert seen.here(batch=None) == "/?measure=paid"


def test_every_page_is_drawn_here() -> None:
    drawn = {
        page for path, _ in ADDRESSES for page in PAGES if page.key_of(path.partition("?")[0]) is not None
    }
    assert set(PAGES) == drawn


def test_layouts_and_tables_do_not_block() -> None:
    functions: list[Any] = [function for page in PAGES for function in (page.layout, page.table) if function]
    assert all(inspect.iscoroutinefunction(function) for function in functions)
