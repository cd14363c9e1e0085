"""xAPI 1.0.3 statements of finished runs: one that a run was completed, and one for each rubric's score.

A statement's id is computed from its content (UUID version 5, RFC 9562). So sending one twice changes nothing, and a
corrected one is another statement. `success` of a run says whether it reached the standard on every rubric that has
one. It is left out if no rubric has one. Scores are for practice until an academy's own data show them to be reliable.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any

from scoring.exports.jsonl_file import iso

if TYPE_CHECKING:
    import pyarrow as pa

HOME = "https://encounter.invalid"
"""What ids begin with until an academy names its own site; `.invalid` belongs to nobody (RFC 2606)."""

Statement = dict[str, Any]

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:encounter:xapi")
_VERBS = "http://adlnet.gov/expapi/verbs/"
_ACTIVITIES = "http://adlnet.gov/expapi/activities/"
_ABOUT = ("mode", "attempt", "origin", "assignment", "campaign", "branch", "episode")
_FIGURE = ("anchored", "decision_quality", "opportunities", "credits", "debits", "standard", "mark", "standard_error")


@dataclass(frozen=True, slots=True)
class Rescoring:
    """The rescoring that statements are about: its id, who asked for it, why, and when (ISO 8601)."""

    id: str
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks.

    Attributes:
        home: the academy's site; actors' accounts and activities are named under it.
        by_academy_id: people are named by the academy's own id, where they have one.
        emails: trainee id to e-mail address, of those who are to be named by its hash.
        digests: a rubric's id and version to its digest.
        rescoring: where the rows are those of a rescoring: only scores are told, as statements of their own.
        earlier: a run and a rubric to the id of the statement that a rescoring's comes after.
    """

    home: str = HOME
    by_academy_id: bool = False
    emails: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rescoring: Rescoring | None = None
    earlier: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def actor(self, row: Mapping[str, Any]) -> Statement:
        """Return the person who played as an agent with exactly one identifier."""
        agent: Statement = {"objectType": "Agent"}
        email = self.emails.get(row["trainee"])
        if email is not None:
            agent["mbox_sha1sum"] = hashlib.sha1(f"mailto:{email}".encode(), usedforsecurity=False).hexdigest()
        else:
            named = (self.by_academy_id and row.get("external_id")) or row["trainee"]
            agent["account"] = {"homePage": self.iri("trainees"), "name": named}
        if row.get("trainee_name"):
            agent["name"] = row["trainee_name"]
        return agent

    def iri(self, *parts: str) -> str:
        """Return a name under the academy's site; parts are ids of ours, or text that is escaped."""
        from urllib.parse import quote

        return "/".join([self.home.rstrip("/"), "xapi", *(quote(part, safe="") for part in parts)])


def statements(batches: Iterable[pa.RecordBatch], source: Source) -> Iterator[Statement]:
    """Give the statements of runs, in the order of the runs; unfinished ones have none.

    Args:
        batches: rows of the table `runs`, pseudonymous or not. The rows of one run stand together.
        source: who speaks.
    """
    for rows in _together(batches, "run"):
        yield from _of_run(rows, source)


def score_ids(batches: Iterable[pa.RecordBatch], source: Source) -> dict[tuple[str, str], str]:
    """Return the id of each score's statement, by run and rubric.

    Args:
        batches: as for `statements`.
        source: who speaks.
    """
    scored = (row for rows in _together(batches, "run") for row in _scored_rows(rows))
    return {
        (row["run"], row["rubric"]): _identified(_shared(row, source) | _scored(row, source))["id"] for row in scored
    }


def write_xapi(file: IO[bytes], statements: Iterable[Statement]) -> int:
    """Write statements as one JSON array, as a learning record store takes it; return how many."""
    count = 0
    file.write(b"[")
    for statement in statements:
        file.write((",\n" if count else "\n").encode() + _encode(statement).encode())
        count += 1
    file.write(b"\n]\n")
    return count


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


def _together(batches: Iterable[pa.RecordBatch], *names: str) -> Iterator[list[Mapping[str, Any]]]:
    """Give the rows that follow each other and have the same values, together, across batches."""
    rows = (row for batch in batches for row in batch.to_pylist())
    for _, found in groupby(rows, key=itemgetter(*names)):
        yield list(found)


def _of_run(rows: list[Mapping[str, Any]], source: Source) -> Iterator[Statement]:
    run, scored = rows[0], _scored_rows(rows)
    if run["ended_at"] is None:
        return
    if source.rescoring is None:
        yield _identified(_shared(run, source) | _completed(run, scored, source))
    for row in scored:
        yield _identified(_after(row, _shared(run, source) | _scored(row, source), source))


def _scored_rows(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["ended_at"] is not None and row["anchored"] is not None]


def _after(row: Mapping[str, Any], statement: Statement, source: Source) -> Statement:
    """Return a score's statement; that of a rescoring says so, and names the statement that it comes after."""
    made = source.rescoring
    if made is None:
        return statement
    told = {"rescoring": made.id, "rescored-by": made.author, "rescored-because": made.reason}
    extensions = {source.iri("extensions", name): value for name, value in told.items()}
    context = {**statement["context"], "extensions": {**statement["context"]["extensions"], **extensions}}
    old = source.earlier.get((row["run"], row["rubric"]))
    if old is not None:
        context["statement"] = {"objectType": "StatementRef", "id": old}
    return {**statement, "context": context, "timestamp": made.at}


def _shared(run: Mapping[str, Any], source: Source) -> Statement:
    extensions = {source.iri("extensions", name): run[name] for name in _ABOUT if name in run}
    context: Statement = {
        "registration": _registration(run["run"]),
        "platform": f"Encounter {run['program_version']}",
        "language": run["language"],
        "extensions": {name: value for name, value in extensions.items() if value is not None},
    }
    activities = {}
    if run["cohort"] is not None:
        cohort = {"id": source.iri("cohorts", run["cohort"]), "definition": {"name": {"und": run["cohort"]}}}
        activities["grouping"] = [cohort]
    if run.get("campaign") is not None:
        activities["parent"] = [{"id": source.iri("campaigns", run["campaign"])}]
    if activities:
        context["contextActivities"] = activities
    return {"actor": source.actor(run), "context": context, "timestamp": iso(run["ended_at"])}


def answers(batches: Iterable[pa.RecordBatch], source: Source) -> Iterator[Statement]:
    """Give a statement for each decision of finished runs: the choice, what was offered, and the levels that it earned.

    Args:
        batches: rows of the table `decisions`, pseudonymous or not. The rows of one decision stand together.
        source: who speaks.
    """
    for rows in _together(batches, "run", "sequence"):
        yield from _of_decision(rows, source)


def _of_decision(rows: list[Mapping[str, Any]], source: Source) -> Iterator[Statement]:
    decision = rows[0]
    if decision["ended_at"] is None or decision["copied"]:
        return
    levels = {row["criterion"]: [row["level"], row["best"], row["worst"]] for row in rows if row["criterion"]}
    told = {"levels": levels, "critical-events": json.loads(decision["critical"]), "sequence": decision["sequence"]}
    seconds = decision["seconds"]
    yield _identified(
        _shared(decision, source)
        | {
            "timestamp": iso(decision["decided_at"]),
            "verb": {"id": _VERBS + "answered", "display": {"en": "answered"}},
            "object": {
                "objectType": "Activity",
                "id": source.iri("encounters", decision["scenario"], decision["version"], "scenes", decision["scene"]),
                "definition": {
                    "type": _ACTIVITIES + "cmi.interaction",
                    "name": {"en": f"{decision['scenario']} {decision['version']}: {decision['scene']}"},
                    "interactionType": "choice",
                    "choices": [{"id": choice} for choice in sorted(json.loads(decision["offered"]))],
                },
            },
            "result": {
                "response": decision["choice"],
                **({} if seconds is None else {"duration": f"PT{seconds:.2f}S"}),
                "extensions": {source.iri("extensions", name): value for name, value in told.items()},
            },
        }
    )


def _completed(run: Mapping[str, Any], scored: list[Mapping[str, Any]], source: Source) -> Statement:
    figures = {row["rubric"]: {name: row[name] for name in _FIGURE} for row in scored}
    standards = [row["standard"] for row in scored if row["standard"] is not None]
    told = {"ending": run["ending"], "outcome": run["outcome"], "decisions": run["decisions"]}
    told |= {"critical-events": run["critical_events"], "scores": figures}
    return {
        "verb": {"id": _VERBS + "completed", "display": {"en": "completed"}},
        "object": _encounter(run, source),
        "result": {
            "completion": True,
            **({"success": all(standards)} if standards else {}),
            "duration": _duration(run["started_at"], run["ended_at"]),
            "extensions": {source.iri("extensions", name): value for name, value in told.items()},
        },
    }


def _scored(row: Mapping[str, Any], source: Source) -> Statement:
    named = (*_FIGURE, "rubric", "rubric_version", "band", "raters", "self_rating")
    told = {name: row[name] for name in named if row[name] is not None}
    digest = source.digests.get((row["rubric"], row["rubric_version"]))
    if digest is not None:
        told["rubric-digest"] = digest
    raw = min(100.0, max(0.0, row["anchored"]))
    return {
        "verb": {"id": _VERBS + "scored", "display": {"en": "scored"}},
        "object": {
            "objectType": "Activity",
            "id": source.iri("encounters", row["scenario"], row["version"], "rubrics", row["rubric"]),
            "definition": {
                "type": _ACTIVITIES + "assessment",
                "name": {"en": f"{row['scenario']} {row['version']}: {row['rubric']}"},
            },
        },
        "result": {
            "score": {"scaled": raw / 100, "raw": raw, "min": 0, "max": 100},
            "extensions": {source.iri("extensions", name.replace("_", "-")): value for name, value in told.items()},
        },
    }


def _encounter(run: Mapping[str, Any], source: Source) -> Statement:
    extensions = {source.iri("extensions", name): run[name] for name in ("scenario", "version", "digest")}
    return {
        "objectType": "Activity",
        "id": source.iri("encounters", run["scenario"], run["version"]),
        "definition": {
            "type": _ACTIVITIES + "simulation",
            "name": {"en": f"{run['scenario']} {run['version']}"},
            "extensions": extensions,
        },
    }


def _identified(statement: Statement) -> Statement:
    return {"id": str(uuid.uuid5(_NAMESPACE, _encode(statement)))} | statement


def _registration(run: str) -> str:
    try:
        return str(uuid.UUID(run))
    except ValueError:  # a pseudonym
        return str(uuid.uuid5(_NAMESPACE, run))


def _duration(begun: datetime, ended: datetime) -> str:
    return f"PT{max(0.0, (ended - begun).total_seconds()):.2f}S"
