"""What people do all day: drill down, narrow, come back, filter, take data and pictures away."""

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.async_api import Page, expect

from tests.browser.visit import visiting
from tests.imports.sample import make_sample
from tests.web.files import read


async def test_from_the_map_down_to_one_enterprise(page: Page, server: str) -> None:
    async with visiting(page, server, "leader") as visit:
        await visit.go("/")
        await page.wait_for_selector(".choroplethlayer path")
        # Sichuan: large, in the middle, nothing over it.
        box = await page.locator("[data-chart=map]").bounding_box()
        assert box
        label = page.locator(".scattergeo text", has_text="四川").first
        place = await label.bounding_box()
        assert place
        await page.mouse.click(place["x"] - 14, place["y"] + place["height"] + 6)
        await page.wait_for_url("**/unit/510000")
        await expect(page.locator("h1")).to_have_text("四川省")
        await visit.drawn()
        await page.locator("[aria-label='服务平台'] .ag-cell-value a").first.click()
        await page.wait_for_url("**/platform/*")
        await expect(page.locator("h2", has_text="资金台账")).to_be_visible()
        await visit.drawn()
        await page.locator(".grid .ag-cell-value a").first.click()
        await page.wait_for_url("**/project/*")
        await expect(page.locator("h2", has_text="发票")).to_be_visible()


async def test_the_address_holds_the_measure_and_the_batch(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/")
        await page.locator(".pill", has_text="已拨付资金").click()
        await page.wait_for_url("**/?measure=paid")
        await expect(page.locator("h2", has_text="各申报单位已拨付资金")).to_be_visible()
        await page.locator(".pill", has_text="第二批").click()
        await page.wait_for_url("**/?measure=paid&batch=2")
        await expect(page.locator(".pill[aria-current]", has_text="第二批")).to_be_visible()
        await page.reload()
        await visit.drawn()
        await expect(page.locator(".pill[aria-current]", has_text="已拨付资金")).to_be_visible()
        await page.go_back()
        await expect(page.locator(".pill[aria-current]", has_text="全部批次")).to_be_visible()
        await page.go_back()
        await expect(page.locator("h2", has_text="各申报单位已通过家数")).to_be_visible()


async def test_a_demo_stands_on_its_last_day_and_says_so(page: Page, server: str) -> None:
    """Counted to the day on the wall, all of it would be years late."""
    async with visiting(page, server, "programme") as visit:
        await visit.go("/delivery")
        mark = page.locator(".mark")
        await expect(mark).to_have_text("演示环境：合成数据 · 停在 2025-09-30")
        assert "逾期按 2025-09-30 计算" in str(await mark.get_attribute("title"))
        told = await visit.ask("{ lateItems { total kinds { kind count longest } } }")
        here = await visit.ask('{ lateItems(asOf: "2025-09-30") { total kinds { kind count longest } } }')
        assert told == here
        await page.locator(".switch", has_text="EN").click()
        await expect(mark).to_have_text("Demo: synthetic data · as of 2025-09-30")


async def test_language_and_theme_come_back_to_the_same_place(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/?measure=share")
        await page.locator(".switch", has_text="EN").click()
        await visit.drawn()
        assert page.url.endswith("/?measure=share")
        await expect(page.locator("h1", has_text="National overview")).to_be_visible()
        await page.get_by_role("link", name="Switch to dark").click()
        await visit.drawn()
        assert await page.get_attribute("html", "data-mantine-color-scheme") == "dark"


async def test_a_list_filters_and_sorts_on_the_server(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/platforms")
        first = page.locator(".ag-center-cols-container .ag-row[row-index='0'] [col-id=unit_shortName]")
        await (
            page.locator("[aria-label$='申报单位 过滤器输入'], .ag-floating-filter-input input")
            .nth(1)
            .fill("浙江")
        )
        await expect(first).to_have_text("浙江")
        await page.locator(".ag-header-cell-text", has_text="计划改造家数").click()
        await page.wait_for_url("**sort=planned%3Aasc**")
        assert "浙江" in unquote(page.url)
        await page.locator(".ag-center-cols-container .ag-row[row-index='0'] a").first.click()
        await page.wait_for_url("**/platform/*")
        await visit.drawn()
        await page.go_back()
        await visit.drawn()
        await expect(first).to_have_text("浙江")
        await page.reload()
        await visit.drawn()
        await expect(first).to_have_text("浙江")
        least = page.locator(".ag-center-cols-container .ag-row[row-index='0'] [col-id=planned]")
        planned = int(await least.inner_text())
        await page.locator(".ag-header-cell-text", has_text="计划改造家数").click()
        await expect(least).not_to_have_text(str(planned))

        # The file has the rows that are shown, in their order, with the columns that are shown.
        named = page.locator(".ag-center-cols-container .ag-row[row-index='0'] [col-id=organization_name] a")
        await expect(named).not_to_be_empty()
        for format_ in ("csv", "xlsx", "parquet"):
            await page.locator(".files summary").click()
            async with page.expect_download() as waiting:
                await page.locator(f"[data-export={format_}]").click()
            download = await waiting.value
            assert download.suggested_filename.endswith(f".{format_}")
            rows = read(Path(await download.path()).read_bytes(), format_)
            assert {row["synthetic" if format_ == "parquet" else "合成数据"] for row in rows} in (
                {"是"},
                {True},
            )
            name, place, *_ = rows[0]
            assert {row[place] for row in rows} == {"浙江"}
            assert rows[0][name] == await named.inner_text()
            await expect(page.locator(".files[open]")).to_have_count(0)


async def test_a_panel_shows_its_query_and_gives_its_data_away(page: Page, server: str) -> None:
    async with visiting(page, server) as visit:
        await visit.go("/")
        href = await page.get_by_role("link", name="查看查询语句").first.get_attribute("href")
        assert href
        query = parse_qs(urlsplit(href).query)
        assert "query Overview" in query["query"][0]
        answer = await page.request.post(
            f"{server}/graphql", data={"query": query["query"][0], "variables": query["variables"][0] and {}}
        )
        assert "errors" not in await answer.json()

        async with page.expect_download() as waiting:
            await page.locator("[data-csv=units]").click()
        rows = await _csv(await (await waiting.value).path())
        assert len(rows) == 37
        assert all(row["已拨付"].partition(".")[2].isdigit() for row in rows)

        async with page.expect_download() as waiting:
            await page.locator("[data-png=map]").click()
        picture = Path(await (await waiting.value).path()).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) > 50_000


#: How the map colours Xizang.
XIZANG = """() => {
    const trace = [...document.querySelectorAll('.js-plotly-plot')].flatMap((chart) => chart.data)
        .find((trace) => trace.type === 'choropleth' && [...trace.locations].includes('540000'));
    const place = [...trace.locations].indexOf('540000');
    return [trace.z[place], (trace.text || trace.hovertext || [])[place]];
}"""


async def test_an_import_shows_every_problem_then_changes_the_map(
    page: Page, busy: str, tmp_path: Path
) -> None:
    async with visiting(page, busy, "programme") as visit:
        await visit.go("/?measure=share")
        before = await page.evaluate(XIZANG)
        await visit.go("/import")
        broken = make_sample(tmp_path / "broken.xlsx", six_industries=True, large_cost=True)
        await page.set_input_files("input[type=file]", broken)
        await page.wait_for_selector(".said.bad")
        problems = await page.inner_text(".listing")
        assert "P1" in problems
        assert "F1" in problems or "F2" in problems
        assert await page.locator("button.primary").is_disabled()
        async with page.expect_download() as waiting:
            await page.locator("a[download]", has_text="标注").click()
        assert (await (await waiting.value).path()).stat().st_size > 5_000

        await page.set_input_files("input[type=file]", _named(tmp_path, b"this is no workbook"))
        await expect(page.locator(".listing tbody tr")).to_have_count(1)
        await expect(page.locator(".said.bad")).to_be_visible()

        await page.set_input_files("input[type=file]", make_sample(tmp_path / "good.xlsx"))
        await expect(page.locator("button.primary")).to_be_enabled()
        assert "尚未写入" in await page.inner_text("#page")
        await page.locator("button.primary").click()
        await expect(page.locator("#page")).to_contain_text("已写入")
        await expect(page.locator("button.primary")).to_be_disabled()

        await visit.follow("/unit/540000")
        assert "第三批" in await page.inner_text(".plans")
        assert "计划 35 家" in await page.inner_text(".facts")
        await expect(page.locator("#page")).to_contain_text("样例数字服务2有限公司")

        await visit.go("/?measure=share")
        assert await page.evaluate(XIZANG) != before
        answer = await page.request.post(
            f"{busy}/graphql",
            data={"query": '{ platforms(where: {unit: {code: {eq: "540000"}}}) { totalCount } }'},
        )
        assert (await answer.json())["data"]["platforms"]["totalCount"] == 3


def _named(folder: Path, content: bytes) -> Path:
    path = folder / "nonsense.xlsx"
    path.write_bytes(content)
    return path


async def _csv(path: Path) -> list[dict[str, str]]:
    text = Path(path).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
