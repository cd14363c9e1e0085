"""Who is here and how things stand, as a panel at the side or as a strip on top."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.charts import bar
from simulator.app.content import join, narration, raw, text
from simulator.app.typeset import SideBySide, Stack
from simulator.messages import tr
from simulator.views.situation import MeterView, PersonView, Situation

BAR_CELLS = 14
SHORT_BAR_CELLS = 6


class SituationPanel(VerticalScroll, can_focus=False):
    """A bar a meter and a card a person, one below the other."""

    def compose(self) -> ComposeResult:
        """Start empty."""
        yield Static()

    def show(self, now: Situation) -> None:
        """Show how things stand."""
        self.query_one(Static).update(situation_visual(now))


class SituationStrip(Static):
    """The same in as few lines as it takes, for a narrow terminal."""

    ALLOW_SELECT = False

    def show(self, now: Situation) -> None:
        """Show how things stand."""
        people = [join([text(person.name, "bold"), *_mood(person)], " ") for person in now.people]
        meters = [
            join(
                [
                    text(meter.label.capitalize(), "bold"),
                    bar(meter.filled(SHORT_BAR_CELLS), SHORT_BAR_CELLS),
                    *_reading(meter),
                ],
                " ",
            )
            for meter in now.meters
        ]
        self.update(SideBySide([*people, *meters]))
        self.set_class(not (people or meters), "-empty")


def situation_visual(now: Situation, *, counted: bool = False) -> Visual:
    """Return a bar a meter and a card a person, one below the other; with the meters' numbers if `counted`."""
    parts: list[Visual] = []
    if now.meters:
        parts.append(text(tr("How it stands"), "bold $quiet"))
        parts += [Stack([*_meter(meter), *([_count(meter)] if counted else [])]) for meter in now.meters]
    if now.people:
        parts += [text(tr("In this scene"), "bold $quiet"), *(Stack(_card(person)) for person in now.people)]
    return Stack(parts, gap=1)


def _count(meter: MeterView) -> Content:
    return text(tr("{value} of {high}", value=meter.value, high=meter.high), "$quiet")


def _card(person: PersonView) -> list[Content]:
    return [
        text(person.name, "bold"),
        join(_mood(person), " "),
        text(person.role, "$quiet"),
        narration(person.about, "$quiet"),
    ]


def _mood(person: PersonView) -> list[Content]:
    if not person.mood:
        return []
    mood = text(person.mood, "bold $coach")
    return [text(person.was, "$quiet"), raw("→"), mood] if person.was else [mood]


def _meter(meter: MeterView) -> list[Content]:
    return [
        text(meter.label.capitalize(), "bold"),
        join([bar(meter.filled(BAR_CELLS), BAR_CELLS), *_reading(meter)], " "),
    ]


def _reading(meter: MeterView) -> list[Content]:
    sign = "" if meter.change == 0 else ("▲" if meter.change > 0 else "▼")
    return [text(tr(meter.word)), raw(sign, "bold")] if sign else [text(tr(meter.word))]
