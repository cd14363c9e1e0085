"""The map of a file being written: its places with what leads from each; one is chosen, with a state to stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from simulator.app.content import text
from simulator.app.screens.page import ReadingPage, TitleBar
from simulator.app.widgets.choices import Choices, Option
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.field import Field
from simulator.app.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from simulator.proof.report import Proof
    from simulator.scenario.state import Values
    from simulator.scenario.story import Story


class JumpScreen(ReadingPage["tuple[str, Values] | None"]):
    """Asks where to go, and answers with a place and a state; None to stay.

    Args:
        story: whose places are shown.
        proof: what was proved of it, if anything.
        here: the present place.
        read: places that were read in this preview.
        values: the present state.
    """

    CSS_PATH = "jump.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Jump", tooltip="Go to the highlighted scene, in the state that is written above."),
        Binding("tab", "app.focus_next", "State", tooltip="Go to the line with the state, and back to the scenes."),
        Binding("escape,q", "leave", "Back", key_display="Esc", tooltip="Go back to where you were; nothing moves."),
    ]

    def __init__(self, story: Story, proof: Proof | None, here: str, read: set[str], values: Values) -> None:
        super().__init__()
        self.story = story
        self.proof = proof
        self.here = here
        self.read = read
        self.values = values

    def compose(self) -> ComposeResult:
        """Lay out the state to stand in, and the places."""
        yield TitleBar()
        with ReadingColumn(can_focus=False):
            yield Static(text("The state to begin in; change it as you like:", "bold"))
            yield Field(self._state_text(), id="state")
            yield Static(id="trouble")
            yield Choices(gap=0)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the places, with the present one highlighted."""
        self.title_line("Jump to a scene")
        choices = self.query_one(Choices)
        choices.show([Option(place, self._line(place), spoken=False) for place in self.story.places])
        choices.go_to(list(self.story.places).index(self.here))

    @on(Choices.Taken)
    def _taken(self, event: Choices.Taken) -> None:
        try:
            values = self._read_state(self.query_one(Field).value)
        except ValueError as wrong:
            self.query_one("#trouble", Static).update(text(wrong, "bold $bad"))
            return
        self.dismiss((event.option.id, values))

    @on(Input.Submitted)
    def _to_the_places(self) -> None:
        self.query_one(Choices).focus()

    def _line(self, place: str) -> str:
        targets = self.story.places[place].targets
        leads = f" → {', '.join(targets)}" if targets else f" ({self.story.scenario.endings[place].outcome})"
        marks = "; ".join(self._marks(place))
        return f"{place}{leads}{f'   [{marks}]' if marks else ''}"

    def _marks(self, place: str) -> Iterator[str]:
        if place == self.here:
            yield "you are here"
        if self.proof is not None:
            if any(stuck.scene == place for stuck in self.proof.stuck):
                yield "somebody can be stuck"
            if any(trap.scene == place for trap in self.proof.traps):
                yield "no way out"
            if place in self.proof.scenes.unreachable:
                yield "no play reaches it"
        if place not in self.read:
            yield "not read yet"

    def _state_text(self) -> str:
        layout = self.story.layout
        shown = {name: layout.display(name, self.values[slot]) for name, slot in layout.slot_of.items()}
        return ", ".join(
            f"{name}={str(value).lower() if isinstance(value, bool) else value}" for name, value in shown.items()
        )

    def _read_state(self, typed: str) -> Values:
        layout = self.story.layout
        values = list(layout.start)
        for slot in layout.history_slots.values():
            values[slot] = self.values[slot]
        for part in filter(None, (each.strip() for each in typed.split(","))):
            name, _, word = (each.strip() for each in part.partition("="))
            if name not in layout.slot_of:
                raise ValueError(f"There is no variable '{name}'.")
            try:
                values[layout.slot_of[name]] = layout.encode(name, _typed(word))
            except ValueError as fits:
                raise ValueError(f"'{word}' does not fit '{name}': write {fits}.") from None
        return tuple(values)


def _typed(word: str) -> int | bool | str:
    if word in ("true", "false"):
        return word == "true"
    return int(word) if word.lstrip("+-").isdigit() else word
