"""核对案卷：逐个文件重新计算 SHA-256，指出被改动、增加或缺失的文件 | Checks a case file and names what was changed.

用法 | Usage:
    python verify.py                     本文件所在文件夹 | the folder in which this file lies
    python verify.py case.zip            压缩包 | an archive
    python verify.py case.zip DIGEST     并核对总摘要 | and compare the digest that the office keeps

退出码 | Exit code: 0 完整 whole, 1 不完整 not whole.
只用 Python 3.8 以上的标准库 | Needs Python 3.8 and its standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from typing import IO, Any

FORMAT = "dengta-case-file/1"
MANIFEST = "manifest.json"
PIECE = 1 << 20


def chained(before: str, entry: dict[str, Any]) -> str:
    """The link of a file in the chain: it hangs on all files before it."""
    line = f"{before}\n{entry['sha256']} {entry['size']} {entry['path']}\n"
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


def beginning(manifest: dict[str, Any]) -> str:
    """What the first file of the chain hangs on."""
    line = "{}\n{}\n{}\n".format(
        manifest["format"], manifest["case"], "masked" if manifest["masked"] else "whole"
    )
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


class Folder:
    """The files as they were unpacked."""

    def __init__(self, root: str) -> None:
        self.root = root

    def names(self) -> list[str]:
        found = [os.path.join(folder, name) for folder, _, files in os.walk(self.root) for name in files]
        return [os.path.relpath(path, self.root).replace(os.sep, "/") for path in found]

    def open(self, name: str) -> IO[bytes]:
        return open(os.path.join(self.root, *name.split("/")), "rb")


class Archive:
    """The files in the archive, not unpacked."""

    def __init__(self, path: str) -> None:
        self.file = zipfile.ZipFile(path)

    def names(self) -> list[str]:
        return [name for name in self.file.namelist() if not name.endswith("/")]

    def open(self, name: str) -> IO[bytes]:
        return self.file.open(name)


def measured(place: Folder | Archive, name: str) -> tuple[int, str]:
    """(size, SHA-256); an archive whose bytes do not fit its own checksum is told by the hash, too."""
    digest, size = hashlib.sha256(), 0
    try:
        with place.open(name) as file:
            while True:
                piece = file.read(PIECE)
                if not piece:
                    return size, digest.hexdigest()
                size += len(piece)
                digest.update(piece)
    except (OSError, zipfile.BadZipFile, ValueError, EOFError) as error:
        return -1, str(error)
    except Exception as error:  # zlib.error: what was packed is no longer what it was
        return -1, str(error)


def problems(place: Folder | Archive, digest: str | None = None) -> Iterator[str]:
    """What is wrong, a line each; nothing if the file is whole."""
    names = place.names()
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield "重复 | there twice: " + name
    if MANIFEST not in names:
        yield "缺失 | missing: " + MANIFEST
        return
    try:
        with place.open(MANIFEST) as file:
            manifest = json.loads(file.read().decode("utf-8"))
        entries = list(manifest["files"])
        link = beginning(manifest)
        known = manifest["format"] == FORMAT
        for entry in entries:
            link = chained(link, entry)
            if link != entry["chain"]:
                yield "清单被改动 | the manifest was changed at: " + str(entry["path"])
                break
        else:
            if link != manifest["digest"]:
                yield "总摘要不符 | the digest of the manifest does not fit"
        whole = manifest["digest"]
    except Exception as error:
        yield f"清单无法读取 | the manifest cannot be read: {error}"
        return
    if not known:
        yield "清单格式不明 | unknown format: " + str(manifest["format"])
    if digest is not None and digest.lower() != whole:
        yield "与登记的总摘要不符 | not the digest that was given: " + digest
    listed = {entry["path"]: entry for entry in entries}
    if len(listed) < len(entries):
        yield "清单有重复 | the manifest names a file twice"
    present = set(names) - {MANIFEST}
    for name in sorted(set(listed) - present):
        yield "缺失 | missing: " + name
    for name in sorted(present - set(listed)):
        yield "增加 | added: " + name
    for name in sorted(present & set(listed)):
        if measured(place, name) != (listed[name]["size"], listed[name]["sha256"]):
            yield "被改动 | changed: " + name


def main(arguments: list[str]) -> int:
    path = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    digest = arguments[1] if len(arguments) > 1 else None
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        place: Folder | Archive = Folder(path) if os.path.isdir(path) else Archive(path)
        found = list(problems(place, digest))
    except (OSError, zipfile.BadZipFile) as error:
        found = [f"无法打开 | cannot be opened: {error}"]
    for line in found:
        print(line)
    if found:
        print(f"案卷不完整 | NOT whole: {len(found)}")
        return 1
    with place.open(MANIFEST) as file:
        manifest = json.loads(file.read().decode("utf-8"))
    print(f"案卷完整 | whole: {manifest['case']}, {len(manifest['files'])} 个文件 files")
    print("总摘要 | digest: " + manifest["digest"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
