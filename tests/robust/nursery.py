"""A process that bears workers: each line it reads starts one, forked with everything loaded, to be killed at will.

Run as ``python -m tests.robust.nursery URL``. Reads the numbers of the scene to begin with and of that to end before; says ``pid N`` when a
worker is born, ``done N`` for each scene it has had confirmed, and ``ended`` when it is gone.
"""

import asyncio
import os
import sys

from api.graphql.engine import Engine
from api.graphql.schema import schema
from db.store import Store
from tests.story.scenes import SCENES
from tests.story.stage import Stage


async def play(url: str, first: int, until: int) -> None:
    """The scenes from ``first`` up to ``until``; each one's acts carry keys of its number, so that it can be played again."""
    store = await Store.open(url, size=2)
    stage = Stage(store, Engine(store))
    for number in range(first, until):
        stage.key, stage.acts = f"scene-{number}", 0
        await SCENES[number](stage)
        print("done", number, flush=True)
    await store.close()


def main() -> None:
    url = sys.argv[1]
    schema()
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                asyncio.run(play(url, *map(int, line.split())))
                status = 0
            except BaseException as error:
                print("broke", repr(error)[:2000].replace("\n", " "), flush=True)
            os._exit(status)
        print("pid", pid, flush=True)
        os.waitpid(pid, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
