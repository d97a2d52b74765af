"""What a few projects show beside their papers: where their money comes from, and files."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from api.services import funding
from api.services.files.cabinet import Cabinet
from api.services.rows import insert
from api.services.steps import Happened, Step, allow, record, take
from api.viewer import Viewer
from db.enums import AttachmentKind
from db.store import Work
from seed.synthetic.days import after_hours, office_hour, working_before
from seed.synthetic.drafts import Paper, Project
from seed.synthetic.paper import paper

#: Of a hundred projects that passed, so many have their files in the system.
FILED = 4
_KINDS = (
    (AttachmentKind.CONTRACT, "技术服务合同", "Service contract"),
    (AttachmentKind.REPORT, "改造实施报告", "Report of the work"),
    (AttachmentKind.PHOTO, "现场照片说明", "Pictures of the site"),
)


async def fund(work: Work, rng: random.Random, viewer: Viewer, projects: Sequence[Project]) -> None:
    """The sources of a project's money, as they were entered with the claim (W4)."""
    for project in projects:
        if project.fundings and project.life.claimed:
            at = office_hour(rng, project.life.claimed)
            for source, amount in project.fundings.items():
                values = {
                    "source": source,
                    "agreed": amount,
                    "paid": amount,
                    "agreed_on": project.life.contracted,
                }
                await funding.add(work, viewer, project.id, values, at=at)


async def lower(work: Work, rng: random.Random, viewer: Viewer, projects: Sequence[Project]) -> None:
    """The cost is corrected after the claim, and the claim is not."""
    for project in projects:
        if project.lowered is not None and project.life.claimed:
            largest = await work.connection.fetchval(
                "select id from cost_items where project_id = $1 and eligible order by amount desc, id limit 1",
                project.id,
            )
            at = after_hours(rng, project.life.claimed)
            await take(work, viewer, "CostItem", "change", [Step(largest, {"amount": project.lowered}, at)])


def honest(rng: random.Random, project: Project) -> list[Paper]:
    """Files of an enterprise's own, each there before the day of its acceptance."""
    life = project.life
    assert life.contracted
    assert life.accepted
    days = (life.contracted, life.delivered or life.accepted, life.delivered or life.accepted)
    last = working_before(life.accepted - timedelta(days=1))
    return [
        Paper(
            kind,
            f"{zh}-合成数据",
            f"{en} (synthetic)",
            f"{project.enterprise['name']} {project.enterprise['uscc']} {kind}",
            office_hour(rng, max(min(day, last), life.contracted)),
        )
        for (kind, zh, en), day in zip(_KINDS, days, strict=True)
    ]


async def file(
    work: Work, viewers: Mapping[str, Viewer], cabinet: Cabinet | None, projects: Sequence[Project]
) -> None:
    """Name the files of projects, as each unit's officer would; their bytes go into the cabinet, where there is one."""
    by_unit: dict[str, list[Project]] = {}
    for project in projects:
        assert project.platform
        by_unit.setdefault(project.platform.unit.code, []).append(project)
    for unit, of_unit in by_unit.items():
        await _file(work, viewers[unit], cabinet, unit, of_unit)


async def _file(
    work: Work, viewer: Viewer, cabinet: Cabinet | None, unit: str, projects: Sequence[Project]
) -> None:
    step = allow(viewer, "Attachment", "attach")
    rows: list[dict[str, Any]] = []
    for project in projects:
        for one in project.files:
            content = paper(one.name, one.name_en, one.content)
            filename = f"{one.name}-{project.id}.pdf"
            if cabinet is not None:
                await cabinet.take_in(filename, content)
            rows.append(
                {
                    "unit_code": unit,
                    "subject": "Project",
                    "subject_id": project.id,
                    "project_id": project.id,
                    "kind": one.kind,
                    "filename": filename,
                    "media_type": "application/pdf",
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "uploader_id": viewer.user_id,
                    "at": one.at,
                    "note": "演示用合成文件",
                    "synthetic": True,
                }
            )
    made = await insert(work, "Attachment", rows)
    await record(
        work,
        viewer,
        step,
        [
            Happened(key, row["unit_code"], None, row["at"], f"{row['filename']} {row['sha256']}", True)
            for key, row in zip(made, rows, strict=True)
        ],
    )
