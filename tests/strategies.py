"""Random small scenarios for Hypothesis: valid in every name and condition, with or without loops.

    @given(scenarios())                  a scenario as the plain tree of its file
    @given(stories(loops=False))         the same, compiled

Scenes are `s0`, `s1` …, endings `e0` …, choices `c0-1` (scene 0, second choice). Guards may leave a
scene with nothing open, routes may lead into a trap, and conditions may never hold: what an author
can get wrong, these scenarios get wrong.

Hypothesis draws the sizes and a seed, and everything else follows from the seed: a scenario costs a
millisecond, so thousands can be tried, and a failing one still shrinks to few scenes and choices.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st

from scoring.rubric import RubricSet
from simulator.scenario.model import Scenario
from simulator.scenario.story import Story

CRITERIA = {
    "respect": ["opening", "voice", "dignity"],
    "de-escalation": ["listening", "options"],
    "cultural-responsiveness": ["asking", "access"],
}
EVENTS = ["no-aid", "false-statement", "unlawful-force-or-search"]
OUTCOMES = ["resolved", "partial", "unresolved", "harm"]
WORDS = ["Go on.", "Please, go on.", "Thank you. Sorry.", "What happened here today?", "Stay where you are.", "No."]
LEVELS = ["open", "wary", "upset"]
VARIABLES: dict[str, Any] = {
    "told": False,
    "late": True,
    "tension": {"start": 1, "min": 0, "max": 3},
    "debt": {"start": 0, "min": -1, "max": 1, "shown": True},
    "mood": {"start": "wary", "levels": LEVELS, "shown": "ama"},
}


def scenarios(*, loops: bool = True, scenes: int = 5, choices: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a scenario as a plain tree.

    Args:
        loops: whether a choice may lead back to the same or an earlier scene.
        scenes: the greatest number of scenes.
        choices: the greatest number of choices of a scene.
    """
    return st.builds(
        random_scenario,
        seed=st.integers(0, 2**32 - 1),
        scenes=st.integers(1, scenes),
        choices=st.integers(1, choices),
        variables=st.integers(0, 3),
        loops=st.just(loops),
    )


def stories(*, loops: bool = True, scenes: int = 5, choices: int = 3) -> st.SearchStrategy[Story]:
    """Draw a compiled scenario; see `scenarios`."""
    return scenarios(loops=loops, scenes=scenes, choices=choices).map(compiled)


def compiled(tree: dict[str, Any]) -> Story:
    """Compile a scenario's plain tree."""
    return Story(Scenario.model_validate(tree), RubricSet.shipped())


def random_scenario(seed: int, *, scenes: int, choices: int, variables: int, loops: bool) -> dict[str, Any]:
    """Make a scenario of so many scenes, of up to so many choices each, with so many variables."""
    random = Random(seed)
    endings = [f"e{number}" for number in range(random.randint(1, 3))]
    places = [f"s{number}" for number in range(scenes)]
    sizes = [random.randint(1, choices) for _ in places]
    names = sorted(random.sample(sorted(VARIABLES), variables))
    ids = [f"c{scene}-{number}" for scene, size in enumerate(sizes) for number in range(size)]
    rubrics = sorted(random.sample(sorted(CRITERIA), random.randint(1, 2)))
    draw = _Draw(random, names, _conditions(names, [*places, *endings], ids), rubrics)
    made: dict[str, Any] = {
        "format": "1",
        "id": "random",
        "version": "1.0.0",
        "title": "Random",
        "summary": "Anything can happen.",
        "language": "en-GB",
        "setting": {"force": "urban", "place": "a street"},
        "level": "foundation",
        "minutes": 1,
        "rubrics": rubrics,
        "people": {"ama": {"name": "Ama", "role": "mother"}, "reid": {"name": "PC Reid", "role": "you"}},
        "state": {name: VARIABLES[name] for name in names},
        "start": "s0",
        "scenes": {
            place: {
                **draw.texts(),
                "choices": [
                    draw.choice(f"c{scene}-{number}", [*(places if loops else places[scene + 1 :]), *endings])
                    for number in range(sizes[scene])
                ],
            }
            for scene, place in enumerate(places)
        },
        "endings": {id_: {"outcome": OUTCOMES[number], **draw.texts()} for number, id_ in enumerate(endings)},
    }
    # Drawn last, and on its own, so that a seed goes on meaning the story that it always meant.
    _Lawful(Random(seed + 1), draw.conditions).add_to(made)
    if seed % 2:
        _Second(Random(seed + 2), draw).add_to(made, loops=loops)
    return made


def _conditions(names: list[str], places: list[str], choices: list[str]) -> list[str]:
    made = [f'visited("{place}")' for place in places] + [f'chosen("{choice}")' for choice in choices]
    for name in names:
        variable = VARIABLES[name]
        if isinstance(variable, bool):
            # Often, since a flag has few conditions and stories hang on flags.
            made += [name, f"not {name}"] * 3
        elif "levels" in variable:
            made += [f"{name} {sign} {level}" for sign in (">=", "==", "<") for level in LEVELS]
            made.append(f"{name} in [open, upset]")
        else:
            made += [f"{name} {sign} {value}" for sign in (">=", "!=", "<") for value in (-1, 0, 1, 2)]
    return made


class _Draw:
    """Draws the parts of one scenario."""

    def __init__(self, random: Random, names: list[str], conditions: list[str], rubrics: list[str]) -> None:
        self.random = random
        self.names = names
        self.conditions = conditions
        self.criteria = [criterion for rubric in rubrics for criterion in CRITERIA[rubric]]

    def condition(self) -> str:
        one, other = self.random.choice(self.conditions), self.random.choice(self.conditions)
        joined = self.random.choice(["and", "or", "and not", None, None, None])
        return f"{one} {joined} {other}" if joined else one

    def texts(self) -> dict[str, Any]:
        shape = self.random.randint(0, 5)
        if shape == 0:
            return {"text": [{"when": self.condition(), "text": "It pours."}, {"text": "It rains."}]}
        if shape == 1:
            return {"text": "It rains.", "lines": [{"ama": "Well?", "when": self.condition()}, {"ama": "Yes."}]}
        return {"text": "It rains."}

    def choice(self, id_: str, targets: list[str]) -> dict[str, Any]:
        random = self.random
        made: dict[str, Any] = {"id": id_, "say": random.choice(WORDS), "goto": random.choice(targets)}
        if random.random() < 0.4:
            made["when"] = self.condition()
        if random.random() < 0.3:
            made["goto"] = [{"when": self.condition(), "to": random.choice(targets)}, {"to": random.choice(targets)}]
        for name in random.sample(self.names, random.randint(0, min(2, len(self.names)))):
            variable = VARIABLES[name]
            if isinstance(variable, bool):
                made.setdefault("set", {})[name] = random.random() < 0.5
            elif random.random() < 0.6:
                made.setdefault("add", {})[name] = random.randint(-2, 2)
            else:
                values = LEVELS if "levels" in variable else [variable["min"], 0, variable["max"]]
                made.setdefault("set", {})[name] = random.choice(values)
        rated = random.sample(self.criteria, random.randint(0, min(2, len(self.criteria))))
        made["ratings"] = {criterion: random.randint(-2, 2) for criterion in rated}
        return made


class _Lawful:
    """Draws critical events, powers and claims for a scenario that stands."""

    def __init__(self, random: Random, conditions: list[str]) -> None:
        self.random = random
        self.conditions = conditions

    def add_to(self, made: dict[str, Any]) -> None:
        """Give some choices critical events or powers, some endings what is said at home, and some scenarios claims."""
        random = self.random
        for scene in made["scenes"].values():
            for choice in scene["choices"]:
                if random.random() < 0.15:
                    when = {"when": random.choice(self.conditions)} if random.random() < 0.6 else {}
                    choice["critical"] = [{"event": random.choice(EVENTS), **when}]
                if random.random() < 0.15:
                    holds = random.choice(["true", "false", *random.sample(self.conditions, 3)])
                    choice["power"] = {"basis": "Common law", "holds": holds}
        for ending in made["endings"].values():
            if random.random() < 0.3:
                ending["retold"] = [{"who": "ama", "text": "So he said.", "when": random.choice(self.conditions)}]
        claims = random.sample(self.conditions, random.choice([0, 0, 1, 2]))
        at = [{}, *({"at": place} for place in (*made["scenes"], *made["endings"]))]
        made["claims"] = [{"never": never, **random.choice(at), "why": "It must not."} for never in claims]


class _Second:
    """Draws what version 2 of the format brought for a scenario that stands."""

    def __init__(self, random: Random, draw: _Draw) -> None:
        self.random = random
        self.draw = draw

    def add_to(self, made: dict[str, Any], *, loops: bool) -> None:
        """Turn a scenario into one of version 2: choices offered once, effects under conditions, interrupts, all of it."""
        random, scenes = self.random, list(made["scenes"])
        made["format"] = "2"
        self.conditions = [*self.draw.conditions, *(self.counted(place) for place in (*scenes, *made["endings"]))]
        places = [*scenes, *made["endings"]]
        for number, scene in enumerate(list(made["scenes"].values())):
            scene["text"] = self.forked(scene["text"])
            if random.random() < 0.3:
                scene["enter"] = self.effects()
            for choice in scene["choices"]:
                if random.random() < 0.2:
                    choice["once"] = True
                if random.random() < 0.3:
                    choice.update(self.effects())
                if random.random() < 0.2:
                    choice["say"] = f"{choice['say']} {{if {self.condition()}}}Please.{{end}}"
            if random.random() < 0.4:
                # Only onwards, so that nothing goes round without a choice.
                onward = [*scenes[number + 1 :], *made["endings"]]
                told = {**self.draw.texts(), "enter": self.effects(), "continue": self.ways(onward)}
                made["scenes"][f"n{number}"] = told
                random.choice(scene["choices"])["goto"] = f"n{number}"
        if random.random() < 0.2:
            made["scenes"]["first"] = {**self.draw.texts(), "enter": self.effects(), "continue": made["start"]}
            made["start"] = "first"
        for ending in made["endings"].values():
            if random.random() < 0.3:
                ending["enter"] = self.effects()
            ending["text"] = self.forked(ending["text"])
        interrupts = []
        for _ in range(random.choice([0, 0, 1, 2])):
            named = random.sample(scenes, random.randint(1, len(scenes))) if random.random() < 0.5 else []
            last = max((scenes.index(each) for each in named or scenes), default=0)
            ahead = places if loops else [*scenes[last + 1 :], *made["endings"]]
            interrupts.append({"when": self.condition(again=False), "goto": self.ways(ahead, again=False)})
            if random.random() < 0.5:
                interrupts[-1]["once"] = True
            if named:
                interrupts[-1]["scenes"] = named
        made["interrupts"] = interrupts
        made["injects"] = [
            {
                "id": f"i{number}",
                "text": "It thunders.",
                **self.effects(again=False),
                **({"when": self.condition(again=False)} if random.random() < 0.5 else {}),
                **({"scenes": random.sample(scenes, 1)} if random.random() < 0.5 else {}),
            }
            for number in range(random.choice([0, 0, 1, 2]))
        ]
        for choice in (each for scene in made["scenes"].values() for each in scene.get("choices", [])):
            if random.random() < 0.4:
                entries = [{"when": self.condition(), random.choice(self.draw.criteria): random.randint(-2, 2)}]
                always = [choice["ratings"]] if choice["ratings"] else []
                choice["ratings"] = [*always, *entries] if random.random() < 0.7 else [*entries, *always]

    def counted(self, place: str) -> str:
        sign, number = self.random.choice([">=", "==", "<", "!=", ">"]), self.random.randint(1, 3)
        return f'visits("{place}") {sign} {number}'

    def condition(self, *, again: bool = True) -> str:
        return self.random.choice([*self.conditions, *(["again", "not again"] if again else [])])

    def ways(self, targets: list[str], *, again: bool = True) -> Any:
        if self.random.random() < 0.5:
            return self.random.choice(targets)
        when = self.condition(again=again)
        return [{"when": when, "to": self.random.choice(targets)}, {"to": self.random.choice(targets)}]

    def effects(self, *, again: bool = True) -> dict[str, Any]:
        """Draw lists of what is set and added, some entries under a condition."""
        made: dict[str, Any] = {}
        for name in self.random.sample(self.draw.names, self.random.randint(0, min(2, len(self.draw.names)))):
            variable = VARIABLES[name]
            when = {"when": self.condition(again=again)} if self.random.random() < 0.6 else {}
            if isinstance(variable, bool):
                made.setdefault("set", []).append({**when, name: self.random.random() < 0.5})
            elif self.random.random() < 0.6:
                made.setdefault("add", []).append({**when, name: self.random.randint(-2, 2)})
            else:
                values = LEVELS if "levels" in variable else [variable["min"], 0, variable["max"]]
                made.setdefault("set", []).append({**when, name: self.random.choice(values)})
        return made

    def forked(self, text: Any) -> Any:
        if not isinstance(text, str) or self.random.random() < 0.5:
            return text
        otherwise = "{else}It does not." if self.random.random() < 0.5 else ""
        return f"{text} {{if {self.condition()}}}It thunders.{otherwise}{{end}} So it is."
