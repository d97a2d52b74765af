"""The mutation that brings a plan workbook in, and what it reports."""

import base64
import datetime
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry
from starlette.concurrency import run_in_threadpool
from strawberry.file_uploads import Upload

from api.errors import Refusal
from api.graphql.words import word_enum
from api.services.import_progress import LONGEST_NAME, progress_of
from db.enums import ImportPhase


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


PhaseEnum = word_enum(ImportPhase)


@strawberry.type(name="ImportProgress", description="导入进度 | How far an import is")
class ImportProgressType:
    phase: PhaseEnum = strawberry.field(description="阶段 | Phase")  # type: ignore[valid-type]
    done: int = strawberry.field(description="本阶段已处理行数 | Rows done of the phase")
    total: int = strawberry.field(description="本阶段总行数，可能增加 | Rows of the phase; may grow")
    problems: int = strawberry.field(description="目前问题数 | Problems so far")
    finished: bool = strawberry.field(description="已结束 | It is over, well or not")
    at: datetime.datetime | None = strawberry.field(description="时间 | When this was so")


async def import_progress(
    info: strawberry.Info,
    id: Annotated[
        strawberry.ID,
        strawberry.argument(description="导入时自取的编号 | The progressId that importPlan was given"),
    ],
) -> ImportProgressType | None:
    progress = await progress_of(info.context.store, info.context.viewer, id)
    if progress is None:
        return None
    return ImportProgressType(
        phase=PhaseEnum(progress.phase.value),
        done=progress.done,
        total=progress.total,
        problems=progress.problems,
        finished=progress.finished,
        at=progress.at,
    )


async def import_plan(
    info: strawberry.Info,
    file: Upload,
    commit: bool,
    progress_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(
            description="自取的编号，凭此以 importProgress 跟踪进度"
            " | An id of your own making, by which importProgress follows it"
        ),
    ] = None,
) -> ImportReport:
    # Workbooks need openpyxl, which takes long to load: only who imports waits for it.
    from api.imports.run import import_workbook
    from api.imports.tally import told

    viewer = info.context.viewer
    upload = _received(file)
    if progress_id is not None:
        _check_name(progress_id)
    store = info.context.store
    async with told(store, viewer, progress_id) as tally:
        report = await import_workbook(store, viewer, upload.content, upload.filename, commit, tally)
        tally.begin(ImportPhase.REPORTING, len(report.problems))
        # Seconds of formatting for a large file: not on the loop that answers everybody.
        marked = await run_in_threadpool(report.marked_copy)
        tally.step(len(report.problems))
        tally.problems = len(report.problems)
    return _answer(report, viewer.lang, marked)


async def import_little_giants(info: strawberry.Info, file: Upload, commit: bool) -> ImportReport:
    from api.imports.giants import import_giants

    viewer = info.context.viewer
    upload = _received(file)
    report = await import_giants(info.context.store, viewer, upload.content, upload.filename, commit)
    return _answer(report, viewer.lang, await run_in_threadpool(report.marked_copy))


def _received(file: Any) -> UploadedFile:
    """
    Raises:
        Refusal: no file came with the request.
    """
    if not isinstance(file, UploadedFile):
        raise Refusal(
            "FILE_MISSING",
            "没有收到文件。 | No file came with the request.",
            hint="以 multipart/form-data 上传。 | Upload it as multipart/form-data.",
        )
    return file


def _answer(report: Any, lang: str, marked: bytes | None) -> ImportReport:
    return ImportReport(
        committed=report.committed,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        message=report.message(lang),
        problems=[
            ImportProblem(
                sheet=problem.sheet,
                row=problem.row,
                column=problem.heading(lang) or None,
                value=None if problem.value is None else str(problem.value),
                code=problem.code,
                message=problem.say(lang),
                hint=problem.advise(lang) or None,
                clause=problem.clause,
                blocking=problem.blocking,
            )
            for problem in report.problems
        ],
        marked_copy=None if marked is None else base64.b64encode(marked).decode(),
    )


def _check_name(name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME or "\0" in name:
        raise Refusal(
            "BAD_ID",
            "进度编号须为 1 至 {most} 个字符。 | An id of progress has 1 to {most} characters.",
            hint="例如一个随机的 UUID。 | A random UUID, for instance.",
            most=LONGEST_NAME,
        )
