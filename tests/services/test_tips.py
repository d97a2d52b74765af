"""Tip-offs: matched, looked into by one officer without a tie, answered by a code; who told it is nobody's to know."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import pytest

from api.errors import Refusal
from api.graphql.engine import Engine
from api.policy.red_flags import x06_tip
from api.services import interests, scanning, tip_contact, tip_handling, tips
from api.services.accounts import viewer_named
from api.services.affected import affected
from api.services.clock import now
from api.services.tips import MOST_AT_ONCE, WRONG_CODES, New, Told
from api.services.vault import Vault
from api.viewer import Viewer
from db.catalog import catalog
from db.enums import FlagSubject, FraudKind, InterestKind, Role, RuleKind, TipState
from db.store import NATION, Store, Work
from db.trail import Origin, current_origin
from tests.graphql.ids import gid
from tests.services.casefile import opened
from tests.services.test_plans import refused
from tests.services.world import World, build, firm

SUPERVISOR, AUDITOR = Role.SUPERVISOR, Role.AUDITOR
VAULT = Vault("secret-of-tests", "tips")
CONTACT = "请打 13912345678 找李某"
ADDRESS = "203.0.113.77"
TOLD = Told(
    firm(0)["name"], "改造合同八十万元，实际只装了二十万元的设备。", None, FraudKind.INFLATION, CONTACT
)


async def kept(world: World, told: Told = TOLD, code: str = "A" * 16) -> int:
    sealed = VAULT.seal(told.contact) if told.contact else None
    [tip] = await tips.keep(world.work, [New(told, code, sealed)])
    return tip


async def row(work: Work, tip: int) -> Any:
    return await work.connection.fetchrow("select * from tips where id = $1", tip)


async def test_a_tip_by_name_is_matched_at_once_and_its_likeness_kept(world: World) -> None:
    await world.drafted()
    found = await row(world.work, await kept(world))
    assert (found["state"], found["organization_id"], str(found["likeness"])) == (
        "matched",
        world.enterprises[0],
        "1.000",
    )
    assert found["number"] == f"JB-{now().year}-0001"
    events = await world.work.connection.fetch(
        "select action, to_state, actor_id from events where subject = 'Tip' order by id"
    )
    assert [tuple(one) for one in events] == [("receive", "received", None), ("match", "matched", None)]


async def test_a_tip_by_code_is_matched_whatever_the_name_and_one_in_doubt_is_left_to_people(
    world: World,
) -> None:
    await world.drafted()
    by_code = await kept(world, replace(TOLD, about="某某公司", about_uscc=firm(3)["uscc"]))
    assert (await row(world.work, by_code))["organization_id"] == world.enterprises[3]
    vague = await kept(world, replace(TOLD, about="样例号有限公司"), "B" * 16)
    found = await row(world.work, vague)
    assert (found["state"], found["organization_id"], found["likeness"]) == ("received", None, None)


async def test_a_matched_tip_flags_its_subject_by_a_rule_that_opens_no_case_alone(world: World) -> None:
    await world.drafted()
    assert x06_tip.RULE.kind is RuleKind.SCREENING
    tip = await kept(world)
    subjects = await affected(world.work, [("Tip", tip)])
    assert subjects[FlagSubject.PLATFORM] == {world.platform}
    await scanning.examine(world.work, subjects)
    [flag] = await world.work.connection.fetch(
        "select id, state, reason, facts from flags where rule = 'X06'"
    )
    assert flag["state"] == "open"
    assert "二十万元" not in flag["reason"] + flag["facts"]  # what was told stays with the tip

    await tip_handling.take_up(world.work, world[SUPERVISOR], tip)
    await tip_handling.unlink(world.work, world[SUPERVISOR], tip, "同名企业")
    subjects = await affected(world.work, [("Tip", tip)])
    assert subjects[FlagSubject.PLATFORM] == {world.platform}  # where its flag still stands
    await scanning.examine(world.work, subjects)
    assert await world.work.connection.fetchval("select state from flags where rule = 'X06'") == "lapsed"


async def test_only_the_officer_who_took_it_up_acts_upon_it(world: World) -> None:
    await world.drafted()
    tip = await kept(world)
    first, second, work = world[SUPERVISOR], world.second_supervisor, world.work
    await refused(tip_handling.reject(work, first, tip, "查无实据"), "NOT_HANDLER", "S1")
    await tip_handling.take_up(work, first, tip)
    await refused(tip_handling.take_up(work, second, tip), "TIP_TAKEN", "S1")
    await refused(tip_handling.tell(work, second, tip, "已收到"), "NOT_HANDLER", "S1")
    await refused(tip_handling.take_up(work, world[AUDITOR], tip), "FORBIDDEN", "S1")
    assert second.user_id
    assert world[AUDITOR].user_id
    await refused(
        tip_handling.hand_over(work, first, tip, world[AUDITOR].user_id, "休假"), "NOT_A_SUPERVISOR", "S1"
    )
    await tip_handling.hand_over(work, first, tip, second.user_id, "休假")
    await tip_handling.reject(work, second, tip, "经核对合同与付款，未发现所反映的问题")
    assert await world.state("tips", tip) == "unfounded"
    await tip_handling.reopen(work, first, tip, "收到新材料")
    found = await row(work, tip)
    assert (found["state"], found["handled_by_id"], found["organization_id"]) == (
        "received",
        first.user_id,
        None,
    )


async def test_whoever_has_a_tie_to_whom_it_is_about_keeps_away(world: World) -> None:
    await world.drafted()
    tip, free = await kept(world), await kept(world, replace(TOLD, about="说不清的公司"), "B" * 16)
    first, second = world[SUPERVISOR], world.second_supervisor
    await interests.declare(
        world.work, first, {"organization_id": world.enterprises[0], "kind": InterestKind.RELATIVE}
    )
    await refused(tip_handling.take_up(world.work, first, tip), "INTERESTED_PARTY", "S1")
    await tip_handling.take_up(world.work, second, tip)
    assert first.user_id
    await refused(
        tip_handling.hand_over(world.work, second, tip, first.user_id, "休假"), "INTERESTED_PARTY", "S1"
    )
    await tip_handling.take_up(world.work, first, free)
    await refused(tip_handling.link(world.work, first, free, world.enterprises[0]), "INTERESTED_PARTY", "S1")


async def test_a_tip_goes_into_a_case_of_its_subject_and_out_again(world: World) -> None:
    await (await (await world.drafted()).approved()).claimed()
    case = await opened(world)
    tip, supervisor, work = await kept(world), world[SUPERVISOR], world.work
    await tip_handling.take_up(work, supervisor, tip)
    await refused(tip_handling.follow(work, supervisor, tip, case.id + 1), "NOT_ITS_CASE", "S1")
    await tip_handling.follow(work, supervisor, tip, case.id)
    found = await row(work, tip)
    assert (found["state"], found["case_number"]) == ("followed", (await case.row())["number"])
    await refused(tip_handling.unlink(work, supervisor, tip, "误"), "WRONG_STATE", "S1")
    await tip_handling.leave(work, supervisor, tip, "与本案无关")
    found = await row(work, tip)
    assert (found["state"], found["case_number"]) == ("matched", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": " "}, "about"),
        ({"about": "长" * 121}, "about"),
        ({"about_uscc": "91320500MA1"}, "about_uscc"),
        ({"body": "太短"}, "body"),
        ({"body": "长" * 4001}, "body"),
        ({"body": "带有零字节的内容\0，足够长了"}, "body"),
        ({"contact": "长" * 201}, "contact"),
    ],
)
def test_what_is_missing_or_too_long_is_refused_by_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        tips.checked(replace(TOLD, **changes))
    assert (caught.value.code, caught.value.facts["field"]) == ("BAD_FIELD", field)


async def test_lines_of_one_line_fields_are_joined(world: World) -> None:
    told = tips.checked(replace(TOLD, about=" 样例\n0号\t有限公司 ", contact="\x1b[31m红"))
    assert (told.about, told.contact) == ("样例 0号 有限公司", "[31m红")


async def test_the_same_form_sent_twice_is_one_tip_and_another_text_another(fresh_store: Store) -> None:
    first = await tips.receive(fresh_store, VAULT, TOLD, "nonce", ADDRESS)
    assert await tips.receive(fresh_store, VAULT, TOLD, "nonce", ADDRESS) == first
    assert await tips.receive(fresh_store, VAULT, TOLD, "another", ADDRESS) != first
    assert await tips.receive(fresh_store, VAULT, replace(TOLD, contact=None), "nonce", ADDRESS) != first
    async with fresh_store.read(NATION) as connection:
        assert await connection.fetchval("select count(*) from tips") == 3


async def test_who_sends_too_much_waits_and_others_do_not(fresh_store: Store) -> None:
    for number in range(MOST_AT_ONCE):
        await tips.receive(fresh_store, VAULT, TOLD, f"nonce {number}", ADDRESS)
    await refused(tips.receive(fresh_store, VAULT, TOLD, "one more", ADDRESS), "TOO_MANY_TIPS", None)
    await tips.receive(fresh_store, VAULT, TOLD, "one more", "203.0.113.78")


async def test_only_so_many_come_in_a_day(world: World) -> None:
    at = now()
    old, new = [New(TOLD, code, None, at - timedelta(hours=hours)) for code, hours in (("A", 25), ("B", 1))]
    await tips.keep(world.work, [old, new])
    await tips.keep(world.work, [New(TOLD, "C", None, at)], most=2)
    await refused(tips.keep(world.work, [New(TOLD, "D", None, at)], most=2), "TOO_MANY_TIPS", None)


async def test_the_code_tells_what_became_of_it_however_it_is_written(fresh_store: Store) -> None:
    code = await tips.receive(fresh_store, VAULT, TOLD, "nonce", ADDRESS)
    assert len(code) == 19
    digits = code.translate(str.maketrans("OIB", "018"))
    for written in (code, code.lower().replace("-", " "), digits):
        found = await tips.status(fresh_store, VAULT, written, ADDRESS)
        assert found
        assert found.state is TipState.RECEIVED
    for wrong in ("", code[:-1], "AAAA-AAAA-AAAA-AAAA", "' or 1=1", "查询码"):
        assert await tips.status(fresh_store, VAULT, wrong, "203.0.113.9") is None


async def test_who_guesses_codes_waits_and_who_knows_one_does_not(fresh_store: Store) -> None:
    code = await tips.receive(fresh_store, VAULT, TOLD, "nonce", ADDRESS)
    for _ in range(2 * WRONG_CODES):
        assert await tips.status(fresh_store, VAULT, code, ADDRESS)
    for _ in range(WRONG_CODES):
        assert await tips.status(fresh_store, VAULT, "AAAA", ADDRESS) is None
    await refused(tips.status(fresh_store, VAULT, code, ADDRESS), "TOO_MANY_CODES", None)
    assert await tips.status(fresh_store, VAULT, code, "203.0.113.78")


async def test_the_contact_is_opened_for_the_officer_in_person_with_a_reason_that_is_audited(
    world: World,
) -> None:
    await world.drafted()
    tip, first, work = await kept(world), world[SUPERVISOR], world.work
    open_it: Callable[[Viewer, str], Awaitable[str]] = lambda viewer, why: tip_contact.unseal(  # noqa: E731
        work, VAULT, viewer, tip, why
    )
    await refused(open_it(first, "核实细节"), "NOT_HANDLER", "S1")
    await tip_handling.take_up(work, first, tip)
    await refused(open_it(first, "  "), "NO_REASON", "S1")
    await refused(open_it(world.second_supervisor, "核实细节"), "NOT_HANDLER", "S1")
    await refused(open_it(world[AUDITOR], "核实细节"), "FORBIDDEN", "S1")
    await refused(open_it(replace(first, token_id=1), "核实细节"), "TOKEN_NOT_ENOUGH", None)
    await refused(
        tip_contact.unseal(work, Vault("another", "tips"), first, tip, "核实细节"), "CONTACT_SEALED", None
    )
    before = await work.connection.fetchval("select count(*) from events where action = 'unseal'")
    assert (before, await open_it(first, "核实细节")) == (0, CONTACT)
    event = await work.connection.fetchrow("select actor_id, why from events where action = 'unseal'")
    assert tuple(event) == (first.user_id, "核实细节")
    [entry] = [one for one in work.trail._entries if one.kind == "unmasked"]
    assert (entry.subject, entry.subject_key, entry.origin.actor_id) == ("Tip", str(tip), first.user_id)
    assert orjson.loads(entry.facts or "") == {"fields": {"Tip.contact": 1}, "why": "核实细节"}
    silent = await kept(world, replace(TOLD, contact=None), "B" * 16)
    await tip_handling.take_up(work, first, silent)
    await refused(tip_contact.unseal(work, VAULT, first, silent, "核实细节"), "NO_CONTACT", "S1")


async def test_nothing_that_is_kept_or_logged_shows_who_told_it(
    fresh_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Every table, read as it stands: neither contact nor address; the trail has nothing of what was told either."""
    caplog.set_level(logging.DEBUG)
    token = current_origin.set(Origin(None, None, ADDRESS, "Mozilla/5.0 (Teller)", "abc"))
    try:
        code = await tips.receive(fresh_store, VAULT, TOLD, "nonce", ADDRESS)
        await tips.status(fresh_store, VAULT, code, ADDRESS)
        await tips.status(fresh_store, VAULT, "AAAA", ADDRESS)
    finally:
        current_origin.reset(token)
    async with fresh_store.read(NATION) as connection:
        tables = [entity.table for entity in catalog().values()] + ["changes"]
        texts = {
            table: await connection.fetchval(f"select string_agg(t::text, '|') from {table} t")
            for table in tables
        }
        audited = await connection.fetch("select * from audit_entries where subject = 'Tip'")
    secrets = (CONTACT, "13912345678", ADDRESS, "Teller", code, code.replace("-", ""))
    for table, text in texts.items():
        assert [secret for secret in secrets if secret in (text or "")] == [], table
    assert len(audited) >= 1
    for one in audited:
        assert TOLD.body[-6:] not in str(tuple(one))
        assert (one["address"], one["agent"], one["actor_id"], one["request"]) == (None, None, None, None)
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert [secret for secret in (*secrets, TOLD.body) if secret in said] == []


async def test_the_api_gives_what_was_told_to_those_who_may_and_the_contact_to_nobody(
    fresh_store: Store,
) -> None:
    async with fresh_store.write(NATION) as work:
        world = await (await build(work)).drafted()
        tip = await kept(world)
    engine = Engine(fresh_store, None, VAULT)

    async def ask(viewer: Viewer, document: str) -> Any:
        return orjson.loads(await engine.execute(document, {}, None, viewer))

    body = "{ tips { nodes { body } } }"
    assert (await ask(world[SUPERVISOR], body))["data"]["tips"]["nodes"] == [{"body": TOLD.body}]
    for role in set(Role) - {SUPERVISOR, AUDITOR}:
        viewer = await viewer_named(fresh_store, world[role].username)
        assert viewer
        for document in (
            body,
            "{ tips { totalCount } }",
            "{ organizations { nodes { tips { totalCount } } } }",
            "{ organizations(where: { tips: { some: {} } }) { totalCount } }",
            f'{{ tip(id: "{gid("Tip", tip)}") {{ number }} }}',
        ):
            answer = await ask(viewer, document)
            assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", (role, document)
        told = await ask(viewer, '{ events(where: { subject: { eq: "Tip" } }) { totalCount } }')
        assert told.get("data") is None or told["data"]["events"]["totalCount"] == 0, role
    for hidden in ("contact", "codeHash", "code_hash"):
        for document in (
            f"{{ tips {{ nodes {{ {hidden} }} }} }}",
            f'{{ tips(where: {{ {hidden}: {{ contains: "1" }} }}) {{ totalCount }} }}',
            f"{{ tips(orderBy: [{{ {hidden}: ASC }}]) {{ totalCount }} }}",
            f"{{ tips {{ groupBy {{ key {{ {hidden} }} count }} }} }}",
        ):
            answer = await ask(world[SUPERVISOR], document)
            assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED", document
    unseal = f'mutation {{ unsealTip(tip: "{gid("Tip", tip)}", why: "核实") }}'
    for role in Role:
        assert CONTACT not in orjson.dumps(await ask(world[role], unseal)).decode()
    async with fresh_store.write(NATION) as work:
        await tip_handling.take_up(work, world[SUPERVISOR], tip)
    assert (await ask(world[SUPERVISOR], unseal))["data"] == {"unsealTip": CONTACT}
