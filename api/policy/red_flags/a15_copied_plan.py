"""Flags projects whose texts are copies of one another, though each is to tell of one enterprise.

Source: row A15 of the catalogue (OLAF: identical bids). Names, figures and punctuation are masked, so a template filled with
other names is a copy. Two texts of a pair (solution and statement) must be four fifths alike, or a long one nearly the
same. A band shared by more than ``most`` texts is a phrase that everybody uses.
"""

from api.policy.rule import Rule
from api.policy.text_pairs import agreement
from db.enums import FlagSubject, FraudKind, FraudPhase, RuleKind, Severity, TextSection

QUERY = f"""
with
near as (  -- scoped
  select distinct bands.key from scope join evidence.projects on projects.id = scope.id  -- scoped
  join evidence.prints on prints.unit_code = projects.unit_code and prints.project_id = projects.id  -- scoped
  join evidence.bands on bands.print_id = prints.id where prints.section = any(:sections)  -- scoped
),  -- scoped
placed as (
  select bands.print_id, bands.section, bands.key
  from evidence.bands
  where bands.section = any(:sections)
    and bands.key in (select key from near)  -- scoped
),
shared as (
  select section, key from placed group by section, key having count(*) between 2 and :most
),
met as (
  select one.print_id as one, other.print_id as other
  from shared
  join placed as one on one.section = shared.section and one.key = shared.key
  join placed as other on other.section = shared.section and other.key = shared.key
  where one.print_id <> other.print_id
  -- Texts that are four fifths alike share two of eight bands 9 times of 10.
  group by one.print_id, other.print_id having count(*) >= 2
),
alike as (
  select one.project_id, other.project_id as other_id, one.section, least(one.length, other.length) as length,
         {agreement("one.minima", "other.minima")} as agree
  from met
  join evidence.prints as one on one.id = met.one
  join evidence.prints as other on other.id = met.other
),
pairs as (
  select project_id, other_id, max(agree) as agree, count(*) as texts
  from alike where agree >= :two_alike
  group by project_id, other_id
  having count(*) >= 2 or bool_or(agree >= :one_alike and length >= :long)
),
counted as (
  select project_id, count(*) as copies, max(agree) as agree, max(texts) as texts from pairs group by project_id
)
select counted.project_id as subject, counted.copies, counted.texts,
       round(counted.agree * 100.0 / 32)::integer as percent,
       (select min(organizations.name) from pairs
        join evidence.projects on projects.id = pairs.other_id
        join evidence.organizations on organizations.id = projects.enterprise_id
        where pairs.project_id = counted.project_id) as others
from counted
join scope on scope.id = counted.project_id
join evidence.projects as own on own.id = counted.project_id
where own.state not in ('failed', 'withdrawn')
"""  # noqa: S608

RULE = Rule(
    code="A15",
    kind=RuleKind.STATISTICAL,
    subject=FlagSubject.PROJECT,
    severity=Severity.MEDIUM,
    phase=FraudPhase.APPLICATION,
    hints_at=FraudKind.FABRICATION,
    query=QUERY,
    parameters={
        "sections": (TextSection.SOLUTION.value, TextSection.STATEMENT.value),
        "two_alike": 25,
        "one_alike": 29,
        "long": 40,
        "most": 50,
    },
)
