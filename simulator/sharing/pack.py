"""Packs: encounters of one author in one file, made here and installed elsewhere.

    made = make_pack(Path("friend"), Path("friend.zip"), rubrics, sign=None)
    installed = install_pack(Path("friend.zip"), rubrics)

An installed pack lies in the program's data folder under its id, which is the namespace of its encounters
(`friend/market-stall`). It is checked before it is let in, and put in place by one rename.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scoring.rubric import RubricSet
from simulator import __version__
from simulator.errors import UsageError
from simulator.records.seal import signed
from simulator.scenario.library import pack_shelves, packs_folder, scenario_files
from simulator.scenario.reader import read_scenario
from simulator.scenario.story import Story
from simulator.scenario.translation import translation_paths
from simulator.sharing.archive import MANIFEST, PackRefused, pack_files, read_archive, write_archive
from simulator.sharing.manifest import Manifest, PackSignature, make_manifest, read_description, read_manifest

Sign = Callable[[str], tuple[str, str]]
"""Takes a text and returns the public key and the signature, in hex."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A pack that is installed.

    Attributes:
        folder: where its files lie.
        replaced: the version that stood there before, None if there was none.
        findings: how many findings its check has; errors keep a pack out.
    """

    manifest: Manifest
    folder: Path
    replaced: str | None = None
    findings: int = 0


def make_pack(folder: Path, to: Path, rubrics: RubricSet, *, sign: Sign | None = None) -> Manifest:
    """Write the encounters of a folder as a pack.

    Args:
        folder: holds `pack.yaml` and the encounters, with their translations and fragments.
        to: the archive to write; it must not exist yet.
        rubrics: those that its encounters may name.
        sign: signs the manifest; unsigned if omitted.

    Raises:
        PackRefused: something in the folder cannot be in a pack; nothing was written.
        UsageError: there is no such folder, or `to` is there already.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", "Name the folder that holds your encounters.")
    if to.suffix != ".zip":
        raise UsageError(f"'{to}' does not end in .zip.", f"Name it {to.with_suffix('.zip').name}")
    if to.exists():
        raise UsageError(f"{to} exists already.", "Name another file; nothing is written over.")
    files = pack_files(folder)
    described = read_description(files, str(folder))
    stories, languages = _checked(folder, rubrics)
    manifest = make_manifest(described, files, stories, languages, __version__)
    if sign is not None:
        public, value = sign(manifest.unsigned())
        manifest = manifest.model_copy(update={"signature": PackSignature(public_key=public, value=value)})
    write_archive(to, {MANIFEST: manifest.text().encode(), **files})
    return manifest


def install_pack(archive: Path, rubrics: RubricSet) -> Installed:
    """Check a pack and put it beside what ships, under its own namespace.

    Args:
        archive: the file.
        rubrics: those that its encounters may name.

    Raises:
        PackRefused: it is not sound, or another than the one of its name; nothing was changed.
    """
    files = read_archive(archive)
    manifest = read_manifest(files)
    _check_signature(manifest)
    described = manifest.description
    before = next((each.manifest for each in installed_packs() if each.manifest.description.id == described.id), None)
    if before is not None:
        _check_successor(before, manifest)
    home = packs_folder()
    _make(home)
    _clear_leftovers(home)
    with tempfile.TemporaryDirectory(prefix=".coming-", dir=home) as place:
        draft = Path(place) / described.id
        _write_files(draft, files)
        stories, _ = _checked(draft, rubrics)
        _check_contents(manifest, stories)
        from simulator.checking.files import check_paths

        found = check_paths([draft], rubrics, workers=1)
        if found.errors:
            first = next(problem for problem in found.problems if problem.severity == "error")
            raise PackRefused(
                f"Its {Path(first.file).name}:{first.line} has an error: {first.message}", "Tell its author."
            )
        target = home / described.id
        old = Path(place) / "replaced"
        if target.exists():
            target.rename(old)
        draft.rename(target)
    return Installed(manifest, target, before.description.version if before is not None else None, found.findings)


def remove_pack(id_: str) -> Manifest:
    """Take an installed pack away. Runs of its encounters stay, since each keeps the encounter it was played on.

    Raises:
        PackRefused: no pack of that id is installed, or it cannot be deleted.
    """
    for each in installed_packs():
        if each.manifest.description.id == id_:
            try:
                with tempfile.TemporaryDirectory(prefix=".coming-", dir=packs_folder()) as place:
                    each.folder.rename(Path(place) / id_)
            except OSError as error:
                raise PackRefused(
                    f"'{id_}' cannot be removed: {error.strerror}.", "Check who may write there."
                ) from None
            return each.manifest
    known = ", ".join(each.manifest.description.id for each in installed_packs())
    raise PackRefused(
        f"No pack '{id_}' is installed.",
        f"There are: {known}." if known else "Install one with: encounter pack install FILE",
    )


def installed_packs() -> list[Installed]:
    """Return the packs that are installed, by id; a folder without a readable manifest is none."""
    found = []
    for shelf in pack_shelves():
        try:
            manifest = Manifest.model_validate_json((shelf.folder / MANIFEST).read_bytes())
        except (OSError, ValueError):
            continue
        found.append(Installed(manifest, shelf.folder))
    return found


def fingerprint(manifest: Manifest) -> str:
    """Return the first sixteen digits of the key that signed a pack, "" if nobody did."""
    return "" if manifest.signature is None else manifest.signature.public_key[:16]


def _checked(folder: Path, rubrics: RubricSet) -> tuple[dict[str, Story], list[str]]:
    """Return a folder's encounters by file name, and the languages they can be played in."""
    stories: dict[str, Story] = {}
    languages: set[str] = set()
    for path in scenario_files([folder]):
        reading = read_scenario(path, rubrics, root=folder)
        name = path.relative_to(folder).as_posix()
        if reading.story is None:
            first = reading.problems[0]
            raise PackRefused(f"{name}:{first.line}:{first.column} {first.code} {first.message}", first.mend)
        same = next((n for n, story in stories.items() if story.scenario.id == reading.story.scenario.id), None)
        if same is not None:
            raise PackRefused(
                f"The id '{reading.story.scenario.id}' is used in {same} and in {name}.", "Give one of them another id."
            )
        stories[name] = reading.story
        languages |= {reading.story.scenario.language, *translation_paths(path)}
    if not stories:
        raise PackRefused("It contains no encounter.", "Put the .yaml files of your encounters into the folder.")
    return stories, sorted(languages)


def _check_signature(manifest: Manifest) -> None:
    signature = manifest.signature
    if signature is not None and not signed(signature.public_key, signature.value, manifest.unsigned()):
        raise PackRefused("Its signature does not belong to its manifest.", "Get it again from its author.")


def _check_successor(before: Manifest, manifest: Manifest) -> None:
    """Refuse a later version of an installed pack that is somebody else's, older, or changed under the same version."""
    id_, new, old = manifest.description.id, manifest.description.version, before.description.version
    if before.signature is not None and fingerprint(before) != fingerprint(manifest):
        raise PackRefused(
            f"The installed '{id_}' was signed by {fingerprint(before)}…, and this one "
            f"{f'by {fingerprint(manifest)}…' if manifest.signature else 'by nobody'}.",
            f"If that is right, remove it first: encounter pack remove {id_}",
        )
    if _numbers(new) < _numbers(old):
        raise PackRefused(
            f"'{id_}' {old} is installed, which is newer than {new}.", f"To go back: encounter pack remove {id_}"
        )
    if new == old and manifest.unsigned() != before.unsigned():
        raise PackRefused(
            f"A different '{id_}' {old} is installed: same version, other content.",
            "Ask its author for a new version number, or remove the installed one first.",
        )


def _check_contents(manifest: Manifest, stories: Mapping[str, Story]) -> None:
    told = {each.file: (each.id, each.digest) for each in manifest.encounters}
    there = {name: (story.scenario.id, story.digest) for name, story in stories.items()}
    if told != there:
        raise PackRefused("The encounters are not those that its manifest names.", "Get it again from its author.")


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    try:
        for name, content in files.items():
            path = folder.joinpath(*PurePosixPath(name).parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise PackRefused(f"{folder.parent.parent} cannot be written: {error.strerror}.", "Make room there.") from None


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PackRefused(f"{home} cannot be made: {error.strerror}.", "Check who may write there.") from None


def _clear_leftovers(home: Path) -> None:
    """Delete what a killed installation left; it was never seen by the library."""
    for each in home.glob(".coming-*"):
        shutil.rmtree(each, ignore_errors=True)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split("."))
