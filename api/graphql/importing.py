"""The mutation that brings a plan workbook in, and what it reports."""

import base64
from dataclasses import dataclass
from typing import Any

import strawberry
from starlette.concurrency import run_in_threadpool
from strawberry.file_uploads import Upload

from api.errors import Refusal


@dataclass(frozen=True)
class UploadedFile:
    """What stands for an ``Upload`` among the variables."""

    filename: str
    content: bytes


@strawberry.type(description="一个问题 | One problem of a workbook")
class ImportProblem:
    sheet: str = strawberry.field(description="工作表 | Sheet")
    row: int | None = strawberry.field(description="行 | Row")
    column: str | None = strawberry.field(description="列 | Column")
    value: str | None = strawberry.field(description="单元格内容 | What the cell says")
    code: str = strawberry.field(description="代码 | Stable code")
    message: str = strawberry.field(description="说明 | What is wrong, in the caller's language")
    hint: str | None = strawberry.field(description="建议 | What to do")
    clause: str | None = strawberry.field(description="条款 | Clause it rests on")
    blocking: bool = strawberry.field(description="阻止导入 | Stops the import")


@strawberry.type(description="导入结果 | What an import did, or would do")
class ImportReport:
    committed: bool = strawberry.field(description="已写入 | Written, not only checked")
    created: int = strawberry.field(description="新增 | Rows created")
    updated: int = strawberry.field(description="更新 | Rows updated")
    unchanged: int = strawberry.field(description="未变 | Rows that were so already")
    message: str = strawberry.field(description="小结 | Summary, in the caller's language")
    problems: list[ImportProblem] = strawberry.field(description="全部问题 | All problems at once")
    marked_copy: str | None = strawberry.field(
        description="标出问题的副本（base64 xlsx） | A copy with the problems marked; null without problems"
    )


async def import_plan(info: strawberry.Info, file: Upload, commit: bool) -> ImportReport:
    # Workbooks need openpyxl, which takes long to load: only who imports waits for it.
    from api.imports.run import import_workbook

    viewer = info.context.viewer
    upload: Any = file
    if not isinstance(upload, UploadedFile):
        raise Refusal(
            "FILE_MISSING",
            "没有收到文件。 | No file came with the request.",
            hint="以 multipart/form-data 上传。 | Upload it as multipart/form-data.",
        )
    report = await import_workbook(info.context.store, viewer, upload.content, upload.filename, commit)
    # Seconds of formatting for a large file: not on the loop that answers everybody.
    marked = await run_in_threadpool(report.marked_copy)
    return ImportReport(
        committed=report.committed,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        message=report.message(viewer.lang),
        problems=[
            ImportProblem(
                sheet=problem.sheet,
                row=problem.row,
                column=problem.heading(viewer.lang) or None,
                value=None if problem.value is None else str(problem.value),
                code=problem.code,
                message=problem.say(viewer.lang),
                hint=problem.advise(viewer.lang) or None,
                clause=problem.clause,
                blocking=problem.blocking,
            )
            for problem in report.problems
        ],
        marked_copy=None if marked is None else base64.b64encode(marked).decode(),
    )
