"""The sample of the national review: drawn by lot, looked at, and only then the rest is confirmed (F6)."""

import secrets
from collections.abc import Sequence
from decimal import Decimal

from api.errors import Refusal
from api.policy.sampling import draw as draw_lots
from api.services.clock import today
from api.services.steps import Step, allow, create, take
from api.viewer import Viewer
from db.store import Work


async def draw(work: Work, viewer: Viewer, plan: int, share: Decimal, seed: str | None = None) -> int:
    """Draw ``share`` of each platform's passed projects of a plan that are neither confirmed nor drawn before.

    The seed is kept with each, so that anybody can draw the same again. Returns the first one's key.

    Raises:
        Refusal: nothing is left to draw from.
    """
    allow(viewer, "ReviewSample", "draw")
    rows = await work.connection.fetch(
        """
        select projects.platform_id, projects.id, projects.unit_code, projects.synthetic
        from projects
        join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
        join plan_industries on plan_industries.unit_code = platforms.unit_code
                            and plan_industries.id = platforms.plan_industry_id
        where plan_industries.plan_id = $1 and projects.state = 'passed' and confirmed_on is null
          and not exists (select from review_samples where review_samples.unit_code = projects.unit_code
                          and review_samples.project_id = projects.id)
        """,
        plan,
    )
    if not rows:
        raise Refusal(
            "NOTHING_TO_DRAW",
            "没有可抽取的项目：须已通过、未确认且未曾抽取 | Nothing to draw from: passed, not confirmed, not drawn before",
            clause="F6",
            status=409,
        )
    seed = seed or secrets.token_hex(8)
    known = {row["id"]: row for row in rows}
    drawn = draw_lots(((row["platform_id"], row["id"]) for row in rows), share, seed)
    keys = await create(
        work,
        viewer,
        "ReviewSample",
        "draw",
        [
            {
                "unit_code": known[project]["unit_code"],
                "project_id": project,
                "seed": seed,
                "share": share,
                "drawn_on": today(),
                "synthetic": known[project]["synthetic"],
            }
            for project in drawn
        ],
    )
    return keys[0]


async def clear(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """What was drawn is as it was told. Values: checked_on, remark."""
    await take(work, viewer, "ReviewSample", "clear", steps)


async def doubt(work: Work, viewer: Viewer, steps: Sequence[Step]) -> None:
    """What was drawn is doubtful: it is not confirmed until that is cleared. Values: checked_on, remark."""
    await take(work, viewer, "ReviewSample", "doubt", steps)
