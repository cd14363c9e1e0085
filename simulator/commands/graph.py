"""`encounter graph` and `encounter diff`: the map of a story, and what changed in how it behaves."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands.output import print_json
from simulator.errors import EncounterError, UsageError


@click.command(epilog="Example: encounter graph market-stall --format html --to map.html")
@click.argument("scenario")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["mermaid", "dot", "svg", "html"]),
    help="Mermaid if omitted, or by the ending of --to.",
)
@click.option("--run", "run_id", metavar="RUN", help="Draw where this run went.")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write it there instead of printing it.")
@click.pass_obj
def graph(obj: dict[str, str | None], scenario: str, kind: str | None, run_id: str | None, to: Path | None) -> None:
    """Draw the map of SCENARIO, an id or a file: scenes, endings, the choices between them, and faults."""
    from simulator.proof import drawing
    from simulator.proof.prove import Limits, prove
    from simulator.scenario.library import Library

    story = Library.default().story(scenario)
    taken = None
    if run_id is not None:
        from simulator.records.store import Store

        with Store.open(obj["store"]) as store:
            record = store.run(run_id)
            if record.scenario_id != story.scenario.id:
                raise UsageError(
                    f"That run is of '{record.scenario_id}'.", f"Draw it with: encounter graph {record.scenario_id}"
                )
            # A run is drawn on the version that was played.
            story = store.story(record.digest)
            taken = drawing.walks([(record.path, story)])
    map_ = drawing.story_map(story, proof=prove(story, limits=Limits(count_states=False)), taken=taken)
    draw = {"mermaid": drawing.as_mermaid, "dot": drawing.as_dot, "svg": drawing.as_svg, "html": drawing.as_html}
    drawn = draw[kind or _kind_of(to)](map_)
    if to is None:
        click.echo(drawn, nl=False)
    else:
        try:
            to.write_text(drawn, encoding="utf-8")
        except OSError as error:
            raise EncounterError(f"{to} cannot be written: {error.strerror}.", "Choose another folder.") from None


@click.command(epilog="Example: encounter diff old/market-stall.yaml market-stall.yaml")
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def diff(old: str, new: str, as_json: bool) -> int:
    """Tell what changed in behaviour from OLD to NEW: plays, endings, scores; not text.

    Exits with 1 where behaviour changed.
    """
    from simulator.proof.difference import changes
    from simulator.proof.prove import prove
    from simulator.scenario.library import Library

    library = Library.default()
    before, after = library.story(old), library.story(new)
    found = changes(prove(before), prove(after))
    if as_json:
        print_json(
            {
                "old": {"scenario": before.scenario.id, "version": before.scenario.version, "digest": before.digest},
                "new": {"scenario": after.scenario.id, "version": after.scenario.version, "digest": after.digest},
                "changes": [
                    {"kind": each.kind, "what": each.what, "old": each.old, "new": each.new, "message": each.words}
                    for each in found
                ],
            }
        )
    elif not found:
        same = "The two are the same." if before.digest == after.digest else "Texts differ; behaviour does not."
        click.echo(same)
    else:
        for each in found:
            click.echo(each.words)
    return 1 if found else 0


def _kind_of(to: Path | None) -> str:
    endings = {".svg": "svg", ".html": "html", ".htm": "html", ".dot": "dot", ".gv": "dot"}
    return endings.get(to.suffix.lower(), "mermaid") if to is not None else "mermaid"
