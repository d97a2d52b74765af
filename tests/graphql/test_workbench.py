"""The workbench's own questions, answered for every table and every role that may read it."""

from typing import Any

import pytest

from api.graphql.shape import entities
from api.viewer import Viewer
from dashboard.client import Client, row_key
from dashboard.components.grid import answer_rows
from dashboard.labels import Labels
from dashboard.pages.data import listed
from dashboard.view import View, state_of
from dashboard.workbench.allowed import allowed
from dashboard.workbench.record import record, related, sections, title
from db.enums import Role
from db.store import NATION, Rows
from tests.graphql.conftest import Ask
from tests.graphql.people import EXPERT, EXPERT_EN, PROVINCE, SUPERVISOR, person
from tests.graphql.rows import OWN
from tests.unit.dashboard.made import Person

PEOPLE = {"supervisor": SUPERVISOR, "province": PROVINCE, "expert": EXPERT, "expert_en": EXPERT_EN}
STRETCH = {"startRow": 0, "endRow": 5, "filterModel": {}, "sortModel": []}


def view_of(ask: Ask, viewer: Viewer, key: str = "", search: str = "") -> View:
    async def run(document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        return {"data": await ask(document, variables, viewer)}

    caller = Person(lang=viewer.lang)
    return View(caller, Client(run), Labels(), "/", "", f"/data/{key}", key, state_of(search))


@pytest.mark.parametrize("who", PEOPLE)
async def test_each_table_s_rows_and_records_are_answered(ask: Ask, who: str) -> None:
    blank = view_of(ask, PEOPLE[who])
    await blank.labels.load(blank.client)
    may = await allowed(blank)
    assert len(may.readable) > 30
    opened = 0
    for table in blank.labels.tables.values():
        if table.name not in may.readable:
            continue
        view = View(**{**vars(view_of(ask, PEOPLE[who], table.connection)), "labels": blank.labels})
        given, _ = await answer_rows(view, await listed(view), STRETCH)
        assert len(given["rowData"]) == min(5, given["rowCount"]), table.name
        for row in given["rowData"][:1]:
            found = await record(view, table, row_key(row["_id"]), may)
            assert title(view, found)
            assert sections(view, found)
            related(view, found)
            opened += 1
    assert opened > 15


async def test_who_may_change_what_is_told_to_them_alone(ask: Ask) -> None:
    asked = "query { resources { name readable edits { name many fields needed extra states } makers { name on } } }"

    async def told(role: Role, rows: Rows = NATION) -> dict[str, Any]:
        answer = await ask(asked, viewer=person(role, rows))
        return {one["name"]: one for one in answer["resources"]}

    office, leader = await told(Role.PROVINCIAL_SME_OFFICER, Rows(units=(OWN,))), await told(Role.LEADER)
    assert [one["name"] for one in office["Project"]["edits"]] == ["amendProject"]
    [amend] = office["Project"]["edits"]
    assert amend == {
        "name": "amendProject",
        "many": "amendProjects",
        "fields": ["solution", "targetLevel", "plannedCost"],
        "needed": [],
        "extra": [],
        "states": ["LISTED"],
    }
    assert {"name": "listProject", "on": "Platform"} in office["Project"]["makers"]
    assert all(not one["edits"] for one in leader.values())
    assert not (await told(Role.EXPERT))["Case"]["readable"]
    assert set(office) == set(entities())


async def test_a_table_is_narrowed_to_a_parent_and_to_words(ask: Ask) -> None:
    view = view_of(ask, SUPERVISOR, "projects")
    await view.labels.load(view.client)
    whole, _ = await answer_rows(view, await listed(view), STRETCH)
    [platform] = (
        await ask(
            "{ projects(first: 1, orderBy: [{ id: DESC }]) { nodes { platform { id projects { totalCount } } } } }"
        )
    )["projects"]["nodes"]
    parent = platform["platform"]
    narrowed = view_of(ask, SUPERVISOR, "projects", f"of=platform:{row_key(parent['id'])}")
    await narrowed.labels.load(narrowed.client)
    found, explorer = await answer_rows(narrowed, await listed(narrowed), STRETCH)
    assert found["rowCount"] == parent["projects"]["totalCount"] < whole["rowCount"]
    assert explorer.startswith("/graphql?query=")
    nothing = view_of(ask, SUPERVISOR, "projects", "q=没有这样的字")
    await nothing.labels.load(nothing.client)
    assert (await answer_rows(nothing, await listed(nothing), STRETCH))[0]["rowCount"] == 0
