"""Walking a list page by page, either way and in any order, meets every row exactly once."""

from functools import cmp_to_key
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.graphql.conftest import Ask
from tests.graphql.ids import gid
from tests.graphql.people import SUPERVISOR
from tests.graphql.rows import Programme, Row

#: Order member → its value in Python; with empty values, ties, texts, dates, money, counts, relations.
TERMS: dict[str, tuple[dict[str, Any], Any]] = {
    "state": ({"state": None}, lambda r, p: r["state"]),
    "acceptedOn": ({"acceptedOn": None}, lambda r, p: r["accepted_on"]),
    "actualCost": ({"actualCost": None}, lambda r, p: r["actual_cost"]),
    "contractNumber": ({"contractNumber": None}, lambda r, p: r["contract_number"]),
    "invoiceCount": (
        {"invoiceCount": None},
        lambda r, p: len(p.children("Invoice", "project_id", r["id"])),
    ),
    "enterprise": (
        {"enterprise": {"employees": None}},
        lambda r, p: p.get("Organization", r["enterprise_id"])["employees"],
    ),
    "expert": (
        {"expert": {"username": None}},
        lambda r, p: r["expert_id"] and p.get("User", r["expert_id"])["username"],
    ),
    "planned": (
        {"platform": {"planned": None}},
        lambda r, p: p.get("Platform", r["platform_id"])["planned"],
    ),
    "id": ({"id": None}, lambda r, p: r["id"]),
}
DIRECTIONS = ("ASC", "DESC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST", "DESC_NULLS_FIRST", "DESC_NULLS_LAST")
orders = st.lists(
    st.tuples(st.sampled_from(sorted(TERMS)), st.sampled_from(DIRECTIONS)),
    max_size=3,
    unique_by=lambda term: term[0],
)


def argument(member: dict[str, Any], direction: str) -> dict[str, Any]:
    return {k: direction if v is None else argument(v, direction) for k, v in member.items()}


def asked(order: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [argument(TERMS[name][0], direction) for name, direction in order]


def in_order(programme: Programme, order: list[tuple[str, str]]) -> list[str]:
    """Empty values last unless told otherwise, in either direction; ties by the key."""

    def compare(one: Row, other: Row) -> int:
        for name, direction in order:
            a, b = TERMS[name][1](one, programme), TERMS[name][1](other, programme)
            if a == b:
                continue
            if a is None or b is None:
                return (1 if a is None else -1) * (-1 if direction.endswith("NULLS_FIRST") else 1)
            return (1 if a > b else -1) * (-1 if direction.startswith("DESC") else 1)
        return 1 if one["id"] > other["id"] else -1

    return [gid("Project", row["id"]) for row in sorted(programme.rows("Project"), key=cmp_to_key(compare))]


DOCUMENT = """query ($order: [ProjectOrder!], $first: Int, $after: String, $last: Int, $before: String) {
  projects(orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    nodes { id expert { username } } edges { cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=orders, size=st.integers(1, 40), forward=st.booleans())
async def test_a_walk_meets_every_row_once(
    ask: Ask, programme: Programme, order: list[tuple[str, str]], size: int, forward: bool
) -> None:
    met: list[str] = []
    place: str | None = None
    while True:
        paging = {"first": size, "after": place} if forward else {"last": size, "before": place}
        page = (await ask(DOCUMENT, {"order": asked(order), **paging}))["projects"]
        ids = [node["id"] for node in page["nodes"]]
        cursors = [edge["cursor"] for edge in page["edges"]]
        info = page["pageInfo"]
        assert (info["startCursor"], info["endCursor"]) == (cursors[0], cursors[-1])
        assert info["hasPreviousPage" if forward else "hasNextPage"] == (place is not None)
        met = met + ids if forward else ids + met
        place = info["endCursor" if forward else "startCursor"]
        if not info["hasNextPage" if forward else "hasPreviousPage"]:
            break
        assert len(ids) == size
    assert met == in_order(programme, order)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=orders,
    size=st.integers(1, 40),
    forward=st.booleans(),
    ends=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
async def test_a_page_lies_between_its_cursors_and_knows_what_is_on_either_side(
    ask: Ask,
    programme: Programme,
    order: list[tuple[str, str]],
    size: int,
    forward: bool,
    ends: tuple[float, float],
) -> None:
    whole = (await ask(DOCUMENT, {"order": asked(order), "first": 1000}))["projects"]
    cursors = [edge["cursor"] for edge in whole["edges"]]
    start, end = (int(share * (len(cursors) - 1)) for share in ends)  # either may come first
    paging = {"order": asked(order), "after": cursors[start], "before": cursors[end]}
    page = (await ask(DOCUMENT, {**paging, "first" if forward else "last": size}))["projects"]
    between = in_order(programme, order)[start + 1 : end]
    assert [node["id"] for node in page["nodes"]] == (between[:size] if forward else between[-size:])
    more = len(between) > size
    assert page["pageInfo"]["hasNextPage"] is (more if forward else True)
    assert page["pageInfo"]["hasPreviousPage"] is (True if forward else more)


GONE = """query ($order: [ProjectOrder!], $where: ProjectWhere, $after: String, $before: String) {
  a: projects(orderBy: $order, where: $where, first: 5, after: $after) { nodes { id } pageInfo { hasPreviousPage } }
  b: projects(orderBy: $order, where: $where, last: 5, before: $before) { nodes { id } pageInfo { hasNextPage } } }"""


@pytest.mark.parametrize("name", sorted(TERMS))
@pytest.mark.parametrize("direction", DIRECTIONS)
async def test_the_cursor_of_a_row_that_is_gone_still_marks_its_place(
    ask: Ask, programme: Programme, name: str, direction: str
) -> None:
    order = asked([(name, direction)])
    whole = (await ask(DOCUMENT, {"order": order, "first": 1000}))["projects"]
    ids, cursors = [node["id"] for node in whole["nodes"]], [edge["cursor"] for edge in whole["edges"]]
    for at in (0, 1, len(ids) // 2, len(ids) - 1):
        for gone, before, after in (
            ([ids[at]], at > 0, at < len(ids) - 1),
            (ids[: at + 1], False, at < len(ids) - 1),
            (ids[at:], at > 0, False),
        ):
            left = [one for one in ids if one not in gone]
            places = {"order": order, "after": cursors[at], "before": cursors[at]}
            page = await ask(GONE, {**places, "where": {"id": {"notIn": gone}}})
            assert page["a"]["nodes"] == [{"id": one} for one in ids[at + 1 :] if one in left][:5]
            assert page["b"]["nodes"] == [{"id": one} for one in ids[:at] if one in left][-5:]
            assert page["a"]["pageInfo"] == {"hasPreviousPage": before}
            assert page["b"]["pageInfo"] == {"hasNextPage": after}


async def test_places_in_time_are_exact_to_the_microsecond(ask: Ask, programme: Programme) -> None:
    met: list[str] = []
    place = None
    while True:
        page = (
            await ask(
                "query ($after: String) { flags(first: 3, after: $after, orderBy: [{raisedAt: DESC}]) {"
                " nodes { id } pageInfo { hasNextPage endCursor } } }",
                {"after": place},
            )
        )["flags"]
        met += [node["id"] for node in page["nodes"]]
        place = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    rows = sorted(programme.rows("Flag"), key=lambda row: row["raised_at"], reverse=True)
    assert len({row["raised_at"].replace(microsecond=0) for row in rows}) < len(
        {row["raised_at"] for row in rows}
    )
    assert met == [gid("Flag", row["id"]) for row in rows]


async def test_an_offset_skips_what_is_there(ask: Ask, programme: Programme) -> None:
    data = await ask(
        """query ($all: Int) {
          a: projects(offset: 0, first: 1) { pageInfo { hasPreviousPage } }
          b: projects(offset: 1, first: 1) { pageInfo { hasPreviousPage } }
          c: projects(offset: 5, where: {or: []}) { pageInfo { hasPreviousPage } }
          d: projects(offset: $all) { pageInfo { hasPreviousPage } } }""",
        {"all": len(programme.rows("Project"))},
    )
    assert {key: page["pageInfo"]["hasPreviousPage"] for key, page in data.items()} == {
        "a": False,
        "b": True,
        "c": False,
        "d": True,
    }


async def test_between_two_cursors_offsets_and_sizes(ask: Ask, programme: Programme) -> None:
    whole = (await ask(DOCUMENT, {"first": 1000}))["projects"]
    ids, cursors = [n["id"] for n in whole["nodes"]], [e["cursor"] for e in whole["edges"]]
    between = (await ask(DOCUMENT, {"first": 1000, "after": cursors[2], "before": cursors[9]}))["projects"]
    assert [node["id"] for node in between["nodes"]] == ids[3:9]
    last = (await ask(DOCUMENT, {"last": 2, "after": cursors[2], "before": cursors[9]}))["projects"]
    assert [node["id"] for node in last["nodes"]] == ids[7:9]
    data = await ask(
        """{ a: projects(offset: 3, first: 2) { nodes { id } pageInfo { hasPreviousPage hasNextPage } }
             b: projects(first: 0) { totalCount nodes { id } pageInfo { hasNextPage startCursor endCursor } }
             c: projects(offset: 5000) { nodes { id } pageInfo { hasNextPage startCursor } }
             d: projects { nodes { id } } }"""
    )
    assert data["a"] == {
        "nodes": [{"id": one} for one in ids[3:5]],
        "pageInfo": {"hasPreviousPage": True, "hasNextPage": True},
    }
    assert data["b"]["totalCount"] == len(ids)
    assert data["b"]["nodes"] == []
    assert data["b"]["pageInfo"] == {"hasNextPage": True, "startCursor": None, "endCursor": None}
    assert data["c"] == {"nodes": [], "pageInfo": {"hasNextPage": False, "startCursor": None}}
    assert len(data["d"]["nodes"]) == min(50, len(ids))


async def test_a_connection_below_a_row_pages_by_its_own_cursors(ask: Ask, programme: Programme) -> None:
    document = """query ($after: String) { reportingUnit(id: "320000") {
      projects(first: 3, after: $after, orderBy: [{state: DESC}]) {
        nodes { id } pageInfo { hasNextPage endCursor } } } }"""
    met: list[str] = []
    after = None
    while True:
        page = (await ask(document, {"after": after}, SUPERVISOR))["reportingUnit"]["projects"]
        met += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    rows = sorted(programme.children("Project", "unit_code", "320000"), key=lambda row: row["id"])
    rows.sort(key=lambda row: row["state"], reverse=True)
    assert met == [gid("Project", row["id"]) for row in rows]


async def test_the_most_alike_come_first_and_pages_go_on_from_there(ask: Ask, programme: Programme) -> None:
    document = """query ($words: String!, $first: Int, $after: String, $last: Int, $before: String) {
      organizations(orderBy: [{similarity: {name: $words}}, {name: DESC}], first: $first, after: $after,
        last: $last, before: $before) { nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    words = "精蜜公司"
    rows = sorted(programme.rows("Organization"), key=lambda row: row["name"], reverse=True)
    rows.sort(key=lambda row: "精密" not in row["name"])
    expected = [row["name"] for row in rows]
    for forward in (True, False):
        met: list[str] = []
        place = None
        while True:
            paging = {"first": 7, "after": place} if forward else {"last": 7, "before": place}
            page = (await ask(document, {"words": words, **paging}))["organizations"]
            names = [node["name"] for node in page["nodes"]]
            met = met + names if forward else names + met
            place = page["pageInfo"]["endCursor" if forward else "startCursor"]
            if not page["pageInfo"]["hasNextPage" if forward else "hasPreviousPage"]:
                break
        assert met == expected


async def test_likeness_orders_over_relations_and_by_one_text_a_member(
    ask: Ask, refusal: Ask, programme: Programme
) -> None:
    data = await ask(
        '{ projects(first: 3, orderBy: [{enterprise: {similarity: {name: "精密公司"}}}]) { nodes { enterprise { name } } } }'
    )
    assert all("精密" in node["enterprise"]["name"] for node in data["projects"]["nodes"])
    for item in ('{name: "a", uscc: "b"}', "{}", "{name: null}"):
        error = await refusal(f"{{ organizations(orderBy: [{{similarity: {item}}}]) {{ nodes {{ id }} }} }}")
        assert error["extensions"]["code"] == "BAD_ORDER"
