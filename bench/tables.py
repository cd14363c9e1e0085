"""The standard tables and exports at a force's size, against SQL that was written by hand for DuckDB.

Run: PYTHONPATH=. python bench/tables.py [DECISIONS] [TRAINEES]      (10,000,000 and 50,000 by default)
ROUNDS=1 measures once, where three rounds take too long.

Facts are made with a seed (`bench/facts.py`) and laid down as Parquet. Each figure is the median of some rounds, ours
and the peer's in turn. Each round is a process of its own, and its peak memory is read at its end. Both must give the
same rows.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.facts import CRITERIA_EACH, write_facts

ROUNDS = int(os.environ.get("ROUNDS", "3"))

RUNS = """
WITH figures AS (
    SELECT run, rubric, min(rubric_version) AS rubric_version, min(self_rating) AS self_rating, count(*) AS opportunities,
        sum(level) FILTER (level > 0) AS credits, sum(level) FILTER (level < 0) AS debits,
        50 + 25 * avg(level) AS anchored, 100 * sum(level - worst) / nullif(sum(best - worst), 0) AS decision_quality
    FROM facts WHERE criterion IS NOT NULL GROUP BY run, rubric),
told AS (
    SELECT run, any_value(trainee) AS trainee, any_value(trainee_name) AS trainee_name,
        any_value(external_id) AS external_id, any_value(cohort) AS cohort, any_value(assignment) AS assignment,
        any_value(scenario) AS scenario, any_value(version) AS version, any_value(digest) AS digest,
        any_value(mode) AS mode, any_value(attempt) AS attempt, any_value(origin) AS origin,
        any_value(language) AS language, any_value(started_at) AS started_at, any_value(ended_at) AS ended_at,
        any_value(ending) AS ending, any_value(outcome) AS outcome, any_value(program_version) AS program_version,
        max(sequence) AS decisions
    FROM facts GROUP BY run),
grave AS (
    SELECT run, sum(len(critical) - len(replace(critical, ',', '')) + 1) AS critical_events
    FROM (SELECT DISTINCT run, sequence, critical FROM facts WHERE critical <> '[]') GROUP BY run)
SELECT told.*, coalesce(critical_events, 0) AS critical_events, figures.* EXCLUDE (run),
    CASE WHEN anchored < 40 THEN 'concern' WHEN anchored < 60 THEN 'developing'
        WHEN anchored < 80 THEN 'proficient' WHEN anchored >= 80 THEN 'strong' END AS band
FROM told LEFT JOIN grave USING (run) LEFT JOIN figures USING (run) ORDER BY run, rubric
"""
TRAINEES = """
WITH each AS (
    SELECT cohort, trainee, rubric, scenario, run, any_value(trainee_name) AS trainee_name,
        any_value(external_id) AS external_id, any_value(attempt) AS attempt, min(self_rating) AS self_rating,
        count(*) AS n, sum(level) FILTER (level > 0) AS credits, sum(level) FILTER (level < 0) AS debits,
        sum(level) AS weighted, sum(level - worst) AS reach, sum(best - worst) AS spread, 50 + 25 * avg(level) AS anchored
    FROM facts WHERE criterion IS NOT NULL AND ended_at IS NOT NULL AND origin <> 'again'
    GROUP BY cohort, trainee, rubric, scenario, run),
grave AS (
    SELECT run, sum(len(critical) - len(replace(critical, ',', '')) + 1) AS critical_events
    FROM (SELECT DISTINCT run, sequence, critical FROM facts WHERE critical <> '[]') GROUP BY run),
encounter AS (
    SELECT cohort, trainee, rubric, scenario, any_value(trainee_name) AS trainee_name,
        any_value(external_id) AS external_id, count(*) AS runs, sum(n) AS n, sum(credits) AS credits,
        sum(debits) AS debits, sum(weighted) AS weighted, sum(reach) AS reach, sum(spread) AS spread,
        arg_min(anchored, attempt) AS first_anchored, max(anchored) AS best_anchored, count(self_rating) AS rated,
        sum(self_rating) AS rating, sum(self_rating - anchored) AS over, sum(coalesce(critical_events, 0)) AS critical_events
    FROM each LEFT JOIN grave USING (run) GROUP BY cohort, trainee, rubric, scenario)
SELECT cohort, trainee, any_value(trainee_name) AS trainee_name, any_value(external_id) AS external_id, rubric,
    count(*) AS encounters, sum(runs) AS runs, sum(critical_events) AS critical_events, sum(n) AS opportunities,
    sum(credits) AS credits, sum(debits) AS debits, 50 + 25 * sum(weighted) / sum(n) AS anchored,
    100 * sum(reach) / nullif(sum(spread), 0) AS decision_quality, avg(first_anchored) AS first_anchored,
    avg(best_anchored) AS best_anchored, avg(best_anchored) - avg(first_anchored) AS gain,
    sum(rating) / nullif(sum(rated), 0) AS self_rating, sum(over) / nullif(sum(rated), 0) AS calibration
FROM encounter GROUP BY cohort, trainee, rubric ORDER BY cohort, trainee, rubric
"""
ITEMS = """
WITH first AS (SELECT * FROM facts WHERE attempt = 1 AND origin <> 'again' AND ended_at IS NOT NULL),
here AS (
    SELECT scenario, version, scene, run, rubric, sum(level) AS s, count(*) AS n, sum(level - worst) AS reach,
        sum(best - worst) AS spread, any_value(trainee) AS trainee
    FROM first WHERE criterion IS NOT NULL AND NOT copied GROUP BY ALL),
whole AS (SELECT run, rubric, sum(s) AS all_s, sum(n) AS all_n FROM here GROUP BY ALL),
figures AS (
    SELECT scenario, version, scene, rubric, sum(s) / sum(n) AS mean_level, sum(reach) / sum(spread) AS difficulty,
        corr(s / n, (all_s - s) / (all_n - n)) FILTER (all_n > n) AS item_rest,
        count(*) FILTER (all_n > n) AS item_rest_runs, count(DISTINCT run) AS runs, count(DISTINCT trainee) AS trainees
    FROM here JOIN whole USING (run, rubric) GROUP BY ALL),
taken AS (
    SELECT scenario, version, scene, choice, offered, count(*) AS n, sum(seconds) AS seconds
    FROM (SELECT DISTINCT run, sequence, scenario, version, scene, choice, offered, seconds FROM first WHERE NOT copied)
    GROUP BY ALL),
points AS (
    SELECT scenario, version, scene, sum(n) AS decisions, sum(seconds) / sum(n) AS seconds FROM taken GROUP BY ALL),
counts AS (SELECT scenario, version, scene, choice, sum(n) AS n FROM taken GROUP BY ALL),
open AS (
    SELECT scenario, version, scene, choice, sum(n) AS n
    FROM (SELECT scenario, version, scene, unnest(from_json(offered, '["VARCHAR"]')) AS choice, n FROM taken)
    GROUP BY ALL),
choices AS (
    SELECT scenario, version, scene, json_group_object(choice, [coalesce(counts.n, 0), open.n]) AS choices
    FROM open LEFT JOIN counts USING (scenario, version, scene, choice) GROUP BY ALL)
SELECT * FROM points JOIN choices USING (scenario, version, scene) JOIN figures USING (scenario, version, scene)
ORDER BY scenario, version, scene, rubric
"""
QUERIES = {"runs": RUNS, "trainees": TRAINEES, "items": ITEMS}
CHECKED = {
    "runs": ("decisions", "critical_events", "opportunities", "anchored", "decision_quality"),
    "trainees": ("runs", "critical_events", "opportunities", "credits", "first_anchored", "best_anchored", "calibration"),
    "items": ("runs", "trainees", "decisions", "mean_level", "difficulty", "item_rest", "item_rest_runs", "seconds"),
}  # fmt: skip


def drain(batches: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Take every batch; return the number of rows and the sums of some columns, to hold against the peer's."""
    import pyarrow.compute as pc

    rows, sums = 0, dict.fromkeys(names, 0.0)
    for batch in batches:
        rows += batch.num_rows
        for name in names:
            sums[name] += float(pc.sum(batch.column(name).cast("double")).as_py() or 0)
    return {"rows": rows, **sums}


def ours(name: str, facts: str, scratch: str) -> dict[str, Any]:
    """Compute one of the standard tables, as an export does."""
    from scoring import tables
    from simulator.academy.engines import engine

    with engine("duckdb", facts, scratch=Path(scratch)) as opened:
        table = getattr(tables, name)(opened.facts)
        batches = table.to_batches() if name == "items" else opened.batches(table.to_native())
        return drain(batches, CHECKED[name])


def peer(name: str, facts: str, scratch: str) -> dict[str, Any]:
    """Compute the same table by hand-written SQL."""
    import duckdb

    connection = duckdb.connect(config={"temp_directory": scratch})
    connection.execute("SET TimeZone = 'UTC'")
    connection.read_parquet(facts).create_view("facts")
    return drain(connection.sql(QUERIES[name]).to_arrow_reader(50_000), CHECKED[name])


def export_ours(_: str, facts: str, scratch: str) -> dict[str, Any]:
    """Export all facts to Parquet with a signed manifest, as the command does."""
    from datetime import UTC, datetime

    from simulator.academy.exporting import ExportRequest, export

    request = ExportRequest(cohort=None, levels=("decisions",), facts=facts)
    return dict(export(None, request, Path(scratch) / "ours.parquet", at=datetime.now(UTC)).rows)


def export_peer(_: str, facts: str, scratch: str) -> dict[str, Any]:
    """Copy all facts to Parquet by a bare COPY."""
    import duckdb

    target = str(Path(scratch) / "peer.parquet")
    connection = duckdb.connect(config={"temp_directory": scratch})
    connection.read_parquet(facts).create_view("facts")
    connection.execute(f"COPY facts TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return {"decisions": connection.read_parquet(target).aggregate("count(*)").fetchall()[0][0]}


def export_as(ending: str, facts: str, scratch: str) -> dict[str, Any]:
    """Export the facts in another format."""
    from datetime import UTC, datetime

    from simulator.academy.exporting import ExportRequest, export

    request = ExportRequest(cohort=None, levels=("decisions",), facts=facts)
    return dict(export(None, request, Path(scratch) / f"ours.{ending}", at=datetime.now(UTC)).rows)


CHILDREN: dict[str, Callable[[str, str, str], dict[str, Any]]] = {
    "ours": ours,
    "peer": peer,
    "export-ours": export_ours,
    "export-peer": export_peer,
    "export-as": export_as,
}


def child(what: str, name: str, facts: str, scratch: str) -> dict[str, Any]:
    """Do one thing in a fresh process; return seconds, MiB at the peak, and what came out."""
    environment = os.environ | {"XDG_CONFIG_HOME": scratch}
    command = [sys.executable, "-m", "bench.tables", "--child", what, name, facts, scratch]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def compare(label: str, one: tuple[str, str], other: tuple[str, str], facts: str, scratch: str, target: str) -> None:
    """Measure ours and the peer in turn, and print a row."""
    pairs = [(child(*one, facts, scratch), child(*other, facts, scratch)) for _ in range(ROUNDS)]
    for mine, theirs in pairs:
        for key, value in theirs["came"].items():
            assert abs(mine["came"][key] - value) <= 1e-9 * max(1.0, abs(value)), (
                label,
                key,
                mine["came"],
                theirs["came"],
            )
    seconds = [statistics.median(each["seconds"] for each in side) for side in zip(*pairs, strict=True)]
    memory = [statistics.median(each["mib"] for each in side) for side in zip(*pairs, strict=True)]
    print(
        f"| {label} | {seconds[0]:.1f} s, {memory[0]:.0f} MiB | {seconds[1]:.1f} s, {memory[1]:.0f} MiB "
        f"| {seconds[0] / seconds[1]:.2f} ×, memory {memory[0] / memory[1]:.2f} × | {target} |",
        flush=True,
    )


def peak_mib() -> float:
    """Return the greatest memory of this process; not getrusage's, which remembers its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def main() -> None:
    """Make the facts, measure, and print the rows of the results table."""
    given = [int(each.replace(",", "")) for each in sys.argv[1:]]
    total, people = (*given, *(10_000_000, 50_000)[len(given) :])
    with tempfile.TemporaryDirectory() as scratch:
        facts = str(Path(scratch) / "facts.parquet")
        # In a process of its own: what the making of the facts took must not stay with us.
        subprocess.run(
            [sys.executable, "-m", "bench.facts", facts, str(total), str(people)], check=True, stdout=sys.stderr
        )
        rows = total * CRITERIA_EACH
        tenth = str(Path(scratch) / "tenth.parquet")
        # Sorting takes more memory until it has its share, at about a million rows, and then no more.
        few, some = str(Path(scratch) / "few.parquet"), str(Path(scratch) / "some.parquet")
        write_facts(Path(tenth), total // 10, people // 10)
        write_facts(Path(few), 600_000, 10_000)
        write_facts(Path(some), 1_500_000, 25_000)
        print(f"{total:,} decisions, {rows:,} facts, {people:,} trainees, {Path(facts).stat().st_size / 1e6:.0f} MB\n")
        print("| what | ours | peer | ratio | target |")
        print("|---|---|---|---|---|")
        for name in QUERIES:
            compare(f"table of {name}", ("ours", name), ("peer", name), facts, scratch, "≤ 1.6 ×, memory ≤ 2 ×")
        compare("facts to Parquet", ("export-ours", ""), ("export-peer", ""), facts, scratch, "≤ 1.5 ×")
        for ending, small, large in (("csv", tenth, facts), ("xlsx", few, some)):
            less, more = child("export-as", ending, small, scratch), child("export-as", ending, large, scratch)
            count, fewer = more["came"]["decisions"], less["came"]["decisions"]
            print(
                f"| facts to {ending.upper()}, {count:,} rows | {more['seconds']:.1f} s, {more['mib']:.0f} MiB "
                f"| {fewer:,} rows: {less['seconds']:.1f} s, {less['mib']:.0f} MiB "
                f"| memory {more['mib'] / less['mib']:.2f} × for {count / fewer:.0f} × the rows | flat |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        began = time.perf_counter()
        came = CHILDREN[sys.argv[2]](*sys.argv[3:6])
        peak = peak_mib()
        print(json.dumps({"seconds": time.perf_counter() - began, "mib": peak, "came": came}))
    else:
        main()
