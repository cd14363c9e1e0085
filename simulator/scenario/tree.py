"""A scenario file with its included fragments, as one tree in which every value knows its file.

`include` pulls scenes, endings, people or state from files beside the scenario. The tree behaves as
if they had been written in one file, and still says for each value where it really stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scoring.document import Document, Place, Problem, Severity, read_document
from scoring.document.problem import did_you_mean, nearest
from simulator.scenario.swallowed import cut_texts

Path_ = tuple[str | int, ...]
FRAGMENT_FIELDS = ("people", "state", "scenes", "endings")


class Tree:
    """The main document, its fragments, and their merged value.

    Attributes:
        value: the merged plain tree.
        problems: what is wrong with the files as YAML, and with the includes.
        files: every file that was read, the main one first.
    """

    def __init__(self, main: Document) -> None:
        self.main = main
        self.problems: list[Problem] = [*main.problems, *cut_texts(main)]
        self.documents = [main]
        # (field, id) to the fragment it came from.
        self._origin: dict[tuple[str, str], Document] = {}
        # Values from a document that is laid over this one: the document, and their place in it.
        self._laid: dict[Path_, tuple[Document, Path_]] = {}
        # Where a value was moved to, and where it really stands.
        self._moved: dict[Path_, Path_] = {}
        # Not a mapping only where the file is none; `validate` says so.
        self.value: Any = dict(main.value) if isinstance(main.value, dict) else main.value

    @property
    def files(self) -> list[str]:
        """Every file that was read, the main one first."""
        return [document.file for document in self.documents]

    def include(self, folder: Path, root: Path) -> None:
        """Merge what `include` names; `folder` is where the scenario lies, `root` its library."""
        included = self.value.get("include") if isinstance(self.value, dict) else None
        names: list[str] = []
        for index, name in enumerate(included if isinstance(included, list) else []):
            if isinstance(name, str):
                where = ("include", index)
                if name in names:
                    self._refuse_include(where, "E503", f"'{name}' is included twice.", "Delete one of the two.")
                else:
                    self._include_one(where, name, folder, root)
                names.append(name)

    def stand(self, path: Sequence[str | int]) -> tuple[Document, Path_]:
        """Return the document that the value at `path` stands in, and where it stands there."""
        whole = tuple(path)
        for length in range(len(whole), 0, -1) if self._laid else ():
            if whole[:length] in self._laid:
                document, real = self._laid[whole[:length]]
                return document, real + whole[length:]
        document = self._origin.get((str(whole[0]), str(whole[1])), self.main) if len(whole) >= 2 else self.main
        return document, self._real(whole)

    def at(self, path: Path_) -> Any:
        """Return the value at `path`, None if there is none."""
        value: Any = self.value
        for step in path:
            if isinstance(value, dict):
                value = value.get(str(step))
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def move(self, path: Path_, to: Path_) -> None:
        """Read the value at `path` as if it stood at `to`; problems still show where it really stands."""
        value = self.drop(path)
        holder = self._holder(to)
        holder[str(to[-1])] = value
        self._moved[to] = self._real(path)

    def replace(self, path: Path_, value: list[Any], stand: dict[int, Path_]) -> None:
        """Read `value` at `path`; `stand` reports entries where they really stand."""
        moved = {(*path, index): self._real(where) for index, where in stand.items()}
        self._holder(path)[str(path[-1])] = value
        self._moved |= moved

    def put(self, path: Path_, value: Any) -> None:
        """Read `value` at `path`; problems show what stands there."""
        self._holder(path)[path[-1]] = value

    def lay(self, path: Path_, value: Any, document: Document, real: Path_) -> None:
        """Read `value` at `path`, which stands at `real` in another document."""
        self.put(path, value)
        self._laid[path] = document, real

    def drop(self, path: Path_) -> Any:
        """Read on as if nothing stood at `path`; return what did."""
        return self._holder(path).pop(str(path[-1]))

    def refuse(self, path: Path_, code: str, message: str, mend: str) -> None:
        """Add a problem at the key of `path`."""
        self.problems.append(self.problem(path, code, message, mend, key=True))

    def place(self, path: Sequence[str | int], *, key: bool = False) -> Place:
        """Return where the value at `path` stands."""
        document, real = self.stand(path)
        return document.place(real, key=key)

    def problem(
        self,
        path: Sequence[str | int],
        code: str,
        message: str,
        mend: str,
        *,
        key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return a problem at the place of `path`."""
        document, real = self.stand(path)
        return document.problem(real, code, message, mend, key=key, severity=severity)

    def problem_inside(
        self, path: Sequence[str | int], offset: int, width: int, code: str, message: str, mend: str
    ) -> Problem:
        """Return a problem at a character inside the scalar at `path`."""
        document, real = self.stand(path)
        place = document.scalar_offset(real, offset)
        return replace(document.problem_at(place, code, message, mend), width=width)

    def _holder(self, path: Path_) -> Any:
        """Return the value that holds `path` as a key or an entry.

        On the way it is copied, so that what was read from the file does not change.
        """
        holder: Any = self.value
        for step in path[:-1]:
            inner = holder[step] if isinstance(holder, list) and isinstance(step, int) else holder.get(str(step))
            copied: Any = dict(inner) if isinstance(inner, dict) else list(inner) if isinstance(inner, list) else {}
            holder[step if isinstance(holder, list) else str(step)] = copied
            holder = copied
        return holder

    def _real(self, path: Sequence[str | int]) -> Path_:
        whole = tuple(path)
        for length in range(len(whole), 0, -1) if self._moved else ():
            if whole[:length] in self._moved:
                return self._moved[whole[:length]] + whole[length:]
        return whole

    def _refuse_include(self, where: Path_, code: str, message: str, mend: str) -> None:
        self.problems.append(self.problem(where, code, message, mend))

    def _include_one(self, where: Path_, name: str, folder: Path, root: Path) -> None:
        if "\\" in name:
            mend = f"Write '{name.replace(chr(92), '/')}': it works on every computer."
            self._refuse_include(where, "E502", f"'{name}' has a backslash in it.", mend)
            return
        try:
            target = (folder / name).resolve()
            inside = target.is_relative_to(root.resolve())
        except (OSError, RuntimeError):
            self._refuse_include(
                where, "E502", f"'{name}' is a link that leads back to itself.", "Give the name of the file itself."
            )
            return
        if not inside:
            self._refuse_include(
                where, "E501", f"'{name}' is outside the library's folder.",
                "Put the file beside the scenario, and name it as it is called there, such as _people.yaml.",
            )  # fmt: skip
        elif target.suffix.lower() not in (".yaml", ".yml"):
            self._refuse_include(where, "E502", f"'{name}' is not a YAML file.", "Include a file that ends in .yaml.")
        elif not target.exists():
            self._refuse_include(where, "E502", f"There is no file '{name}' to include.", _beside(name, folder))
        elif target == Path(self.main.file).resolve():
            self._refuse_include(where, "E503", "This file includes itself.", "Delete the line.")
        else:
            self._include_document(where, name, read_document(target, shown=str(folder / name)))

    def _include_document(self, where: Path_, name: str, fragment: Document) -> None:
        value = fragment.value
        if fragment.problems:
            # Each stands at its own line; only that the file cannot be opened is told where it is included.
            for each in fragment.problems:
                unopened = each.code == "E101"
                self.problems.append(
                    self.problem(where, "E502", f"'{name}': {each.message}", each.mend) if unopened else each
                )
        elif not isinstance(value, dict):
            what = "is empty" if value is None else "is a list" if isinstance(value, list) else "has no fields"
            self._refuse_include(
                where, "E502", f"'{name}' {what}, but a fragment needs fields.",
                f"Begin it with one of: {', '.join(FRAGMENT_FIELDS)}.",
            )  # fmt: skip
        elif {"format", "id", "start"} <= set(value):
            self._refuse_include(
                where, "E503", f"'{name}' is a whole encounter, not a fragment of one.",
                f"Include a file that has only {', '.join(FRAGMENT_FIELDS)}.",
            )  # fmt: skip
        else:
            self.documents.append(fragment)
            self.problems.extend(cut_texts(fragment))
            for field, entries in value.items():
                self._merge(fragment, field, entries)

    def _merge(self, fragment: Document, field: str, entries: Any) -> None:
        if field == "include":
            self.problems.append(
                fragment.problem(
                    (field,), "E503", "A fragment cannot include another.", "Include both in the encounter.", key=True
                )
            )
            return
        if field not in FRAGMENT_FIELDS or not isinstance(entries, dict):
            self.problems.append(
                fragment.problem(
                    (field,),
                    "E503",
                    f"A fragment can have {', '.join(FRAGMENT_FIELDS)}, but not '{field}'.",
                    did_you_mean(field, FRAGMENT_FIELDS),
                    key=True,
                )
            )
            return
        own = self.value.get(field)
        merged = dict(own) if isinstance(own, dict) else {}
        for id_, entry in entries.items():
            if id_ in merged:
                self.problems.append(
                    fragment.problem(
                        (field, id_),
                        "E503",
                        f"'{id_}' is under '{field}' in another file too.",
                        "Keep one of them, or give this one another id.",
                        key=True,
                    )
                )
                continue
            merged[id_] = entry
            self._origin[field, id_] = fragment
        self.value[field] = merged


def _beside(name: str, folder: Path) -> str:
    """Return a mend for a fragment that is not there: one beside it with a name like it, whatever they end in."""
    fragments = {Path(each.name).stem.strip("_"): each.name for each in sorted(folder.glob("_*.y*ml"))}
    if not fragments:
        return "No file beside the scenario has a name that begins with _."
    near = nearest(Path(name).stem.strip("_"), fragments)
    return (
        f"Did you mean '{fragments[near]}'?" if near else f"Beside the scenario are: {', '.join(fragments.values())}."
    )
