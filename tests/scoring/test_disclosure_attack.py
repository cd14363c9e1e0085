"""An attacker who has everything that was published about a cohort, and solves for the hidden counts."""

import random
from collections import defaultdict

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from scoring.cells import RunPath, cells_of_routes
from scoring.cohort.counts import cohort_counts
from scoring.decision import decide
from scoring.disclosure import publication
from tests.rubrics import FIXED
from tests.scoring.facts_samples import CRITERIA, run_rows, table

VERSION = ("the-gate", "1.0.0", "practice")


def encounter(chance):
    """Return a story as a table: scene to choice to where it may lead; places are numbered, and ends come last."""
    scenes = chance.randint(2, 5)
    ends = chance.randint(2, 3)
    return {
        scene: {
            f"c{number}": [chance.randint(scene + 1, scenes + ends - 1) for _ in range(chance.choice((1, 1, 2)))]
            for number in range(chance.randint(2, 4))
        }
        for scene in range(scenes)
    }, scenes


def walk(chance, story, scenes, trainee):
    """Return the route of somebody with habits: some choices are rare."""
    place, steps = 0, []
    while place < scenes and (place == 0 or chance.random() > 0.02):
        choice = f"c{min(int(chance.expovariate(1.2)), len(story[place]) - 1)}"
        to = chance.choice(story[place][choice])
        steps.append((str(place), choice, str(to)))
        place = to
    outcome = None if place < scenes else "good" if place == scenes else "bad"
    return RunPath(trainee, tuple(steps), "0", str(place), outcome)


def possible(publications, sums_of=None):
    """Return, for each hidden cell of each publication, the least and the greatest it can have been.

    The attacker knows the story, every shown count and how many people played. They know that a missing count is 0,
    that what comes into a place goes out of it, and that counts only grow from one publication to the next. `sums_of`
    gives, for a publication, what else it tells: sums of levels, each as (levels by scene and choice, least, greatest).
    """
    columns, sums = {}, []
    for number, (told, moves) in enumerate(publications):
        of_cell = defaultdict(list)
        for move in sorted(moves):
            column = columns[number, move] = len(columns)
            kind, *of = move
            if kind == "step":
                scene, choice, to = of
                for cell in (("choice", scene, choice), ("way", scene, to)):
                    of_cell[cell].append(column)
                of_cell["came", to].append(column)
                of_cell["left", scene].append(column)
            else:
                place, outcome = of
                of_cell["left", place].append(column)
                of_cell[("stopped", place) if outcome is None else ("outcome", outcome)].append(column)
        sums.append((told, of_cell))
    rows, values, beyond = [], [], []

    def row(columns_of, sign=1):
        line = np.zeros(len(columns))
        for each in columns_of:
            line[each] += sign
        return line

    for number, (told, of_cell) in enumerate(sums):
        for cell, own in of_cell.items():
            if cell[0] == "left":
                came = row(of_cell.get(("came", cell[1]), []))
                rows.append(row(own) - came)
                values.append(told.people if cell[1] == "0" else 0)
            elif told.shows(*cell):
                rows.append(row(own))
                values.append(told.counts[cell].people)
        for levels, least, most in [] if sums_of is None else sums_of(number):
            line = np.zeros(len(columns))
            for (which, move), column in columns.items():
                if which == number and move[0] == "step":
                    line[column] = levels.get(move[1:3], 0)
            beyond += [(line, most), (-line, -least)]
        if number:
            for (which, move), column in columns.items():
                if which == number - 1 and (number, move) in columns:
                    beyond.append((row([column]) - row([columns[number, move]]), 0))
    for told, of_cell in sums:
        for cell in (each for each in told.hidden if each[0] != "step"):
            beyond.append((row(of_cell["left" if cell[0] in ("came", "ended") else cell[0], *cell[1:]], -1), -1))
    found = []
    for number, (told, of_cell) in enumerate(sums):
        for cell in told.hidden:
            if any(then.shows(*cell) and then.counts.get(cell) == told.counts[cell] for then, _ in sums[:number]):
                continue  # it was published before, as it is now
            if cell[0] == "step" or told.counts[cell].people == told.people:
                continue  # everybody: how many played is known
            own = of_cell["left" if cell[0] in ("came", "ended") else cell[0], *cell[1:]]
            ends = []
            for sign in (1, -1):
                solved = linprog(
                    row(own, sign), A_eq=np.array(rows), b_eq=values,
                    A_ub=np.array([line for line, _ in beyond]) if beyond else None,
                    b_ub=[most + 1e-9 for _, most in beyond] if beyond else None,
                )  # fmt: skip
                assert solved.status in (0, 3)
                ends.append(solved.fun * sign if solved.status == 0 else np.inf)
            found.append((cell, ends[0], ends[1]))
    return found


def moves_of(routes):
    steps = {("step", *step) for route in routes for step in route.steps}
    return steps | {("end", route.last, route.outcome) for route in routes}


def published(routes, earlier, minimum):
    made = publication({VERSION: cells_of_routes(routes)}, earlier, minimum)
    return made, (made.versions[VERSION], moves_of(routes))


def publications(seed):
    """Return a random story, and what is published of a random cohort, one to three times."""
    chance = random.Random(seed)
    story, scenes = encounter(chance)
    minimum = chance.choice((3, 5, 10))
    routes, earlier, known = [], [], []
    for _ in range(chance.randint(1, 3)):
        for _ in range(chance.choice((1, 12, 25, 40))):
            routes.append(walk(chance, story, scenes, f"t{len(routes)}"))
        made, told = published(routes, earlier, minimum)
        if not told[0].nothing:
            earlier.append(made)
            known.append(told)
    return story, known


@pytest.mark.parametrize("seed", range(40))
def test_each_hidden_count_keeps_three_possible_values_whatever_was_published_before(seed):
    for cell, least, most in possible(publications(seed)[1]):
        assert most - least >= 2 - 1e-6, (cell, least, most)


def test_of_few_people_nothing_is_told_where_there_is_no_room_for_three_values():
    told = 0
    for seed in range(40):
        chance = random.Random(seed)
        story, scenes = encounter(chance)
        routes = [walk(chance, story, scenes, f"t{number}") for number in range(chance.choice((3, 4, 5, 6, 8)))]
        _, known = published(routes, [], 3)
        told += not known[0].nothing
        if not known[0].nothing:
            assert all(most - least >= 2 - 1e-6 for _, least, most in possible([known]))
    assert 0 < told < 40


def ratings_of(chance, story):
    """Return the levels of every choice of a story; each scene rates two or three criteria."""
    rated = {scene: chance.sample(CRITERIA[:6], chance.choice((2, 3))) for scene in story}
    return {
        str(scene): {choice: {each: chance.choice((-2, -1, 0, 1, 2)) for each in rated[scene]} for choice in choices}
        for scene, choices in story.items()
    }


def facts_of(routes, ratings):
    """Return the facts of some routes, each of one person's first attempt."""
    rows = []
    for route in routes:
        decisions = [
            decide(sequence=number, scene=scene, choice=choice, offered=ratings[scene])
            for number, (scene, choice, _) in enumerate(route.steps, start=1)
        ]
        led = {scene: to for scene, _, to in route.steps}
        end = {"ending": route.last, "outcome": route.outcome} | ({} if route.outcome else {"ended_at": None})
        own = run_rows(f"run of {route.trainee}", decisions, trainee=route.trainee, **end)
        rows += [row | {"moved_to": led[row["scene"]]} for row in own]
    return duckdb.connect().from_arrow(table(rows))


def reports_to_pass_on(seed):
    """Return the reports without people of a random cohort that grows, each with the moves in it, and the levels."""
    chance = random.Random(seed)
    story, scenes = encounter(chance)
    ratings, minimum = ratings_of(chance, story), chance.choice((3, 5, 10))
    routes, earlier, known = [], [], []
    for _ in range(chance.randint(1, 3)):
        for _ in range(chance.choice((12, 25, 40))):
            routes.append(walk(chance, story, scenes, f"t{len(routes)}"))
        finished = [route for route in routes if route.outcome]
        report = cohort_counts(facts_of(routes, ratings), RUBRICS, minimum=minimum, earlier=earlier)
        if not report.nothing:
            earlier.append(report.told)
            known.append((report, moves_of(finished)))
    return known, ratings


RUBRICS = list(FIXED.rubrics.values())


def sums_told(report, ratings):
    """Return what a report's ranges of conduct say: sums of levels, over the points where it tells how many came."""
    told = report.as_json()
    came = {each["scene"]: each["decisions"] for each in told["points"] if each["decisions"] is not None}
    weights = {id_: criterion.weight for rubric in RUBRICS for id_, criterion in rubric.criteria.items()}
    sums = []
    for each in told["conduct"]:
        of = [id_ for id_ in weights if each["criterion"] in (id_, None) and FIXED.criteria[id_] == each["rubric"]]
        levels, weight = {}, 0
        for scene, decisions in came.items():
            for choice, own in ratings[scene].items():
                levels[scene, choice] = sum(weights[id_] * own.get(id_, 0) for id_ in of)
            weight += decisions * sum(weights[id_] for id_ in of if id_ in own)
        sums.append((levels, *((each[end] - 50) / 25 * weight for end in ("low", "high"))))
    return sums


@pytest.mark.parametrize("seed", range(20))
def test_a_report_to_pass_on_tells_nothing_that_narrows_a_hidden_count(seed):
    known, ratings = reports_to_pass_on(seed)
    publications = [(report.told.versions[VERSION], moves) for report, moves in known]
    told = possible(publications, lambda number: sums_told(known[number][0], ratings))
    for (cell, least, most), (_, *by_counts) in zip(told, possible(publications), strict=True):
        assert most - least >= 2 - 1e-6, (cell, least, most)
        assert [least, most] == pytest.approx(by_counts, abs=1e-5)


def exact_sums(told, ratings):
    """Return each criterion's credits and debits, as a report with people tells them."""
    steps = [(move[1:3], count.people) for move, count in told.counts.items() if move[0] == "step"]
    sums = []
    for criterion in CRITERIA:
        for sign in (1, -1):
            levels = {
                (scene, choice): own[criterion]
                for scene, choices in ratings.items()
                for choice, own in choices.items()
                if own.get(criterion, 0) * sign > 0
            }
            total = sum(levels.get(step, 0) * count for step, count in steps)
            sums.append((levels, total, total))
    return sums


def test_the_attack_finds_hidden_counts_where_sums_are_told():
    known, ratings = reports_to_pass_on(3)
    publications = [(report.told.versions[VERSION], moves) for report, moves in known]
    found = possible(publications, lambda number: exact_sums(publications[number][0], ratings))
    assert any(most - least < 1 for _, least, most in found)
