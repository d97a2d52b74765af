"""An import that is followed while it runs: phases in their order, rows counted up, an end that is told."""

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from api.services.files.folder import Folder
from api.services.upkeep import upkeep
from tests.graphql.rows import OWN
from tests.graphql.served import Served
from tests.imports.sample import sample, workbook

pytestmark = pytest.mark.usefixtures("nothing_is_left")

PHASES = ["READING", "CHECKING", "SAVING", "REPORTING", "DONE"]
FOLLOW = "subscription ($id: ID!) { importProgress(id: $id) { phase done total problems finished } }"
IMPORT = """
    mutation ($file: Upload!, $commit: Boolean!, $id: ID) {
      importPlan(file: $file, commit: $commit, progressId: $id) { committed problems { code } }
    }
"""


async def bring_in(app: Served, content: bytes, name: str | None, *, commit: bool = True) -> Any:
    variables = {"file": None, "commit": commit, "id": name}
    form = {
        "operations": json.dumps({"query": IMPORT, "variables": variables}),
        "map": json.dumps({"0": ["variables.file"]}),
    }
    async with app.http("province") as client:
        answer = await client.post(
            "/graphql",
            data=form,
            files={"0": ("plan.xlsx", content)},
            headers={"graphql-require-preflight": "1"},
        )
    return answer.json()


async def test_an_import_is_followed_to_its_end(app: Served) -> None:
    content = await asyncio.to_thread(workbook, sample(OWN, enterprises=(40, 40, 40)))
    async with app.socket("province") as talk:
        await talk.ask("1", FOLLOW, id="first")
        assert await talk.data("1") == {"importProgress": None}  # it is yet to begin
        importing = asyncio.create_task(bring_in(app, content, "first"))
        seen = []
        while not seen or not seen[-1]["finished"]:
            seen.append((await talk.data("1"))["importProgress"])
        report = (await importing)["data"]["importPlan"]
    assert report["committed"] is True
    phases = [PHASES.index(one["phase"]) for one in seen]
    assert phases == sorted(phases)
    assert seen[-1]["phase"] == "DONE"
    assert seen[-1]["problems"] == len(report["problems"])
    for before, after in pairwise(seen):
        if before["phase"] == after["phase"]:
            assert before["done"] <= after["done"]
    assert all(one["done"] <= one["total"] for one in seen)
    assert [one["finished"] for one in seen] == [False] * (len(seen) - 1) + [True]


async def test_who_comes_later_learns_how_it_ended_by_a_query_too(app: Served) -> None:
    await bring_in(app, b"not a workbook", "broken", commit=False)
    async with app.socket("province") as talk:
        await talk.ask("1", FOLLOW.replace("subscription", "query"), id="broken")
        progress = (await talk.data("1"))["importProgress"]
    assert progress == {"phase": "DONE", "done": 1, "total": 1, "problems": 1, "finished": True}


async def test_who_may_not_import_leaves_an_end_too(app: Served) -> None:
    async with app.http("reviewer") as client:
        form = {
            "operations": json.dumps(
                {"query": IMPORT, "variables": {"file": None, "commit": True, "id": "no"}}
            ),
            "map": json.dumps({"0": ["variables.file"]}),
        }
        await client.post(
            "/graphql", data=form, files={"0": ("x", b"x")}, headers={"graphql-require-preflight": "1"}
        )
    async with app.socket("reviewer") as talk:
        await talk.ask("1", FOLLOW, id="no")
        progress = (await talk.data("1"))["importProgress"]
    assert (progress["phase"], progress["finished"]) == ("FAILED", True)


@pytest.mark.parametrize("name", ["", "x" * 65, "\0"])
async def test_a_name_that_won_t_do_is_refused_before_anything_is_read(app: Served, name: str) -> None:
    (error,) = (await bring_in(app, b"not a workbook", name))["errors"]
    assert error["extensions"]["code"] == "BAD_ID"
    async with app.socket("province") as talk:
        await talk.ask("1", FOLLOW, id=name)
        assert await talk.data("1") == {"importProgress": None}


async def test_an_import_without_a_name_is_kept_nowhere(app: Served) -> None:
    before = await app.fetch("select count(*) from running_imports")
    assert (await bring_in(app, b"not a workbook", None))["data"]["importPlan"]["committed"] is False
    assert await app.fetch("select count(*) from running_imports") == before


async def test_what_is_known_of_an_import_is_forgotten_after_a_day(app: Served, tmp_path: Path) -> None:
    for name in ("old", "new"):
        await bring_in(app, b"not a workbook", name)
    await app.fetch("update running_imports set at = at - interval '25 hours' where name = 'old'")
    await upkeep(app.database, Folder(tmp_path))
    assert await app.fetch("select name from running_imports where name in ('old', 'new')") == [("new",)]
