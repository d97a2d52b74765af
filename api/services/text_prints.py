"""Keeps the fingerprints of texts as the texts are: only what is new or has changed is printed again."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from api.policy.text_print import BANDS, text_print
from db.enums import TextSection
from db.store import Work

#: Texts at a time: many enough for few round trips, few enough for little memory.
_LOAD = 5000

# {these} narrows projects, {whose} platforms, {kept} prints.
_TEXTS = """
select projects.unit_code, projects.platform_id, projects.id as project_id, told.section, told.text,
       enterprises.name as enterprise, operators.name as operator, projects.synthetic
from (
  select unit_code, id as project_id, 'solution' as section, solution as text from projects
  where solution is not null {these}
  union all
  select * from (
    select distinct on (unit_code, project_id) unit_code, project_id, 'findings', findings from score_sheets
    where findings is not null {below} order by unit_code, project_id, round desc, id desc
  ) as last
  union all
  select unit_code, project_id, 'statement', statement from claims
  where statement is not null and state not in ('rejected', 'withdrawn') {below}
  union all
  select unit_code, project_id, 'services', string_agg(name || ' ' || amount, '; ' order by name, amount) from services
  where dropped_on is null {below} group by unit_code, project_id
) as told
join projects on projects.unit_code = told.unit_code and projects.id = told.project_id
join organizations as enterprises on enterprises.id = projects.enterprise_id
join platforms on platforms.unit_code = projects.unit_code and platforms.id = projects.platform_id
join organizations as operators on operators.id = platforms.organization_id
union all
select platforms.unit_code, platforms.id, null, 'platform', platforms.solution, null, operators.name,
       platforms.synthetic
from platforms join organizations as operators on operators.id = platforms.organization_id
where platforms.solution is not null {whose}
"""
#: Where the texts stand, and the names that are left out of them.
TABLES = frozenset({"claims", "organizations", "platforms", "projects", "score_sheets", "services"})
_CHANGED = """
with texts as ({texts}),
known as (select id, unit_code, platform_id, project_id, section, source from text_prints where true {kept})
select known.id, texts.*
from (select *, hashtextextended(concat_ws('|', text, enterprise, operator), 0) as source from texts) as texts
full join known on known.unit_code = texts.unit_code and known.platform_id = texts.platform_id
               and coalesce(known.project_id, 0) = coalesce(texts.project_id, 0) and known.section = texts.section
where known.source is distinct from texts.source
"""
_KEEP = """
insert into text_prints (unit_code, platform_id, project_id, section, source, hash, length, minima, synthetic,
                         band_1, band_2, band_3, band_4, band_5, band_6, band_7, band_8)
select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::integer[],
                     $8::text[], $9::boolean[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[],
                     $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[])
on conflict on constraint text_prints_once do update set
  source = excluded.source, hash = excluded.hash, length = excluded.length, minima = excluded.minima,
  band_1 = excluded.band_1, band_2 = excluded.band_2, band_3 = excluded.band_3, band_4 = excluded.band_4,
  band_5 = excluded.band_5, band_6 = excluded.band_6, band_7 = excluded.band_7, band_8 = excluded.band_8
"""


async def refresh(
    work: Work, projects: Collection[int] | None = None, platforms: Collection[int] = ()
) -> int:
    """Print the texts of all, or of these projects and platforms, that are new or have changed; how many there were.

    Prints of texts that are no more go. The caller sees the whole country.
    """
    if projects is None:
        statement, arguments = _statement("", "", "", ""), []
    else:
        statement = _statement(
            "and id = any($1)",
            "and project_id = any($1)",
            "and platforms.id = any($2)",
            "and (project_id = any($1) or project_id is null and platform_id = any($2))",
        )
        arguments = [list(projects), list(platforms)]
    count = 0
    rows: list[Any] = []
    # Read to its end it is closed, and in nobody's way who alters the tables later in the same transaction.
    async for row in work.connection.cursor(statement, *arguments, prefetch=_LOAD):
        rows.append(row)
        if len(rows) == _LOAD:
            count += await _keep(work, rows)
            rows = []
    return count + await _keep(work, rows)


async def _keep(work: Work, rows: Sequence[Any]) -> int:
    gone = [row["id"] for row in rows if row["section"] is None]
    if gone:
        await work.connection.execute("delete from text_prints where id = any($1)", gone)
    told = [row for row in rows if row["section"] is not None]
    if told:
        await work.connection.execute(_KEEP, *await asyncio.to_thread(_printed, told))
    return len(rows)


def _statement(these: str, below: str, whose: str, kept: str) -> str:
    return _CHANGED.format(texts=_TEXTS.format(these=these, below=below, whose=whose), kept=kept)


def _printed(rows: Sequence[Any]) -> list[list[Any]]:
    """A list for each column."""
    made = []
    for row in rows:
        # What services cost is what their text is about; elsewhere figures differ between copies.
        about = row["section"] == TextSection.SERVICES
        names = [name for name in (row["enterprise"], row["operator"]) if name]
        one = text_print(row["text"], names, figures=about)
        whose = (row["unit_code"], row["platform_id"], row["project_id"], row["section"])
        said = (row["source"], one.hash, one.length, one.minima, row["synthetic"])
        made.append([*whose, *said, *(one.bands or (None,) * BANDS)])
    return [list(column) for column in zip(*made, strict=True)]
