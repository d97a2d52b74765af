"""The page of a survey, as strangers with and without the right link meet it."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.middleware import Middleware

from api.services import surveys
from api.web.headers import SecurityHeaders
from api.web.session import SessionMiddleware
from api.web.survey import LARGEST, survey_routes
from db.enums import Role
from db.models.survey import MARKS
from db.store import NATION, Store
from tests.services.world import build, firm

FINE = dict.fromkeys(MARKS, "4") | {"served": "yes", "comment": "很好"}


@dataclass
class Asked:
    client: httpx.AsyncClient
    store: Store
    link: surveys.Link

    @property
    def path(self) -> str:
        return f"/survey/{self.link.secret}"


@pytest_asyncio.fixture
async def asked(fresh_store: Store) -> AsyncIterator[Asked]:
    async with fresh_store.write(NATION) as work:
        world = await (await (await build(work)).drafted()).approved()
        await world.delivered(1)
        [link] = await surveys.send(work, world[Role.PROVINCIAL_SME_OFFICER], world.projects[:1])
    app = Starlette(
        routes=survey_routes(fresh_store, most=12),
        middleware=[Middleware(SecurityHeaders), Middleware(SessionMiddleware, store=fresh_store)],
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://dengta.example"
    ) as client:
        yield Asked(client, fresh_store, link)


async def test_who_holds_the_link_answers_without_an_account_and_once(asked: Asked) -> None:
    page = await asked.client.get(asked.path)
    assert page.status_code == 200
    assert firm(0)["name"] in page.text
    assert len(re.findall(r'type="radio"', page.text)) == 2 + 5 * len(MARKS)
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
    sent = await asked.client.post(asked.path, data=FINE)
    assert (sent.status_code, "谢谢" in sent.text) == (200, True)
    again = await asked.client.post(asked.path, data=FINE)
    assert again.status_code == 404


async def test_every_link_that_opens_nothing_is_told_the_same(asked: Asked) -> None:
    wrong = await asked.client.get("/survey/wrong")
    await asked.client.post(asked.path, data=FINE)
    used = await asked.client.get(asked.path)
    posted = await asked.client.post("/survey/wrong", data=FINE)
    assert wrong.status_code == used.status_code == posted.status_code == 404
    assert wrong.text == used.text == posted.text


async def test_half_an_answer_comes_back_with_what_was_filled_in(asked: Asked) -> None:
    half = await asked.client.post(asked.path, data={"served": "yes", "quality": "5", "comment": "<b>好</b>"})
    assert half.status_code == 422
    assert "请回答每一题" in half.text
    assert re.search(r'name="quality" value="5" checked', half.text)
    assert re.search(r'name="served" value="yes" required checked', half.text)
    assert "&lt;b&gt;好" in half.text
    assert (await asked.client.get(asked.path)).status_code == 200


async def test_marks_without_a_word_whether_they_were_served_are_not_enough(asked: Asked) -> None:
    silent = await asked.client.post(asked.path, data={**FINE, "served": "perhaps"}, params={"lang": "en"})
    assert silent.status_code == 422
    assert "Say first whether you were served at all" in silent.text


async def test_who_was_never_served_sends_that_alone(asked: Asked) -> None:
    page = await asked.client.get(asked.path, params={"lang": "en"})
    assert "Did this platform serve your enterprise at all?" in page.text
    sent = await asked.client.post(asked.path, data={"served": "no", "comment": "没听说过"})
    assert (sent.status_code, "谢谢" in sent.text) == (200, True)
    async with asked.store.read(NATION) as connection:
        row = await connection.fetchrow("select state, served, mean from surveys")
    assert tuple(row) == ("answered", False, None)


async def test_it_speaks_english_to_who_likes_it(asked: Asked) -> None:
    page = await asked.client.get(asked.path, params={"lang": "en"})
    assert "How good was the service?" in page.text
    assert "Would recommend it" in page.text
    by_browser = await asked.client.get(asked.path, headers={"accept-language": "en-GB,en"})
    assert "How good was the service?" in by_browser.text


async def test_another_site_s_form_is_refused(asked: Asked) -> None:
    sent = await asked.client.post(asked.path, data=FINE, headers={"origin": "http://evil.example"})
    assert sent.status_code == 403
    assert (await asked.client.get(asked.path)).status_code == 200


@pytest.mark.parametrize("body", [b"quality=5&" * 40, b"comment=" + b"x" * LARGEST, b"\xff\xfe"])
async def test_what_is_no_form_of_ours_does_no_harm(asked: Asked, body: bytes) -> None:
    sent = await asked.client.post(
        asked.path, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert sent.status_code in (422, 429)
    assert (await asked.client.get(asked.path)).status_code == 200


async def test_who_tries_too_often_waits(asked: Asked) -> None:
    answers = [(await asked.client.get(f"/survey/guess-{number}")).status_code for number in range(14)]
    assert answers == [404] * 12 + [429] * 2
