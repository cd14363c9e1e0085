"""Style sheets name widgets that are there: after a renamed class a rule would apply to nothing, in silence."""

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from textual.css.model import SelectorType
from textual.css.parse import parse
from textual.css.tokenize import tokenize_values
from textual.widget import Widget

import simulator.app
from simulator.app.themes import DARK

VARIABLES = tokenize_values({**DARK.to_color_system().generate(), **DARK.variables})


def rules():
    """Yield every rule of the app's own style sheets, with where it stands."""
    folder = Path(simulator.app.__path__[0])
    for path in folder.rglob("*.tcss"):
        yield from (
            (path.name, rule)
            for rule in parse("", path.read_text(encoding="utf-8"), (str(path), ""), variable_tokens=VARIABLES)
        )
    for found in walk_packages(simulator.app.__path__, "simulator.app."):
        for name, kind in inspect.getmembers(import_module(found.name), inspect.isclass):
            if issubclass(kind, Widget) and kind.__module__ == found.name:
                sheet = kind.__dict__.get("DEFAULT_CSS", "")
                yield from ((name, rule) for rule in parse("", sheet, (name, ""), variable_tokens=VARIABLES))


def widget_names():
    """Return the name of every widget, Textual's own among them."""
    waiting, names = [Widget], set()
    while waiting:
        kind = waiting.pop()
        names.add(kind.__name__)
        waiting += kind.__subclasses__()
    return names


def test_every_rule_is_for_a_widget_that_there_is():
    named = {
        (where, selector.name)
        for where, rule in rules()
        for group in rule.selector_set
        for selector in group.selectors
        if selector.type is SelectorType.TYPE
    }
    known = widget_names()
    assert len(named) > 20
    assert {each for each in named if each[1] not in known} == set()
