"""The documents of a case that there are so far, in the order of their days."""

from typing import Any

from api.documents.case_file.contents import Contents
from api.documents.casework.decision import decision_paper
from api.documents.casework.hearing import hearing_paper
from api.documents.casework.notice import notice_paper
from api.documents.casework.receipt import receipt_paper
from api.documents.casework.transfer import transfer_paper
from api.documents.rendering import Paper
from api.documents.settlement import settlement_paper
from api.viewer import Viewer

_ORDER = ("notice", "hearing", "decision", "receipt", "transfer", "settlement")


async def papers(connection: Any, viewer: Viewer, contents: Contents) -> list[tuple[str, Paper]]:
    """(name of its file without the ending, paper)."""
    rows = {section.entity.name: section.rows for section in contents.sections}
    decisions = {(row["decided_on"], row["revoked_on"]): row["id"] for row in reversed(rows["Penalty"])}
    settled = [key for row in rows["CaseEffect"] for key in (row["settlement_id"],) if key is not None]
    wanted = [
        *(("notice", row["id"], notice_paper) for row in rows["CaseNotice"]),
        *(("hearing", row["id"], hearing_paper) for row in rows["Defence"]),
        *(("decision", key, decision_paper) for key in decisions.values()),
        ("receipt", contents.case["id"], receipt_paper),
        *(("transfer", row["id"], transfer_paper) for row in rows["Penalty"]),
        *(("settlement", key, settlement_paper) for key in settled),
    ]
    found = []
    for what, key, write in wanted:
        paper = await write(connection, viewer, key)
        if paper is not None:
            found.append((what, key, paper))
    found.sort(key=lambda one: (one[2].dated, _ORDER.index(one[0]), one[1]))
    return [(f"{place:02}-{what}-{key}", paper) for place, (what, key, paper) in enumerate(found, 1)]
