"""A cohort's report, from what the store keeps, written as a page.

There are two: with its people, for those who may see them, and without, to be passed on. Only the second is published,
and belongs into the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.disclosure import DEFAULT
from scoring.exports.atomic import draft
from scoring.exports.pseudonyms import pseudonym
from scoring.exports.table import Table
from scoring.rubric import Rubric, RubricSet, newest_met
from simulator import __version__
from simulator.academy.assignments import assignments_of
from simulator.academy.campaigns import campaigns_of
from simulator.academy.engines import require
from simulator.academy.exporting import writing_to
from simulator.academy.keys import pseudonym_key
from simulator.academy.model import Cohort
from simulator.academy.publications import publications_of
from simulator.academy.ratings import ratings_of_cohort
from simulator.academy.register import cohort_named, groups_of, members_of
from simulator.academy.rescoring import KeptRescoring, rescoring_named
from simulator.academy.selection import ModeTold, mode_told, runs_of
from simulator.academy.standards import panel_of, shared_panel
from simulator.errors import ExportFailed, StoreError, UsageError
from simulator.records.rubrics import rubrics_played_under
from simulator.records.scratch import scratch_folder, scratch_place
from simulator.records.store import Mode, Store

if TYPE_CHECKING:
    import pyarrow as pa

    from scoring.cohort import CohortStatistics, TrainerLevel
    from scoring.cohort.counts import CohortCounts

MEMORY = "100MiB"
"""What the engine may keep in memory; it puts the rest on the disk."""

Progress = Callable[[str], None]
"""Is told in a few words how far it is."""


def _silent(_: str) -> None:
    return


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What a report is to tell.

    Attributes:
        cohort: its name.
        angoff: a panel's file that sets a standard. None: the one that all of the cohort's assignments pin, if there is
            one.
        pseudonymous: codes in place of names.
        minimum: counts of fewer people are hidden in tables of groups.
        mode: only runs of this mode; the two are never combined. None: assessment if one was finished, otherwise
            practice.
        rescoring: the id of a rescoring, or how it begins: its levels are used. None for the levels that were kept.
    """

    cohort: str
    angoff: Path | None = None
    pseudonymous: bool = False
    minimum: int = DEFAULT
    mode: Mode | None = None
    rescoring: str | None = None


def statistics_of(
    store: Store, request: ReportRequest, rubrics: RubricSet, *, progress: Progress = _silent
) -> tuple[CohortStatistics, Path | None]:
    """Return a cohort's statistics, and the file of a pseudonym key that was made just now.

    Args:
        store: where the cohort is.
        request: what is to be told.
        rubrics: those of today; where the cohort played under others, the newest of them is told.
        progress: is told how far it is.

    Raises:
        UnknownRecord: no such cohort.
        UsageError: the panel's file cannot be read as one.
        ExportFailed: a library is not installed, or the pseudonym key cannot be read.
    """
    with _opened(store, request, rubrics, progress) as source:
        from scoring.cohort import cohort_statistics

        cohort, mode, code = source.cohort, source.chosen.mode, source.code
        pinned = shared_panel(assignments_of(store, cohort), source.told)
        statistics = cohort_statistics(
            source.facts,
            source.told,
            cohort=cohort.name,
            members=len(members_of(store, cohort)),
            titles=_titles(store, source.facts),
            ratings=_ratings(store, cohort, code, mode, hidden=request.pseudonymous),
            word_ratings=_ratings(store, cohort, code, mode, hidden=request.pseudonymous, words=True),
            groups={code("trainee", who): groups for who, groups in groups_of(store, cohort).items()},
            panel=pinned if request.angoff is None else panel_of(request.angoff, source.told),
            campaigns=campaigns_of(store, cohort, mode),
            minimum=request.minimum,
            earlier=[each.told for each in publications_of(store, cohort.name)],
            mode=mode,
            narrowed=_narrowed(request.mode, source.chosen, source.rescoring),
        )
        return statistics, source.new_key


def counts_of(
    store: Store, request: ReportRequest, rubrics: RubricSet, *, progress: Progress = _silent
) -> CohortCounts:
    """Return what a report without people tells of a cohort; it is to be kept in the register once it is handed out.

    Args:
        store: where the cohort is.
        request: what is to be told.
        rubrics: those of today; where the cohort played under others, the newest of them is told.
        progress: is told how far it is.

    Raises:
        UnknownRecord: no such cohort.
        UsageError: a standard or codes are asked for, which it does not have, or that nothing be hidden.
        ExportFailed: a library is not installed.
    """
    if request.pseudonymous:
        raise UsageError("A report without people has no names to put codes for.", "Leave out --pseudonymous.")
    if request.minimum <= 1:
        raise UsageError("A report without people hides small counts, as it can be passed on.", "Leave out --min-cell.")
    if request.angoff is not None:
        raise UsageError(
            "A report without people does not say who reached a standard: hidden counts could be worked out from it.",
            "Leave out --angoff.",
        )
    with _opened(store, request, rubrics, progress) as source:
        from scoring.cohort.counts import cohort_counts

        return cohort_counts(
            source.facts,
            source.told,
            cohort=source.cohort.name,
            members=len(members_of(store, source.cohort)),
            titles=_titles(store, source.facts),
            minimum=request.minimum,
            earlier=[each.told for each in publications_of(store, source.cohort.name)],
            mode=source.chosen.mode,
            rescored=None if source.rescoring is None else source.rescoring.words,
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """What a report is made of.

    Attributes:
        cohort: whose.
        facts: of its runs in one mode, as the engine has them.
        told: one version of each rubric.
        chosen: the mode, and what is left out.
        rescoring: whose levels are told; None for those that were kept.
        code: from a kind of id and an id to what stands for it.
        new_key: the file of a pseudonym key that was made just now.
    """

    cohort: Cohort
    facts: Any
    told: list[Rubric]
    chosen: ModeTold
    rescoring: KeptRescoring | None
    code: Callable[[str, str], str]
    new_key: Path | None


@contextmanager
def _opened(store: Store, request: ReportRequest, rubrics: RubricSet, progress: Progress) -> Iterator[_Source]:
    """Hold a cohort's facts ready, on the disk, so that memory does not grow with the decisions."""
    require("pyarrow", "narwhals", "duckdb", "jinja2")
    import duckdb
    import pyarrow as pa

    from scoring.exports.parquet_file import write_parquet
    from scoring.facts import COLUMNS

    cohort = cohort_named(store, request.cohort)
    again = None if request.rescoring is None else rescoring_named(store, cohort.name, request.rescoring)
    chosen = mode_told(store, cohort.id, request.mode)
    told = _told(store, cohort, rubrics, again, chosen.mode)
    key, new_key = pseudonym_key() if request.pseudonymous else (None, None)
    code = _code(key)
    with writing_to(scratch_place()), scratch_folder() as scratch:
        path = scratch / "facts.parquet"
        with path.open("wb") as file:
            write_parquet(file, Table("facts", COLUMNS, _read(store, cohort, chosen.mode, again, code, progress)))
        pa.default_memory_pool().release_unused()
        progress("figures are computed")
        connection = duckdb.connect(config={"temp_directory": str(scratch), "memory_limit": MEMORY})
        connection.execute("SET TimeZone = 'UTC'")
        yield _Source(cohort, connection.read_parquet(str(path)), told, chosen, again, code, new_key)
        connection.close()


def page_named(target: Path) -> Path:
    """Return a file that is to hold the page.

    Raises:
        UsageError: it is not named as a web page.
    """
    if target.suffix.lower() not in (".html", ".htm"):
        raise UsageError(
            f"A report is a web page, but {target.name} does not end in .html.", "End its name with .html."
        )
    return target


def write_report(
    told: CohortStatistics | CohortCounts, target: Path, *, at: datetime, pseudonymous: bool = False
) -> None:
    """Write the page; what stood at `target` stays until all of it is on the disk.

    Args:
        told: what it tells: a cohort with its people, or without them.
        target: the file.
        at: now.
        pseudonymous: whether codes stand in place of names, to say so.

    Raises:
        ExportFailed: it cannot be written; what stood at `target` still does.
    """
    from scoring.report import Imprint, pieces

    if target.is_dir():
        raise ExportFailed(f"{target} is a folder.", "Name a file in it.")
    if not target.absolute().parent.is_dir():
        raise ExportFailed(f"There is no folder {target.absolute().parent}.", "Make it first, or name another file.")
    with writing_to(target), draft(target) as file:
        for piece in pieces(told, told.scored_by, Imprint(at, __version__, pseudonymous)):
            file.write(piece.encode())


def _narrowed(asked: Mode | None, told: ModeTold, rescoring: KeptRescoring | None) -> str | None:
    """Return in words which of a cohort's runs are used, and what they are scored by.

    None if all are, as they were kept.
    """
    said = told.words or ("" if asked is None else f"Only what was played as {asked}.")
    return " ".join(filter(None, [said, "" if rescoring is None else rescoring.words])) or None


def _told(store: Store, cohort: Cohort, today: RubricSet, rescoring: KeptRescoring | None, mode: Mode) -> list[Rubric]:
    """Return one version of each rubric, in the order of a report: scored rubrics first."""
    if rescoring is not None and isinstance(rescoring.key, Rubric):
        return [rescoring.key]
    with store.reading() as connection:
        met = [each.rubrics for each in rubrics_played_under(connection, runs_of(cohort.id, mode))]
    return sorted(newest_met(met, today), key=lambda rubric: (rubric.reported == "profile", rubric.id))


def _code(key: bytes | None) -> Callable[[str, str], str]:
    """Return the function from a kind of id and an id to what stands for it."""
    if key is None:
        return lambda _, id_: id_
    return lambda kind, id_: pseudonym(key, kind, id_)


def _read(
    store: Store,
    cohort: Cohort,
    mode: Mode,
    rescoring: KeptRescoring | None,
    code: Callable[[str, str], str],
    progress: Progress,
) -> Iterator[pa.RecordBatch]:
    """Yield the facts, with codes in place of whatever names people."""
    import pyarrow as pa

    from simulator.academy.facts import facts_of

    done = 0
    for batch in facts_of(store, cohort.name, mode=mode, rescoring=rescoring):
        done += batch.num_rows
        progress(f"{done:,} facts read")
        trainee = _coded(batch.column("trainee"), "trainee", code)
        if code("trainee", "") == "":
            yield batch
            continue
        instead = {
            "trainee": trainee,
            "trainee_name": trainee,
            "external_id": pa.nulls(batch.num_rows, pa.string()),
            "run": _coded(batch.column("run"), "run", code),
        }
        columns = [instead.get(name, batch.column(name)) for name in batch.schema.names]
        yield pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _coded(values: pa.Array, kind: str, code: Callable[[str, str], str]) -> pa.Array:
    import pyarrow as pa

    once = values.dictionary_encode()
    codes = pa.array([code(kind, id_) for id_ in once.dictionary.to_pylist()], pa.string())
    return codes.take(once.indices)


def _ratings(
    store: Store, cohort: Cohort, code: Callable[[str, str], str], mode: Mode, *, hidden: bool, words: bool = False
) -> list[TrainerLevel]:
    from scoring.cohort import TrainerLevel

    kept = ratings_of_cohort(store, cohort, words=words, mode=mode)
    # One number for a trainer, whatever they rated.
    raters = sorted({each.rater for each in [*kept, *ratings_of_cohort(store, cohort, words=not words, mode=mode)]})
    names = {rater: f"Trainer {place}" if hidden else rater for place, rater in enumerate(raters, start=1)}
    return [TrainerLevel(code("run", each.run), names[each.rater], each.criterion, each.level) for each in kept]


def _titles(store: Store, facts: Any) -> Mapping[str, str]:
    """Return each encounter's title, as the snapshots have it that were played."""
    titles = {}
    for scenario, digest in facts.project("scenario, digest").distinct().order("scenario, digest").fetchall():
        try:
            titles[scenario] = store.story(digest).scenario.title
        except StoreError:  # what cannot be read any more goes by its id
            continue
    return titles
