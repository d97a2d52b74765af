"""The platforms of a progress as they stood at the end of a day, in the columns of ``platform_progress``."""

from collections.abc import Iterator
from dataclasses import dataclass

from db.query.as_of import Life
from db.query.plan import Operand
from db.query.scope import Builder


@dataclass(frozen=True)
class _Part:
    """Sums over what hangs below platforms: columns, the rows, and how these hang on their platform ``owner``."""

    columns: dict[str, str]
    table: str
    up: str = ""
    owner: str = "projects"


_TO_PROJECTS = " join projects on projects.unit_code = claims.unit_code and projects.id = claims.project_id"
_PARTS = {
    "Project": _Part(
        {
            "planned": "count(*) filter (where not step.gone)",
            "contracted": "count(*) filter (where step.contracted and not step.withdrawn)",
            "delivered": "count(*) filter (where step.delivered and not step.gone)",
            "passed": "count(*) filter (where step.passed)",
            "confirmed": "count(*) filter (where step.passed and step.confirmed)",
            "synthetic": "bool_or(projects.synthetic)",
        },
        "projects",
    ),
    "Claim": _Part({"claimed": "sum(claims.amount)"}, "claims", _TO_PROJECTS),
    "Flag": _Part({"flags": "count(*)", "at_risk": "sum(flags.at_risk)"}, "flags", owner="flags"),
    # The ledger is only ever appended, and dated by the day on which money moved.
    "Disbursement": _Part(
        {
            "prepaid": "sum(amount) filter (where kind = 'prepayment')",
            "paid": "sum(case when kind = 'recovery' then -amount else amount end)",
        },
        "disbursements",
        owner="disbursements",
    ),
}
#: Claims and flags in these states do not count, whatever came before.
_OUT = {"Claim": ("rejected",), "Flag": ("dismissed", "lapsed", "shadow")}

_LAST = ", (array_agg(figure order by id desc) filter (where action in {}))[1] as {}"
_FIGURES = _LAST.format("('appoint', 'replan')", "planned") + _LAST.format(
    "('settle', 'disqualify')", "award"
)
_OWN = {
    "target": "life.planned",
    "ceiling": "least(life.planned * batch_caps.per_enterprise, batch_caps.per_platform)",
    "awarded": "coalesce(life.award, 0)",
    "synthetic": "platforms.synthetic",
}
#: The caps of the batch that a platform belongs to; aliased, since others join its plan for their own ends.
_CAPS = (
    "join plans as own_plan on own_plan.unit_code = plan_industries.unit_code and own_plan.id = plan_industries.plan_id"
    " join batch_caps on batch_caps.batch_id = own_plan.batch_id "
)
_TYPES = {
    **dict.fromkeys(
        ("target", "planned", "contracted", "delivered", "passed", "confirmed", "flags"), "bigint"
    ),
    "synthetic": "boolean",
}


class Past:
    """Only the ``wanted`` columns, and only what they need is read."""

    def __init__(self, builder: Builder, day: Operand, wanted: frozenset[str], life: Life) -> None:
        self._day = builder.bind(day, "date")
        self._life = life
        self._wanted = sorted(wanted & {*_OWN, *(name for part in _PARTS.values() for name in part.columns)})

    def sql(self) -> str:
        return self._together() if self._life.whole else self._by_platform()

    def _together(self) -> str:
        """Platforms, and apart from them one row for each part, without a platform: nothing has to be joined."""
        places = "platforms.unit_code, platforms.id as platform_id, plan_industries.industry_id"
        own = self._listed(_OWN)
        rows = [f"select {places}{own} from {self._platforms()} where true{self._life.within('platforms')}"]
        for noun, part in self._parts():
            listed = self._listed(part.columns)
            rows.append(
                f"select null, null, null{listed} from {self._rows(noun, part)}"
                f" where {self._when(noun)}{self._life.within(part.table)}"
            )
        return " union all ".join(rows)

    def _by_platform(self) -> str:
        columns, joins = dict(_OWN), []
        for noun, part in self._parts():
            alias = f"of_{part.table}"
            sums = ", ".join(f"{sql} as {name}" for name, sql in part.columns.items())
            joins.append(
                f" left join lateral (select {sums} from {self._rows(noun, part, part.up)}"
                f" where {part.owner}.unit_code = platforms.unit_code and {part.owner}.platform_id = platforms.id"
                f" and {self._when(noun)}) as {alias} on true"
            )
            columns |= {
                name: f"platforms.synthetic or coalesce({alias}.synthetic, false)"
                if name == "synthetic"
                else f"{alias}.{name}"
                for name in part.columns
            }
        return (
            "select platforms.unit_code, platforms.id as platform_id, platforms.plan_industry_id,"
            f" plan_industries.plan_id, plans.batch_id, plan_industries.industry_id{self._listed(columns)}"
            f" from {self._platforms()}"
            " join plans on plans.unit_code = plan_industries.unit_code and plans.id = plan_industries.plan_id"
            f"{''.join(joins)}"
        )

    def _parts(self) -> Iterator[tuple[str, _Part]]:
        for noun, part in _PARTS.items():
            if not part.columns.keys().isdisjoint(self._wanted):
                yield noun, part

    def _platforms(self) -> str:
        return (
            "platforms join plan_industries on plan_industries.unit_code = platforms.unit_code"
            " and plan_industries.id = platforms.plan_industry_id "
            + (_CAPS if "ceiling" in self._wanted else "")
            + self._life.existed("Platform", "platforms", "life", _FIGURES)
        )

    def _rows(self, noun: str, part: _Part, up: str = "") -> str:
        if noun == "Disbursement":
            return part.table
        if noun == "Project":
            return f"{part.table} {self._life.of_projects('projects')}"
        return f"{part.table}{up} {self._life.existed(noun, part.table, 'fate', unless=_OUT[noun])}"

    def _when(self, noun: str) -> str:
        return f"paid_on <= {self._day}" if noun == "Disbursement" else "true"

    def _listed(self, given: dict[str, str]) -> str:
        return "".join(
            f", ({given.get(name, 'null')})::{_TYPES.get(name, 'numeric')} as {name}" for name in self._wanted
        )
