"""What a pack says of itself: `pack.yaml` as its author writes it, and the manifest made from it and the files.

A review is somebody's word on one text. The manifest names each encounter's reviews beside its digest. The signature
(Ed25519, RFC 8032) covers all of it, so a review cannot be moved to another text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from scoring.document import read_text
from scoring.document.validation import FileModel, validate
from simulator.scenario.story import Story
from simulator.sharing.archive import DESCRIPTION, MANIFEST, PackRefused

FORMAT = "encounter-pack-1"

EXAMPLE = """id: friend                 # your encounters are then known as friend/…
version: 1.0.0
title: Encounters of a friend
licence: CC-BY-4.0
authors: [A. Friend]"""

PackId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class PackDescription(FileModel):
    """What the author writes in `pack.yaml`."""

    id: PackId
    version: Version
    title: Words
    licence: Words
    authors: Annotated[list[Words], Field(min_length=1, max_length=50)]
    about: Annotated[str, StringConstraints(max_length=2_000)] = ""


class Reviewed(FileModel):
    """Who outside the team read an encounter, and when."""

    by: Words
    on: str


class Included(FileModel):
    """An encounter of the pack: `digest` is the SHA-256 of its content, and its reviews are of that content."""

    id: str
    file: str
    version: str
    digest: str
    reviewed: list[Reviewed] = []


class PackedFile(FileModel):
    """A file of the pack, with its SHA-256."""

    name: str
    sha256: str


class PackSignature(FileModel):
    """Who made the pack, by the key that signed it."""

    public_key: str
    value: str


class Manifest(FileModel):
    """All that is known of a pack without reading its encounters."""

    format: Literal["encounter-pack-1"]
    description: PackDescription
    program: str
    encounter_formats: list[str]
    languages: list[str]
    jurisdictions: list[str]
    encounters: list[Included]
    files: list[PackedFile]
    signature: PackSignature | None = None

    def unsigned(self) -> str:
        """Return what is signed: the manifest without its signature, as canonical JSON."""
        content = self.model_dump(mode="json", exclude={"signature"})
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def text(self) -> str:
        """Return the manifest as it is kept."""
        return self.model_dump_json(indent=2) + "\n"


def read_description(files: Mapping[str, bytes], where: str) -> PackDescription:
    """Return what `pack.yaml` says.

    Args:
        files: the folder's files by name.
        where: the folder, for messages.

    Raises:
        PackRefused: it is missing or has faults.
    """
    if DESCRIPTION not in files:
        raise PackRefused(
            f"{where} has no {DESCRIPTION}, the file that says who made the pack.", f"Write one:\n{EXAMPLE}"
        )
    document = read_text(files[DESCRIPTION], f"{where}/{DESCRIPTION}")
    described, problems = (None, document.problems) if document.problems else validate(PackDescription, document)
    if described is None or problems:
        first = problems[0]
        raise PackRefused(f"{first.file}:{first.line}:{first.column} {first.message}", first.mend)
    return described


def make_manifest(
    described: PackDescription,
    files: Mapping[str, bytes],
    stories: Mapping[str, Story],
    languages: list[str],
    program: str,
) -> Manifest:
    """Return the manifest of a pack, unsigned.

    Args:
        described: what its author says.
        files: its files by name.
        stories: its encounters by file name.
        languages: those it can be played in.
        program: the version that makes it.
    """
    scenarios = [story.scenario for story in stories.values()]
    return Manifest(
        format=FORMAT,
        description=described,
        program=program,
        encounter_formats=sorted({scenario.format for scenario in scenarios}),
        languages=languages,
        jurisdictions=sorted(
            {story.scenario.jurisdiction for story in stories.values() if story.scenario.jurisdiction}
        ),
        encounters=[
            Included(
                id=story.scenario.id,
                file=name,
                version=story.scenario.version,
                digest=story.digest,
                reviewed=[Reviewed(by=each.by, on=each.on) for each in story.scenario.reviewed],
            )
            for name, story in stories.items()
        ],
        files=[PackedFile(name=name, sha256=hashlib.sha256(content).hexdigest()) for name, content in files.items()],
    )


def read_manifest(files: Mapping[str, bytes]) -> Manifest:
    """Return an archive's manifest, once the files are known to be those that it names.

    Raises:
        PackRefused: there is none, or it does not fit the files.
    """
    if MANIFEST not in files:
        raise PackRefused("It has no manifest, so it is not a pack.", "Make one with: encounter pack make FOLDER")
    try:
        manifest = Manifest.model_validate_json(files[MANIFEST])
    except (ValidationError, ValueError):
        raise PackRefused("Its manifest cannot be read.", "Get it again from its author.") from None
    named = {file.name: file.sha256 for file in manifest.files}
    if len(named) != len(manifest.files):
        raise PackRefused("Its manifest names a file twice.", "It was not installed.")
    there = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != MANIFEST}
    for name in sorted({*named, *there}):
        if named.get(name) != there.get(name):
            raise PackRefused(f"{name} was changed: it is not the same as in the manifest.", "Get the pack again.")
    if read_description(files, manifest.description.id) != manifest.description:
        raise PackRefused(f"The manifest and {DESCRIPTION} say different things.", "It was not installed.")
    return manifest
