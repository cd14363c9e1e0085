"""Reads and writes the archive of a pack. A zip may come from anybody, so nothing in it is believed.

These are refused: names that lead out of the folder, names that some system reads as a device, names that differ only
in case, links, encrypted or unusual entries, and archives that exceed the limits below. Sizes are counted while
reading, since a zip may lie about them.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from simulator.errors import EncounterError

MANIFEST = "manifest.json"
DESCRIPTION = "pack.yaml"

MOST_FILES = 500
LARGEST_FILE = 1024 * 1024
LARGEST_PACK = 20 * 1024 * 1024

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,79}){0,4}")
_ENDINGS = (".yaml", ".md", ".txt")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_STAMP = (2000, 1, 1, 0, 0, 0)  # the same for every pack: the same files make the same archive


class PackRefused(EncounterError):
    """A pack that cannot be made, or that is not let in; nothing was changed."""


def pack_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that belong in a pack, by name with forward slashes.

    Raises:
        PackRefused: a file is a link, too large, or has a name that a pack may not hold.
    """
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or path.suffix not in _ENDINGS or any(part.startswith(".") for part in name.split("/")):
            continue
        if path.is_symlink() or not path.is_file():
            raise PackRefused(f"{name} is not an ordinary file.", "Put the file itself there.")
        if why := _bad_name(name):
            raise PackRefused(f"'{name}' cannot be in a pack: {why}", "Rename it.")
        if path.stat().st_size > LARGEST_FILE:
            raise PackRefused(f"{name} is larger than 1 MiB.", "Make it smaller, or leave it out.")
        found[name] = path.read_bytes()
    if len(found) > MOST_FILES or sum(map(len, found.values())) > LARGEST_PACK:
        raise PackRefused(f"{folder} holds more than {MOST_FILES} files or 20 MiB.", "Make several packs of it.")
    return found


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write an archive, whole or not at all.

    Raises:
        PackRefused: it cannot be written.
    """
    draft = path.with_name(path.name + ".draft")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.external_attr = (stat.S_IFREG | 0o644) << 16
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        draft.replace(path)
    except OSError as error:
        raise PackRefused(f"{path} cannot be written: {error.strerror}.", "Name another place.") from None
    finally:
        draft.unlink(missing_ok=True)


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of an archive by name, held in memory within the limits.

    Raises:
        PackRefused: it is no zip, or holds what a pack may not.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except FileNotFoundError:
        raise PackRefused(f"There is no file {path}.", "Check its name.") from None
    except OSError as error:
        raise PackRefused(f"{path} cannot be read: {error.strerror or error}.", "Copy it again.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise PackRefused(f"{path} is not a zip file, or is damaged.", "Get it again from its author.") from None


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise PackRefused(f"It holds {len(entries):,} files; a pack may hold {MOST_FILES}.", "It was not installed.")
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        why = _bad_name(entry.filename)
        if not why and kind not in (0, stat.S_IFREG):
            why = "it is a link or a device, not a file."
        if not why and entry.flag_bits & 0x1:
            why = "it is encrypted."
        if not why and entry.filename.casefold() in seen:
            why = "the name of another file differs only in capital letters."
        if why:
            raise PackRefused(f"It holds {entry.filename[:80]!r}, which is refused: {why}", "It was not installed.")
        seen.add(entry.filename.casefold())
        with archive.open(entry) as stream:
            content = stream.read(LARGEST_FILE + 1)
        total += len(content)
        if len(content) > LARGEST_FILE or total > LARGEST_PACK:
            raise PackRefused(
                f"{entry.filename} is larger than a file of a pack may be (1 MiB; 20 MiB in all).",
                "It was not installed.",
            )
        files[entry.filename] = content
    return files


def _bad_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        return (
            "a name may have letters, digits, '.', '-' and '_', at most 80 in each part, and must stay inside the pack."
        )
    if any(_DEVICES.fullmatch(part) or part.endswith(".") or ".." in part for part in name.split("/")):
        return "some systems read it as something other than a file."
    if not name.endswith(_ENDINGS) and name != MANIFEST:
        return "a pack holds .yaml, .md and .txt files only."
    return ""
