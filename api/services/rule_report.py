"""How each rule has done: what became of its flags, how often it was right, and whether it should be demoted."""

from dataclasses import dataclass
from typing import Any

import orjson

from api.policy.precision import Interval, demotes, wilson
from api.policy.rule import Rule, RuleText, text_of
from api.policy.rules import rules
from api.services.rulebook import frozen

#: A flag is judged by what came of it: dismissed, or in a case that ended with or without a penalty.
_OUTCOMES = """
select flags.rule, count(*) filter (where flags.state in ('open', 'in_case')) as standing,
       count(*) filter (where flags.state = 'shadow') as shadow,
       count(*) filter (where flags.state = 'dismissed') as dismissed,
       count(*) filter (where flags.state = 'in_case' and cases.ended and cases.penalized) as hits,
       count(*) filter (where flags.state = 'in_case' and cases.ended and not cases.penalized) as unfounded,
       coalesce(sum(flags.at_risk) filter (where flags.state in ('open', 'in_case')), 0) as at_risk
from flags
left join lateral (
  select cases.state in ('decided', 'served', 'executed', 'closed') as ended,
         exists (select from penalties where penalties.unit_code = cases.unit_code and penalties.case_id = cases.id)
           as penalized
  from cases where cases.unit_code = flags.unit_code and cases.id = flags.case_id) cases on true
{where} group by flags.rule
"""


@dataclass(frozen=True)
class RuleReport:
    """``standing`` and ``shadow`` are numbers of flags, ``at_risk`` yuan at risk by the standing ones."""

    rule: Rule
    live: Any
    trial: Any
    standing: int
    shadow: int
    dismissed: int
    unfounded: int
    at_risk: Any
    precision: Interval

    @property
    def demote(self) -> bool:
        return self.live is not None and demotes(self.precision)

    @property
    def parameters(self) -> dict[str, Any]:
        """Those in force; the code's own where no run has been yet."""
        return orjson.loads(self.live["parameters"]) if self.live else frozen(self.rule.parameters)

    def text(self, lang: str) -> RuleText:
        return text_of(self.rule.code, lang)


async def measured(connection: Any) -> dict[str, Interval]:
    """How often each rule was right whose flags were judged at all."""
    found = await connection.fetch(_OUTCOMES.format(where="where flags.state in ('dismissed', 'in_case')"))
    return {
        row["rule"]: wilson(row["hits"], row["hits"] + row["dismissed"] + row["unfounded"]) for row in found
    }


async def rule_reports(connection: Any) -> list[RuleReport]:
    """Of every rule of this release, by code, as far as the connection sees its flags."""
    found = {row["rule"]: row for row in await connection.fetch(_OUTCOMES.format(where=""))}
    versions = await connection.fetch(
        "select id, rule, number, state, parameters, since, reason from rule_versions where state in ('live', 'trial')"
    )
    live = {row["rule"]: row for row in versions if row["state"] == "live"}
    trial = {row["rule"]: row for row in versions if row["state"] == "trial"}
    reports = []
    for rule in rules():
        row = found.get(rule.code)
        hits, dismissed, unfounded = (row[name] if row else 0 for name in ("hits", "dismissed", "unfounded"))
        reports.append(
            RuleReport(
                rule,
                live.get(rule.code),
                trial.get(rule.code),
                row["standing"] if row else 0,
                row["shadow"] if row else 0,
                dismissed,
                unfounded,
                row["at_risk"] if row else 0,
                wilson(hits, hits + dismissed + unfounded),
            )
        )
    return reports
