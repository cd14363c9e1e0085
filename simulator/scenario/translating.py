"""What a translator begins with: every text of a scenario by its id, to be written over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.scenario.model import FlagVariable, Scenario

HEAD = """\
# A translation of '{id}' into {language}. Lines that begin with # are its own texts. Delete the # and the space
# after it, also on the lines above that the text belongs to, and replace the text by its translation.
# Keep the ids and the braces as they are. What is still missing: encounter translate FILE {language}
format: {format}
language: {language}
translates: {version}
"""


def skeleton(scenario: Scenario, language: str) -> str:
    """Return the text of a translation file in which every text still waits to be translated."""
    head = HEAD.format(format=1, id=scenario.id, language=language, version=scenario.version)
    return head + waiting(_texts(scenario))


def waiting(texts: dict[str, Any]) -> str:
    """Return texts as YAML, each line of it a note that is to be written over."""
    import yaml

    class Blocks(yaml.SafeDumper):
        """Writes texts of several lines as blocks."""

    def text(dumper: yaml.SafeDumper, value: str) -> Any:
        style = "|" if "\n" in value else '"' if len(value) > 40 else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Blocks.add_representer(str, text)
    written = yaml.dump(
        texts, Dumper=Blocks, allow_unicode=True, sort_keys=False, width=100_000, default_flow_style=False
    )
    return "".join(f"# {line}".rstrip() + "\n" for line in written.splitlines())


def _texts(scenario: Scenario) -> dict[str, Any]:
    """Return every text that is shown, in the shape of a translation."""
    trainer = scenario.trainer
    people = {id_: _kept(name=each.name, role=each.role, about=each.about) for id_, each in scenario.people.items()}
    for id_, person in scenario.people.items():
        if person.role == "you":
            del people[id_]["role"]  # a sign, not a text
    content: dict[str, Any] = {
        "title": scenario.title,
        "summary": scenario.summary,
        "setting": _kept(place=scenario.setting.place, time=scenario.setting.time),
        "objectives": scenario.objectives,
        "content_warnings": scenario.content_warnings,
        "people": people,
        "words": dict(_words(scenario)),
        "shown_as": {
            name: {"true": variable.shown_as.true, "false": variable.shown_as.false}
            for name, variable in scenario.state.items()
            if isinstance(variable, FlagVariable) and variable.shown_as is not None
        },
        "scenes": {id_: _place(each) for id_, each in scenario.scenes.items()},
        "choices": {
            choice.id: _kept(say=choice.say, do=choice.do, locked=choice.locked, feedback=choice.feedback)
            for scene in scenario.scenes.values()
            for choice in scene.choices
        },
        "endings": {id_: {**_place(each), **_kept(reflect=each.reflect)} for id_, each in scenario.endings.items()},
        "trainer": _kept(notes=trainer.notes, discussion=trainer.discussion) if trainer else {},
    }
    return _kept(**content)


def _place(place: Any) -> dict[str, Any]:
    texts = [each.text for each in place.text]
    return _kept(
        text=texts[0] if len(texts) == 1 else texts,
        lines=[each.text for each in place.lines],
        retold=[each.text for each in getattr(place, "retold", [])],
    )


def _words(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the variables and levels that are shown, with the words they stand for."""
    for name, variable in scenario.state.items():
        if isinstance(variable, FlagVariable):
            continue
        if variable.shown or getattr(variable, "shown_as", None):
            for word in (name, *getattr(variable, "levels", ())):
                yield word, word.replace("_", " ")


def _kept(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}
