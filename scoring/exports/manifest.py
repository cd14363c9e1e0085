"""The manifest beside an export: what was written, when, from what, with digests and a signature.

The signature is Ed25519 (RFC 8032) over the manifest's canonical JSON without the signature itself. It shows that
neither the file nor the manifest was changed after the holder of the key wrote them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "encounter-export-1"

Sign = Callable[[str], tuple[str, str]]
"""Takes a text and returns the public key and the signature, in hex."""

Check = Callable[[str, str, str], bool]
"""Takes public key, signature and text, which may be anything; returns whether they fit."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying a manifest found.

    Attributes:
        files: the files it speaks of, with the number of rows of each table.
        problems: sentences; none where all is as it was written.
        key: the public key that signed it, "" if nothing did.
        manifest: what it says.
    """

    files: Mapping[str, Mapping[str, int]]
    problems: tuple[str, ...]
    key: str
    manifest: Mapping[str, Any]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written."""
        return not self.problems


class NotAManifestError(ValueError):
    """The file is not a manifest of an export."""


def manifest_path(export: Path) -> Path:
    """Return where the manifest of an export stands."""
    return export.with_name(export.name + ".manifest.json")


def describe_file(path: Path, *, name: str, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return what a manifest says of one file: name, size, SHA-256 and rows."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": name, "bytes": path.stat().st_size, "sha256": digest, "rows": dict(rows)}


def make_manifest(about: Mapping[str, Any], files: Sequence[Mapping[str, Any]], sign: Sign) -> str:
    """Return a signed manifest as text.

    Args:
        about: what was exported, when, by which program, with which rubrics.
        files: what `describe_file` returned for each.
        sign: signs a text.
    """
    content: dict[str, Any] = {"format": FORMAT, **about, "files": [dict(file) for file in files]}
    public, signature = sign(_canonical(content))
    content["signature"] = {"algorithm": "Ed25519", "public_key": public, "value": signature}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def verify_manifest(path: Path, check: Check) -> Verified:
    """Hold a manifest's signature and the files beside it against what it says.

    Raises:
        OSError: the manifest cannot be read.
        NotAManifestError: it is something else.
    """
    content = _read(path)
    signature = content.pop("signature", None)
    problems = []
    key = ""
    if not isinstance(signature, Mapping) or not all(
        isinstance(signature.get(k), str) for k in ("public_key", "value")
    ):
        problems.append("The manifest is not signed.")
    else:
        key = signature["public_key"]
        if not check(key, signature["value"], _canonical(content)):
            problems.append("The manifest was changed after it was signed, or the signature belongs to another file.")
    files: dict[str, Mapping[str, int]] = {}
    for file in content["files"]:
        files[file["name"]] = file["rows"]
        problems += _compare(path.parent, file)
    return Verified(files, tuple(problems), key, content)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
        usual = content["format"] == FORMAT and all(
            isinstance(file["name"], str) and isinstance(file["rows"], dict) and isinstance(file["sha256"], str)
            for file in content["files"]
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        usual = False
    if not usual:
        raise NotAManifestError(str(path))
    read: dict[str, Any] = content
    return read


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, and refuse one with a key twice: programs differ in which of the two they read.

    Raises:
        ValueError: one is.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key appears twice")
    return found


def _compare(folder: Path, described: Mapping[str, Any]) -> list[str]:
    name = described["name"]
    if name != Path(name).name or name in ("", ".", ".."):
        return [f"The manifest names a file outside its folder: {name!r}."]
    try:
        found = describe_file(folder / name, name=name, rows=described["rows"])
    except FileNotFoundError:
        return [f"{name} is missing."]
    except OSError as error:
        return [f"{name} cannot be read ({error.strerror})."]
    if found["sha256"] != described["sha256"]:
        return [f"{name} was changed: its SHA-256 is not the one in the manifest."]
    return []


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
