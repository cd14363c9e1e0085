"""Small scenarios that tests start from."""

from pathlib import Path

from simulator.scenario.reader import Reading, read_scenario
from simulator.scenario.story import Story
from tests.rubrics import ON_SCREEN

GATE = """\
format: 1
id: the-gate
version: 1.0.0
title: The gate
summary: Somebody waits at a gate.
language: en-GB
setting: {force: urban, place: a school gate}
level: foundation
minutes: 3
rubrics: [de-escalation, respect]
people:
  ama: {name: Ama Boateng, role: mother}
  reid: {name: PC Reid, role: you}
state:
  tension: {start: 3, min: 0, max: 5, shown: true, good: low}
  mood: {start: wary, levels: [open, wary, upset], shown: ama}
  told: false
start: arrive
scenes:
  arrive:
    text: A woman waits at the gate. Tension {tension}.
    lines:
      - ama: Are you here for my son?
      - {ama: I asked you something., when: mood >= upset}
    choices:
      - id: name-first
        say: I'm PC Reid. What is his name?
        ratings: {opening: 2, voice: 1}
        set: {told: true, mood: open}
        add: {tension: -2}
        feedback: A name before a question.
        goto: talk
      - id: wait-there
        say: Wait there.
        ratings: {opening: -1, voice: -2}
        add: {tension: 3, mood: 1}
        feedback: An order without a name.
        goto:
          - {when: tension >= 5, to: shouting}
          - {to: talk}
  talk:
    text:
      - {when: told, text: "She tells you about Kofi."}
      - {text: She looks past you.}
    choices:
      - id: ask-more
        say: What happened?
        ratings: {listening: 1}
        feedback: An open question.
        goto: settled
      - id: promise
        say: I will ring you at four.
        when: told
        locked: She has not been told who you are.
        ratings: {listening: 0, closing: 2}
        feedback: A time and a name.
        goto: settled
  shouting:
    text: She is shouting.
    choices:
      - id: step-back
        do: Step back and lower your hands.
        ratings: {time-and-space: 2}
        feedback: Room to breathe.
        goto: talk
      - id: walk-off
        do: Walk away.
        ratings: {time-and-space: -1, care: -2}
        feedback: She was left alone with it.
        critical: [no-aid]
        goto: left
endings:
  settled: {outcome: resolved, text: She nods., reflect: What did she hear first?}
  left: {outcome: harm, text: The gate clangs.}
trainer:
  discussion: [What did she need first?]
tests:
  - {name: calm, choose: [name-first, promise], ending: settled}
"""


def write(folder: Path, text: str = GATE, name: str = "the-gate.yaml") -> Path:
    """Write a scenario file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str = GATE) -> Reading:
    """Write a scenario and read it back."""
    return read_scenario(write(folder, text), ON_SCREEN)


def gate(folder: Path) -> Story:
    """Return the small scenario, compiled."""
    story = read(folder).story
    assert story is not None
    return story


def codes(reading: Reading) -> list[tuple[int, str]]:
    """Return (line, code) of every problem."""
    return [(problem.line, problem.code) for problem in reading.problems]
