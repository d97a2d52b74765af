"""People of each kind, to ask as."""

from api.viewer import Viewer
from db.enums import Role
from db.store import NATION, Rows
from tests.graphql.rows import OWN


def person(role: Role, rows: Rows, lang: str = "zh") -> Viewer:
    return Viewer(
        user_id=1, username=role.value, name=role.label, roles=frozenset({role}), rows=rows, lang=lang
    )


ANALYST = person(Role.ANALYST, NATION)  # sees the nation, masked
SUPERVISOR = person(Role.SUPERVISOR, NATION)  # sees everything
PROVINCE = person(Role.PROVINCIAL_SME_OFFICER, Rows(units=(OWN,)))
EXPERT = person(Role.EXPERT, Rows(units=(OWN,)))  # may not read flags, cases, users
EXPERT_EN = person(Role.EXPERT, Rows(units=(OWN,)), "en")
