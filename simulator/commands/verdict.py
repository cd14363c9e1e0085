"""The verdict of a proof in three lines: whether anybody can get stuck, how it ends, and whether it can be guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from statistics import median_high
from typing import TYPE_CHECKING

from simulator.commands.output import counted

if TYPE_CHECKING:
    from simulator.proof.report import Proof

_OUTCOMES = ("resolved", "partial", "unresolved", "harm")


def verdict(proof: Proof) -> Iterator[str]:
    """Yield what a trainer wants to know of an encounter first."""
    yield _stuck(proof)
    yield _ends(proof)
    if proof.rubrics:
        yield _guessed(proof)


def _stuck(proof: Proof) -> str:
    scenes = dict.fromkeys([*(each.scene for each in proof.stuck), *(each.scene for each in proof.traps)])
    if scenes:
        return f"Somebody can get stuck, in {', '.join(scenes)}: see 'Where it stops'."
    if proof.sure_of_dead_ends:
        return "Nobody can get stuck: an ending can be reached from every state."
    return "Nobody got stuck in what was examined, but that is not everything."


def _ends(proof: Proof) -> str:
    chances: dict[str, float] = defaultdict(float)
    for ending in proof.endings.values():
        chances[ending.outcome] += float(ending.probability.value)
    shown = [f"{outcome} {_share(chances[outcome])}" for outcome in _OUTCOMES if outcome in chances]
    for chance, what in ((proof.stuck_probability, "stuck"), (proof.trapped_probability, "in a loop without an end")):
        shown += [f"{what} {_share(float(chance.value))}"] if chance.value else []
    if proof.given_up:
        shown.append(f"{_share(proof.given_up / proof.sampled)} given up before an end")
    lengths = [len(made.path) for made in proof.guessers.values() if made.end == "ending"]
    typical = f" It takes {median_high(lengths)} decisions, typically." if lengths else ""
    if proof.sampled and proof.given_up == proof.sampled:
        return "How a random player ends is not known: no play that was tried reached an end in time."
    sampled = "" if proof.complete else f" (of {counted(proof.sampled, 'play')} that were tried)"
    return f"A player who chooses at random ends{sampled}: {', '.join(shown)}.{typical}"


def _share(chance: float) -> str:
    """Return a chance in per cent; what happens, and what does not always happen, is never rounded away."""
    if 0 < chance < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 <= chance < 1 - 1e-9 else f"{100 * chance:.0f} %"


def _guessed(proof: Proof) -> str:
    from simulator.proof.guessers import GUESSERS

    guessers = {name: made for name, made in proof.guessers.items() if made.has_something_to_go_by}
    judged = {
        name: [reached for reached in made.standard.values() if reached is not None] for name, made in guessers.items()
    }
    passing = [GUESSERS[name].takes for name, reached in judged.items() if reached and all(reached)]
    if passing:
        more = f" (and {len(passing) - 3} more ways)" if len(passing) > 3 else ""
        return f"It can be guessed: always {', or always '.join(passing[:3])} reaches the standard unread{more}."
    ended = sum(made.end != "unfinished" for made in guessers.values())
    if not ended:
        return "Whether it can be guessed is not known: no guesser reached an end in time."
    rest = f" {len(judged) - ended} more reached no end in time." if ended < len(judged) else ""
    return f"It cannot be guessed by any of {ended} outward marks, such as the longest or the most polite choice.{rest}"
