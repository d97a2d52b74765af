"""The protocol graphql-transport-ws, as a well-behaved client uses it and as a hostile one does."""

import asyncio
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from api.graphql.request import MAX_BODY
from api.graphql.socket import MOST_OPERATIONS, MOST_SOCKETS
from api.services.presence import presence
from api.services.sessions import sign_out
from api.services.tokens import TokenScope, create_token, revoke_token
from db.store import NATION
from tests.graphql.rows import OWN
from tests.graphql.served import HELLO, PASSWORD, Served, until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

WHO = "{ viewer { username } }"
FOLLOW = "subscription { progress { target } }"
SUBSCRIBE = {"id": "1", "type": "subscribe", "payload": {"query": WHO}}


async def test_ping_is_answered_before_and_after_the_beginning(app: Served) -> None:
    async with app.raw() as talk:
        await talk.say({"type": "ping"})
        assert await talk.hear() == {"type": "pong"}
        await talk.say(HELLO)
        assert await talk.hear() == {"type": "connection_ack"}
        await talk.say({"type": "ping", "payload": {"at": 1}})
        assert await talk.hear() == {"type": "pong"}
        await talk.say({"type": "pong"})  # says nothing to us
        await talk.say(SUBSCRIBE)
        assert (await talk.hear())["payload"]["data"] == {"viewer": {"username": "analyst"}}


async def test_the_server_speaks_one_protocol(app: Served) -> None:
    async with app.raw(subprotocols=["graphql-ws"]) as talk:  # the name of the older one
        assert (await talk.closed())[0] == 4406
    async with app.raw(subprotocols=["graphql-ws", "graphql-transport-ws"]) as talk:
        assert talk.socket.subprotocol == "graphql-transport-ws"


async def test_who_says_nothing_is_not_waited_for(app: Served) -> None:
    app.live.patience.begin = 0.1
    async with app.raw() as talk:
        assert await talk.closed() == (4408, "Connection initialisation timeout")
    async with app.raw() as talk:
        for _ in range(3):
            await talk.say({"type": "ping"})
            await talk.hear()
        assert (await talk.closed())[0] == 4408
    async with app.socket() as talk:
        await asyncio.sleep(0.2)  # longer than that, but it has begun
        await talk.say(SUBSCRIBE)
        assert (await talk.hear())["type"] == "next"


@pytest.mark.parametrize(
    "messages,code",
    [
        ([SUBSCRIBE], 4401),  # before the beginning
        ([HELLO, HELLO], 4429),
        ([HELLO, SUBSCRIBE | {"payload": {"query": FOLLOW}}, SUBSCRIBE], 4409),
        (["{"], 4400),
        ([""], 4400),
        (["[]"], 4400),
        (["null"], 4400),
        (['{"type": 5}'], 4400),
        (['{"type": "hello"}'], 4400),
        (['{"type": "connection_init", "payload": []}'], 4400),
        (['{"type": "next", "id": "1", "payload": {}}'], 4400),  # ours to say
        ([b"\x00\x01"], 4400),
        (['{"type": "ping", "payload": "x"}'], 4400),
        (["\ud800".encode("utf-8", "surrogatepass")], 4400),
        ([HELLO, {"type": "subscribe", "payload": {"query": WHO}}], 4400),
        ([HELLO, SUBSCRIBE | {"id": ""}], 4400),
        ([HELLO, SUBSCRIBE | {"id": 5}], 4400),
        ([HELLO, SUBSCRIBE | {"id": "x" * 1000}], 4400),
        ([HELLO, SUBSCRIBE | {"payload": None}], 4400),
        ([HELLO, SUBSCRIBE | {"payload": {}}], 4400),
        ([HELLO, SUBSCRIBE | {"payload": {"query": 5}}], 4400),
        ([HELLO, SUBSCRIBE | {"payload": {"query": WHO, "variables": []}}], 4400),
        ([HELLO, SUBSCRIBE | {"payload": {"query": WHO, "operationName": 5}}], 4400),
        ([HELLO, {"type": "complete"}], 4400),
        ([HELLO, SUBSCRIBE | {"payload": {"query": "#" * (MAX_BODY + 1)}}], 1009),
        (['{"type":' + "[" * 100_000], 4400),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_what_breaks_the_protocol_closes_the_socket(
    app: Served, messages: list[Any], code: int
) -> None:
    async with app.raw() as talk:
        for message in messages:
            await talk.say(message)
        assert (await talk.closed())[0] == code


async def test_an_unknown_name_may_be_completed(app: Served) -> None:
    async with app.socket() as talk:
        await talk.say({"type": "complete", "id": "never"})
        await talk.say(SUBSCRIBE)
        assert (await talk.hear())["type"] == "next"


async def test_a_name_may_be_used_again_at_once(app: Served) -> None:
    async with app.socket() as talk:
        for _ in range(20):
            await talk.ask("1", FOLLOW)
            await talk.say({"type": "complete", "id": "1"})
        await talk.ask("last", WHO)
        while (message := await talk.hear())["id"] != "last":
            assert (message["id"], message["type"]) == ("1", "next")


async def test_a_socket_takes_so_many_operations_at_a_time(app: Served) -> None:
    async with app.socket() as talk:
        for number in range(MOST_OPERATIONS):
            await talk.ask(str(number), FOLLOW)
            await talk.data(str(number))
        await talk.ask("one more", WHO)
        message = await talk.hear()
        assert (message["id"], message["type"]) == ("one more", "error")
        assert message["payload"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"


async def test_a_person_has_so_many_sockets_at_a_time(app: Served) -> None:
    async def open_one(kept: asyncio.Event, release: asyncio.Event) -> None:
        async with app.socket("leader"):
            kept.set()
            await release.wait()

    release = asyncio.Event()
    opened = [asyncio.Event() for _ in range(MOST_SOCKETS)]
    holders = [asyncio.create_task(open_one(kept, release)) for kept in opened]
    await asyncio.gather(*(kept.wait() for kept in opened))
    async with app.raw("leader") as talk:
        await talk.say(HELLO)
        assert (await talk.closed())[0] == 4429
    async with app.socket("analyst"):
        pass  # others are not concerned
    release.set()
    await asyncio.gather(*holders)
    async with app.socket("leader"):
        pass


# -- who may come ------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"])
async def test_a_page_of_another_origin_cannot_open_a_socket_in_the_persons_name(
    app: Served, origin: str
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await app.raw(origin=origin).__aenter__()
    assert refused.value.response.status_code == 403


async def test_our_own_pages_can(app: Served) -> None:
    async with app.socket(origin=f"http://127.0.0.1:{app.port}") as talk:
        await talk.say(SUBSCRIBE)
        assert (await talk.hear())["type"] == "next"


async def test_a_stranger_is_turned_away(app: Served) -> None:
    async with app.raw(None) as talk:
        await talk.say(HELLO)
        assert await talk.closed() == (4403, "Forbidden")


async def _token(app: Served) -> tuple[str, int]:
    from datetime import UTC, datetime, timedelta

    from api.services.accounts import authenticate

    viewer = await authenticate(app.store, "analyst", PASSWORD)
    secret, token = await create_token(
        app.store, viewer, "live", [TokenScope.READ], datetime.now(UTC) + timedelta(days=1)
    )
    return secret, token.id


@pytest.mark.parametrize("where", ["header", "payload"])
async def test_a_program_comes_with_a_token_until_it_is_revoked(app: Served, where: str) -> None:
    from api.services.accounts import authenticate

    app.live.patience.recheck = 0.1
    secret, number = await _token(app)
    bearer = {"Authorization": f"Bearer {secret}"}
    async with app.raw(None, headers=bearer if where == "header" else {}) as talk:
        await talk.say(HELLO | ({"payload": bearer} if where == "payload" else {}))
        assert await talk.hear() == {"type": "connection_ack"}
        await talk.ask("1", FOLLOW)
        await talk.data("1")
        await revoke_token(app.store, await authenticate(app.store, "analyst", PASSWORD), number)
        assert await talk.closed() == (4401, "Signed out")


@pytest.mark.parametrize("given", ["Bearer dgt_wrong", "Bearer ", "Basic x", 5, ["Bearer"]])
async def test_a_token_that_is_none_is_not_passed_over(app: Served, given: Any) -> None:
    async with app.raw("analyst") as talk:  # the cookie is good
        await talk.say(HELLO | {"payload": {"authorization": given}})
        assert (await talk.closed())[0] == 4403


async def test_a_socket_ends_with_its_session(app: Served) -> None:
    app.live.patience.recheck = 0.1
    from api.services.accounts import sign_in

    token = await sign_in(app.store, "neighbour", PASSWORD, None)
    app.cookies["passing"] = token
    async with app.socket("passing") as talk:
        await talk.ask("1", FOLLOW)
        await talk.data("1")
        await asyncio.sleep(0.3)  # some looks at a session that is good
        await talk.ask("2", WHO)
        assert await talk.data("2") == {"viewer": {"username": "neighbour"}}
        assert await talk.hear() == {"type": "complete", "id": "2"}
        await sign_out(app.store, token)
        assert await talk.closed() == (4401, "Signed out")


async def test_a_socket_ends_when_the_persons_rights_change(app: Served) -> None:
    app.live.patience.recheck = 0.1
    async with app.socket("neighbour") as talk:
        await talk.ask("1", FOLLOW)
        await talk.data("1")
        await app.fetch(
            "update user_roles set unit_code = '440000' from users where users.id = user_id and username = 'neighbour'"
        )
        assert await talk.closed() == (4403, "Rights have changed")
    await app.fetch(
        "update user_roles set unit_code = $1 from users where users.id = user_id and username = 'neighbour'",
        OWN,
    )
    presence(app.store).forget()  # by hand in the database: nobody told that they are who they were


async def test_who_breaks_off_without_a_word_leaves_nothing_behind(app: Served) -> None:
    async with app.socket() as talk:
        await talk.ask("1", FOLLOW)
        await talk.data("1")
        talk.socket.transport.abort()
        await until(lambda: not app.live._feeds)
    async with app.store.write(NATION) as work:
        work.news.note("Platform", [None])
