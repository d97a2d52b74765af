"""Flags projects whose acceptance reports are copies of each other, once names, figures and punctuation are taken out.

What an expert saw at one factory cannot be, word by word, what was seen at another. Source: row P09 of the catalogue (EU
red flags). Short remarks say too little to be copied, and what more than ``most`` reports have in common is a form.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from api.policy.rule import Parameters, Row, Rule
from api.policy.text_print import likeness
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity

QUERY = """
with
near as (  -- scoped
  select distinct bands.key  -- scoped
  from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.prints on prints.unit_code = projects.unit_code and prints.project_id = projects.id  -- scoped
                      and prints.section = 'findings'  -- scoped
  join evidence.bands on bands.print_id = prints.id  -- scoped
),  -- scoped
shared as (
  select key
  from evidence.bands
  where section = 'findings'
    and key in (select key from near)  -- scoped
  group by key having count(*) between 2 and :most
),
pairs as (
  select one.print_id as one_id, other.print_id as other_id
  from shared
  join evidence.bands as one on one.key = shared.key and one.section = 'findings'
  join evidence.bands as other on other.key = shared.key and other.section = 'findings'
                              and other.print_id <> one.print_id
  -- Texts that are nine tenths alike share three of eight bands 98 times of 100.
  group by one.print_id, other.print_id having count(*) >= 3
)
select mine.project_id as subject, mine.minima, theirs.minima as their_minima, mine.length,
       organizations.name as other, their_project.id as other_id
from pairs
join evidence.prints as mine on mine.id = pairs.one_id
join evidence.prints as theirs on theirs.id = pairs.other_id
join evidence.projects as project on project.unit_code = mine.unit_code and project.id = mine.project_id
join evidence.projects as their_project on their_project.unit_code = theirs.unit_code
                                       and their_project.id = theirs.project_id
join evidence.organizations on organizations.id = their_project.enterprise_id
where their_project.enterprise_id <> project.enterprise_id and mine.length >= :shortest and theirs.length >= :shortest
"""


def judge(rows: Sequence[Row], parameters: Parameters) -> Iterator[Row]:
    alike: dict[int, list[tuple[float, int, str, int]]] = defaultdict(list)
    for row in rows:
        same = likeness(row["minima"], row["their_minima"])
        if same >= parameters["likeness"]:
            alike[row["subject"]].append((-same, row["other_id"], row["other"], row["length"]))
    for subject, found in alike.items():
        nearest, _, other, length = min(found)
        yield {
            "subject": subject,
            "other": other,
            "copies": len(found),
            "percent": round(-100 * nearest),
            "length": length,
        }


RULE = Rule(
    code="P09",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.PERFORMANCE,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    judge=judge,
    parameters={"likeness": 0.90, "shortest": 40, "most": 50},
)
