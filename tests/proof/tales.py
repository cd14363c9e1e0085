"""Stories written for one property each, as few lines as show it."""

from random import Random
from typing import Any

from simulator.scenario.story import Story
from tests.strategies import compiled


def choice(id_: str, goto: Any, when: str | None = None, **fields: Any) -> dict[str, Any]:
    """One choice; ratings, set and add are given by name."""
    made = {"id": id_, "say": f"Say {id_}.", "goto": goto, **fields}
    return {**made, "when": when} if when else made


def tale(scenes: dict[str, list[dict[str, Any]]], *, state: dict[str, Any] | None = None, **fields: Any) -> Story:
    """Compile scenes given as lists of choices; what begins with `end` is an ending."""
    targets = {
        route if isinstance(route, str) else route["to"]
        for choices in scenes.values()
        for each in choices
        for route in ([each["goto"]] if isinstance(each["goto"], str) else each["goto"])
    }
    endings = sorted(targets - set(scenes)) or ["end"]
    return compiled(
        {
            "format": "1",
            "id": "tale",
            "version": "1.0.0",
            "title": "A tale",
            "summary": "Something happens.",
            "language": "en-GB",
            "setting": {"force": "urban", "place": "a street"},
            "level": "foundation",
            "minutes": 1,
            "rubrics": ["respect", "de-escalation"],
            "people": {"reid": {"name": "PC Reid", "role": "you"}},
            "state": state or {},
            "start": next(iter(scenes)),
            "scenes": {id_: {"text": "Here.", "choices": choices} for id_, choices in scenes.items()},
            "endings": {id_: {"outcome": "resolved", "text": "There."} for id_ in endings},
            **fields,
        }
    )


def intercept() -> Story:
    """The kind of fault that stands in ink's own sample story, The Intercept.

    Deep in an interrogation two choices carry the same guard, and nothing is left when it is false.
    """
    return tale(
        {
            "door": [choice("sit-down", "table"), choice("stay-standing", "table", set={"drugged": True})],
            "table": [
                choice("wait", "table-again", when="teacup"),
                choice("drink", "table-again", set={"drugged": True}),
                choice("leave-it", "table-again", set={"teacup": False}),
            ],
            "table-again": [choice("lie", "pressed"), choice("say-nothing", "pressed")],
            "pressed": [
                choice("throw-tea", "end-free", when="teacup and not drugged"),
                choice("spill-tea", "end-caught", when="teacup and not drugged"),
            ],
        },
        state={"teacup": True, "drugged": False},
    )


def ruin(length: int, *, leave: bool) -> Story:
    """A gambler's ruin: `n` goes up or down by one until it is 0 or `length`; a loop as long as the range.

    With `leave`, a third choice ends it at any time.
    """
    step = {"n": {"start": length // 2, "min": 0, "max": length}}
    after = [{"when": "n <= 0", "to": "end-low"}, {"when": f"n >= {length}", "to": "end-top"}, {"to": "table"}]
    choices = [choice("win", after, add={"n": 1}), choice("lose", after, add={"n": -1})]
    return tale({"table": [*choices, choice("leave", "end-left")] if leave else choices}, state=step)


def large(scenes: int = 1_000, variables: int = 20) -> Story:
    """A story that goes forward through many scenes, three choices each, and remembers more than can be looked into.

    In its last scene but one nothing is left to choose for whoever comes with the first fact and no luck.
    """
    generator = Random(2026)
    facts = [f"fact_{number}" for number in range(variables // 2)]
    counts = [f"count_{number}" for number in range(variables - len(facts))]
    told: dict[str, list[dict[str, Any]]] = {}
    for number in range(scenes):
        ahead = [f"s{after}" for after in range(number + 1, min(number + 5, scenes))] or ["end-one", "end-two"]
        told[f"s{number}"] = [
            choice(
                f"c{number}-{place}",
                generator.choice(ahead),
                when=generator.choice([generator.choice(facts), f"{generator.choice(counts)} >= 3"]) if place else None,
                ratings={"voice": generator.randint(-2, 2), "listening": generator.randint(-2, 2)},
                set={generator.choice(facts): generator.random() < 0.5},
                add={generator.choice(counts): generator.choice([-1, 1, 2])},
            )
            for place in range(3)
        ]
    for each in told[f"s{scenes - 2}"]:
        each["when"] = "not fact_0 or count_0 >= 1"
    state: dict[str, Any] = dict.fromkeys(facts, False)
    return tale(told, state=state | {name: {"start": 0, "min": 0, "max": 9} for name in counts})
