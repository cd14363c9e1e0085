"""Help: every key of the screen it was called from, and where more can be found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.visual import Visual
from textual.widgets import Static

from simulator.app.content import join, prose, raw, text
from simulator.app.keymap import keys_file
from simulator.app.screens.page import Page, TextPage, TitleBar, key_name
from simulator.app.typeset import Hanging, Ruler, Stack
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.column import ReadingColumn
from simulator.app.widgets.keybar import KeyBar
from simulator.messages import later, tr

KEY_CELLS = 10

EVERYWHERE = (
    (
        "Ctrl+P",
        later("The command palette: every action by name, and every page of the documentation: type W03, or authors."),
    ),
    ("F2", later("The documentation: guides for recruits, trainers and academies, and every field and command.")),
    ("g", later("The glossary: what each figure, criterion, critical event and word of the law means.")),
    (",", later("Settings: look, timers, motion, and who is training.")),
    (later("? or F1"), later("This help. Where a line is typed, ?, g and comma are typed too: use F1 there.")),
    ("Ctrl+Q", later("Close the app. Every choice is kept the moment it is made.")),
)


class HelpScreen(TextPage[None]):
    """Explains keys.

    Args:
        bindings: those of the screen below.
        chosen: whether it has choices with numbers.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "leave", "Back", key_display="Esc", tooltip="Go back to where you were."),
    ]

    def __init__(self, bindings: Sequence[Binding], *, chosen: bool) -> None:
        super().__init__()
        self._explained = bindings
        self._chosen = chosen

    @classmethod
    def opened_from(cls, page: Page[Any]) -> HelpScreen:
        """Explain the keys that do something on `page` now."""
        return cls(page.working_keys(), chosen=any(choices.numbered for choices in page.query(Choices)))

    def compose(self) -> ComposeResult:
        """Lay out the keys."""
        yield TitleBar()
        with ReadingColumn():
            everywhere = {each.action for each in Page.BINDINGS if isinstance(each, Binding)}
            own = [each for each in self._explained if each.action not in everywhere]
            yield Static(explained(own, chosen=self._chosen))
        yield KeyBar()

    def on_mount(self) -> None:
        """Say what this is."""
        self.title_line(tr("Help"))

    def on_bar(self, binding: Binding) -> bool:
        """Leave out the key for help, which is this."""
        return binding.id != "page.help" and super().on_bar(binding)


def explained(here: Sequence[Binding], *, chosen: bool) -> Visual:
    """Return keys and what they do, those of the screen and those of everywhere."""
    own = [_line(key_name(each), tr(each.tooltip or each.description), each.id or "") for each in here]
    choosing = [
        _line(tr("1 to 9"), tr("Take the choice of that number.")),
        _line("↑ ↓", tr("Move to another choice, or scroll to it.")),
    ]
    moving = choosing if chosen else [_line("↑ ↓", tr("Move up or down."))]
    return Stack(
        [
            Stack([text(tr("On this screen"), "bold $you"), Ruler(), *own, *moving]),
            Stack(
                [
                    text(tr("Everywhere"), "bold $you"),
                    Ruler(),
                    *(_line(tr(key), tr(words)) for key, words in EVERYWHERE),
                ]
            ),
            prose(
                tr(
                    "To choose your own keys, write into {file} the word in brackets and the keys to use instead.",
                    file=keys_file(),
                )
            ),
            prose(
                tr(
                    "For a screen reader, a braille display or a slow connection, there is a mode that does all of "
                    "this line by line: encounter play --plain."
                )
            ),
        ],
        gap=1,
    )


def _line(key: str, words: str, id_: str = "") -> Visual:
    """Return what a key does, with the id that `keys.json` uses to give it other keys."""
    named = [prose(words), *([raw(f"[{id_}]", "$quiet")] if id_ else [])]
    return Hanging(join(named, " "), KEY_CELLS, raw(key, "bold"))
