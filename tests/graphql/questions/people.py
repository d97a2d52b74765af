"""Who asks: one of each kind of rights, over the rows there are."""

from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, Rows
from tests.graphql.people import person
from tests.graphql.reference.rows import World


def askers(everything: World) -> list[Viewer]:
    units = sorted({row["unit_code"] for row in everything.rows("Plan")})
    operators = sorted({(row["organization_id"], row["unit_code"]) for row in everything.rows("Platform")})
    usual = [person(Role.AUDITOR, NATION), person(Role.ANALYST, NATION)]
    return [
        *usual * 4,
        person(Role.LEADER, NATION, "en"),
        person(Role.EXPERT, NATION),
        *(person(Role.PROVINCIAL_SME_OFFICER, Rows(units=(unit,))) for unit in units[:3]),
        person(Role.PROVINCIAL_FINANCE_OFFICER, Rows(units=tuple(units[:2]))),
        person(Role.EXPERT, Rows(units=(units[0],)), "en"),
        person(Role.SUPERVISOR, Rows(units=("650000",))),
        person(Role.ANALYST, Rows()),
        *(
            person(Role.PLATFORM_OPERATOR, Rows(units=(unit,), organization=organization))
            for organization, unit in operators[:: max(1, len(operators) // 3)][:3]
        ),
    ]
