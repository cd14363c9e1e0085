"""A made-up cohort with gaps: not everybody met every encounter, and not every run met every criterion."""

import random
from datetime import timedelta

import duckdb

from scoring.decision import decide
from tests.rubrics import FIXED
from tests.scoring.facts_samples import START, run_rows, table

RUBRICS = sorted(FIXED.rubrics.values(), key=lambda rubric: (rubric.reported == "profile", rubric.id))
CRITERIA = list(FIXED.criteria)
ENCOUNTERS = ("bridge", "door", "gate", "yard")
SCENES = 8


def offers(encounter, scene):
    """Return what a scene offers: three choices on three criteria, the same for everyone."""
    at = ENCOUNTERS.index(encounter) * 5 + scene * 3
    rated = [CRITERIA[(at + step) % len(CRITERIA)] for step in range(3)]
    return {
        "best": dict.fromkeys(rated, 2),
        "middling": {rated[0]: 1, rated[1]: -1},
        "poor": dict.fromkeys(rated, -2),
    }


def play(chance, ability, encounter, *, short):
    """Return the decisions of one run."""
    decisions = []
    for place in range(SCENES // 2 if short else SCENES):
        offered = offers(encounter, place)
        roll = chance.random()
        choice = "best" if roll < ability else "middling" if roll < ability + 0.25 else "poor"
        decisions.append(
            decide(
                sequence=place + 1,
                scene=f"{encounter}-{place}",
                choice=choice,
                offered=offered,
                critical=("no-aid",) if choice == "poor" and place == 3 else (),
            )
        )
    return decisions


def made_up(count, *, seed=11, spread=0.22):
    """Return (facts as rows, runs): each run with its trainee, encounter, attempt, decisions and own ratings."""
    chance = random.Random(seed)
    rows, runs = [], []
    for number in range(count):
        ability = min(0.95, max(0.05, chance.gauss(0.5, spread)))
        for encounter in ENCOUNTERS:
            if encounter == "yard" and number % 3 == 0:
                continue
            tries = 1 + (number % 2) + (number % 5 == 0)
            for attempt in range(1, tries + 1):
                finished = not (number % 7 == 0 and encounter == "door" and attempt == tries)
                decisions = play(chance, ability + 0.08 * (attempt - 1), encounter, short=not finished)
                own = {"respect": chance.randint(20, 95)} if number % 4 and finished else {}
                run = {
                    "run": f"r-{number:03}-{encounter}-{attempt}",
                    "trainee": f"t-{number:03}",
                    "scenario": encounter,
                    "attempt": attempt,
                    "finished": finished,
                    "decisions": decisions,
                    "own": own,
                }
                runs.append(run)
                began = START + timedelta(days=attempt, minutes=number)
                rows += run_rows(
                    run["run"],
                    decisions,
                    trainee=run["trainee"],
                    trainee_name=f"Trainee {number}",
                    scenario=encounter,
                    attempt=attempt,
                    started_at=began,
                    ended_at=began + timedelta(minutes=6) if finished else None,
                    ending="end" if finished else None,
                    outcome="resolved" if finished else None,
                    self_ratings=own,
                )
    return rows, runs


def facts(rows):
    """Return rows as the engine has them."""
    return duckdb.connect().from_arrow(table(rows))
