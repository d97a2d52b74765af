"""All that is kept of a case, as rows: derived from the declarations of its tables, so that a new column is in it, too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.policy.access import may_read
from api.policy.masking import persons
from api.services.flag_proof import Question, questions
from api.viewer import Viewer
from db.catalog import Entity, Kind, catalog
from db.models.flag import RULE_READERS

#: Tables whose rows hang on the case, in the order in which a reader wants them.
OF_CASE = (
    "CasePerson",
    "CaseDeadline",
    "CasePause",
    "Flag",
    "CaseHold",
    "CheckItem",
    "EvidenceItem",
    "ExplanationRequest",
    "CaseNotice",
    "Defence",
    "Penalty",
    "CaseEffect",
    "Challenge",
    "Publication",
)
#: What a row of these is called where another one names it.
_CALLED = {
    "User": "select name from users as told where told.id = {here}",
    "Platform": (
        "select name from platforms as told join organizations on organizations.id = organization_id where told.id = {here}"
    ),
    "Project": (
        "select name from projects as told join organizations on organizations.id = enterprise_id where told.id = {here}"
    ),
    "Claim": (
        "select name from claims as told join projects on projects.unit_code = told.unit_code and projects.id = project_id"
        " join organizations on organizations.id = enterprise_id where told.id = {here}"
    ),
    "PenaltyArticle": "select '第' || number || '条 ' || subject from penalty_articles as told where told.id = {here}",
    "Clause": "select id || ' ' || title from clauses as told where told.id = {here}",
}
_FILES = """
select attachments.id, subject, subject_id, kind, filename, media_type, size, sha256, at, note, name as uploader
from attachments left join users on users.id = uploader_id
where (subject = 'Case' and subject_id = $1)
   or (subject = 'ExplanationRequest' and subject_id in (select id from explanation_requests where case_id = $1))
order by attachments.id
"""
_EVENTS = """
select at, subject, subject_id, action, from_state, to_state, name as actor, why, figure
from events left join users on users.id = actor_id
where (subject, subject_id) in (select * from unnest($1::text[], $2::bigint[])) order by at, events.id
"""
_LEGAL_PERSONS = """
select distinct legal_person from organizations where legal_person is not null and strpos($1, name) > 0
union select distinct name from users where strpos($1, name) > 0
"""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """The rows of one table; ``entity`` declares what their columns are called."""

    entity: Entity
    rows: Sequence[Row]


@dataclass(frozen=True)
class Contents:
    """``names``: the natural persons whom rows name. ``queries`` is None for who may not know how flags arise."""

    case: Row
    sections: Sequence[Section]
    files: Sequence[Row]
    events: Sequence[Row]
    queries: Sequence[Question] | None
    synthetic: bool
    names: frozenset[str] = field(default=frozenset(), repr=False)

    def section(self, name: str) -> Section:
        return next(one for one in self.sections if one.entity.name == name)


async def contents(connection: Any, viewer: Viewer, case: int) -> Contents | None:
    """What the viewer may read of a case; None where they may not, or there is none."""
    tables = catalog()
    if not may_read(viewer.roles, tables["Case"].resource.readers):
        return None
    found = await _rows(connection, tables["Case"], "id = $1", case)
    if not found:
        return None
    sections = [
        Section(tables[name], await _rows(connection, tables[name], "case_id = $1", case)) for name in OF_CASE
    ]
    notices = [row["id"] for row in next(one for one in sections if one.entity.name == "CaseNotice").rows]
    items = Section(
        tables["NoticeItem"], await _rows(connection, tables["NoticeItem"], "notice_id = any($1)", notices)
    )
    sections.insert(OF_CASE.index("CaseNotice") + 1, items)
    files = [dict(row) for row in await connection.fetch(_FILES, case)]
    happened = [("Case", case), *((one.entity.name, row["id"]) for one in sections for row in one.rows)]
    happened += [("Attachment", row["id"]) for row in files]
    subjects, keys = zip(*happened, strict=True)
    events = [dict(row) for row in await connection.fetch(_EVENTS, list(subjects), list(keys))]
    return Contents(
        found[0],
        sections,
        files,
        events,
        await questions(connection, case) if may_read(viewer.roles, RULE_READERS) else None,
        found[0]["synthetic"],
        frozenset(await _names(connection, found[0], sections, files, events)),
    )


async def _rows(connection: Any, entity: Entity, where: str, value: Any) -> list[Row]:
    """The fields of an entity, and what its to-one relations are called."""
    columns = [f"t.{name}" for name in entity.fields]
    for name, relation in entity.relations.items():
        if relation.many or name == "unit":
            continue
        columns.append(f"t.{relation.column}")
        if relation.target in _CALLED:
            columns.append(f"({_CALLED[relation.target].format(here=f't.{relation.column}')}) as {name}")
    statement = f"select {', '.join(columns)} from {entity.table} as t where t.{where} order by t.id"  # noqa: S608
    jsons = [name for name, one in entity.fields.items() if one.kind is Kind.JSON]
    rows: list[Row] = []
    for row in await connection.fetch(statement, value):
        told = dict(row)
        for name in jsons:
            told[name] = orjson.loads(told[name]) if isinstance(told[name], str) else told[name]
        rows.append(told)
    return rows


async def _names(
    connection: Any, case: Row, sections: Sequence[Section], files: Sequence[Row], events: Sequence[Row]
) -> set[str]:
    """Everybody whom a row names: in a link to a person, as a speaker, in a flag's facts, as who an organization that
    is mentioned stands under, as a user whose name stands in any text."""
    found: set[str] = set()
    tables = catalog()
    for section in (Section(tables["Case"], [case]), *sections):
        people = [
            name for name, one in section.entity.relations.items() if one.target == "User" and not one.many
        ]
        for row in section.rows:
            found.update(row[name] for name in people if row[name])
            found.update(persons(row.get("speaker")))
            facts = row.get("facts")
            found.update(persons(facts.get("person")) if isinstance(facts, dict) else ())
    found.update(row["uploader"] for row in files if row["uploader"])
    found.update(row["actor"] for row in events if row["actor"])
    text = orjson.dumps([case, [one.rows for one in sections], files, events], default=str).decode()
    found.update(row[0] for row in await connection.fetch(_LEGAL_PERSONS, text))
    return found
