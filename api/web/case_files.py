"""The file of a case out of the house: to whom it may go, told in the audit before its first byte."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from api.documents.case_file.archive import CaseFile, case_file
from api.errors import Refusal
from api.policy.access import may_read
from api.services.audit_log import audit_log
from api.services.exports import record_export
from api.services.files.cabinet import Cabinet
from api.viewer import Viewer, current_viewer
from db.catalog import catalog
from db.store import Store

#: Files of one process at a time: pages are set and pictures read for each.
AT_ONCE = 2
_PIECE = 256 << 10


def case_file_routes(store: Store, cabinet: Cabinet, folder: Path | None = None) -> list[Route]:
    """``/documents/case-file/12.zip``; with ``?masked=1`` the copy that shows nobody's name."""
    turns = _Turns()

    async def archive(request: Request) -> Response:
        viewer, key = current_viewer.get(), request.path_params["key"]
        masked = request.query_params.get("masked") == "1"
        readers = catalog()["Case"].resource.readers
        if not 0 < key < 2**63 or not may_read(viewer.roles, readers):
            return _missing()
        try:
            _check(viewer, masked)
            turns.take()
        except Refusal as refusal:
            audit_log(store).refused(refusal, viewer, subject="Case", key=key, action="case_file")
            return PlainTextResponse(
                refusal.message(viewer.lang), refusal.status, {"Cache-Control": "no-store"}
            )
        try:
            made = await case_file(store, viewer, cabinet, key, masked=masked, folder=folder)
        finally:
            turns.give_back()
        if made is None:
            return _missing()
        name = f"case-{made.number}{'-masked' if masked else ''}.zip"
        try:
            await record_export(store, viewer, name, made.files, [made.digest])
        except BaseException:
            made.file.close()
            raise
        headers = {
            "Content-Length": str(made.size),
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Digest": made.digest,
        }
        return StreamingResponse(_pieces(made), 200, headers, "application/zip")

    return [Route("/documents/case-file/{key:int}.zip", archive, methods=["GET"])]


class _Turns:
    def __init__(self) -> None:
        self._free = AT_ONCE

    def take(self) -> None:
        """
        Raises:
            Refusal: too many files are being made.
        """
        if not self._free:
            raise Refusal(
                "TOO_MANY_EXPORTS",
                "正在导出的文件太多。 | Too many files are being exported just now.",
                hint="请稍后重试。 | Try again in a moment.",
                status=503,
            )
        self._free -= 1

    def give_back(self) -> None:
        self._free += 1


def _check(viewer: Viewer, masked: bool) -> None:
    """
    Raises:
        Refusal: the whole file shows accounts and persons; the viewer may have the masked copy only.
    """
    if not masked and not viewer.unmasked:
        raise Refusal(
            "FORBIDDEN",
            "完整案卷含个人信息和账户，您的角色只能下载脱敏副本"
            " | The whole file shows persons and accounts; your role may have the masked copy only",
            status=403,
        )


async def _pieces(made: CaseFile) -> AsyncIterator[bytes]:
    try:
        while piece := await asyncio.to_thread(made.file.read, _PIECE):
            yield piece
    finally:
        made.file.close()


def _missing() -> Response:
    """Nobody is told whether it is there."""
    return PlainTextResponse("没有这份文件 | There is no such document", 404)
