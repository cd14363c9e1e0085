"""An attacker who has everything that was published of a cohort, and solves for what was hidden."""

import random
from collections import defaultdict

import numpy as np
import pytest
from scipy.optimize import linprog

from scoring.cells import Route, cells_of_routes
from scoring.disclosure import publication

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
    return Route(trainee, tuple(steps), "0", str(place), outcome)


def possible(publications, ratings=None):
    """Return, for each hidden cell of each publication, the least and the greatest it can have been.

    The attacker knows the story, every shown count, that a count which is missing is 0, how many played, that what
    comes into a place goes out of it, and that counts only grow from one publication to the next. With `ratings`, levels
    by scene and choice, also the sums of credits and of debits over everybody, which are outside the promise.
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
        for sums_of in [{}] if ratings is None else ratings:
            line = np.zeros(len(columns))
            for (which, move), column in columns.items():
                if which == number and move[0] == "step":
                    line[column] = sums_of.get(move[1:3], 0)
            rows.append(line)
            steps = [(move, count.people) for move, count in told.counts.items() if move[0] == "step"]
            values.append(sum(sums_of.get(move[1:3], 0) * count for move, count in steps))
        if number:
            for (which, move), column in columns.items():
                if which == number - 1 and (number, move) in columns:
                    beyond.append(row([column]) - row([columns[number, move]]))
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
                    A_ub=np.array(beyond) if beyond else None, b_ub=np.zeros(len(beyond)) if beyond else None,
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
