"""Subscriptions in a real browser and a real process: the page may open them, and the server stops in spite of them."""

import json
import re
import signal

import httpx
import pytest
from playwright.async_api import Page
from websockets.asyncio.client import connect

from db.config import Database
from tests.browser.visit import PASSWORD, visiting
from tests.serving import running

SOCKET = """
    (query) => new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${location.host}/graphql`, 'graphql-transport-ws');
      socket.onerror = () => reject(new Error('refused'));
      socket.onopen = () => socket.send('{"type":"connection_init"}');
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === 'connection_ack')
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
        else { socket.close(1000); resolve(message); }
      };
    })
"""
EVENTS = """
    (query) => new Promise((resolve, reject) => {
      const source = new EventSource('/graphql?query=' + encodeURIComponent(query));
      source.onerror = () => reject(new Error('refused'));
      source.addEventListener('next', ({ data }) => { source.close(); resolve(JSON.parse(data)); });
    })
"""
QUERY = "subscription { progress(batch: 1) { passed } }"


@pytest.mark.parametrize("path", ["/", "/graphql"])
async def test_our_pages_may_open_both_kinds(page: Page, server: str, path: str) -> None:
    """The content security policy lets them: ``connect-src 'self'`` holds for ws:// of the same origin."""
    async with visiting(page, server) as visit:
        await visit.page.goto(server + path)
        message = await page.evaluate(SOCKET, QUERY)
        assert message["type"] == "next"
        answer = await page.evaluate(EVENTS, QUERY)
        assert answer["data"] == message["payload"]["data"]
        assert answer["data"]["progress"]["passed"] > 0


async def test_the_server_stops_at_once_in_spite_of_open_connections(
    demo_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(demo_database) as (address, process):
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            signed = await client.post("/sign-in", data={"username": "analyst", "password": PASSWORD})
            cookie = {"Cookie": re.split(";", signed.headers["set-cookie"])[0]}
        async with (
            connect(
                f"{address.replace('http', 'ws')}/graphql",
                subprotocols=["graphql-transport-ws"],
                additional_headers=cookie,
            ) as socket,
            httpx.AsyncClient(base_url=address, timeout=30, headers=cookie) as client,
            client.stream(
                "POST", "/graphql", json={"query": QUERY}, headers={"accept": "text/event-stream"}
            ) as stream,
        ):
            await socket.send('{"type":"connection_init"}')
            await socket.recv()
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": QUERY}}))
            assert '"next"' in str(await socket.recv())
            lines = stream.aiter_lines()
            while not (await anext(lines)).startswith("data:"):
                pass
            process.send_signal(signal.SIGINT)  # Ctrl-C
            rest = [line async for line in lines]
            await socket.wait_closed()
            assert socket.close_code == 1012
            assert "event: complete" not in rest  # so the client comes again
    assert "graceful shutdown exceeded" not in capsys.readouterr().out
