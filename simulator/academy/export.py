"""Exports of a cohort: its facts are laid down once, the tables computed on them, and files written or sent.

Facts go to a Parquet file in a folder of their own, which is removed at the end; everything after it reads
that file in pieces, so that memory does not grow with the number of rows.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.exports.draft import draft
from scoring.exports.manifest import describe_file, make_manifest, manifest_path
from scoring.exports.pseudonyms import hide, pseudonymous
from scoring.exports.suppression import DEFAULT, suppress_choices, suppress_items
from scoring.exports.table import GROUPED, Table, typed
from scoring.facts import Column
from simulator import __version__
from simulator.academy.engines import Engine, engine, require
from simulator.academy.keys import pseudonym_key, signing_key
from simulator.errors import ExportFailed, UsageError
from simulator.records.model import write_time

if TYPE_CHECKING:
    import pyarrow as pa

    from scoring.exports.xapi import Statement
    from simulator.records.store import Store

LEVELS = ("decisions", "criteria", "runs", "trainees", "items", "choices")
"""The tables that can be exported; `decisions` are the facts themselves, a row per decision and criterion."""

ENDINGS = {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".jsonl": "jsonl", ".xapi.json": "xapi"}
"""Formats by the ending of a file's name."""

Progress = Callable[[str], None]
"""Is told in a few words how far it is."""


def _silent(_: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported.

    Attributes:
        cohort: the cohort's name; None for everything.
        levels: tables of `LEVELS`; () for the usual ones of the format.
        pseudonymous: codes in place of ids, and no names.
        min_cell: counts of fewer people are hidden in tables of groups; None for the default.
        engine: where tables are computed, as `engines.engine` takes it.
        facts: Parquet facts to read in place of the store.
        home: the academy's site, under which xAPI names things; None for none.
    """

    cohort: str | None
    levels: tuple[str, ...] = ()
    pseudonymous: bool = False
    min_cell: int | None = None
    engine: str = "duckdb"
    facts: str | None = None
    home: str | None = None


@dataclass(slots=True)
class Exported:
    """What was written.

    Attributes:
        file, manifest: where.
        rows: number of rows by table.
        new_key: the file of a pseudonym key that was made just now, None otherwise.
    """

    file: Path
    manifest: Path
    rows: dict[str, int]
    new_key: Path | None = None


@dataclass(slots=True)
class _Origin:
    """What the facts come from, for the manifest."""

    facts: int = 0
    rubrics: dict[str, set[str]] = field(default_factory=dict)
    encounters: dict[str, set[str]] = field(default_factory=dict)

    def add(self, batch: pa.RecordBatch) -> None:
        self.facts += batch.num_rows
        for key, version, found in (
            ("rubric", "rubric_version", self.rubrics),
            ("scenario", "version", self.encounters),
        ):
            for id_, of in _distinct(batch, key, version):
                if id_ is not None:
                    found.setdefault(id_, set()).add(of)


def format_of(target: Path) -> str:
    """Return the format that a file's name asks for.

    Raises:
        UsageError: none that is known.
    """
    for ending, name in ENDINGS.items():
        if target.name.lower().endswith(ending):
            return name
    raise UsageError(f"The format of {target.name} is not known.", f"End its name with one of {', '.join(ENDINGS)}.")


def levels_of(format_: str, wish: Wish) -> tuple[str, ...]:
    """Return the tables that an export has.

    Raises:
        UsageError: more than the format holds, or a limit for small cells on tables of persons.
    """
    usual = LEVELS if format_ == "xlsx" else ("runs",)
    levels = wish.levels or usual
    if format_ == "xapi" and levels != ("runs",):
        raise UsageError("xAPI statements are about runs.", "Leave --level away.")
    if format_ != "xlsx" and len(levels) > 1:
        raise UsageError(f"A {format_} file holds one table.", "Name one --level, or write an .xlsx file.")
    if wish.min_cell is not None and not set(levels) & set(GROUPED):
        raise UsageError(
            "--min-cell is for tables of groups; this one has a row for each person.",
            "Use it with --level items or choices; to hide who is who, use --pseudonymous.",
        )
    return levels


def export(store: Store | None, wish: Wish, target: Path, *, at: datetime, progress: Progress = _silent) -> Exported:
    """Write an export and its manifest.

    Args:
        store: where the facts are; None where `wish.facts` names them.
        wish: what is to be exported.
        target: the file; its ending names the format, and one that is there is replaced at the end.
        at: now.
        progress: is told how far it is.

    Raises:
        UsageError: the wish makes no sense.
        ExportFailed: it cannot be written; what stood at `target` still does.
        StoreError: the store cannot be read.
    """
    format_ = format_of(target)
    levels = levels_of(format_, wish)
    require("pyarrow", "narwhals", "cryptography", *(["xlsxwriter"] if format_ == "xlsx" else []))
    key, new_key = pseudonym_key() if wish.pseudonymous else (None, None)
    seal = signing_key(at)
    with writing_to(target), _opened(store, wish, target, progress) as (opened, origin, scratch), ExitStack() as stack:
        file = stack.enter_context(draft(target))
        written = [_table(opened, level, wish, key, progress) for level in levels]
        rows = _write(file, format_, written, wish, at, scratch)
        file.flush()
        os.fsync(file.fileno())  # all of it is on the disk before the manifest says so
        told = {
            "cohort": wish.cohort,
            "created_at": write_time(at),
            "format_of_file": format_,
            "program": {"name": "encounter", "version": __version__},
            "rubrics": {id_: sorted(versions) for id_, versions in sorted(origin.rubrics.items())},
            "encounters": {id_: sorted(versions) for id_, versions in sorted(origin.encounters.items())},
            "facts": origin.facts,
            "pseudonymous": wish.pseudonymous,
            "min_cell": _minimum(wish) if set(levels) & set(GROUPED) else None,
            "engine": wish.engine.split("://", 1)[0],
        }
        described = describe_file(Path(file.name), name=target.name, rows=rows)
        beside = manifest_path(target)
        # Entered last and so put in place first: a crash in between leaves the old file with a manifest that
        # does not fit it, which verify-export tells, never a new file that seems to be verified.
        stack.enter_context(draft(beside)).write(
            make_manifest(told, [described], lambda text: (seal.public, seal.sign(text))).encode()
        )
    return Exported(target, beside, rows, new_key)


@contextmanager
def statements_of(
    store: Store | None, wish: Wish, *, progress: Progress = _silent
) -> Iterator[tuple[Callable[[], Iterable[Statement]], Path | None]]:
    """Hold the xAPI statements of a cohort ready, to be gone through as often as needed.

    Gives a function that starts them from the first, and the file of a pseudonym key made just now.
    """
    from scoring.exports.xapi import HOME, Source, statements

    require("pyarrow", "narwhals")
    key, new_key = pseudonym_key() if wish.pseudonymous else (None, None)
    scratch = Path(tempfile.gettempdir())
    with writing_to(scratch), _opened(store, wish, None, progress) as (opened, _, _):
        source = Source(wish.home or HOME)
        yield lambda: statements(_table(opened, "runs", wish, key, progress).batches, source), new_key


@contextmanager
def writing_to(target: Path) -> Iterator[None]:
    """Turn a disk's refusal into a sentence for a person."""
    try:
        yield
    except OSError as error:
        raise _explain(error, target) from error
    except Exception as error:
        # DuckDB and XlsxWriter have errors of their own for the same; without them there can be none.
        module = type(error).__module__.split(".")[0].lstrip("_")
        if module in ("duckdb", "xlsxwriter"):
            raise _explain(error, target) from error
        raise


@contextmanager
def _opened(
    store: Store | None, wish: Wish, target: Path | None, progress: Progress
) -> Iterator[tuple[Engine, _Origin, Path]]:
    """Open the facts on the wished engine, in a folder that is removed at the end."""
    # Beside the target where there is one: it has the room for it, and /tmp may be memory.
    parent = None if target is None else _folder(target)
    origin = _Origin()
    with tempfile.TemporaryDirectory(prefix=".encounter-", dir=parent) as folder:
        scratch = Path(folder)
        facts: str | Path
        if wish.facts is not None:
            facts = wish.facts
        elif store is not None:
            facts = scratch / "facts.parquet"
            _lay_down(store, wish.cohort, facts, origin, progress)
        else:
            raise UsageError("There are no facts.", "Name a store or a file of facts.")
        only = wish.cohort if wish.facts is not None else None
        with engine(wish.engine, facts, cohort=only, scratch=scratch) as opened:
            if wish.facts is not None:
                _look_over(opened, origin)
            yield opened, origin, scratch


def _folder(target: Path) -> Path:
    folder = target.absolute().parent
    if not folder.is_dir():
        raise ExportFailed(f"There is no folder {folder}.", "Make it first, or name another file.")
    if target.is_dir():
        raise ExportFailed(f"{target} is a folder.", "Name a file in it.")
    return folder


def _lay_down(store: Store, cohort: str | None, path: Path, origin: _Origin, progress: Progress) -> None:
    from scoring.exports.parquet_file import write_parquet
    from scoring.facts import COLUMNS
    from simulator.academy.facts import facts_of

    def noted() -> Iterator[pa.RecordBatch]:
        for batch in facts_of(store, cohort):
            origin.add(batch)
            progress(f"{origin.facts:,} facts read")
            yield batch

    with path.open("wb") as file:
        write_parquet(file, Table("facts", COLUMNS, noted()))


def _look_over(opened: Engine, origin: _Origin) -> None:
    """Note what facts from a file come from; one short query."""
    import narwhals as nw

    from scoring.tables.figures import lazy

    kinds = ("rubric", "rubric_version", "scenario", "version")
    counted = lazy(opened.facts).group_by(*kinds).agg(nw.len().alias("n")).collect(backend="pyarrow")
    for row in counted.rows(named=True):
        origin.facts += row["n"]
        origin.encounters.setdefault(row["scenario"], set()).add(row["version"])
        if row["rubric"] is not None:
            origin.rubrics.setdefault(row["rubric"], set()).add(row["rubric_version"])


def _table(opened: Engine, level: str, wish: Wish, key: bytes | None, progress: Progress) -> Table:
    columns, batches = _computed(opened, level, _minimum(wish))
    if key is not None:
        batches, columns = hide(batches, key), pseudonymous(columns)
    return Table(level, columns, _told(batches, level, progress))


def _computed(opened: Engine, level: str, minimum: int) -> tuple[tuple[Column, ...], Iterator[pa.RecordBatch]]:
    from scoring import tables
    from scoring.rubric import shipped_rubrics
    from scoring.tables import columns

    weights = tables.weights_of(shipped_rubrics().values())
    if level == "decisions":
        return columns.FACTS, typed(opened.batches(opened.facts), columns.FACTS)
    if level in GROUPED:
        function, suppress, named = {
            "items": (tables.items, suppress_items, columns.ITEMS),
            "choices": (tables.choices, suppress_choices, columns.CHOICES),
        }[level]
        return named, typed(suppress(function(opened.facts, weights), minimum).to_batches(), named)
    compute, named = {
        "criteria": (tables.criteria, columns.CRITERIA),
        "runs": (tables.runs, columns.RUNS),
        "trainees": (tables.trainees, columns.TRAINEES),
    }[level]
    return named, typed(opened.batches(compute(opened.facts, weights).to_native()), named)


def _told(batches: Iterable[pa.RecordBatch], level: str, progress: Progress) -> Iterator[pa.RecordBatch]:
    count = 0
    for batch in batches:
        yield batch
        count += batch.num_rows
        progress(f"{level}: {count:,} rows written")


def _write(file: Any, format_: str, tables: list[Table], wish: Wish, at: datetime, scratch: Path) -> dict[str, int]:
    if format_ == "xlsx":
        from scoring.exports.xlsx_file import write_xlsx

        about = [
            ("cohort", wish.cohort or "all"),
            ("written", write_time(at)),
            ("program", f"Encounter {__version__}"),
            ("scores", "formative: practice and feedback, until reliability reaches .80 on your own data"),
        ]
        return write_xlsx(file, tables, about=about, scratch=scratch)
    (table,) = tables
    if format_ == "xapi":
        from scoring.exports.xapi import HOME, Source, statements, write_xapi

        return {"statements": write_xapi(file, statements(table.batches, Source(wish.home or HOME)))}
    from scoring.exports.csv_file import write_csv
    from scoring.exports.jsonl_file import write_jsonl
    from scoring.exports.parquet_file import write_parquet

    writers: Mapping[str, Callable[[Any, Table], int]] = {
        "csv": write_csv,
        "jsonl": write_jsonl,
        "parquet": write_parquet,
    }
    return {table.name: writers[format_](file, table)}


def _minimum(wish: Wish) -> int:
    return DEFAULT if wish.min_cell is None else wish.min_cell


def _distinct(batch: pa.RecordBatch, *names: str) -> list[tuple[Any, ...]]:
    import pyarrow as pa

    pairs = pa.Table.from_batches([batch.select(list(names))]).group_by(list(names)).aggregate([])
    return [tuple(row[name] for name in names) for row in pairs.to_pylist()]


def _explain(error: Exception, target: Path) -> ExportFailed:
    number = error.errno if isinstance(error, OSError) else None
    said = (error.strerror if isinstance(error, OSError) else None) or str(error).split("\n", 1)[0]
    if number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT) or "No space left" in said or "File too large" in said:
        return ExportFailed(
            f"There is no room to write {target}; nothing half-written was left.",
            "Free some space, or write elsewhere.",
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportFailed(f"{target.parent} cannot be written ({said}).", "Name a file in another folder.")
    return ExportFailed(f"{target} cannot be written ({said}).", "Name another file.")
