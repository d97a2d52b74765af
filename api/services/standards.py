"""The dated standards of acceptance (P10)."""

from collections.abc import Sequence
from datetime import date

from api.errors import Refusal
from api.policy.acceptance import Criterion, check_criteria
from api.services.breaches import refuse
from api.services.clock import today
from api.services.rows import insert
from api.services.steps import Happened, allow, record
from api.viewer import Viewer
from db.store import Work


async def adopt(
    work: Work,
    viewer: Viewer,
    valid_from: date,
    criteria: Sequence[Criterion],
    why: str,
    *,
    looks: Sequence[str] = (),
) -> int:
    """A new standard from a day on; sheets that were given stay as they are. ``looks``: what to look at, each.

    Raises:
        Refusal: the points do not add up to 100, or the day has passed.
    """
    step = allow(viewer, "AcceptanceStandard", "adopt")
    if valid_from < today():
        raise Refusal(
            "BEFORE_TODAY",
            "新标准不能溯及既往，生效日不得早于今天 | A new standard does not reach back: it holds from today at the earliest",
            clause="P10",
            field="valid_from",
        )
    refuse(check_criteria(criteria))
    [made] = await insert(
        work,
        "AcceptanceStandard",
        [
            {
                "valid_from": valid_from,
                "criteria": [
                    {
                        "code": one.code,
                        "zh": one.zh,
                        "en": one.en,
                        "points": str(one.points.normalize()),
                        "look": look,
                    }
                    for one, look in zip(criteria, [*looks, *[""] * len(criteria)], strict=False)
                ],
                "reason": why,
            }
        ],
    )
    await record(work, viewer, step, [Happened(made, None, None, None, why, False)])
    return made
