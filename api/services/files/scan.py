"""The office's own virus scanner, where it has one."""

import asyncio
import logging
import shlex

from api.errors import Refusal

SECONDS = 60

logger = logging.getLogger(__name__)


async def scan(command: str, content: bytes) -> None:
    """Hands the bytes to the command's standard input: it ends with 0 for a clean file and 1 for a bad one.

    Raises:
        Refusal: the file is bad, or the scanner could not tell; what was not looked at is not taken.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *shlex.split(command),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, said = await asyncio.wait_for(process.communicate(content), SECONDS)
        except TimeoutError:
            process.kill()
            raise
    except (OSError, TimeoutError) as error:
        logger.error("the virus scanner does not work: %r", error)
        raise _unscanned() from error
    if process.returncode == 1:
        raise Refusal(
            "FILE_INFECTED",
            "病毒扫描未通过，文件未保存 | The virus scanner refuses this file; it was not kept",
            hint="在本机查杀后重新导出文件 | Clean the computer it came from, and save the file anew",
            field="file",
        )
    if process.returncode != 0:
        logger.error("the virus scanner ended with %s: %s", process.returncode, said[:500])
        raise _unscanned()


def _unscanned() -> Refusal:
    return Refusal(
        "FILE_NOT_SCANNED",
        "病毒扫描暂不可用，文件未保存 | The virus scanner does not answer just now; the file was not kept",
        hint="稍后再试，或通知系统管理员 | Try again later, or tell the administrator",
        status=503,
        field="file",
    )
