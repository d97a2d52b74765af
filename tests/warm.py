"""A process that has loaded the application once, and becomes `dengta serve` as often as it is asked to, by a fork.

Loading takes ten seconds of CPU, and a suite serves some forty times. What is served is the same command in a process of
its own; the command from its first line on is started by `tests.serving.running`.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.databases import ROOT


class Warm:
    """The near end."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def serve(self, environment: dict[str, str], log: Path) -> int:
        """The number of the process that serves, and tells ``log`` what it has to say."""
        return self._ask("serve", environment, str(log))

    def end(self, process: int) -> None:
        """Asks it to end, and waits until it has."""
        assert self._ask("end", process) != -signal.SIGKILL, f"the server {process} did not end by itself"

    def ended(self, process: int) -> bool:
        return bool(self._ask("ended", process))

    def _ask(self, *words: object) -> int:
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        print(json.dumps(words), file=asked, flush=True)
        answer: int = json.loads(answers.readline())
        return answer


def _bear(environment: dict[str, str], log: str) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with open(log, "a", buffering=1) as told:
            _become(environment, told)
            from api.cli import app

            app(["serve", "--port", "0"], standalone_mode=False)
            code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # whatever it is, the copy of the one that bore it must not go on
        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
        os._exit(code)


def _become(environment: dict[str, str], told: IO[str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(told.fileno(), 1)
    os.dup2(told.fileno(), 2)


def _end(child: int) -> int:
    os.kill(child, signal.SIGTERM)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(30)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.alarm(0)
    return code


def _ended(child: int) -> int:
    return int(os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None)


def main() -> None:
    """Loads everything, then does what standard input asks, a line of JSON each, until nobody is there to ask."""
    import gc

    children: set[int] = set()
    gc.disable()
    import api.serving  # noqa: F401
    import seed.synthetic.demo  # noqa: F401
    from api.graphql.schema import schema

    schema()
    gc.freeze()
    gc.enable()
    deeds: dict[str, Callable[..., int]] = {"serve": _bear, "end": _end, "ended": _ended}
    for line in sys.stdin:
        word, *rest = json.loads(line)
        answer = deeds[word](*rest)
        if word == "serve":
            children.add(answer)
        elif word == "end":
            children.discard(rest[0])
        print(answer, flush=True)
    for child in children:
        _end(child)


if __name__ == "__main__":
    main()
