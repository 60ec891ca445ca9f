"""A PostgreSQL server of our own for one test run: in a temporary folder, on loopback, gone afterwards."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, or None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found and (program := shutil.which("initdb")):
        found = [Path(program).parent]
    return found[-1] if found else None


def as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; then its own user runs it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A running server; `fresh()` gives the URL of a new, empty database."""

    def __init__(self, bin_folder: Path, folder: Path, port: int) -> None:
        self.bin, self.folder, self.port = bin_folder, folder, port
        self.numbers = itertools.count(1)

    def fresh(self, *, like: str = "template0") -> str:
        """The URL of a new database, a copy of the one named."""
        name = f"heard_{next(self.numbers)}"
        self.run("createdb", "-T", like, name)
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self.run("dropdb", "--force", url.rsplit("/", 1)[1])

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs against this server."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([str(self.bin / program), *where, *arguments], check=True, capture_output=True)


@contextmanager
def cluster(bin_folder: Path) -> Iterator[Cluster]:
    """A server from start to stop."""
    folder = Path(tempfile.mkdtemp(prefix="heard-pg-"))
    folder.chmod(0o777)
    data, port = folder / "data", free_port()
    initdb = [
        str(bin_folder / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8",
    ]
    subprocess.run(as_postgres(initdb), check=True, capture_output=True)
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=60"
    control = [str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run(as_postgres([*control, "-o", options, "start"]), check=True, capture_output=True)
    try:
        yield Cluster(bin_folder, folder, port)
    finally:
        subprocess.run(as_postgres([*control, "-m", "immediate", "stop"]), check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
