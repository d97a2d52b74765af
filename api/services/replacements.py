"""Another enterprise in the place of one that left (P3), under the same checks as at listing (P2, P8)."""

from collections.abc import Mapping
from typing import Any

from api.errors import Refusal
from api.policy.replacement import Newcomer, Place, check_replacement
from api.services.breaches import refuse
from api.services.clock import today
from api.services.projects import refuse_giants
from api.services.rows import insert
from api.services.steps import create
from api.viewer import Viewer
from db.store import Work


async def replace(work: Work, viewer: Viewer, platform: int, values: Mapping[str, Any]) -> int:
    """List ``values["uscc"]`` for the platform in the place of the project ``values["replaces_id"]``.

    Other values: name, size, industry_id of an enterprise that is not registered yet; solution, target_level,
    planned_cost, and why.

    Raises:
        Refusal: nobody left there, somebody took the place already, the plan is not being carried out, the
            platform has all its enterprises, or the newcomer is no SME, a funded little giant, or busy elsewhere.
    """
    place = await work.connection.fetchrow(_PLACE, platform, values["replaces_id"])
    if place is None:
        raise Refusal(
            "NOT_FOUND",
            "编号{id}不存在，或不属于您的单位 | Number {id} does not exist, or not within your units",
            status=404,
            id=platform,
        )
    enterprise = await _enterprise(work, place["unit_code"], values)
    refuse(
        check_replacement(
            Place(place["left"], place["taken"], place["plan"], place["planned"], place["live"]),
            Newcomer(enterprise["name"], enterprise["size"]),
        ),
        status=409,
    )
    await refuse_giants(work, [enterprise["id"]])
    [made] = await create(
        work,
        viewer,
        "Project",
        "replace",
        [
            {
                "unit_code": place["unit_code"],
                "platform_id": platform,
                "enterprise_id": enterprise["id"],
                "replaces_id": values["replaces_id"],
                "solution": values["solution"],
                "target_level": values["target_level"],
                "planned_cost": values["planned_cost"],
                "listed_on": today(),
            }
        ],
        why=values.get("why"),
    )
    return made


async def leavers(connection: Any, viewer: Viewer, platform: int, text: str) -> list[tuple[Any, str]]:
    """(key, name) of enterprises that left a platform and have no successor."""
    rows = await connection.fetch(
        "select projects.id, name from projects join organizations on organizations.id = enterprise_id"
        " where platform_id = $1 and projects.state = 'withdrawn' and delivered_on is null"
        " and not exists (select from projects later where later.unit_code = projects.unit_code"
        " and later.replaces_id = projects.id) and position($2 in name) > 0 order by name limit 20",
        platform,
        text.replace("\0", ""),
    )
    return [(row["id"], row["name"]) for row in rows]


_PLACE = """
select platforms.unit_code, platforms.planned, plans.state as plan,
       coalesce(old.state = 'withdrawn' and old.delivered_on is null, false) as left,
       exists (select from projects later
               where later.unit_code = platforms.unit_code and later.replaces_id = old.id) as taken,
       (select count(*) from projects live where live.unit_code = platforms.unit_code
        and live.platform_id = platforms.id and live.state not in ('failed', 'withdrawn')) as live
from platforms
join plan_industries on plan_industries.unit_code = platforms.unit_code
                    and plan_industries.id = platforms.plan_industry_id
join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id
left join projects old on old.unit_code = platforms.unit_code and old.platform_id = platforms.id and old.id = $2
where platforms.id = $1
for update of platforms
"""


async def _enterprise(work: Work, unit: str, values: Mapping[str, Any]) -> Any:
    """The register's entry of the newcomer; a new one where there is none."""
    find = "select id, name, size from organizations where uscc = $1"
    row = await work.connection.fetchrow(find, values["uscc"].upper())
    if row is not None:
        return row
    if not values.get("name") or values.get("size") is None:
        raise Refusal(
            "UNKNOWN_ENTERPRISE",
            "该代码尚未登记，须同时填写企业名称和规模 | This code is not registered yet: give name and size of the enterprise, too",
            clause="P2",
            field="uscc",
        )
    await insert(
        work,
        "Organization",
        [
            {
                "uscc": values["uscc"].upper(),
                "name": values["name"],
                "size": values["size"],
                "unit_code": unit,
                "industry_id": values.get("industry_id"),
            }
        ],
    )
    return await work.connection.fetchrow(find, values["uscc"].upper())
