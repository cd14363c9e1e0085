"""Exports of a cohort: its facts are laid down once, the tables computed on them, and files written or sent.

Facts go to a Parquet file in a folder of their own, which is removed at the end. Everything else reads that file in
pieces, so memory does not grow with the number of rows.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scoring.disclosure import DEFAULT, Publication, publication
from scoring.exports.atomic import draft
from scoring.exports.formats import XAPI, Format, WriterContext, endings
from scoring.exports.formats import format_of as format_named
from scoring.exports.levels import DECISIONS, EXPORT_LEVELS, PERSONAL, RUNS, Level
from scoring.exports.manifest import describe_file, make_manifest, manifest_path
from scoring.exports.pseudonyms import by_code, hide, pseudonymous
from scoring.exports.table import Table
from scoring.exports.xapi import HOME, Rescoring, Source, score_ids
from scoring.rubric import Rubric, digest_of, known_rubrics
from simulator import __version__
from simulator.academy.engines import Engine, engine, require
from simulator.academy.keys import pseudonym_key, signing_key
from simulator.academy.publications import keep_publication, publications_of
from simulator.academy.register import cohort_named
from simulator.academy.rescoring import KeptRescoring, rescoring_named
from simulator.academy.selection import runs_of
from simulator.errors import ExportFailed, UsageError
from simulator.records.model import Mode, write_time
from simulator.records.rubrics import rubrics_played_under
from simulator.records.schema import identities
from simulator.records.scratch import scratch_folder, scratch_place

if TYPE_CHECKING:
    import pyarrow as pa

    from scoring.exports.xapi import Statement
    from simulator.records.store import Store

Progress = Callable[[str], None]
"""Is told in a few words how far it is."""


def _silent(_: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What is to be exported.

    Attributes:
        cohort: the cohort's name; None for everything.
        levels: names of `EXPORT_LEVELS`; () for the usual tables of the format.
        pseudonymous: codes in place of ids, and no names.
        min_cell: counts of fewer people are hidden in tables of groups; None for the default.
        engine: where tables are computed, as `engines.engine` takes it.
        facts: Parquet facts to read in place of the store.
        home: the academy's site, under which xAPI names things; None for none.
        delimiter, decimal_comma: of CSV: what stands between values, and whether 0.5 is written 0,5.
        actor: by what xAPI names people: "account", "academy-id" or "email-hash".
        mode: only runs of this mode; None for both.
        rescoring: the id of a rescoring of the cohort, or how it begins: its levels are used. None for the levels that
            were kept. As xAPI it gives one statement a run and rubric, which names the one that it comes after.
    """

    cohort: str | None
    levels: tuple[str, ...] = ()
    pseudonymous: bool = False
    min_cell: int | None = None
    engine: str = "duckdb"
    facts: str | None = None
    home: str | None = None
    delimiter: str = ","
    decimal_comma: bool = False
    actor: str = "account"
    mode: Mode | None = None
    rescoring: str | None = None


@dataclass(slots=True)
class Exported:
    """What was written.

    Attributes:
        file, manifest: where.
        rows: number of rows by table.
        new_key: the file of a pseudonym key that was made just now, None otherwise.
        registered: False if it shows counts that the register of publications should hold and does not.
        personal: whether it has rows of single people, to say so.
    """

    file: Path
    manifest: Path
    rows: dict[str, int]
    new_key: Path | None = None
    registered: bool = True
    personal: bool = False


@dataclass(slots=True)
class _Provenance:
    """Where the facts come from, for the manifest, and the rubrics that figures are computed with."""

    facts: int = 0
    rubrics: dict[str, set[str]] = field(default_factory=dict)
    encounters: dict[str, set[str]] = field(default_factory=dict)
    scored_by: list[Rubric] = field(default_factory=list)
    rescoring: KeptRescoring | None = None

    def add(self, batch: pa.RecordBatch) -> None:
        self.facts += batch.num_rows
        for key, version, found in (
            ("rubric", "rubric_version", self.rubrics),
            ("scenario", "version", self.encounters),
        ):
            for id_, of in _distinct(batch, key, version):
                if id_ is not None:
                    found.setdefault(id_, set()).add(of)


def format_of(target: Path) -> Format:
    """Return the format that a file's name asks for.

    Raises:
        UsageError: none that is known.
    """
    found = format_named(target.name)
    if found is None:
        raise UsageError(f"The format of {target.name} is not known.", f"End its name with {endings()}.")
    return found


def levels_of(format_: Format, request: ExportRequest) -> tuple[Level, ...]:
    """Return the tables that an export has.

    Raises:
        UsageError: the format does not hold them, or a limit for small cells is set on tables of persons.
    """
    levels = tuple(EXPORT_LEVELS[name] for name in request.levels) or format_.usual
    if not set(levels) <= set(format_.levels):
        held = " or ".join(level.name for level in format_.levels)
        raise UsageError(f"The format {format_.name} holds only the table {held}.", "Leave out --level.")
    if not format_.several and len(levels) > 1:
        raise UsageError(
            f"A file of the format {format_.name} holds one table.", "Name one --level, or write an .xlsx file."
        )
    if request.pseudonymous and any(level.in_words for level in levels):
        worded = " and ".join(level.name for level in levels if level.in_words)
        raise UsageError(
            f"People's own words name people: {worded}.", "Leave out --pseudonymous, or leave out that table."
        )
    if request.rescoring is not None:
        if request.facts is not None or request.cohort is None:
            raise UsageError(
                "A rescoring belongs to a cohort's runs in the store.", "Name the cohort, without --facts."
            )
        if any(level.kept is not None for level in levels) or (format_ is XAPI and DECISIONS in levels):
            raise UsageError("A rescoring changes figures, not what was kept or answered.", "Leave out that --level.")
    if request.facts is not None and any(level.kept is not None for level in levels):
        raise UsageError("Facts from a file do not have such a table.", "Leave out --facts.")
    if request.min_cell is not None and not any(level.grouped for level in levels):
        grouped = " or ".join(level.name for level in EXPORT_LEVELS.values() if level.grouped)
        raise UsageError(
            "--min-cell is for tables of groups; this one has a row for each person.",
            f"Use it with --level {grouped}; to hide who is who, use --pseudonymous.",
        )
    return levels


def export(
    store: Store | None, request: ExportRequest, target: Path, *, at: datetime, progress: Progress = _silent
) -> Exported:
    """Write an export and its manifest.

    Args:
        store: where the facts are; None if `request.facts` names them.
        request: what is to be exported.
        target: the file; its ending names the format, and one that is there is replaced at the end.
        at: now.
        progress: is told how far it is.

    Raises:
        UsageError: the request cannot be met.
        ExportFailed: it cannot be written; what stood at `target` still does.
        StoreError: the store cannot be read.
    """
    format_ = format_of(target)
    levels = levels_of(format_, request)
    require("pyarrow", "narwhals", "cryptography", *format_.needs)
    personal = not all(level.grouped for level in levels)
    key, new_key = pseudonym_key() if request.pseudonymous else (None, None)
    seal = signing_key(at)
    with (
        writing_to(target),
        _opened(store, request, target, progress) as (opened, provenance, scratch),
        ExitStack() as stack,
    ):
        file = stack.enter_context(draft(target))
        told = _told(store, opened, request) if any(level.grouped for level in levels) else None
        sources = [_kept(store, request, level, at) for level in levels]
        tables = [
            _table(opened, provenance, level, told, key, scratch, progress, beside)
            for level, beside in zip(levels, sources, strict=True)
        ]
        rows = format_.write(
            file,
            tables,
            WriterContext(
                _about(request, at, personal=personal),
                request.home or HOME,
                scratch,
                request.delimiter,
                request.decimal_comma,
                _source(store, request, provenance, key) if format_ is XAPI else Source(),
            ),
        )
        file.flush()
        os.fsync(file.fileno())  # all of it is on the disk before the manifest says so
        about = {
            "cohort": request.cohort,
            "created_at": write_time(at),
            "format_of_file": format_.name,
            "program": {"name": "encounter", "version": __version__},
            "rubrics": {id_: sorted(versions) for id_, versions in sorted(provenance.rubrics.items())},
            "encounters": {id_: sorted(versions) for id_, versions in sorted(provenance.encounters.items())},
            "facts": provenance.facts,
            "mode": None if request.mode is None else str(request.mode),
            "rescoring": None if provenance.rescoring is None else provenance.rescoring.as_json(),
            "pseudonymous": request.pseudonymous,
            "personal_data": personal,
            "min_cell": _minimum(request) if any(level.grouped for level in levels) else None,
            "engine": request.engine.split("://", 1)[0],
        }
        described = describe_file(Path(file.name), name=target.name, rows=rows)
        beside = manifest_path(target)
        # Entered last, so it is put in place first. A crash in between leaves the old file with a manifest that does
        # not fit, which verify-export reports. It never leaves a new file that seems to be verified.
        stack.enter_context(draft(beside)).write(
            make_manifest(about, [described], lambda text: (seal.public, seal.sign(text))).encode()
        )
    kept = (
        told is None
        or store is None
        or request.facts is not None
        or keep_publication(store, request.cohort, f"export {target.name}", told, at=at)
    )
    return Exported(target, beside, rows, new_key, kept, personal)


@contextmanager
def statements_of(
    store: Store | None, request: ExportRequest, *, progress: Progress = _silent
) -> Iterator[tuple[Callable[[], Iterable[Statement]], Path | None]]:
    """Hold the xAPI statements of a cohort ready, to be gone through as often as needed.

    Gives a function that starts them from the first, and the file of a pseudonym key made just now.
    """
    from scoring.exports.xapi import answers, statements

    require("pyarrow", "narwhals")
    key, new_key = pseudonym_key() if request.pseudonymous else (None, None)
    with writing_to(scratch_place()), _opened(store, request, None, progress) as (opened, provenance, inner):
        source = _source(store, request, provenance, key)

        def told() -> Iterator[Statement]:
            for level in levels_of(XAPI, request):
                give = answers if level is DECISIONS else statements
                yield from give(_table(opened, provenance, level, None, key, inner, progress).batches, source)

        yield told, new_key


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
    store: Store | None, request: ExportRequest, target: Path | None, progress: Progress
) -> Iterator[tuple[Engine, _Provenance, Path]]:
    """Open the facts on the engine that was asked for, in a folder that is removed at the end."""
    if target is not None:
        _check_folder(target)
    provenance = _Provenance()
    with scratch_folder() as scratch:
        facts: str | Path
        if request.facts is not None:
            facts = request.facts
        elif store is not None:
            facts = scratch / "facts.parquet"
            if request.rescoring is not None and request.cohort is not None:
                provenance.rescoring = rescoring_named(store, request.cohort, request.rescoring)
            _lay_down(store, request.cohort, request.mode, facts, provenance, progress)
        else:
            raise UsageError("There are no facts.", "Name a store or a file of facts.")
        asked = {"cohort": request.cohort, "mode": request.mode and request.mode.value}
        only = {} if request.facts is None else {name: value for name, value in asked.items() if value is not None}
        with engine(request.engine, facts, only=only, scratch=scratch) as opened:
            if request.facts is not None:
                _look_over(opened, provenance)
            yield opened, provenance, scratch


def _check_folder(target: Path) -> None:
    folder = target.absolute().parent
    if not folder.is_dir():
        raise ExportFailed(f"There is no folder {folder}.", "Make it first, or name another file.")
    if target.is_dir():
        raise ExportFailed(f"{target} is a folder.", "Name a file in it.")


def _lay_down(
    store: Store, cohort: str | None, mode: Mode | None, path: Path, provenance: _Provenance, progress: Progress
) -> None:
    from scoring.exports.parquet_file import write_parquet
    from scoring.facts import COLUMNS
    from simulator.academy.facts import facts_of

    def noted() -> Iterator[pa.RecordBatch]:
        for batch in facts_of(store, cohort, mode=mode, rescoring=provenance.rescoring):
            provenance.add(batch)
            progress(f"{provenance.facts:,} facts read")
            yield batch

    with path.open("wb") as file:
        write_parquet(file, Table("facts", COLUMNS, noted()))
    again = provenance.rescoring
    if again is not None and isinstance(again.key, Rubric):
        provenance.scored_by = [again.key]
        return
    only = () if cohort is None else (runs_of(cohort_named(store, cohort).id),)
    with store.reading() as connection:
        sets = [each.rubrics for each in rubrics_played_under(connection, *only)]
    provenance.scored_by = list({d: set_.rubrics[id_] for set_ in sets for id_, d in set_.digests.items()}.values())


def _look_over(opened: Engine, provenance: _Provenance) -> None:
    """Note what facts from a file come from; one short query."""
    import narwhals as nw

    from scoring.tables.figures import lazy

    kinds = ("rubric", "rubric_version", "scenario", "version")
    counted = lazy(opened.facts).group_by(*kinds).agg(nw.len().alias("n")).collect(backend="pyarrow")
    for row in counted.rows(named=True):
        provenance.facts += row["n"]
        provenance.encounters.setdefault(row["scenario"], set()).add(row["version"])
        if row["rubric"] is not None:
            provenance.rubrics.setdefault(row["rubric"], set()).add(row["rubric_version"])
    known = known_rubrics()
    for id_, versions in provenance.rubrics.items():
        for version in sorted(versions):
            if (id_, version) not in known:
                raise UsageError(
                    f"The rubric '{id_}' {version}, which scored these facts, is not known to this program.",
                    "Export from the store in which they were kept: it has every rubric that was used.",
                )
            provenance.scored_by.append(known[id_, version])


def _table(
    opened: Engine,
    provenance: _Provenance,
    level: Level,
    told: Publication | None,
    key: bytes | None,
    scratch: Path,
    progress: Progress,
    beside: Table | None = None,
) -> Table:
    batches: Iterable[pa.RecordBatch]
    if beside is not None:
        columns, batches = beside.columns, beside.batches
    else:
        columns = level.columns
        batches = level.rows(opened.facts, provenance.scored_by, told, opened.batches)
    if key is not None:
        columns = pseudonymous(columns)
        batches = by_code(hide(batches, key), columns, scratch / f"{level.name}.parquet")
    return Table(level.name, columns, _counted(batches, level, progress))


def _source(store: Store | None, request: ExportRequest, provenance: _Provenance, key: bytes | None) -> Source:
    """Return who speaks in xAPI statements, and by what people are named."""
    if request.pseudonymous and request.actor != "account":
        raise UsageError("A person who is identified by an id or an address is not pseudonymous.", "Leave out --actor.")
    emails: dict[str, str] = {}
    if request.actor == "email-hash" and store is not None:
        asked = select(identities.c.trainee_id, identities.c.email).where(identities.c.email.is_not(None))
        with store.reading() as connection:
            emails = {row.trainee_id: row.email for row in connection.execute(asked)}
    digests = _digests(provenance)
    source = Source(request.home or HOME, request.actor == "academy-id", emails, digests)
    again = provenance.rescoring
    if again is None:
        return source
    # What was scored before is told as it would be sent now, for its statements' ids.
    with _opened(store, replace(request, rescoring=None), None, _silent) as (opened, before, scratch):
        was = replace(source, digests=_digests(before))
        earlier = score_ids(_table(opened, before, RUNS, None, key, scratch, _silent).batches, was)
    told = Rescoring(again.id, again.author, again.reason, write_time(again.at))
    return replace(source, rescoring=told, earlier=earlier)


def _digests(provenance: _Provenance) -> dict[tuple[str, str], str]:
    return {(each.id, each.version): digest_of(each.snapshot()) for each in provenance.scored_by}


def _kept(store: Store | None, request: ExportRequest, level: Level, at: datetime) -> Table | None:
    """Return a table of what is kept beside the decisions, or None for a table that is computed."""
    if level.kept is None or store is None:
        return None
    import pyarrow as pa

    from scoring.facts import arrow_schema
    from simulator.academy.kept_tables import cohorts_told, kept_rows

    cohort = None if request.cohort is None else cohort_named(store, request.cohort)
    columns, rows = kept_rows(store, cohorts_told(store, cohort), level.name, now=at, mode=request.mode)
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(columns))
    return Table(level.name, columns, table.to_batches())


def _told(store: Store | None, opened: Engine, request: ExportRequest) -> Publication:
    """Decide what tables of groups show. Facts from a file have no register of earlier publications."""
    from scoring.tables.cell_counts import cells

    earlier = [] if store is None or request.facts is not None else publications_of(store, request.cohort)
    return publication(cells(opened.facts), [each.told for each in earlier], _minimum(request))


def _counted(batches: Iterable[pa.RecordBatch], level: Level, progress: Progress) -> Iterator[pa.RecordBatch]:
    count = 0
    for batch in batches:
        yield batch
        count += batch.num_rows
        progress(f"{level.name}: {count:,} rows written")


def _about(request: ExportRequest, at: datetime, *, personal: bool) -> list[tuple[str, str]]:
    """Return what a workbook says of itself."""
    return [
        ("cohort", request.cohort or "all"),
        ("written", write_time(at)),
        ("program", f"Encounter {__version__}"),
        ("scores", "practice only, until reliability reaches .80 on your own data"),
        *([("people", PERSONAL)] if personal else []),
    ]


def _minimum(request: ExportRequest) -> int:
    return DEFAULT if request.min_cell is None else request.min_cell


def _distinct(batch: pa.RecordBatch, *names: str) -> list[tuple[Any, ...]]:
    import pyarrow as pa

    pairs = pa.Table.from_batches([batch.select(list(names))]).group_by(list(names)).aggregate([])
    return [tuple(row[name] for name in names) for row in pairs.to_pylist()]


def _explain(error: Exception, target: Path) -> ExportFailed:
    number = error.errno if isinstance(error, OSError) else None
    said = (error.strerror if isinstance(error, OSError) else None) or str(error).split("\n", 1)[0]
    if number in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT) or "No space left" in said or "File too large" in said:
        return ExportFailed(
            f"There is no room to write {target}; no half-written file was left.",
            "Free some space, or write elsewhere.",
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportFailed(f"{target.parent} cannot be written ({said}).", "Name a file in another folder.")
    return ExportFailed(f"{target} cannot be written ({said}).", "Name another file.")
