"""Processes that play on a store and say what was kept: `python -m tests.records.players KIND STORE`.

    killed   for each line on standard input, a process that plays until it is killed
    full     plays until a file may not grow any further
    other    plays as another user where the present one may do everything
    reader   verifies, lists and exports as another user

Each kept decision is said as `kept RUN SEQUENCE CHOICE`, after the store has answered.
"""

import os
import random
import resource
import sys
import tempfile
from pathlib import Path

from scoring.rubric import RubricSet
from simulator.errors import EncounterError
from simulator.records.backup import back_up
from simulator.records.connection import locate
from simulator.records.scratch import scratch_place
from simulator.records.store import Store
from simulator.records.verify import verify_store
from simulator.scenario.library import Library
from tests.records.samples import NOON, begun, circle

NOBODY = 65534


def say(*words):
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def play(store, *, seed):
    """Go on with the unfinished run, or begin one, for ever."""
    story, chance = circle(), random.Random(seed)
    while True:
        unfinished = store.runs(finished=False, limit=1)
        record = unfinished[0] if unfinished else begun(store, story)
        run = store.replay(record.id)
        while not run.finished:
            choice = chance.choice(run.available()).id
            step = run.choose(choice)
            store.append(record.id, step, at=NOON, outcome=run.ending.outcome if run.ending else None)
            say("kept", record.id, step.decision.sequence, choice)


def killed(place):
    Store.open(place).close()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say("process", os.getpid())
            play(Store.open(place), seed=int(line))
        os.waitpid(child, 0)
        say("dead")


def full(place):
    path = Path(place)
    if path.exists():
        with Store.open(place) as store:
            begun(store, circle())
            _limit(max(each.stat().st_size for each in path.parent.glob(path.name + "*")) + 50_000)
            play(store, seed=1)
    _limit(10_000)
    Store.open(place)


def other(place):
    RubricSet.shipped()  # the other user may not be allowed to read the program
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with Store.open(place) as store:
        say("runs", len(store.runs()))
        play(store, seed=1)


def reader(place):
    shipped = RubricSet.shipped()  # the other user may not be allowed to read the program
    library, _ = Library.default(), scratch_place()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        report = verify_store(locate(place))
        say("verified", report.sound, report.decisions, len(shipped.rubrics), len(library.folders))
        with Store.open(place) as store:
            say("runs", len(store.runs()), len(store.facts()))
        back_up(locate(place), Path(folder) / "copy.sqlite3")
        say("copied", verify_store(locate(f"{folder}/copy.sqlite3")).sound)


def _limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


if __name__ == "__main__":
    try:
        {"killed": killed, "full": full, "other": other, "reader": reader}[sys.argv[1]](sys.argv[2])
    except EncounterError as error:
        say("error", type(error).__name__, error)
