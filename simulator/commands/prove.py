"""`encounter prove`: the exact analysis of one scenario, as sentences for its author or as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import completing
from simulator.commands.context import Context, json_option, jurisdiction_option, pass_context
from simulator.commands.limits import limit_options, limits_of
from simulator.commands.output import Progress, counted, print_json

if TYPE_CHECKING:
    from simulator.campaign.proof.report import CampaignProof
    from simulator.campaign.story import CampaignStory
    from simulator.checking.testwise.examination import Examination
    from simulator.proof.injected import WithInjects
    from simulator.proof.lawful import Met
    from simulator.proof.prove import Limits
    from simulator.proof.report import Bounds, End, GuesserScore, Proof
    from simulator.proof.sampling import SampledEstimate
    from simulator.proof.scores import RandomScore
    from simulator.scenario.model import Scenario
    from simulator.scenario.story import Story

LONGEST = 60
"""Choices of a way that are written out; the JSON object holds all."""
WITNESSES = 10
"""Stuck states and traps that are written out; the JSON object holds all."""


@click.command(epilog="Example: encounter prove market-stall")
@click.argument("scenario", metavar="SCENARIO", shell_complete=completing.encounters)
@json_option
@click.option(
    "--library", "library", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER",
    help="Say how a reader scores who understands nothing, and has seen only the other encounters of FOLDER.",
)  # fmt: skip
@limit_options(2_000_000)
@jurisdiction_option("Prove it under another law, such as us-tx, where an overlay is written for it.")
@pass_context
def prove(
    context: Context,
    scenario: str,
    as_json: bool,
    library: Path | None,
    states: int,
    seconds: int,
    memory: int,
    jurisdiction: str | None,
) -> int:
    """Prove what can and cannot happen in SCENARIO, an id or a file, or in a campaign, an id or a folder.

    It examines every state that a player can reach. It shows where no choice is open, what is never reached, how likely
    each ending is, the least and greatest scores, and the scores of players who only guess. You can play a path that is
    shown: encounter play SCENARIO --path a,b,c

    For a campaign, it examines every memory that can be reached. It shows how likely each closing is, conduct
    over all episodes together, what is never reached, and promises that cannot be kept.

    If that is too much, the command says how much was examined, and what is certain without the rest. The number of
    states is the first limit, so that every machine gives the same result; time and memory come last.

    Exits with 1 if a player can get stuck or can never end, or if a claim does not hold.
    """
    from simulator import academy
    from simulator.campaign.library import campaign, is_campaign
    from simulator.errors import UsageError
    from simulator.proof.injected import prove_injected
    from simulator.proof.prove import prove as prove_story
    from simulator.scenario.library import Library

    if is_campaign(scenario, Library.default()):
        if jurisdiction is not None:
            raise UsageError("A campaign is proved under its own law.", "Leave out --jurisdiction.")
        if library is not None:
            mend = "Leave it out, or name an episode; of all of them: encounter check FOLDER"
            raise UsageError("--library is for an encounter's words.", mend)
        campaign_story = campaign(scenario, Library.default())
        academy.refuse_proof_while_assessed(context.address, list(campaign_story.stories))
        with Progress() as progress:
            campaign_proof = _campaign_proof(campaign_story, limits_of(states, seconds, memory, progress.show))
        return _told(campaign_proof, as_json=as_json)
    story = Library.default().story(scenario, jurisdiction=jurisdiction)
    academy.refuse_proof_while_assessed(context.address, [story.scenario.id])
    with Progress() as progress:
        limits = limits_of(states, seconds, memory, progress.show)
        proof = prove_story(story, limits=limits)
        injected = prove_injected(story, proof, limits=limits)
    examination = None if library is None else _examined(story, library)
    if as_json:
        content = proof.as_json()
        if injected is not None:
            content["with_injects"] = injected.as_json()
        if examination is not None:
            content["reader"] = examination.reader_of(story.scenario.id)
        print_json(content)
    else:
        lines = list(sentences(proof, story.scenario))
        if injected is not None:
            lines += [*_heading("With a trainer's injects"), *_injected(injected, story.scenario)]
        if examination is not None:
            from simulator.checking.testwise.lines import encounter_lines

            lines += [*_heading("What the words give away"), *encounter_lines(examination, story.scenario.id)]
        click.echo("\n".join(lines))
    broken = any(claim.holds is False for claim in proof.lawful.claims)
    return 1 if proof.stuck or proof.traps or broken else 0


def _campaign_proof(story: CampaignStory, limits: Limits) -> CampaignProof:
    from simulator.campaign.proof.prove import prove_campaign

    return prove_campaign(story, list(story.rubrics.rubrics.values()), limits=limits)


def _told(proof: CampaignProof, *, as_json: bool) -> int:
    from simulator.commands.prove_campaign import sentences as campaign_sentences

    if as_json:
        print_json(proof.as_json())
    else:
        click.echo("\n".join(campaign_sentences(proof)))
    return 1 if proof.stuck.value or proof.endless.value else 0


def _examined(story: Story, folder: Path) -> Examination:
    """Return what the words of a folder's encounters, and of this one in its place, give away."""
    from scoring.rubric import RubricSet
    from simulator.checking.testwise.examination import examine
    from simulator.scenario.library import scenario_files
    from simulator.scenario.reader import read_scenario

    rubrics = RubricSet.shipped()
    readings = [read_scenario(path, rubrics, root=folder) for path in scenario_files([folder])]
    others = {each.story.scenario.id: each.story for each in readings if each.story is not None}
    return examine([*{**others, story.scenario.id: story}.values()], rubrics)


def sentences(proof: Proof, scenario: Scenario) -> Iterator[str]:
    """Yield a proof of a scenario as lines for a person to read: a verdict, then section by section."""
    from simulator.commands.verdict import verdict

    yield from verdict(proof)
    yield ""
    yield f"{proof.scenario}: {_size(proof)}"
    yield from _reach(proof, scenario)
    yield from _dead_ends(proof)
    yield from _conditions(proof, scenario)
    yield from _endings(proof)
    yield from _lawful(proof)
    yield from _scores(proof)
    yield from _guessers(proof)
    if proof.complete and proof.unfinished:
        yield ""
        yield f"This was too much work to finish: {', '.join(proof.unfinished)} in --json. Everything else is exact."


def _size(proof: Proof) -> str:
    if not proof.complete:
        situations, plays = counted(proof.situations, "situation"), counted(proof.sampled, "random play")
        if proof.every_situation:
            size = (
                f"{situations} can be reached, and all were examined: what can happen, and where nothing is left "
                f"to choose, is exact. The rest was too much to compute; it comes from {plays}, and ranges are 99 % "
                "sure."
            )
        else:
            size = (
                f"more than {situations} can be reached, too many to examine them all. What follows comes from "
                f"those nearest to the start, and from {plays}; ranges are 99 % sure."
            )
        open_ = (
            f" {counted(proof.given_up, 'random play')} given up before an end may yet end anywhere, which makes the"
        )
        return f"{size}{open_} ranges wider." if proof.given_up else size
    states = (
        f"{counted(proof.states, 'state')} can be reached, "
        if proof.states is not None
        else "more states can be reached than were counted, "
    )
    situations = f"{counted(proof.situations, 'situation')} if what no longer matters is ignored"
    if proof.plays is None:
        plays = "a loop makes the number of plays infinite"
    else:
        plays = f"{counted(proof.plays, 'different play')} from start to ending"
    return f"{states}{situations}, and all were examined; {plays}."


def _reach(proof: Proof, scenario: Scenario) -> Iterator[str]:
    yield from _heading("What can happen")
    for name, coverage in (("scene", proof.scenes), ("choice", proof.choices)):
        missing = [*coverage.unreachable, *coverage.unseen]
        if not missing:
            yield f"All {counted(coverage.total, name)} are reached in some play."
        if coverage.unreachable:
            ids = ", ".join(coverage.unreachable)
            yield f"No play reaches {len(coverage.unreachable)} of {counted(coverage.total, name)}: {ids}."
        if coverage.unseen:
            yield f"Not met, which proves nothing: {', '.join(coverage.unseen)}."
    for where in proof.findings.variants:
        yield f"Never reached: {_spoken(where, scenario)}."


def _dead_ends(proof: Proof) -> Iterator[str]:
    yield from _heading("Where it stops")
    if proof.sure_of_dead_ends and not proof.stuck and not proof.traps:
        yield "Nobody gets stuck: in every state that can be reached, a choice is open and an ending can be reached."
    elif not proof.stuck and not proof.traps:
        yield (
            "In every state that can be reached, a choice is open. Whether an ending can always be reached is not "
            "known."
            if proof.every_situation
            else "No stuck state was met, and no state from which no ending can be reached. This proves nothing."
        )
    for stuck in proof.stuck[:WITNESSES]:
        state = ", ".join(f"{name} {_word(value)}" for name, value in stuck.because.items())
        yield f"Stuck in {stuck.scene}: no choice is open{' with ' if state else ''}{state}."
        yield _way(stuck.witness)
    if len(proof.stuck) > WITNESSES:
        yield f"… and {counted(len(proof.stuck) - WITNESSES, 'more stuck state')}; see --json."
    for trap in proof.traps[:WITNESSES]:
        state = ", ".join(f"{name} {_word(value)}" for name, value in trap.because.items())
        yield f"Trap from {trap.scene}: no ending can be reached any more{' with ' if state else ''}{state}."
        yield _way(trap.witness)
    if len(proof.traps) > WITNESSES:
        yield f"… and {counted(len(proof.traps) - WITNESSES, 'more trap')}; see --json."
    for chance, what in ((proof.stuck_probability, "gets stuck"), (proof.trapped_probability, "goes on for ever")):
        if chance.value:
            yield f"A player who chooses at random {what} with a probability of {_chance(chance)}."


def _injected(found: WithInjects, scenario: Scenario) -> Iterator[str]:
    count = counted(len(scenario.injects), "inject")
    if found.harmless:
        yield (
            f"What is said above about dead ends and claims is also true with {count}, wherever and in whatever "
            "order they come."
        )
    elif not found.complete:
        yield f"With {count} there was too much to examine: what follows was met, and the rest is not known."
    for what, scenes in (("is left to choose", found.stuck), ("leads to an ending any more", found.traps)):
        for scene, way in scenes.items():
            yield f"Only with injects nothing {what} in {scene}."
            yield _way(way)
    for number, way in found.broken.items():
        yield (
            f"Only with injects this happens, although a claim says that it never does: {scenario.claims[number].never}"
        )
        yield _way(way)
    for rubric, (least, greatest) in found.scores.items():
        if least is not None and greatest is not None:
            yield f"Conduct on {rubric} with them: {_score(least)} to {_score(greatest)}."


def _conditions(proof: Proof, scenario: Scenario) -> Iterator[str]:
    found = proof.findings
    lines = [
        f"The condition of {_spoken(guard.where, scenario)} is always {_word(guard.always)} when it is asked."
        for guard in found.guards
    ]
    lines += [
        f"Nothing reads '{name}', and it is never shown: delete it, or write the condition that it was meant for."
        for name in found.unread
    ]
    lines += [f"No choice changes '{name}'." for name in found.unwritten]
    lines += [
        f"Cut off by the end of the range every time: {_spoken(each.where, scenario)}." for each in found.saturated
    ]
    if lines:
        yield from _heading("Conditions and state")
        yield from lines


def _endings(proof: Proof) -> Iterator[str]:
    yield from _heading("Endings, for a player who chooses at random")
    width = max(len(id_) for id_ in proof.endings)
    for id_, ending in proof.endings.items():
        if ending.shortest is None:
            yield f"{id_:<{width}}  {ending.outcome:<10}  {'no play reaches it' if proof.complete else 'not met'}"
            continue
        yield f"{id_:<{width}}  {ending.outcome:<10}  {_chance(ending.probability)}"
        yield _way(ending.shortest, "shortest")


def _lawful(proof: Proof) -> Iterator[str]:
    lawful = proof.lawful
    if lawful.critical or lawful.powers:
        yield from _heading("Lawful first")
    for event, met in lawful.critical.items():
        yield from _met(f"{event}: ", met)
    unsaid = [each.choice for each in lawful.powers if each.failing.reachable is False]
    for each in lawful.powers:
        if each.choice not in unsaid:
            yield from _met(f"{each.choice} without its power ({each.basis}): ", each.failing)
    if unsaid:
        yield (
            "With a power that always holds where it is chosen, or that does not say when it holds: "
            f"{', '.join(unsaid)}."
        )
    if lawful.claims:
        yield from _heading("Claims")
    for claim in lawful.claims:
        at = f" at {claim.at}" if claim.at else ""
        said = {True: "holds in every state", False: "does not hold", None: "not met, which proves nothing"}
        yield f"never{at}: {claim.never}: {said[claim.holds]}."
        if claim.witness is not None:
            yield _way(claim.witness)


def _met(what: str, met: Met) -> Iterator[str]:
    if met.witness is None:
        yield f"{what}{'no play meets it' if met.reachable is False else 'not met, which proves nothing'}."
        return
    best = ", ".join(f"{rubric} {_score(value)}" for rubric, value in met.best.items())
    yield f"{what}can be met{f'; with it at best {best}' if best else ''}."
    yield _way(met.witness, "shortest")


def _scores(proof: Proof) -> Iterator[str]:
    over = "all complete plays" if proof.complete else "the plays that were sampled"
    for rubric, bounds in proof.rubrics.items():
        yield from _heading(f"Scores on {rubric}, over {over}")
        if bounds.total.anchored.least.value is None:
            yield "Not assessed: no choice that is open in any complete play rates it."
            continue
        for name, figure in (("conduct", bounds.total.anchored), ("decision quality", bounds.total.decision_quality)):
            yield f"{name}: {_range(figure)}"
            for word, end in (("least", figure.least), ("greatest", figure.greatest)):
                if end.path is not None:
                    yield _way(end.path, word)
                if end.loop:
                    yield f"    {word} is only approached, by going round again: {','.join(end.loop)}"
        met = {id_: each for id_, each in bounds.criteria.items() if each.anchored.least.value is not None}
        width = max(len(id_) for id_ in met)
        for id_, criterion in met.items():
            quality = _range(criterion.decision_quality)
            yield f"{id_:<{width}}  conduct {_range(criterion.anchored)}, decision quality {quality}"
        never = [id_ for id_ in bounds.criteria if id_ not in met]
        if never:
            yield f"Never on offer: {', '.join(never)}."
    if proof.pumps or proof.never_best:
        yield from _heading("Best plays")
    from scoring.measure import MARK

    for pump in proof.pumps:
        yield (
            f"Going round a loop in {pump.scene} again and again brings {pump.rubric} towards {_score(pump.towards)}"
            f"{'' if pump.towards > MARK else ', and nobody to the mark'}: {','.join(pump.loop)}"
        )
        yield _way(pump.witness)
    if proof.never_best:
        yield f"In no best play of any rubric: {', '.join(proof.never_best)}."


def _guessers(proof: Proof) -> Iterator[str]:
    if not proof.rubrics:
        return
    from simulator.proof.guessers import GUESSERS

    yield from _heading("What a guesser scores (conduct)")
    idle = [GUESSERS[name].takes for name, guesser in proof.guessers.items() if not guesser.has_something_to_go_by]
    for name, guesser in proof.guessers.items():
        if not guesser.has_something_to_go_by:
            continue
        takes = f"always {GUESSERS[name].takes}"
        if guesser.end == "ending":
            scores = ", ".join(f"{rubric} {_score(guesser.scores[rubric])}" for rubric in proof.rubrics)
            scores += f", with {', '.join(guesser.critical)}" if guesser.critical else ""
            yield f"{takes}: {scores}; ends in {guesser.place}{_undecided(guesser)}"
        else:
            yield f"{takes}: {_CAUGHT[guesser.end]} {guesser.place}{_undecided(guesser)}"
    if idle:
        yield f"Nothing to go by in any choice, for a player who always takes {', or '.join(idle)}."
    for rubric, score in proof.random.items():
        yield f"at random, {rubric}: {_random(score)}"


def _undecided(guesser: GuesserScore) -> str:
    """Return how often a guesser had nothing to go by, and took the first in the file; "" if never."""
    without = len(guesser.path) - guesser.decided
    return f" (nothing to go by in {without} of {counted(len(guesser.path), 'choice')})" if without else ""


_CAUGHT = {"loop": "goes round for ever from", "stuck": "gets stuck in", "unfinished": "has reached no end by"}


def _random(score: RandomScore) -> str:
    mean, passing = score.mean, score.pass_probability
    if mean is None:
        return "not assessed"
    said = f"{mean.value:.1f} on average"
    if passing is not None:
        said += f", reaches the standard with a probability of {_percent(passing.value)}"
    if score.exact:
        return said
    said += (
        f"; sampled over {counted(score.plays, 'play')}, 99 % sure to lie between {mean.low:.1f} and {mean.high:.1f}"
    )
    return said if passing is None else f"{said}, and between {_percent(passing.low)} and {_percent(passing.high)}"


def _range(bounds: Bounds) -> str:
    if bounds.least.value is None:
        return "not assessed"
    return f"{_end(bounds.least)} to {_end(bounds.greatest)}"


def _end(end: End) -> str:
    limit = "" if end.value == end.limit else f" (possibly {_score(end.limit)})"
    return f"{_score(end.value)}{limit}"


def _score(value: Fraction | None) -> str:
    return "not assessed" if value is None else f"{float(value):.1f}"


def _chance(estimate: SampledEstimate) -> str:
    span = "" if estimate.low == estimate.high else f" ({_percent(estimate.low)} to {_percent(estimate.high)})"
    return f"{_percent(estimate.value)}{span}"


def _spoken(where: str, scenario: Scenario) -> str:
    """Return a place in the file in words: choices by their ids, everything else counted from 1."""
    kind, place, *rest = where.split(".")
    head = f"{'scene' if kind == 'scenes' else 'ending'} {place}"
    match rest:
        case ["choices", number, *part]:
            choice = scenario.scenes[place].choices[int(number)]
            head = f"{head}, choice {choice.id}"
            match part:
                case ["goto", index, *_]:
                    return f"{head}, way {int(index) + 1} (to {choice.goto[int(index)].to})"
                case ["add", variable]:
                    return f"{head}, add {variable}"
            return head
        case [part, index, *_]:
            return f"{head}, {'line' if part == 'lines' else part} {int(index) + 1}"
    return where


def _heading(text: str) -> list[str]:
    return ["", text, "-" * len(text)]


def _way(path: Sequence[str], word: str = "way") -> str:
    if len(path) > LONGEST:
        return f"    {word}: {','.join(path[:LONGEST])},… ({len(path):,} choices in all; see --json)"
    return f"    {word}: {','.join(path)}" if path else f"    {word}: right at the start"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 or share == 0 else f"{100 * share:.2g} %"


def _word(value: int | bool | str) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
