"""Claims drawn by lot, and what the auditors found who went through all of their papers."""

import random
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from api.services import draws
from api.services.steps import Step
from api.viewer import Viewer
from db.store import Work
from seed.synthetic.days import TODAY, later, office_hour
from seed.synthetic.papers import FEN

#: A little more than the least that has to be drawn.
SHARE = Decimal("0.06")


async def audit(
    work: Work,
    rng: random.Random,
    supervisor: Viewer,
    auditor: Viewer,
    batch: int,
    on: date,
    fraudulent: Collection[int],
) -> None:
    """``fraudulent``: the claims on which something was planted; auditors find it, and the cost that was real."""
    seed = f"{rng.getrandbits(40):010x}"
    drawn = await draws.draw(work, supervisor, SHARE, seed, batch=batch, on=on, at=office_hour(rng, on))
    rows = await work.connection.fetch(
        "select draws.id, claim_id, actual_cost from draws"
        " join claims on claims.unit_code = draws.unit_code and claims.id = claim_id"
        " where draws.id = any($1) order by draws.id",
        drawn,
    )
    false, sound = [], []
    for row in rows:
        day = later(rng, on, 20, 75)
        if day > TODAY:
            continue  # still at it
        step = {"audited_on": day}
        if row["claim_id"] in fraudulent:
            real = (row["actual_cost"] * Decimal(rng.randint(20, 85)) / 100).quantize(FEN)
            values = {**step, "found_cost": real, "remark": "部分成本无法核实或与凭证不符，按核实金额认定"}
            false.append(Step(row["id"], values, office_hour(rng, day)))
        else:
            values = {**step, "remark": "现场和凭证核对一致"}
            sound.append(Step(row["id"], values, office_hour(rng, day)))
    await draws.fault(work, auditor, false)
    await draws.clear(work, auditor, sound)
