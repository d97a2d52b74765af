"""The explorer as the place where analysts work: ask, keep, share, take away."""

import ast
import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from graphql import parse, print_ast
from playwright.async_api import Page, expect

from tests.browser.visit import Visit, visiting

FEW = """query Few($most: Int!) {
  platforms(where: { planned: { lte: $most } }, orderBy: [{ planned: DESC }], first: 3) {
    totalCount
    nodes { organization { name } unit { shortName } planned }
  }
}
"""

TWO = """query Two($most: Int!) {
  few: platforms(where: { planned: { lte: $most } }) { nodes { planned } }
  units: reportingUnits { ...Units }
}
fragment Units on ReportingUnitConnection { nodes { code } groupBy { key { kind } count } }
"""

#: What shells and Python take for something else: quotes of all kinds, backslashes, variables, history.
HOSTILE = '''# it's $HOME `whoami` !! "quoted" \\ and 灯塔 🗼
query Hostile($words: String) {
  platforms(where: { organization: { name: { like: $words } } }) { totalCount }
  other: platforms(where: { organization: { name: { eq: """a "b" \\""" '; echo $(id) # EOF""" } } }) { totalCount }
}

query Another { viewer { username } }
'''
TOKEN = """mutation ($at: DateTime!) {
  createApiToken(name: "t", scopes: [READ, EXPORT], expiresAt: $at) { secret }
}"""
WORDS = 'it\'s "%" \\ $HOME `id` !! \u0007\n\'\'\'"""{}'


async def explore(visit: Visit, query: str, variables: object = None, operation: str = "") -> None:
    asked = {"query": query, "variables": json.dumps(variables) if variables else ""}
    await visit.page.goto(f"{visit.address}/graphql?{urlencode(asked | {'operationName': operation})}")
    await visit.page.wait_for_selector(".graphiql-query-editor .view-line")
    await expect(visit.page.locator(".graphiql-spinner")).to_have_count(0)


async def as_new(page: Page, address: str) -> None:
    """The explorer as a browser sees it that was never here; leaving one would write its state down again."""
    await page.goto(f"{address}/health")
    await page.evaluate("localStorage.clear()")
    await page.goto(f"{address}/graphql")
    await page.wait_for_selector(".graphiql-query-editor .view-line")


async def saved_queries(page: Page, title: str) -> None:
    """The panel, opened if it is not open yet: its button would close it."""
    await page.wait_for_selector(".graphiql-query-editor .view-line")
    if not await page.locator(".dengta-queries").count():
        await page.get_by_role("button", name=title).click()


async def run(page: Page) -> None:
    await page.locator(".graphiql-execute-button").click()


async def code(page: Page, title: str) -> str:
    return await page.get_by_label(title, exact=True).locator("xpath=self::pre").inner_text()


async def test_a_query_is_kept_opened_shared_renamed_and_deleted(page: Page, busy: str) -> None:
    mine = page.get_by_role("region", name="我的")
    name = page.get_by_placeholder("名称", exact=True)
    async with visiting(page, busy, "analyst") as visit:
        await explore(visit, FEW, {"most": 11})
        await saved_queries(page, "已存查询")
        await name.fill("  小平台 ")
        await page.get_by_label("共享给所有用户").check()
        await page.get_by_role("button", name="保存", exact=True).click()
        await expect(mine.get_by_role("button", name="小平台 已共享")).to_be_visible()

        await as_new(page, busy)
        await mine.get_by_role("button", name="小平台 已共享").click()
        await expect(page.locator(".graphiql-query-editor .view-lines")).to_contain_text("query Few")
        await expect(page.locator(".graphiql-editor-tool .view-lines").first).to_contain_text('"most": 11')
        await run(page)
        await expect(page.locator(".dengta-cost")).to_contain_text("Few · 代价 ")
        await expect(page.locator(".result-window")).to_contain_text("totalCount")

        await expect(name).to_have_value("小平台")
        await name.fill("很小的平台")
        await page.get_by_role("button", name="改名").click()
        await expect(mine.get_by_role("listitem")).to_contain_text(["很小的平台"])

    async with visiting(page, busy, "supervisor", "en") as visit:
        await as_new(page, busy)
        shared = page.get_by_role("region", name="Shared by others").get_by_role("listitem")
        await expect(shared).to_contain_text("很小的平台")
        await expect(shared.get_by_role("button")).to_have_count(1)  # to open it; none to delete it
        await shared.get_by_role("button").click()
        await expect(page.locator(".graphiql-query-editor .view-lines")).to_contain_text("query Few")

    async with visiting(page, busy, "analyst") as visit:
        await page.goto(f"{busy}/graphql")
        await saved_queries(page, "已存查询")
        await page.get_by_role("button", name="删除: 很小的平台").click()
        await page.get_by_role("dialog").get_by_role("button", name="取消").click()
        await expect(mine.get_by_role("listitem")).to_have_count(1)
        await page.get_by_role("button", name="删除: 很小的平台").click()
        await page.get_by_role("dialog").get_by_role("button", name="删除").click()
        await expect(mine.get_by_role("listitem")).to_have_count(0)
        await page.goto(f"{busy}/graphql")
        await saved_queries(page, "已存查询")
        await expect(page.get_by_role("region", name="我的")).to_contain_text("还没有")


async def test_another_query_of_that_name_is_replaced_only_when_asked(page: Page, busy: str) -> None:
    async with visiting(page, busy, "auditor", "en") as visit:
        for query in ("{ viewer { name } }", "{ viewer { username } }"):
            await explore(visit, query)
            await saved_queries(page, "Saved queries")
            await page.get_by_placeholder("Name", exact=True).fill("Me")
            await (
                page.get_by_role("button", name="Save", exact=True)
                .or_(page.get_by_role("button", name="Replace", exact=True))
                .click()
            )
        await expect(page.get_by_role("dialog")).to_contain_text("“Me” will be replaced")
        await page.get_by_role("dialog").get_by_role("button", name="Replace").click()
        await expect(page.get_by_role("form", name="Save the current query")).to_contain_text("Saved.")
        answer = await page.request.post(f"{busy}/graphql", data={"query": "{ keptQueries { document } }"})
        kept = (await answer.json())["data"]["keptQueries"]
        assert [one["document"].split() for one in kept] == [["{", "viewer", "{", "username", "}", "}"]]


async def test_any_query_runs_as_curl_and_as_python(page: Page, busy: str, tmp_path: Path) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    async with visiting(page, busy, "supervisor", "en") as visit:
        made = await page.request.post(
            f"{busy}/graphql", data={"query": TOKEN, "variables": {"at": soon.isoformat()}}
        )
        secret = (await made.json())["data"]["createApiToken"]["secret"]
        await explore(visit, HOSTILE, {"words": WORDS}, "Hostile")
        await page.get_by_role("button", name="As Python / curl").click()
        curl = await code(page, "Command line: curl")
        python = await code(page, "Python client")
        export = await code(page, "Into a Parquet file")
        client = await (await page.request.get(f"{busy}/client.py")).text()

    async def output(*command: str) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "DENGTA_TOKEN": secret}
        return await asyncio.to_thread(
            subprocess.run, command, env=environment, cwd=tmp_path, capture_output=True, check=False
        )

    nothing = {"platforms": {"totalCount": 0}, "other": {"totalCount": 0}}
    answered = await output("bash", "-c", curl)
    assert json.loads(answered.stdout)["data"] == nothing, answered

    refused = await output("bash", "-c", export)
    assert refused.returncode == 22  # there are two lists, and none is chosen
    assert "platforms, other" in (tmp_path / "dengta.parquet").read_text()

    (tmp_path / "dengta_client.py").write_text(client)
    asking = python.partition("# a list or a groupBy")[0]
    told = await output(sys.executable, "-c", f"{asking}\nprint([document, variables, data])")
    document, variables, data = ast.literal_eval(told.stdout.decode() or told.stderr.decode())
    assert (variables, data) == ({"words": WORDS}, nothing)
    assert print_ast(parse(document)) == print_ast(parse(HOSTILE).definitions[0])


async def test_the_current_query_becomes_a_file_or_the_reason_is_told(page: Page, server: str) -> None:
    async with visiting(page, server, "analyst", "en") as visit:
        await explore(visit, FEW, {"most": 11})
        await page.get_by_role("button", name="Export a file").click()
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="Download").click()
        download = await waiting.value
        text = Path(await download.path()).read_text(encoding="utf-8-sig")
        assert download.suggested_filename.endswith(".csv")
        assert len(list(csv.DictReader(io.StringIO(text)))) == 3

        await explore(visit, TWO, {"most": 11})
        await page.get_by_role("button", name="Export a file").click()
        await page.get_by_label("units.groupBy").check()
        await page.get_by_label("Parquet").check()
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="Download").click()
        download = await waiting.value
        assert Path(await download.path()).read_bytes().startswith(b"PAR1")

        await explore(visit, "{ viewer { name } }")
        await page.get_by_role("button", name="Export a file").click()
        await page.get_by_role("button", name="Download").click()
        await expect(page.get_by_role("alert")).to_contain_text("The query asks for no list to export.")
        assert visit.troubles  # the browser tells of the refused request, too
        visit.troubles.clear()
        await expect(page.locator(".graphiql-query-editor")).to_be_visible()


async def test_a_run_tells_its_cost_and_to_analysts_its_plan(page: Page, server: str) -> None:
    async with visiting(page, server, "analyst", "en") as visit:
        await explore(visit, FEW, {"most": 11})
        await page.get_by_label("Explain", exact=True).check()
        await run(page)
        await expect(page.locator(".dengta-cost")).to_contain_text("/ 100,000,000 · Took")
        await expect(page.locator(".result-window")).not_to_contain_text("explain")
        await page.get_by_role("button", name="Show the plan").click()
        plan = page.get_by_role("dialog")
        await expect(plan.get_by_role("table")).to_contain_text("Scan platforms")
        assert 'from "platforms"' in await code(page, "SQL")
        assert "$1 = " in await code(page, "Values")

    async with visiting(page, server, "supervisor", "en") as visit:
        await explore(visit, FEW, {"most": 11})
        await run(page)
        await expect(page.locator(".dengta-cost")).to_contain_text("/ 100,000,000 · Took")
        await expect(page.get_by_label("Explain", exact=True)).to_have_count(0)


async def test_a_subscription_is_followed_until_stopped(page: Page, server: str) -> None:
    async with visiting(page, server, "analyst") as visit:
        await explore(visit, "subscription Live { progress { passed } }")
        await run(page)
        await expect(page.locator(".dengta-cost")).to_contain_text("Live · 已收到 1")
        await expect(page.locator(".result-window")).to_contain_text('"passed"')
        stop = page.get_by_role("button", name="停止")
        await stop.click()
        await expect(stop).to_have_count(0)


LOOKS = list(product(("zh", "en"), ("light", "dark")))
DIALOGS = {
    "zh": ["查看执行计划", "用 Python / curl 执行", "导出文件"],
    "en": ["Show the plan", "As Python / curl", "Export a file"],
}


@pytest.mark.parametrize(("lang", "theme"), LOOKS, ids=[f"{lang}-{theme}" for lang, theme in LOOKS])
async def test_the_explorer_is_accessible(page: Page, server: str, lang: str, theme: str) -> None:
    async with visiting(page, server, "analyst", lang, theme) as visit:
        await explore(visit, FEW, {"most": 11})
        await page.get_by_role("button", name={"zh": "已存查询", "en": "Saved queries"}[lang]).click()
        await page.get_by_placeholder({"zh": "名称", "en": "Name"}[lang], exact=True).fill("x")
        await page.get_by_label({"zh": "执行计划", "en": "Explain"}[lang], exact=True).check()
        await run(page)
        await expect(page.get_by_role("button", name=DIALOGS[lang][0])).to_be_visible()
        await expect(page.locator(".result-window .view-line [class^=mtk]:not(.mtk1)").first).to_be_visible()
        violations = {"page": await visit.violations()}
        for name in DIALOGS[lang]:
            await page.get_by_role("button", name=name).click()
            await expect(page.get_by_role("dialog")).to_be_visible()
            violations[name] = await visit.violations()
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("dialog")).to_have_count(0)
            await expect(page.get_by_role("button", name=name)).to_be_focused()
        assert {name: found for name, found in violations.items() if found} == {}
