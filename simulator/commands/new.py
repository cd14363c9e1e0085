"""`encounter new` and `encounter fmt`: beginning a scenario file, and laying one out."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands.output import say
from simulator.errors import EncounterError, UsageError


@click.command(epilog="Example: encounter new scenarios/urban/late-bus.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--from", "source", metavar="SCENARIO", help="Begin with a copy: of an id, a file, or an example of the guide."
)
@click.option("--campaign", is_flag=True, help="Write a campaign: FILE is a new folder.")
def new(file: Path, source: str | None, campaign: bool) -> None:
    """Write a commented starter that passes every check, or a copy of SCENARIO under a new id.

    The file's name becomes the id. Named late-bus.us-tx.yaml beside late-bus.yaml it is an overlay: the same
    encounter under another law.
    """
    file = file.expanduser()
    if campaign:
        if source:
            raise UsageError("--from copies an encounter.", "Leave it out to begin a campaign.")
        _new_campaign(file)
        return
    from scoring.rubric import RubricSet
    from simulator.scenario.overlay import laid_over
    from simulator.scenario.starting import copy_of, fragments_of, overlay_starter, starter

    if file.exists():
        raise EncounterError(f"{file} exists already.", "Name another file; nothing is overwritten.")
    if file.suffix not in (".yaml", ".yml"):
        raise UsageError(f"'{file}' does not end in .yaml.", f"Name it {file.with_suffix('.yaml').name}")
    if laid_over(file) and source is None:
        text = overlay_starter(file, RubricSet.shipped())
    else:
        text = copy_of(source, file.stem) if source else starter(file.stem)
    fragments = {file.parent / name: content for name, content in fragments_of(source).items()} if source else {}
    for beside, content in fragments.items():
        if beside.exists() and beside.read_bytes() != content:
            mend = "Choose another folder, or move that file; nothing is overwritten."
            raise EncounterError(f"{beside} exists already, and differs from what {source} includes.", mend)
    try:
        for beside, content in {file: text.encode(), **fragments}.items():
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
    except OSError as error:
        raise EncounterError(f"{file} cannot be written: {error.strerror}.", "Choose another folder.") from None
    also = f", and {', '.join(each.name for each in fragments)} beside it" if fragments else ""
    say(f"Written: {file}{also}. Next: encounter check {file}, encounter play {file}")


def _new_campaign(folder: Path) -> None:
    from simulator.campaign.starting import starter

    if folder.exists():
        raise EncounterError(f"{folder} exists already.", "Name another folder; nothing is overwritten.")
    if folder.suffix:
        raise UsageError(
            f"'{folder}' has the name of a file.", f"A campaign is a folder: {folder.with_suffix('').name}"
        )
    files = starter(folder.name)
    try:
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise EncounterError(f"{folder} cannot be written: {error.strerror}.", "Choose another folder.") from None
    say(f"Written: {folder} with {', '.join(files)}. Next: encounter check {folder}, encounter play {folder}")


@click.command(epilog="Example: encounter fmt my-encounter.yaml")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; exit 1 if a file is not laid out in the standard way."
)
def fmt(files: tuple[Path, ...], only_check: bool) -> int:
    """Lay out scenario files in the standard way: fields in the documented order, two spaces, one blank line.

    Comments stay, and so does every byte of prose; a file in which either would change is not touched.
    """
    from simulator.scenario.layout import laid_out

    changed = 0
    for file in (each.expanduser() for each in files):
        text = _text_of(file)
        pretty = laid_out(text, str(file), fields=_fields_of(file))
        if "\r\n" in text:
            pretty = pretty.replace("\n", "\r\n")
        if pretty != text:
            changed += 1
            if only_check:
                click.echo(f"{file} is not laid out in the standard way.")
            else:
                file.write_bytes(pretty.encode())  # through a link, and with the line ends as they are
                say(f"Laid out: {file}")
    return 1 if only_check and changed else 0


def _fields_of(file: Path) -> list[str]:
    """Return the fields of a file of its kind, in the documented order."""
    from simulator.campaign.model import Campaign
    from simulator.campaign.translation import CampaignTranslation
    from simulator.scenario.library import CAMPAIGN
    from simulator.scenario.model import Scenario, names_of
    from simulator.scenario.overlay import Overlay, laid_over
    from simulator.scenario.translation import Translation, translated_by

    if file.name == CAMPAIGN:
        return names_of(Campaign)
    if laid_over(file):
        return names_of(Overlay)
    original = translated_by(file)
    if original is not None and original.name == CAMPAIGN:
        return names_of(CampaignTranslation)
    return names_of(Translation if original else Scenario)


def _text_of(file: Path) -> str:
    from scoring.document.problem import Refused
    from scoring.document.reader import bytes_of
    from simulator.scenario.library import where_to_look

    if not (file.exists() or file.is_symlink()):
        raise UsageError(f"There is no file {file}.", where_to_look(file))
    try:
        # Line ends stay as they are, so that the file changes only where the layout does.
        return bytes_of(file).decode("utf-8")
    except UnicodeDecodeError:
        raise EncounterError(f"{file} is not UTF-8 text.", "Save it as UTF-8 in your editor.") from None
    except Refused as refused:
        raise EncounterError(f"{file}: {refused.message}", refused.mend) from None
