"""Finds scenarios: the shelves of a library, an index that is quick to read, and one story by id.

What ships stands under its own ids (`market-stall`). Every pack and every further folder has a namespace
(`friend/market-stall`), so that nothing of one can take the place of something of another.

The index keeps what a list needs (title, setting, level …) in the platform's cache folder, by each file's size and time
of change. So `encounter list` and the first screen load YAML or pydantic only if a file changed.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import UnknownScenario, UsageError
from simulator.messages import tr
from simulator.scenario.latest import LatestStories, stamp_of
from simulator.scenario.vocabulary import is_language

if TYPE_CHECKING:
    from scoring.rubric import RubricSet
    from simulator.scenario.latest import Stamps
    from simulator.scenario.story import Story

_LATEST: LatestStories[Story] = LatestStories()
"""Of all libraries of this process: a server has one for each page."""

INDEX_FORMAT = 6
CAMPAIGN = "campaign.yaml"
"""The file that makes a folder of encounters a campaign."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list shows of one encounter; `error` is the first problem of a file that cannot be read."""

    path: str
    id: str
    version: str
    title: str
    summary: str
    language: str
    force: str
    unit: str | None
    place: str
    level: str
    minutes: int
    practices: tuple[str, ...]
    benefits: tuple[str, ...]
    content_warnings: tuple[str, ...]
    objectives: tuple[str, ...]
    rubrics: tuple[str, ...]
    criteria: tuple[str, ...]
    jurisdiction: str | None
    variant_of: str | None
    overlay_of: str | None
    glossary: tuple[tuple[str, str], ...]
    digest: str
    error: str = ""
    form_of: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of encounters, searched with all folders below it.

    Attributes:
        namespace: stands before the ids of its encounters, as in `friend/market-stall`; "" for what ships.
    """

    folder: Path
    namespace: str = ""

    def named(self, id_: str) -> str:
        """Return an encounter's id as the library knows it."""
        return f"{self.namespace}/{id_}" if self.namespace else id_


class Library:
    """The encounters found on some shelves.

    Args:
        shelves: searched in order; a folder alone is a shelf without a namespace.
        rubrics: those that encounters may name. If omitted, the ones that ship, read when they are needed.
        cache: where the index is kept; the platform's cache folder if omitted.
    """

    def __init__(
        self, shelves: Iterable[Path | Shelf], *, rubrics: RubricSet | None = None, cache: Path | None = None
    ) -> None:
        self.shelves = [each if isinstance(each, Shelf) else Shelf(Path(each)) for each in shelves]
        self._rubrics = rubrics
        self._cache = cache
        self._entries: list[Entry] | None = None

    @classmethod
    def default(cls) -> Library:
        """Return the encounters that ship, the installed packs, and the folders that ENCOUNTER_SCENARIOS names."""
        more = [Path(each).expanduser() for each in os.environ.get("ENCOUNTER_SCENARIOS", "").split(os.pathsep) if each]
        shelves = [Shelf(shipped_folder()), *pack_shelves()]
        for folder in more:
            shelves.append(Shelf(folder, _own_namespace(folder, [shelf.namespace for shelf in shelves])))
        return cls(shelves)

    @property
    def folders(self) -> list[Path]:
        """The shelves' folders."""
        return [shelf.folder for shelf in self.shelves]

    @property
    def rubrics(self) -> RubricSet:
        """The rubrics that encounters may name, and are scored by."""
        if self._rubrics is None:
            from scoring.rubric import RubricSet

            self._rubrics = RubricSet.shipped()
        return self._rubrics

    def entries(self) -> list[Entry]:
        """Return every scenario of the library, readable or not, by setting, level and title."""
        if self._entries is None:
            self._entries = self._read_entries()
        return self._entries

    def entries_in(self, language: str) -> list[Entry]:
        """Return the same entries, with title and summary in a language where they are translated into it."""
        told = self._wordings(language)
        return [
            replace(
                each,
                title=told.get(each.id, {}).get("title", each.title),
                summary=told.get(each.id, {}).get("summary", each.summary),
            )
            for each in self.entries()
        ]

    def indexed(self) -> list[Entry] | None:
        """Return the entries where the index alone can tell them, None if a file must be read first."""
        if self._entries is None:
            kept = self._kept()
            for path in scenario_files(self.folders):
                known = kept.get(self._shelf_of(path).folder, {}).get(str(path))
                if known is None or not _fresh(known, path):
                    return None
        return self.entries()

    def entry(self, id_: str) -> Entry:
        """Return the entry of one id; the namespace may be left out where only one encounter bears the id.

        Raises:
            UnknownScenario: there is none, or several; the mend names the nearest.
        """
        for entry in self.entries():
            if entry.id == id_:
                return entry
        bearing = [each for each in self.entries() if not each.error and each.id.rpartition("/")[2] == id_]
        if len(bearing) == 1:
            return bearing[0]
        from scoring.document.problem import did_you_mean

        with suppress(OSError):  # what is too long for a name of a file is none
            if Path(f"{id_}.yaml").is_file():
                raise UnknownScenario(
                    f"There is no encounter '{id_}' in the library.", f"To name the file, write {id_}.yaml."
                )
        known = [entry.id for entry in self.entries() if not entry.error]
        elsewhere = [each for each in known if each.rpartition("/")[2] == id_]
        if elsewhere:
            raise UnknownScenario(f"There is no encounter '{id_}'.", f"Did you mean {' or '.join(elsewhere)}?")
        bare = [each.rpartition("/")[2] for each in known if "/" in each]
        mend = did_you_mean(id_, [*known, *bare], otherwise="There are")
        raise UnknownScenario(f"There is no encounter '{id_}'.", f"{mend} See: encounter list")

    def story(self, id_or_path: str, *, language: str | None = None, jurisdiction: str | None = None) -> Story:
        """Return one story by its id, or from a file.

        Args:
            id_or_path: an id, or a path that ends in .yaml.
            language: the translation beside the file to show it in; its own language if omitted.
            jurisdiction: the law to be under, by an overlay beside the file; as it stands if omitted.

        Raises:
            UnknownScenario: no such id.
            UsageError: no such file, translation or overlay.
            ScenarioInvalid: the file, or its translation, has errors.
        """
        if jurisdiction is not None:
            id_or_path = self.under_law(id_or_path, jurisdiction)
        path = as_file(id_or_path)
        if path is not None:
            if not (path.exists() or path.is_symlink()):
                raise UsageError(f"There is no file {path}.", where_to_look(path))
            return self._story_at(path, language)
        entry = self.entry(id_or_path)
        if entry.error and entry.digest:
            raise UsageError(entry.error, "Give one of the two another id.")
        return self._story_at(Path(entry.path), language, id_=entry.id)

    def languages(self, id_or_path: str) -> list[str]:
        """Return the languages that an encounter is translated into, by code."""
        from simulator.scenario.translation import translation_paths

        return sorted(translation_paths(as_file(id_or_path) or Path(self.entry(id_or_path).path)))

    def under_law(self, id_or_path: str, jurisdiction: str) -> str:
        """Return the id or the file of an encounter under a law: its own where that holds there, else of its overlay.

        Raises:
            UsageError: it is not written for that law.
        """
        from simulator.scenario.overlay import laid_over, overlay_paths

        scenario = self.story(id_or_path).scenario
        if scenario.law in (jurisdiction, None):
            return id_or_path
        file = as_file(id_or_path)
        path = file or Path(self.entry(id_or_path).path)
        base = laid_over(path) or path
        own = self.story(str(base)).scenario.law
        files = overlay_paths(base) | ({own: base} if own else {})
        if jurisdiction not in files:
            raise UsageError(
                f"'{scenario.id}' is not written for {jurisdiction}.",
                f"It can be played under the law of: {', '.join(files)}.",
            )
        found = str(files[jurisdiction])
        return found if file else next(each.id for each in self.entries() if each.path == found)

    def _story_at(self, path: Path, language: str | None, *, id_: str | None = None) -> Story:
        """Return the story of a file, under the id by which the library knows it, if any."""
        root = self._shelf_of(path).folder

        def read() -> tuple[Story, Stamps]:
            from simulator.scenario.reader import ScenarioInvalid, read_scenario
            from simulator.scenario.translation import translation_paths

            told = translation_paths(path).get(language or "")
            stamps = {str(each): stamp_of(each) for each in (path, told) if each is not None}
            reading = read_scenario(path, self.rubrics, root=root)
            if reading.story is None:
                raise ScenarioInvalid(list(reading.problems))
            stamps |= {name: stamp_of(Path(name)) for name in reading.tree.files if name not in stamps}
            story = _in_language(reading.story, path, language)
            return story if id_ is None else story.under(id_), stamps

        key = (path.absolute(), root.absolute(), language, id_, tuple(self.rubrics.digests.values()))
        return _LATEST.story(key, read)

    def _shelf_of(self, path: Path) -> Shelf:
        return next((shelf for shelf in self.shelves if path.is_relative_to(shelf.folder)), Shelf(path.parent))

    def _read_entries(self) -> list[Entry]:
        kept = self._kept()
        fresh: dict[Path, dict[str, Any]] = {folder: {} for folder in self.folders}
        entries: list[Entry] = []
        for path in scenario_files(self.folders):
            shelf = self._shelf_of(path)
            known = kept.get(shelf.folder, {}).get(str(path))
            if known is not None and _fresh(known, path):
                entry = _entry(known["entry"])
            else:
                stamp = stamp_of(path)
                entry, fragments = _read_entry(path, self.rubrics, shelf.folder)
                known = {"stamp": stamp, "fragments": fragments, "entry": asdict(entry)}
            fresh.setdefault(shelf.folder, {})[str(path)] = known
            entries.append(replace(entry, id=shelf.named(entry.id)))
        for folder, files in fresh.items():
            if files != kept.get(folder, {}):
                write_index(self.index_path("library", folder), files)
        return self.in_order(_told_apart(entries))

    def _wordings(self, language: str) -> dict[str, dict[str, str]]:
        """Return title and summary of the encounters that are translated into a language, by id."""
        if not is_language(language):
            return {}
        files: dict[Path, dict[str, Path]] = {}
        for entry in self.entries():
            path = Path(entry.path)
            translation = path.with_name(f"{path.stem}.{language}{path.suffix}")
            if not entry.error and translation.is_file():
                files.setdefault(self._shelf_of(path).folder, {})[entry.id] = translation
        told: dict[str, dict[str, str]] = {}
        for folder, translations in files.items():
            index = self.index_path(f"wordings-{language}", folder)
            kept = read_index(index, lambda said: isinstance(said, dict))
            fresh: dict[str, Any] = {
                str(path): kept[str(path)]
                if kept.get(str(path), {}).get("stamp") == stamp_of(path)
                else {"stamp": stamp_of(path), "entry": wording(path)}
                for path in translations.values()
            }
            if fresh != kept:
                write_index(index, fresh)
            told |= {id_: fresh[str(path)]["entry"] for id_, path in translations.items()}
        return told

    @staticmethod
    def in_order(entries: Iterable[Entry]) -> list[Entry]:
        """Return entries as a list shows them: by setting, level and title."""
        order = {"foundation": 0, "intermediate": 1, "advanced": 2}
        return sorted(entries, key=lambda each: (each.force, order.get(each.level, 3), each.title))

    def _kept(self) -> dict[Path, dict[str, Any]]:
        """Return what is known of the files, by folder. Each folder has its own index."""
        return {folder: read_index(self.index_path("library", folder), _entry) for folder in self.folders}

    def index_path(self, name: str, folder: Path) -> Path:
        """Return the file that keeps what is known of a folder between two starts; `name` says of which files in it."""
        import hashlib

        which = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:12]
        if self._cache is not None:
            return self._cache / f"{name}-{which}.json"
        from platformdirs import user_cache_path

        return user_cache_path("encounter") / f"{name}-{which}.json"


def _own_namespace(folder: Path, taken: Sequence[str]) -> str:
    """Return a namespace for a folder: its name in the letters of an id, told apart from those that are taken."""
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")[:40] or "more"
    return next(each for each in chain([name], (f"{name}-{number}" for number in count(2))) if each not in taken)


def _told_apart(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries, with an error for those of one id: neither may stand for the other."""
    files: dict[str, list[str]] = {}
    for entry in entries:
        if not entry.error:
            files.setdefault(entry.id, []).append(entry.path)
    told = []
    for entry in entries:
        others = [path for path in files.get(entry.id, ()) if path != entry.path]
        clash = f"The id '{entry.id}' is used in {entry.path} and in {others[0]}." if others else ""
        told.append(replace(entry, error=clash) if clash and not entry.error else entry)
    return told


def _in_language(story: Story, path: Path, language: str | None) -> Story:
    if language is None or language == story.scenario.language:
        return story
    return _translated(story, path, language)


def entry_of(story: Story, path: str) -> Entry:
    """Return what a list shows of a story; `path` is where it is found."""
    scenario = story.scenario
    rated = {criterion for each in story.choices.values() for criterion in each.choice.levels}
    return Entry(
        path=path,
        id=scenario.id,
        version=scenario.version,
        title=scenario.title,
        summary=" ".join(scenario.summary.split()),
        language=scenario.language,
        force=scenario.setting.force,
        unit=scenario.setting.unit,
        place=scenario.setting.place,
        level=scenario.level,
        minutes=scenario.minutes,
        practices=tuple(scenario.practices),
        benefits=tuple(scenario.benefits),
        content_warnings=tuple(scenario.content_warnings),
        objectives=tuple(scenario.objectives),
        rubrics=tuple(scenario.rubrics),
        criteria=tuple(sorted(rated)),
        jurisdiction=scenario.law,
        variant_of=scenario.variant_of,
        overlay_of=scenario.overlay_of,
        glossary=tuple(scenario.glossary.items()),
        digest=story.digest,
        form_of=scenario.form_of,
    )


def packs_folder() -> Path:
    """Return where installed packs lie, each in a folder that has the pack's id for its name."""
    from platformdirs import user_data_path

    return user_data_path("encounter") / "packs"


def pack_shelves() -> list[Shelf]:
    """Return a shelf for each installed pack, by id."""
    folder = packs_folder()
    if not folder.is_dir():
        return []
    return [Shelf(each, each.name) for each in sorted(folder.iterdir()) if each.is_dir() and each.name[0].isalnum()]


def _translated(story: Story, path: Path, language: str) -> Story:
    from scoring.document import Severity
    from simulator.scenario.reader import ScenarioInvalid
    from simulator.scenario.translation import localise, read_translation, translation_paths

    found = translation_paths(path)
    if language not in found:
        known = ", ".join([story.scenario.language, *found])
        raise UsageError(
            tr("'{id}' is not translated into '{language}'.", id=story.scenario.id, language=language),
            tr("It can be played in: {known}.", known=known),
        )
    translation, problems = read_translation(found[language], story.scenario)
    if translation is None:
        raise ScenarioInvalid([problem for problem in problems if problem.severity is Severity.ERROR])
    return localise(story, translation)


def shipped_folder() -> Path:
    """Return the folder of the encounters that ship with the program."""
    import scenarios

    return Path(next(iter(scenarios.__path__)))


def scenario_files(places: Iterable[Path]) -> list[Path]:
    """Return every scenario file in `places` (files or folders), without translations and fragments.

    A translation is `name.LANGUAGE.yaml`; a fragment lies in a folder called `fragments` or has a
    name that begins with an underscore.
    """
    found: dict[Path, None] = {}
    for place in map(_folder_of_campaign, places):
        candidates = sorted(_yaml_files(place)) if place.is_dir() else [place]
        for path in candidates:
            if place.is_dir() and not _is_scenario(path):
                continue
            found.setdefault(path)
    return list(found)


def misnamed_files(places: Iterable[Path]) -> list[Path]:
    """Return files in folders that were meant as scenarios, and are not read because of how their names end."""
    folders = [place for place in map(_folder_of_campaign, places) if place.is_dir()]
    return sorted(
        {path for folder in folders for path in folder.rglob("*") if re.search(r"(?i)\.ya?ml\.\w+$", path.name)}
    )


def _yaml_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.[yY]*[lL]") if path.suffix.lower() in (".yaml", ".yml")]


def campaign_files(places: Iterable[Path]) -> list[Path]:
    """Return the file of every campaign in `places` (files or folders)."""
    found: dict[Path, None] = {}
    for place in map(_folder_of_campaign, places):
        for path in sorted(place.rglob(CAMPAIGN)) if place.is_dir() else ():
            found.setdefault(path)
    return list(found)


def _folder_of_campaign(place: Path) -> Path:
    """Return the folder where a campaign's own file is named: its episodes are meant too."""
    return place.parent if place.name == CAMPAIGN else place


def _is_scenario(path: Path) -> bool:
    hidden = any(part.startswith((".", "_")) for part in path.parts[-2:]) or path.name == "pack.yaml"
    is_translation = "." in path.stem and is_language(path.stem.rpartition(".")[2])
    if path.name == CAMPAIGN:
        return False
    in_side_folder = path.parent.name in ("fragments", "campaigns")
    return path.suffix.lower() in (".yaml", ".yml") and not (hidden or is_translation or in_side_folder)


def _fresh(known: Mapping[str, Any], path: Path) -> bool:
    """Return whether the index's entry for a file is up to date with the file and its fragments."""
    fragments: Mapping[str, list[int]] = known["fragments"]
    return known["stamp"] == stamp_of(path) and all(stamp == stamp_of(Path(name)) for name, stamp in fragments.items())


def wording(path: Path) -> dict[str, str]:
    """Return the title and the summary that a translation gives, as far as it does."""
    from scoring.document import read_document

    value = read_document(path).value
    told = {name: value.get(name) for name in ("title", "summary")} if isinstance(value, dict) else {}
    return {name: " ".join(said.split()) for name, said in told.items() if isinstance(said, str) and said.strip()}


def _entry(fields: Mapping[str, Any]) -> Entry:
    values: dict[str, Any] = {
        name: tuple(tuple(each) if isinstance(each, list) else each for each in value)
        if isinstance(value, list)
        else value
        for name, value in fields.items()
    }
    return Entry(**values)


def _read_entry(path: Path, rubrics: RubricSet, root: Path) -> tuple[Entry, dict[str, list[int]]]:
    from simulator.scenario.reader import read_scenario

    reading = read_scenario(path, rubrics, root=root)
    fragments = {name: stamp_of(Path(name)) for name in reading.tree.files if name != str(path)}
    if reading.story is None:
        first = reading.problems[0]
        said = f"{first.line}:{first.column} {first.code} {first.message}"
        broken = Entry(
            str(path),
            path.stem,
            "",
            path.stem,
            "",
            "",
            "",
            None,
            "",
            "",
            0,
            (),
            (),
            (),
            (),
            (),
            (),
            None,
            None,
            None,
            (),
            "",
            said,
        )
        return broken, fragments
    return entry_of(reading.story, str(path)), fragments


def read_index(path: Path, told: Callable[[Mapping[str, Any]], object]) -> dict[str, Any]:
    """Return what an index knows, by file. Nothing if it is missing, has another form, or cannot be read by `told`."""
    try:
        index = json.loads(path.read_text(encoding="utf-8"))
        files = index["files"] if index["format"] == INDEX_FORMAT else {}
        return {key: value for key, value in files.items() if told(value["entry"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # The index is only a convenience: whatever is wrong with it, the files are read again.
        return {}


def write_index(path: Path, files: Mapping[str, Any]) -> None:
    """Keep what files hold, by path, for the next start; where it cannot be kept, nothing is lost."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as stream:
            json.dump({"format": INDEX_FORMAT, "files": files}, stream)
        Path(stream.name).replace(path)
    except OSError:
        # A folder that cannot be written only makes the next start slower.
        return


def as_file(named: str) -> Path | None:
    """Return the file that is meant; None if an encounter is named by its id."""
    path = Path(named).expanduser()
    is_yaml = path.suffix.lower() in (".yaml", ".yml") or named.lower().endswith((".yaml.txt", ".yml.txt"))
    is_path = os.sep in named or "/" in named or named in (".", "..") or named.startswith("~")
    return path if is_yaml or (is_path and path.exists()) else None


def where_to_look(missing: Path) -> str:
    """Return the mend for a missing file: a file of nearly that name, or what its folder holds."""
    from scoring.document.problem import nearest

    folder = missing.parent
    if not folder.is_dir():
        return f"There is no folder {folder} either: check the names, or go to your files with cd."
    beside = sorted(
        each.name
        for each in folder.iterdir()
        if each.suffix.lower() in (".yaml", ".yml") and not each.name.startswith(".") and each.is_file()
    )
    near = nearest(missing.name, beside)
    if near is not None:
        return f"Did you mean {folder / near}?"
    if not beside:
        return f"There is no .yaml file in {folder.resolve()}: go to your files with cd."
    shown = ", ".join(beside[:10]) + (", …" if len(beside) > 10 else "")
    return f"In {folder.resolve()} there is: {shown}."
