"""The standard tables on a Spark cluster, held against DuckDB: whole numbers equal, others within 1e-9.

A standalone cluster (a master, two workers, a Spark Connect server) is started on loopback and stopped at the
end. Tables are asked for by Spark Connect (sc://…); then `encounter export` asks as its users do, by Connect and
as a driver (spark://…). It needs Java 17 and, in the environment that runs this, `pip install
'encounter-simulator[academy,spark]'`.

Run: PYTHONPATH=. python bench/spark.py [DECISIONS] [TRAINEES]      (1,000,000 and 5,000 by default)
"""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyspark

from scoring import tables
from simulator.academy.engines import Engine, engine

TABLES = ("criteria", "runs", "trainees", "summary", "profile", "items", "choices")
HOST = "127.0.0.1"
DEADLINE = 120  # seconds until a part of the cluster must answer


def main() -> None:
    """Start the cluster, compute every table on both engines, compare, and print the rows of the results table."""
    given = [int(each.replace(",", "")) for each in sys.argv[1:]]
    total, people = (*given, *(1_000_000, 5_000)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        facts = str(place / "facts.parquet")
        subprocess.run([sys.executable, "-m", "bench.facts", facts, str(total), str(people)], check=True)
        print("\n| what | Spark, two workers | DuckDB | same |\n|---|---|---|---|", flush=True)
        with (
            cluster(place) as (address, master),
            engine(address, facts, scratch=place) as spark,
            engine("duckdb", facts, scratch=place) as duck,
        ):
            for name in TABLES:
                here, one = timed(name, spark)
                there, other = timed(name, duck)
                furthest = compare(name, one, other)
                print(
                    f"| table of {name}, {len(other):,} rows | {here:.1f} s | {there:.1f} s "
                    f"| whole numbers and text equal, doubles within {furthest:.0e} |",
                    flush=True,
                )
            for scheme, at in (("sc://", address), ("spark://", master)):
                here, one = by_command(at, facts, place)
                there, other = by_command("duckdb", facts, place)
                furthest = compare("trainees", one, other)
                print(
                    f"| `encounter export --engine {scheme}… --level trainees`, {len(other):,} rows "
                    f"| {here:.1f} s | {there:.1f} s | whole numbers and text equal, doubles within {furthest:.0e} |",
                    flush=True,
                )


def by_command(at: str, facts: str, place: Path) -> tuple[float, list[dict[str, Any]]]:
    """Export the table of trainees as a person would; return the seconds it took and the file's rows."""
    target = place / "trainees.jsonl"
    command = [sys.executable, "-m", "simulator", "export", "--facts", facts, "--engine", at]
    command += ["--level", "trainees", "--to", str(target)]
    began = time.perf_counter()
    done = subprocess.run(
        command, env=java_here() | {"XDG_CONFIG_HOME": str(place)}, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stderr)
    with target.open(encoding="utf-8") as file:
        return took, [json.loads(line) for line in file]


def java_here() -> dict[str, str]:
    """Return an environment in which a driver speaks to the cluster on loopback."""
    home = str(Path(pyspark.__file__).parent)
    # A Connect session leaves its mark in the environment, and a driver would take itself for one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}
    return kept | {"SPARK_HOME": home, "SPARK_LOCAL_IP": HOST, "PYSPARK_PYTHON": sys.executable}


def timed(name: str, opened: Engine) -> tuple[float, list[dict[str, Any]]]:
    """Compute a table; return the seconds it took and its rows."""
    began = time.perf_counter()
    table = getattr(tables, name)(opened.facts)
    batches = table.to_batches() if name in ("items", "choices") else list(opened.batches(table.to_native()))
    took = time.perf_counter() - began
    return took, [row for batch in batches for row in batch.to_pylist()]


def compare(name: str, one: list[dict[str, Any]], other: list[dict[str, Any]]) -> float:
    """Hold two tables against each other; return how far apart the doubles are at most, relatively."""
    assert len(one) == len(other), (name, len(one), len(other))
    furthest = 0.0
    for mine, theirs in zip(one, other, strict=True):
        for key, value in theirs.items():
            if isinstance(value, float):
                assert math.isclose(mine[key], value, rel_tol=1e-9, abs_tol=1e-9), (name, key, mine, theirs)
                furthest = max(furthest, abs(mine[key] - value) / max(1.0, abs(value)))
            else:
                assert mine[key] == value, (name, key, mine, theirs)
    return furthest


@contextmanager
def cluster(place: Path) -> Iterator[tuple[str, str]]:
    """Run a master, two workers and a Spark Connect server on loopback; give the server's and the master's address."""
    home = Path(pyspark.__file__).parent
    environment = java_here() | {"SPARK_WORKER_DIR": str(place / "work"), "SPARK_LOCAL_DIRS": str(place / "local")}
    master, connect = free_port(), free_port()
    class_, address = str(home / "bin" / "spark-class"), f"spark://{HOST}:{master}"
    deploy = "org.apache.spark.deploy"
    parts = [
        [class_, f"{deploy}.master.Master", "--host", HOST, "--port", str(master), "--webui-port", str(free_port())]
    ]
    for _ in range(2):
        worker = [class_, f"{deploy}.worker.Worker", "--host", HOST, "--cores", "2", "--memory", "3g"]
        parts.append([*worker, "--webui-port", str(free_port()), address])
    settings = {
        "spark.connect.grpc.binding.address": HOST,
        "spark.connect.grpc.binding.port": str(connect),
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.executor.memory": "1500m",
        "spark.executor.cores": "1",
        "spark.cores.max": "2",  # one of each worker: the rest is for the driver that comes last
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
    }
    server = [str(home / "bin" / "spark-submit"), "--master", address]
    server += ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer"]
    for name, value in settings.items():
        server += ["--conf", f"{name}={value}"]
    started: list[subprocess.Popen[bytes]] = []
    try:
        with (place / "cluster.log").open("wb") as log:
            for command in parts:
                started.append(spawn(command, environment, log, place))
                if len(started) == 1:
                    wait_for(master, started[0], place)
            started.append(spawn(server, environment, log, place))
            wait_for(connect, started[-1], place)
            yield f"sc://{HOST}:{connect}", address
    finally:
        for process in reversed(started):
            # Each leads a group of its own, so that the Java it started goes with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def spawn(command: list[str], environment: dict[str, str], log: Any, place: Path) -> subprocess.Popen[bytes]:
    """Start one part of the cluster."""
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=place, start_new_session=True)


def wait_for(port: int, process: subprocess.Popen[bytes], place: Path) -> None:
    """Wait until somebody listens on a port."""
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.2)
    sys.exit("The cluster did not start:\n" + (place / "cluster.log").read_text(errors="replace")[-3_000:])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
