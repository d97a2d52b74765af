"""A programme in which one claim is about to be false: ten were paid, the eleventh's software was paid for in cash."""

from dataclasses import dataclass
from datetime import date

from api.services import claims, projects
from api.services.accounts import NewUser, create_users, hash_of
from api.services.steps import Step
from api.viewer import SYSTEM
from db.enums import Role
from db.store import NATION, Store
from tests.browser.visit import PASSWORD
from tests.services.treasury import paid, settled
from tests.services.world import UNIT, build, claim_row

REVIEWED_ON, SETTLED_ON, PAID_ON = date(2024, 1, 22), date(2024, 2, 26), date(2024, 3, 4)
OPERATOR = "person-operator"
SOUND = 10


@dataclass(frozen=True)
class Falsehood:
    """Keys of what the story is about."""

    platform: int
    project: int


async def planted(store: Store) -> Falsehood:
    async with store.write(NATION) as work:
        world = await build(work)
        await (await (await world.drafted(SOUND + 1)).approved()).passed()
        sme, finance = world[Role.PROVINCIAL_SME_OFFICER], world[Role.FINANCE_OFFICER]
        made = await claims.submit(
            work, sme, [claim_row(project, "800000.00") for project in world.projects[:SOUND]]
        )
        await claims.check(work, world[Role.PROVINCIAL_FINANCE_OFFICER], [Step(claim) for claim in made])
        endorsed = [Step(project, {"endorsed_on": REVIEWED_ON}) for project in world.projects]
        await projects.endorse(work, finance, endorsed)
        confirmed = [Step(project, {"confirmed_on": REVIEWED_ON}) for project in world.projects]
        await projects.confirm(work, world[Role.PROGRAMME_OFFICER], confirmed)
        rows = await work.connection.fetch("select id, amount from claims where id = any($1)", made)
        approved = [
            Step(row["id"], {"approved_amount": row["amount"], "decided_on": SETTLED_ON}) for row in rows
        ]
        await claims.approve(work, finance, approved)
        await settled(work, finance, world.second, [world.platform], SETTLED_ON)
        await paid(work, finance, [world.platform], PAID_ON)
        await work.connection.execute(
            "update payments set method = 'cash' where project_id = $1", world.projects[SOUND]
        )
        operator = NewUser(
            OPERATOR, "平台经办人", [(Role.PLATFORM_OPERATOR, UNIT)], organization_id=world.operator
        )
        await create_users(work, SYSTEM, [operator])
        await work.connection.execute(
            "update users set password_hash = $1 where username like 'person-%'", hash_of(PASSWORD)
        )
        return Falsehood(world.platform, world.projects[SOUND])
