"""Who is here and how things stand, as a panel at the side or as a strip on top."""

from __future__ import annotations

from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, raw, text
from simulator.app.situation import MeterView, PersonView, Situation
from simulator.app.typeset import Flow, Stack

BAR_CELLS = 14
SHORT_BAR_CELLS = 6


class SituationPanel(Static):
    """A card a person and a bar a meter, one below the other."""

    ALLOW_SELECT = False

    def show(self, now: Situation) -> None:
        """Show how things stand."""
        people = [Stack(_card(person)) for person in now.people]
        meters = [Stack(_meter(meter)) for meter in now.meters]
        parts: list[Visual] = []
        if people:
            parts += [text("In this scene", "bold $quiet"), *people]
        if meters:
            parts += [text("How it stands", "bold $quiet"), *meters]
        self.update(Stack(parts, gap=1))


class SituationStrip(Static):
    """The same in as few lines as it takes, for a narrow terminal."""

    ALLOW_SELECT = False

    def show(self, now: Situation) -> None:
        """Show how things stand."""
        people = [join([text(person.name, "bold"), *_mood(person)], " ") for person in now.people]
        meters = [
            join([text(meter.label.capitalize(), "bold"), _bar(meter, SHORT_BAR_CELLS), *_reading(meter)], " ")
            for meter in now.meters
        ]
        self.update(Flow([*people, *meters]))
        self.set_class(not (people or meters), "-empty")


def _card(person: PersonView) -> list[Content]:
    return [text(person.name, "bold"), text(person.role, "$quiet"), join(_mood(person), " ")]


def _mood(person: PersonView) -> list[Content]:
    if not person.mood:
        return []
    mood = text(person.mood, "$coach")
    return [mood, text(f"◂ was {person.was}", "$quiet")] if person.was else [mood]


def _meter(meter: MeterView) -> list[Content]:
    return [text(meter.label.capitalize(), "bold"), join([_bar(meter, BAR_CELLS), *_reading(meter)], " ")]


def _bar(meter: MeterView, cells: int) -> Content:
    filled = meter.filled(cells)
    return join([raw("█" * filled, "$coach"), raw("░" * (cells - filled), "$rule")])


def _reading(meter: MeterView) -> list[Content]:
    sign = "" if meter.change == 0 else ("▲" if meter.change > 0 else "▼")
    return [text(meter.word), raw(sign, "bold")] if sign else [text(meter.word)]
