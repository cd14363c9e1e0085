"""What the words of a library give away, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.checking.testwise.examination import EncounterResult, Examination, WordUse


def examination_lines(found: Examination) -> Iterator[str]:
    """Yield what a library gives away: the reader, encounter by encounter, the words, the guessers, the shape."""
    yield "What the words give away"
    yield "------------------------"
    yield (
        f"A reader who understands nothing, and has seen only the other encounters, picks a best choice in "
        f"{found.top1:.0%} of {found.scenes} scenes (chance {found.chance:.0%}), and reaches the standard in "
        f"{len(found.passes)} of {len(found.encounters)} encounters."
    )
    yield ""
    passed_by = {id_: [name for name, passed in found.guessers.items() if id_ in passed] for id_ in found.encounters}
    width = max(len(id_) for id_ in found.encounters)
    yield f"{'encounter':{width}}  best picked  words a choice  the reader gets; guessers that reach the standard"
    for id_, each in found.encounters.items():
        picked = f"{each.hits} of {len(each.picks)}"
        others = f"; {', '.join(passed_by[id_])}" if passed_by[id_] else ""
        yield f"{id_:{width}}  {picked:11}  {each.words_a_choice:14.1f}  {_conduct(each)}{others}"
    yield ""
    for said, used in zip(("for", "against"), found.words, strict=True):
        if used:
            yield (
                f"Words that speak {said} a choice, with how many of the choices that use them lie above their "
                "scene's mean:"
            )
            yield f"  {_used(used)}"
    for pair, passed in list(found.pairs.items())[:1]:
        yield f"The best pair of guessers, {pair[0]} then {pair[1]}, reaches the standard in: {', '.join(passed)}."
    shape = found.shape
    yield (
        f"Courtesy: {_share(shape.courteous_above, shape.courteous)} courteous choices lie above their scene's mean. "
        f"Two good, two bad: {_share(shape.two_and_two, shape.four_choices)} scenes of four choices. "
        f"Ratings of -2 or 2: {_share(shape.extreme, shape.ratings)} other than 0."
    )


def encounter_lines(found: Examination, id_: str) -> Iterator[str]:
    """Yield what the reader gets in one encounter, and the words that led it in each scene."""
    each = found.encounters[id_]
    yield (
        f"A reader who understands nothing, and has seen {len(found.encounters) - 1} other encounters only, picks a "
        f"best choice in {each.hits} of {len(each.picks)} scenes (chance {each.chance:.1f})."
    )
    yield f"If it always takes its favourite, it gets {_conduct(each)}."
    for pick in each.picks:
        led = f", led by {', '.join(repr(word) for word in pick.words)}" if pick.words else ""
        yield f"{pick.scene}: {pick.choice}, {'the best' if pick.best else 'not the best'}{led}"
    passed = [name for name, ids in found.guessers.items() if id_ in ids]
    passed += [f"{one} then {other}" for (one, other), ids in found.pairs.items() if id_ in ids][:5]
    if passed:
        yield f"Guessers that reach the standard: {', '.join(passed)}."


def _conduct(each: EncounterResult) -> str:
    scores = [f"{id_} {score:.0f}" for id_, score in each.attempt.scores.items() if score is not None]
    reached = "the standard reached" if each.attempt.passes else "the standard not reached"
    return f"{', '.join(scores) or 'no ending'}: {reached}"


def _used(words: Sequence[WordUse]) -> str:
    return " \u00b7 ".join(f"{each.word} {each.above:.0%} of {each.times}" for each in words)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%} of {whole}" if whole else "none of 0"
