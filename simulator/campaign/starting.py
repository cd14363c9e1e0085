"""The first files of a new campaign: a commented starter with two episodes."""

from __future__ import annotations

from importlib.resources import files

from simulator.scenario.library import CAMPAIGN
from simulator.scenario.starting import with_id


def starter(id_: str) -> dict[str, str]:
    """Return the starter's files, name to text; the campaign's own comes first and has the new id.

    Raises:
        UsageError: `id_` is not written as an id.
    """
    folder = files("simulator.campaign").joinpath("starter")
    texts = {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".yaml")}
    own = with_id(texts.pop(CAMPAIGN), id_)
    return {CAMPAIGN: own, **dict(sorted(texts.items(), reverse=True))}
