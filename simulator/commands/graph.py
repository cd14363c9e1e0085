"""`encounter graph` and `encounter diff`: the map of a story, and what changed in how it behaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import completing
from simulator.commands.context import Context, academy_mode, json_option, mode_option, pass_context
from simulator.commands.limits import limit_options, limits_of
from simulator.commands.output import UNREGISTERED, Progress, now, print_json, say
from simulator.errors import EncounterError, UsageError

if TYPE_CHECKING:
    from simulator.drawing.maps import StoryMap, Traffic
    from simulator.proof.difference import Difference
    from simulator.proof.prove import Limits
    from simulator.scenario.story import Story


@click.command(epilog="Example: encounter graph market-stall --format html --to map.html")
@click.argument("scenario", shell_complete=completing.encounters)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["mermaid", "dot", "svg", "html"]),
    help="Mermaid if omitted, or by the ending of --to.",
)
@click.option("--run", "run_id", metavar="RUN", help="Draw where this run went.")
@click.option("--cohort", metavar="COHORT", help="Draw where the runs of this cohort went, with counts and shares.")
@click.option(
    "--min-cell",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="With --cohort: hide numbers that come from fewer than N people; 10 if omitted, 1 hides nothing.",
)
@mode_option
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FILE", help="Write the map to this file instead of printing it."
)
@limit_options(2_000_000)
@pass_context
def graph(
    context: Context,
    scenario: str,
    kind: str | None,
    run_id: str | None,
    cohort: str | None,
    min_cell: int | None,
    mode: str | None,
    to: Path | None,
    states: int,
    seconds: int,
    memory: int,
) -> None:
    """Draw the map of SCENARIO, an id or a file: scenes, endings, the choices between them, and faults.

    For a campaign: its episodes, what is remembered from one to the next, and its closings. A run is drawn on the
    version that was played; a cohort's runs on the present version, if it has every step of theirs.
    """
    from simulator.campaign.library import is_campaign
    from simulator.drawing import pictures
    from simulator.scenario.library import Library

    if run_id is not None and cohort is not None:
        raise UsageError("A map shows one run, or a cohort's.", "Leave out --run, or --cohort.")
    if mode is not None and cohort is None:
        raise UsageError("--mode is for a cohort's map.", "Add --cohort NAME, or leave it out.")
    if min_cell is not None and cohort is None:
        raise UsageError("--min-cell hides small numbers on a cohort's map.", "Add --cohort NAME, or leave it out.")
    library = Library.default()
    if is_campaign(scenario, library):
        if run_id is not None or cohort is not None:
            raise UsageError("A campaign's map cannot show runs.", "Leave out --run and --cohort, or name an episode.")
        with Progress() as progress:
            map_ = _map_of_campaign(scenario, limits_of(states, seconds, memory, progress.show))
    else:
        with Progress() as progress:
            limits = limits_of(states, seconds, memory, progress.show)
            published = to is not None
            map_ = _map_of_story(context.store, scenario, run_id, cohort, min_cell, mode, limits, published=published)
    draw = {"mermaid": pictures.as_mermaid, "dot": pictures.as_dot, "svg": pictures.as_svg, "html": pictures.as_html}
    drawn = draw[kind or _kind_of(to)](map_)
    if to is None:
        click.echo(drawn, nl=False)
        return
    try:
        to.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise EncounterError(f"{to} cannot be written: {error.strerror}.", "Choose another folder.") from None
    say(f"Written: {to}.{' Open it in any browser.' if to.suffix.lower() in ('.html', '.svg') else ''}")
    for note in map_.notes:
        say(note)


def _map_of_campaign(name: str, limits: Limits) -> StoryMap:
    from simulator.campaign.library import campaign
    from simulator.campaign.proof.prove import prove_campaign
    from simulator.drawing.campaigns import campaign_map
    from simulator.scenario.library import Library

    story = campaign(name, Library.default())
    return campaign_map(story, prove_campaign(story, [], limits=limits))


def _map_of_story(
    address: str | None,
    scenario: str,
    run_id: str | None,
    cohort: str | None,
    min_cell: int | None,
    mode: str | None,
    limits: Limits,
    *,
    published: bool,
) -> StoryMap:
    from simulator.drawing import maps
    from simulator.proof.prove import prove
    from simulator.scenario.library import Library

    story, traffic = Library.default().story(scenario), None
    if run_id is not None:
        story, traffic = _of_run(address, run_id, story)
    elif cohort is not None:
        traffic = _of_cohort(address, cohort, story, min_cell, mode, published=published)
    return maps.story_map(
        story,
        proof=prove(story, limits=replace(limits, count_states=False, random_scores=False, lawful_scores=False)),
        traffic=traffic,
    )


def _of_run(address: str | None, run_id: str, story: Story) -> tuple[Story, Traffic]:
    """Return the version that a run was played on, and where it went."""
    from simulator.drawing.maps import walk
    from simulator.records.store import Store

    with Store.open(address) as store:
        record = store.run(run_id)
        if record.scenario_id != story.scenario.id:
            raise UsageError(
                f"That run is of '{record.scenario_id}'.", f"Draw it with: encounter graph {record.scenario_id}"
            )
        played = store.story(record.digest)
    return played, walk(record.path, played)


def _of_cohort(
    address: str | None, name: str, story: Story, min_cell: int | None, mode: str | None, *, published: bool
) -> Traffic:
    from scoring.disclosure import DEFAULT
    from simulator import academy
    from simulator.records.store import Store

    with Store.open(address) as store:
        cohort = academy.cohort_named(store, name)
        earlier = [each.told for each in academy.publications_of(store, cohort.name)]
        traffic, told = academy.traffic_of(
            store, cohort, story, minimum=min_cell or DEFAULT, earlier=earlier, mode=academy_mode(mode)
        )
        if published and not academy.keep_publication(
            store, cohort.name, f"map of {story.scenario.id}", told, at=now()
        ):
            say(UNREGISTERED)
        return traffic


@click.command(epilog="Example: encounter diff old/market-stall.yaml market-stall.yaml")
@click.argument("old", shell_complete=completing.encounters)
@click.argument("new", shell_complete=completing.encounters)
@json_option
@limit_options(2_000_000)
def diff(old: str, new: str, as_json: bool, states: int, seconds: int, memory: int) -> int:
    """Show what changed in behaviour from OLD to NEW: plays, endings, scores; not text.

    Exits with 1 if behaviour changed, or if not everything could be examined.
    """
    from simulator.campaign.library import is_campaign
    from simulator.scenario.library import Library

    library = Library.default()
    kinds = {is_campaign(each, library) for each in (old, new)}
    if len(kinds) > 1:
        raise UsageError("One of the two is a campaign.", "Compare a campaign with a campaign.")
    compared = _campaigns_compared if kinds.pop() else _stories_compared
    with Progress() as progress:
        limits = [limits_of(states, seconds, memory, progress.show) for _ in (old, new)]
        before, after, found, whole = compared(old, new, limits)
    if as_json:
        print_json(
            {
                "old": before,
                "new": after,
                "complete": whole,
                "changes": [
                    {"kind": each.kind, "what": each.what, "old": each.old, "new": each.new, "message": each.words}
                    for each in found
                ],
            }
        )
    elif not found and not whole:
        click.echo("No difference was found, but not everything that can happen was examined.")
    elif not found:
        same = "The two are the same." if before["digest"] == after["digest"] else "Texts differ; behaviour does not."
        click.echo(same)
    else:
        for each in found:
            click.echo(each.words)
        if not whole:
            click.echo("Not everything that can happen was examined: there may be more differences.")
    return 1 if found or not whole else 0


Version = dict[str, str]
"""Which version was compared: its id, version and digest."""


def _stories_compared(old: str, new: str, limits: Sequence[Limits]) -> tuple[Version, Version, list[Difference], bool]:
    from simulator.proof.difference import changes
    from simulator.proof.prove import prove
    from simulator.scenario.library import Library

    library = Library.default()
    stories = (library.story(old), library.story(new))
    before, after = (
        {"scenario": story.scenario.id, "version": story.scenario.version, "digest": story.digest} for story in stories
    )
    proofs = [prove(story, limits=own) for story, own in zip(stories, limits, strict=True)]
    return before, after, changes(*proofs), all(proof.complete for proof in proofs)


def _campaigns_compared(
    old: str, new: str, limits: Sequence[Limits]
) -> tuple[Version, Version, list[Difference], bool]:
    from simulator.campaign.library import campaign
    from simulator.campaign.proof.difference import campaign_changes
    from simulator.campaign.proof.prove import prove_campaign
    from simulator.scenario.library import Library

    library = Library.default()
    stories = (campaign(old, library), campaign(new, library))
    before, after = (
        {"campaign": story.campaign.id, "version": story.campaign.version, "digest": story.digest} for story in stories
    )
    proofs = [
        prove_campaign(story, list(story.rubrics.rubrics.values()), limits=own)
        for story, own in zip(stories, limits, strict=True)
    ]
    return before, after, campaign_changes(*proofs), all(proof.complete for proof in proofs)


def _kind_of(to: Path | None) -> str:
    endings = {".svg": "svg", ".html": "html", ".htm": "html", ".dot": "dot", ".gv": "dot"}
    return endings.get(to.suffix.lower(), "mermaid") if to is not None else "mermaid"
