"""Subscriptions: what arrives, what does not, for whom, and what is left behind."""

from datetime import date
from typing import Any

import asyncpg
import pytest

from api.graphql.live import MOST_PER_PERSON
from api.services.flags import dismiss
from api.services.rows import update
from api.services.steps import Step, take
from db.store import NATION, Rows
from tests.graphql.ids import gid
from tests.graphql.people import SUPERVISOR
from tests.graphql.rows import OTHER, OWN
from tests.graphql.served import Served, until

TODAY = date(2024, 3, 1)
TARGETS = "subscription ($of: ID, $batch: Int) { progress(of: $of, batch: $batch) { target atRisk } }"
TARGET = "subscription ($of: ID) { progress(of: $of) { target platforms } }"
CASE = "subscription ($id: ID!) { case(id: $id) { number state flagCount } }"


pytestmark = pytest.mark.usefixtures("nothing_is_left")


async def platform_of(app: Served, unit: str) -> tuple[int, int]:
    """(number, planned) of a platform of the unit."""
    [row] = await app.fetch(
        "select id, planned from platforms where unit_code = $1 order by id limit 1", unit
    )
    return row


async def plan_one_more(app: Served, unit: str) -> None:
    platform, planned = await platform_of(app, unit)
    await app.change("Platform", id=platform, planned=planned + 1)


async def case_of(app: Served, unit: str, flagged: bool = False) -> int:
    [(case,)] = await app.fetch(
        """select cases.id from cases where unit_code = $1 and state = 'opened'
           and ($2 = exists (select from flags where flags.case_id = cases.id and flags.state = 'open'))
           order by id limit 1""",
        unit,
        flagged,
    )
    return case


async def broken_off(app: Served, platform: int) -> None:
    async with app.store.write(NATION) as work:
        await update(work, "Platform", [{"id": platform, "planned": 99}])
        raise ZeroDivisionError


# -- what arrives ------------------------------------------------------------------------------------


async def test_progress_comes_at_once_and_again_when_something_below_has_changed(app: Served) -> None:
    async with app.socket() as talk:
        await talk.ask("1", TARGET, of=OWN)
        before = (await talk.data("1"))["progress"]
        await plan_one_more(app, OWN)
        after = (await talk.data("1"))["progress"]
    assert after == before | {"target": before["target"] + 1}


@pytest.mark.parametrize("noun", [None, "ReportingUnit", "Platform"])
async def test_progress_is_that_of_the_query(app: Served, noun: str | None) -> None:
    platform, _ = await platform_of(app, OWN)
    of = {None: None, "ReportingUnit": OWN, "Platform": gid("Platform", platform)}[noun]
    async with app.socket() as talk:
        await talk.ask("1", TARGETS, of=of, batch=1)
        followed = await talk.data("1")
        await talk.ask("2", TARGETS.replace("subscription", "query"), of=of, batch=1)
        asked = await talk.data("2")
        assert await talk.hear() == {"id": "2", "type": "complete"}
    assert followed == asked
    assert followed["progress"]["target"] > 0


async def test_a_case_comes_again_when_it_takes_a_step(app: Served) -> None:
    case = await case_of(app, OWN)
    async with app.socket("supervisor") as talk:
        await talk.ask("1", CASE, id=gid("Case", case))
        assert (await talk.data("1"))["case"]["state"] == "OPENED"
        async with app.store.write(NATION) as work:
            await take(work, SUPERVISOR, "Case", "undo", [Step(case, {"closed_on": TODAY}, why="误立")])
        assert (await talk.data("1"))["case"]["state"] == "CLOSED"


async def test_a_case_comes_again_when_one_of_its_flags_changes(app: Served) -> None:
    case = await case_of(app, OWN, flagged=True)
    document = (
        "subscription ($id: ID!) { case(id: $id) { flags(where: {state: {eq: OPEN}}) { totalCount } } }"
    )
    [(flag,)] = await app.fetch("select id from flags where case_id = $1 and state = 'open' limit 1", case)
    async with app.socket("supervisor") as talk:
        await talk.ask("1", document, id=gid("Case", case))
        before = (await talk.data("1"))["case"]["flags"]["totalCount"]
        async with app.store.write(NATION) as work:
            await dismiss(work, SUPERVISOR, [Step(flag, why="核对无误")])
        assert (await talk.data("1"))["case"]["flags"]["totalCount"] == before - 1


async def test_aliases_fragments_and_variables_work_as_in_a_query(app: Served) -> None:
    document = """
        query Other { programme { platformsTarget } }
        subscription Mine($of: ID, $deep: Boolean!) { ...Root }
        fragment Root on Subscription { mine: progress(of: $of) { ...Sums  planned @include(if: $deep) } }
        fragment Sums on Progress { __typename target }
    """
    async with app.socket() as talk:
        payload = {"query": document, "operationName": "Mine", "variables": {"of": OWN, "deep": False}}
        await talk.say({"id": "1", "type": "subscribe", "payload": payload})
        data = await talk.data("1")
    assert set(data) == {"mine"}
    assert list(data["mine"]) == ["__typename", "target"]


async def test_what_is_undone_is_never_told(app: Served) -> None:
    platform, planned = await platform_of(app, OWN)
    async with app.socket() as talk:
        await talk.ask("1", TARGET, of=OWN)
        before = (await talk.data("1"))["progress"]["target"]
        with pytest.raises(ZeroDivisionError):
            await broken_off(app, platform)
        await app.change("Platform", id=platform, planned=planned + 2)
        assert (await talk.data("1"))["progress"]["target"] == before + 2


# -- what does not -----------------------------------------------------------------------------------


async def test_another_units_change_does_not_wake_a_provincial_officer(app: Served) -> None:
    document = "subscription { progress(batch: 1) { target } }"
    async with app.socket("province") as own, app.socket("analyst") as nation:
        await own.ask("1", document)
        await nation.ask("1", document)
        before = (await own.data("1"))["progress"]["target"]
        whole = (await nation.data("1"))["progress"]["target"]
        reads = app.store.reads.count(Rows(units=(OWN,)))
        await plan_one_more(app, OTHER)
        assert (await nation.data("1"))["progress"]["target"] == whole + 1  # so it has been heard
        assert app.store.reads.count(Rows(units=(OWN,))) == reads
        await plan_one_more(app, OWN)
        assert (await own.data("1"))["progress"]["target"] == before + 1
        assert (await nation.data("1"))["progress"]["target"] == whole + 2


async def test_another_case_does_not_arrive(app: Served) -> None:
    mine, other = await case_of(app, OWN), await case_of(app, OTHER)
    async with app.socket("supervisor") as talk:
        await talk.ask("1", CASE, id=gid("Case", mine))
        await talk.data("1")
        await app.change("Case", id=other, title="另一个案由")
        await app.change("Case", id=mine, number="2024-改号")
        assert (await talk.data("1"))["case"]["number"] == "2024-改号"


async def test_what_a_caller_may_not_know_sends_nothing(app: Served) -> None:
    """The analyst sees accounts masked: a change in the part that is hidden makes no event."""
    [(platform, case)] = await app.fetch(
        "select platform_id, id from cases where unit_code = $1 order by id limit 1", OWN
    )
    document = "subscription ($id: ID!) { case(id: $id) { title platform { bankAccount } } }"
    await app.change("Platform", id=platform, bank_account="6222020200001111")
    async with app.socket("analyst") as talk:
        await talk.ask("1", document, id=gid("Case", case))
        masked = (await talk.data("1"))["case"]["platform"]["bankAccount"]
        assert masked.endswith("1111")
        assert "6222" not in masked
        await app.change("Platform", id=platform, bank_account="6222029999001111")
        await app.change("Case", id=case, title="新案由")
        assert await talk.data("1") == {"case": {"title": "新案由", "platform": {"bankAccount": masked}}}


@pytest.mark.parametrize(
    "person,document,code",
    [
        ("province", CASE, "NOT_FOUND"),  # a case of another unit
        ("reviewer", CASE, "FORBIDDEN"),  # cases are not for experts
        ("province", "subscription { case(id: 5) { number } }", "BAD_ID"),
        ("province", "subscription { nothing { number } }", "GRAPHQL_VALIDATION_FAILED"),
        ("province", "subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "province",
            "subscription { progress { target } other: progress { target } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("province", "subscription {", "GRAPHQL_PARSE_FAILED"),
        ("province", "subscription ($id: ID!) { case(id: $id) { number } }", "BAD_VARIABLES"),
        ("province", "subscription { progress(of: 7) { target } }", "NOT_FOUND"),
        ("province", 'subscription { progress(of: "UHJvamVjdDox") { target } }', "BAD_ID"),  # Project:1
    ],
)
async def test_who_may_not_follow_is_refused_at_once(
    app: Served, person: str, document: str, code: str
) -> None:
    case = await case_of(app, OTHER)
    variables = {"id": gid("Case", case)} if document == CASE else {}
    async with app.socket(person) as talk:
        await talk.ask("1", document, **variables)
        message = await talk.hear()
        assert (message["type"], message["id"]) == ("error", "1")
        assert message["payload"][0]["extensions"]["code"] == code
        await talk.ask("1", "{ viewer { username } }")  # the name is free again
        assert (await talk.data("1"))["viewer"]["username"] == person


async def test_an_import_of_somebody_else_cannot_be_followed(app: Served) -> None:
    document = 'subscription { importProgress(id: "mine") { phase } }'
    async with app.socket("province") as owner, app.socket("neighbour") as other:
        await owner.ask("1", document)
        await other.ask("1", document)
        assert await owner.data("1") == {"importProgress": None}
        assert await other.data("1") == {"importProgress": None}
        [(number,)] = await app.fetch("select id from users where username = 'province'")
        await app.fetch(
            "insert into running_imports (synthetic, user_id, name, phase, done, total, problems, at)"
            " values (false, $1, 'mine', 'reading', 1, 2, 0, now())",
            number,
        )
        async with app.store.write(NATION) as work:
            work.news.note("RunningImport", [str(number)])
        assert await owner.data("1") == {"importProgress": {"phase": "READING"}}
        await other.ask("2", "{ viewer { username } }")
        assert (await other.data("2"))["viewer"]["username"] == "neighbour"


# -- one for all -------------------------------------------------------------------------------------


async def test_equal_questions_of_people_with_equal_rights_are_asked_once(app: Served) -> None:
    async with (
        app.socket("province") as one,
        app.socket("neighbour") as two,
        app.socket("neighbour") as three,
    ):
        for talk in (one, two, three):
            await talk.ask("1", TARGET, of=OWN)
            await talk.data("1")
        assert len(app.live._feeds) == 1
        before = len(app.store.reads)
        await plan_one_more(app, OWN)
        answers = [await talk.data("1") for talk in (one, two, three)]
        assert answers[0] == answers[1] == answers[2]
        assert len(app.store.reads) == before + 1


@pytest.mark.parametrize("other", ["analyst", "reviewer"])
async def test_people_with_other_rights_are_asked_for_apart(app: Served, other: str) -> None:
    async with app.socket("province") as one, app.socket(other) as two:
        for talk in (one, two):
            await talk.ask("1", TARGETS, of=OWN)
        assert (await one.data("1"))["progress"]["atRisk"] is not None
        # Experts may not know of flags.
        assert ((await two.data("1"))["progress"]["atRisk"] is None) == (other == "reviewer")
        assert len(app.live._feeds) == 2


async def test_many_changes_make_few_answers_and_the_last_one_is_right(app: Served) -> None:
    platform, planned = await platform_of(app, OWN)
    async with app.socket() as talk:
        await talk.ask("1", TARGET, of=OWN)
        before = (await talk.data("1"))["progress"]["target"]
        reads = len(app.store.reads)
        for more in range(1, 31):
            await app.change("Platform", id=platform, planned=planned + more)
        while (await talk.data("1"))["progress"]["target"] != before + 30:
            pass
        assert len(app.store.reads) - reads < 30


async def test_who_reads_slowly_misses_the_answers_between_and_gets_the_newest(app: Served) -> None:
    """A case with long texts fills the socket's buffers while nobody reads."""
    case = await case_of(app, OWN)
    document = "subscription ($id: ID!) { case(id: $id) { summary } }"
    rounds, length = 120, 400_000
    async with (
        app.socket("supervisor", max_queue=1, compression=None) as slow,
        app.socket("supervisor", compression=None, max_size=None) as quick,
    ):
        await slow.ask("1", document, id=gid("Case", case))
        await quick.ask("1", document, id=gid("Case", case))
        await quick.data("1")
        for number in range(rounds):
            await app.change("Case", id=case, summary=f"{number:04}" * (length // 4))
            await quick.data("1")
        seen = [(await slow.data("1"))["case"]["summary"]]
        while seen[-1] != f"{rounds - 1:04}" * (length // 4):
            seen.append((await slow.data("1"))["case"]["summary"])
    assert len(seen) < rounds
    await app.change("Case", id=case, summary=None)


# -- when the listening connection breaks --------------------------------------------------------------


async def test_what_changed_while_nobody_listened_arrives_afterwards(app: Served) -> None:
    async with app.socket() as talk:
        await talk.ask("1", TARGET, of=OWN)
        before = (await talk.data("1"))["progress"]["target"]
        await app.fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'dengta listener' and datname = current_database()"
        )
        await until(lambda: not app.listener.listening)
        await plan_one_more(app, OWN)
        assert (await talk.data("1"))["progress"]["target"] == before + 1
        assert app.listener.listening
        await plan_one_more(app, OWN)
        assert (await talk.data("1"))["progress"]["target"] == before + 2


async def test_a_message_that_is_none_does_no_harm(app: Served) -> None:
    connection = await asyncpg.connect(app.database.app_url)
    for text in ("", "[]", "5", "{", '{"Platform": 5}', '{"Nothing": ["x"]}', '{"Platform": [5, null]}'):
        await connection.execute("select pg_notify('dengta_changes', $1)", text)
    await connection.close()
    async with app.socket() as talk:
        await talk.ask("1", TARGET, of=OWN)
        before = (await talk.data("1"))["progress"]["target"]
        await plan_one_more(app, OWN)
        assert (await talk.data("1"))["progress"]["target"] == before + 1


# -- limits --------------------------------------------------------------------------------------------


async def test_a_person_follows_so_many_things_and_no_more(app: Served) -> None:
    async with app.socket() as one, app.socket() as two, app.socket() as three:
        taken = 0
        for talk in (one, two):
            for number in range(MOST_PER_PERSON // 2):
                await talk.ask(str(number), "subscription ($n: Int) { progress(batch: $n) { target } }", n=1)
                await talk.data(str(number))
                taken += 1
        assert taken == MOST_PER_PERSON
        await three.ask("x", TARGET)
        message = await three.hear()
        assert message["type"] == "error"
        assert message["payload"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"
        await one.say({"id": "0", "type": "complete"})
        await until(lambda: sum(app.live._followed.values()) < MOST_PER_PERSON)
        await three.ask("x", TARGET)
        await three.data("x")


async def test_who_has_completed_hears_no_more_and_what_nobody_follows_is_not_asked(app: Served) -> None:
    async with app.socket() as talk:
        await talk.ask("1", TARGET, of=OWN)
        await talk.data("1")
        await talk.say({"id": "1", "type": "complete"})
        await until(lambda: not app.live._feeds)
        before = len(app.store.reads)
        await plan_one_more(app, OWN)
        await talk.ask("2", "{ viewer { username } }")
        assert await talk.data("2") == {"viewer": {"username": "analyst"}}
        assert len(app.store.reads) == before


@pytest.mark.parametrize("query", ["{ viewer { username } }", "query { programme { platformsTarget } }"])
async def test_queries_run_too(app: Served, query: str) -> None:
    async with app.socket() as talk:
        await talk.ask("1", query)
        assert await talk.data("1")
        assert await talk.hear() == {"id": "1", "type": "complete"}


async def test_a_mutation_runs_and_its_errors_come_as_a_result(app: Served) -> None:
    mutation = "mutation ($file: Upload!) { importPlan(file: $file, commit: false) { message } }"
    async with app.socket("province") as talk:
        await talk.ask("1", mutation, file="no file")
        message: Any = await talk.hear()
        assert message["type"] == "next"
        assert message["payload"]["errors"][0]["extensions"]["code"] == "FILE_MISSING"
        assert await talk.hear() == {"id": "1", "type": "complete"}
