"""From a false claim to a served decision and a recovered sum, by signing in as each person; no shortcut on the way.

All shortcuts there are, refused by page, API and database: ``tests/shortcuts``.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from api.policy.clock import earliest_hearing, hearing_can_be_asked_until
from dashboard.client import row_key
from db.store import Store
from tests.browser.falsehood import OPERATOR, Falsehood, planted
from tests.browser.story import BrowserStage
from tests.browser.visit import Visit
from tests.databases import Server
from tests.story.stage import PERFORM, RefusedError, gid

SME, TREASURY = "person-provincial_sme_officer", "person-finance_officer"
FIRST, SECOND = "person-supervisor", "person-supervisor2"
CHAIR, LAWYER = "person-programme_officer", "person-auditor"
TOLD = date(2024, 3, 11)
ASKED = date(2024, 3, 13)
HELD = earliest_hearing(ASKED)
ANNOUNCED = [
    {"outcome": "DEDUCTION", "amount": "300000.00"},
    {"outcome": "CIRCULAR"},
    {
        "outcome": "TRANSFER",
        "amount": "240000.00",
        "organ": "FINANCE",
        "article": "14",
        "base": "DEFRAUDED",
    },
]
HEAVIER = [{"outcome": "DEDUCTION", "amount": "300000.01"}]
HEARD = {
    "kind": "HEARING",
    "speaker": "平台法定代表人",
    "venue": "第一会议室",
    "record": "称现金支付系习惯",
    "findings": "不影响事实成立",
}


@dataclass(frozen=True)
class Shortcut:
    """Something forbidden, as each of the three guards is asked for it.

    ``who`` asks the API for ``action`` and must hear ``code``; the page offers it only if ``shown``, because what it
    lacks is filled in there. ``change`` of the case is what the database refuses by ``guard``.
    """

    who: str
    action: str
    code: str
    values: Mapping[str, Any]
    change: str = ""
    guard: str = ""
    shown: bool = False


_REVIEWED = "reviewed_on = heard_on, reviewer_id = {lawyer}"
UNTOLD = (
    Shortcut(FIRST, "notifyCase", "CHECKLIST_OPEN", {"facts": "现金支付", "basis": "通知", "penalties": ANNOUNCED},
             "state = 'notified'", "cases_notice_first", shown=True),
    Shortcut(LAWYER, "reviewCase", "WRONG_STATE", {"opinion": "合法"},
             "reviewed_on = opened_on, reviewer_id = {lawyer}", "cases_reviewed_after_hearing"),
    Shortcut(TREASURY, "decideCase", "WRONG_STATE", {"penalties": ANNOUNCED},
             "state = 'decided', decided_on = opened_on", "cases_decided_in_order|cases_notice_first"),
    Shortcut(FIRST, "serveCase", "WRONG_STATE", {"service": "直接送达"},
             "state = 'served', served_on = opened_on", "cases_"),
)  # fmt: skip
UNHEARD = (
    Shortcut(FIRST, "hearCase", "FORBIDDEN", {**HEARD, "kind": "STATEMENT"},
             "heard_on = notified_on, defence = 'statement', hearing_asked_on = notified_on",
             "cases_heard_as_asked"),
    Shortcut(CHAIR, "hearCase", "NO_HEARING_ASKED", HEARD,
             "state = 'heard', heard_on = notified_on + 14, defence = 'hearing'", "cases_hearing_was_held",
             shown=True),
    Shortcut(TREASURY, "decideCase", "WRONG_STATE", {"penalties": ANNOUNCED},
             "decided_on = defend_until, decider_id = {treasury}", "cases_decided_in_order"),
)  # fmt: skip
UNDISCUSSED = (
    Shortcut(TREASURY, "decideCase", "NOT_DISCUSSED", {"penalties": ANNOUNCED},
             "decided_on = heard_on, decider_id = {treasury}", "cases_grave_are_discussed", shown=True),
    Shortcut(TREASURY, "decideCase", "HEAVIER_THAN_ANNOUNCED", {"penalties": HEAVIER}, shown=True),
    Shortcut(FIRST, "decideCase", "FORBIDDEN", {"penalties": ANNOUNCED},
             "decided_on = heard_on, decider_id = investigator_id, discussed_on = heard_on",
             "cases_decider_did_not_investigate"),
    Shortcut(LAWYER, "decideCase", "FORBIDDEN", {"penalties": ANNOUNCED},
             "decided_on = heard_on, decider_id = {lawyer}, discussed_on = heard_on",
             "cases_decider_did_not_review"),
)  # fmt: skip
UNPAID = (
    Shortcut(TREASURY, "executeCase", "NOT_RECOVERED", {}, shown=True),
    Shortcut(FIRST, "closeCase", "WRONG_STATE", {},
             "state = 'closed', closed_on = served_on", "cases_closed_when_executed"),
)  # fmt: skip


@dataclass
class Office:
    """Everybody at work on the one case."""

    stage: BrowserStage
    of: Falsehood
    case: str = ""

    @property
    def page(self) -> str:
        return f"/case/{row_key(self.case)}"

    async def press(self, who: str, action: str, path: str = "", **values: Any) -> None:
        await self.stage.press(who, path or self.page, action, values)

    async def one(self, who: str, root: str, fields: str, where: str = "") -> Any:
        return (await self.stage.all(who, root, fields, where))[-1]

    async def offered(self, who: str) -> set[str | None]:
        """What the page lets a person do with the case and all that is of it."""
        page = await self.stage.person(who)
        await Visit(page, self.stage.address).go(self.page)
        buttons = await page.locator("summary[data-deed]").all()
        return {await one.get_attribute("data-deed") for one in buttons}

    async def refused(self, *shortcuts: Shortcut) -> None:
        for one in shortcuts:
            offers = await self.offered(one.who)
            assert (one.action in offers) is one.shown, (one, offers)
            assert await self._code(one) == one.code, one
            if one.guard:
                await self._guarded(one)

    async def _code(self, one: Shortcut) -> str:
        asked = {"action": one.action, "id": self.case, "values": dict(one.values)}
        try:
            done = (await self.stage.ask(one.who, PERFORM, **asked))["perform"]
        except RefusedError as error:
            found = re.search(r"'code': '(\w+)'", str(error))
            return found[1] if found else str(error)
        assert not done["done"], one
        code: str = done["problems"][0]["code"]
        return code

    async def _guarded(self, one: Shortcut) -> None:
        connection = await asyncpg.connect(self.stage.database.owner_url)
        try:
            people = {
                name: await connection.fetchval("select id from users where username = $1", username)
                for name, username in (("lawyer", LAWYER), ("treasury", TREASURY))
            }
            with pytest.raises(asyncpg.CheckViolationError, match=one.guard):
                await connection.execute(
                    f"update cases set {one.change.format(**people)} where id = $1", int(row_key(self.case))
                )
        finally:
            await connection.close()


@pytest_asyncio.fixture
async def office(browser: Browser, postgres: Server, reference_template: str) -> AsyncIterator[Office]:
    async with postgres.clone(reference_template) as database:
        store = await Store.open(database.app_url, size=1)
        falsehood = await planted(store)
        await store.close()
        made = BrowserStage(browser, database)
        yield Office(made, falsehood)
        for page in made.pages.values():
            await page.context.close()
        made.stop()


async def test_a_false_claim_is_found_out_decided_upon_and_paid_back(office: Office) -> None:
    await office.stage.on(TOLD)
    await opened(office)
    await investigated(office)
    await office.press(FIRST, "notifyCase", facts="申报所附付款为现金", basis="通知 S1", penalties=ANNOUNCED,
                       fineDue=True)  # fmt: skip
    await office.refused(*UNHEARD)
    await heard(office)
    await decided(office)
    await recovered(office)


async def opened(office: Office) -> None:
    """The claim is flagged as it is handed in; a supervisor ticks the flag on the platform's page."""
    stage = office.stage
    await stage.press(SME, f"/project/{office.of.project}", "submitClaim", {})
    [flag] = await stage.all(FIRST, "flags", "id rule state claim { state }", '{rule: {eq: "I16"}}')
    assert (flag["state"], flag["claim"]["state"]) == ("OPEN", "SUBMITTED")
    page = await stage.person(FIRST)
    await Visit(page, stage.address).go(f"/platform/{office.of.platform}")
    await page.click("summary[data-bulk=openCase]")
    form = page.locator("details.deed[open] .deed-form")
    assert await form.locator("input[type=checkbox]:checked").count() >= 1
    await form.locator('input[id*=\'"field":"title"\']').fill("样例平台涉嫌虚假支付")
    await form.locator("button.primary").click()
    await page.locator("#said .said.good a").click()
    await page.wait_for_url("**/case/*")
    office.case = gid("Case", page.url.rpartition("/")[2].partition("?")[0])
    assert (await office.one(FIRST, "claims", "state"))["state"] == "HELD"


async def investigated(office: Office) -> None:
    """Two of them; the platform is heard on its own page, where nothing of the case is seen."""
    stage = office.stage
    second = await office.one(FIRST, "users", "id", f'{{username: {{eq: "{SECOND}"}}}}')
    await office.press(FIRST, "assignCase", secondId=second["id"])
    await office.press(FIRST, "investigateCase", actEndedOn="2024-03-11")
    await office.refused(*UNTOLD)
    await office.press(FIRST, "askExplanationRequest", subject="现金支付", question="请说明为何以现金支付")
    await office.press(
        FIRST,
        "collectEvidenceItem",
        kind="INQUIRY",
        title="询问笔录",
        text="问：……答：……",
        takenOn=TOLD.isoformat(),
        secondId=second["id"],
    )
    operator = await stage.person(OPERATOR)
    await Visit(operator, stage.address).go("/requests")
    await operator.get_by_role("link", name="现金支付").click()
    await operator.wait_for_url("**/request/*")
    address = operator.url.removeprefix(stage.address)
    await office.press(OPERATOR, "answerExplanationRequest", address, answer="系财务人员习惯，无银行流水")
    assert "样例平台涉嫌虚假支付" not in await operator.inner_text("body")
    await Visit(operator, stage.address).go(office.page)
    assert "您的角色不能查看此页" in await operator.inner_text("#page")
    await office.press(FIRST, "refuseExplanationRequest", why="没有银行流水")
    await ticked(office)


async def ticked(office: Office) -> None:
    """All that is left of the checklist at once."""
    page = await office.stage.person(FIRST)
    await Visit(page, office.stage.address).go(office.page)
    await page.click("summary[data-bulk=tickCheckItem]")
    form = page.locator("details.deed[open] .deed-form")
    for box in await form.locator("input[type=checkbox]").all():
        await box.check()
    await form.locator("button.primary").click()
    await page.wait_for_selector("#said .said.good")
    waiting = await office.stage.all(FIRST, "checkItems", "id", "{doneOn: {isNull: true}}")
    assert waiting == []


async def heard(office: Office) -> None:
    """A hearing is asked for in time, called seven working days before, held by who did not investigate."""
    assert hearing_can_be_asked_until(TOLD) > ASKED
    await office.stage.on(ASKED)
    await office.press(FIRST, "askHearingCase", hearingAskedOn=ASKED.isoformat())
    await office.press(CHAIR, "callHearingCase", hearingOn=HELD.isoformat())
    await office.stage.on(HELD)
    await office.press(CHAIR, "hearCase", **HEARD)
    await office.press(LAWYER, "reviewCase", opinion="事实清楚，程序合法")


async def decided(office: Office) -> None:
    """Discussed because it is grave, decided as announced by another person, served."""
    await office.refused(*UNDISCUSSED)
    await office.press(TREASURY, "discussCase", discussion="司务会集体讨论同意")
    # What was announced stands in the form already.
    await office.press(TREASURY, "decideCase")
    await office.press(FIRST, "serveCase", service="直接送达")
    rows = await office.stage.all(FIRST, "penalties", "outcome state amount organ item { least most }")
    assert {row["outcome"]: (row["state"], row["amount"]) for row in rows} == {
        "DEDUCTION": ("EFFECTIVE", "300000.00"),
        "CIRCULAR": ("EFFECTIVE", "0.00"),
        "TRANSFER": ("EFFECTIVE", "240000.00"),
    }
    [band] = [row["item"] for row in rows if row["organ"] == "FINANCE"]
    assert (band["least"], band["most"]) == ("24000.00", "120000.00")
    claim = await office.one(FIRST, "claims", "state")
    assert claim["state"] == "REJECTED"


async def recovered(office: Office) -> None:
    """The award was reckoned anew; what was paid beyond it comes back, and the books are even."""
    await office.refused(*UNPAID)
    effect = await office.one(TREASURY, "caseEffects", "awardBefore awardAfter deducted")
    before, after = Decimal(effect["awardBefore"]), Decimal(effect["awardAfter"])
    assert before - after == Decimal("300000.00")
    page = await office.stage.person(TREASURY)
    await Visit(page, office.stage.address).go(office.page)
    await office.press(TREASURY, "confirmRemittance", paidOn=HELD.isoformat(), receipt="SK20240326001")
    await even(office, after)
    await office.press(TREASURY, "executeCase")
    await office.press(CHAIR, "publishPublication", conduct="以虚假现金支付凭证申报奖补")
    await office.press(FIRST, "closeCase", why="已执行完毕")
    case = await office.one(FIRST, "cases", "state closedOn nextClock publications { nodes { state } }")
    assert (case["state"], case["closedOn"]) == ("CLOSED", HELD.isoformat())
    assert case["publications"]["nodes"] == [{"state": "PUBLISHED"}]


async def even(office: Office, award: Decimal) -> None:
    connection = await asyncpg.connect(office.stage.database.owner_url)
    try:
        disbursed = await connection.fetchval(
            "select sum(case when kind = 'recovery' then -amount else amount end) from disbursements"
            " where platform_id = $1",
            office.of.platform,
        )
        left = await connection.fetch(
            """select account, sum(amount) as amount from (
                 select debit as account, amount from ledger_entries where platform_id = $1
                 union all select credit, -amount from ledger_entries where platform_id = $1) booked
               where account in ('payable', 'receivable') group by account having sum(amount) <> 0""",
            office.of.platform,
        )
    finally:
        await connection.close()
    assert disbursed == award
    assert left == []
