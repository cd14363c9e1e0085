"""`encounter twee`: Twine stories in and out."""

from __future__ import annotations

import re
from pathlib import Path

import click

from simulator.commands import completing
from simulator.commands.output import counted, say
from simulator.errors import EncounterError, UsageError

_LARGEST = 5 * 1024 * 1024


@click.group(epilog="Example: encounter twee import story.twee --to my-encounter.yaml")
def twee() -> None:
    """Import a Twine story in Twee 3 notation, or export an encounter as one."""


@twee.command("import", epilog="Example: encounter twee import story.twee --to my-encounter.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="FILE", help="The .yaml to write; named as the story if omitted."
)
def import_(file: Path, to: Path | None) -> None:
    """Turn a Twine story (FILE, or a folder of files) into the beginning of an encounter.

    SugarCube and Harlowe are read. What an encounter cannot express becomes a comment in its place.
    """
    from simulator.sharing.twee.incoming import import_twee

    target = to or Path(_id(file.stem)).with_suffix(".yaml")
    if target.suffix != ".yaml":
        raise UsageError(f"'{target}' does not end in .yaml.", f"Name it {target.with_suffix('.yaml').name}")
    if target.exists():
        raise UsageError(f"{target} exists already.", "Name another file with --to; nothing is overwritten.")
    made = import_twee(_read(file), _id(target.stem))
    _write(target, made.text)
    say(
        f"Written: {target}: {counted(made.scenes, 'scene')}, {counted(made.endings, 'ending')}, "
        f"{counted(made.choices, 'choice')}, {counted(made.variables, 'variable')}, "
        f"from {counted(made.passages, 'passage')} and {counted(made.links, 'link')}."
    )
    if made.left_out:
        say("Not imported, or left as a comment in its place:")
        for what, times in made.left_out.most_common(20):
            say(f"  {times} × {what}")
        if len(made.left_out) > 20:
            say(f"  and {len(made.left_out) - 20} kinds more")
    say(f"Next: encounter check {target}")


@twee.command(epilog="Example: encounter twee export market-stall --to market-stall.twee")
@click.argument("scenario", shell_complete=completing.encounters)
@click.option("--to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The .twee to write.")
@click.option("--language", metavar="LANGUAGE", help="The translation to write.", shell_complete=completing.languages)
def export(scenario: str, to: Path, language: str | None) -> None:
    """Write an encounter (an id or a file) as a Twine story for SugarCube."""
    from simulator.scenario.library import Library
    from simulator.sharing.twee.outgoing import export_twee

    if to.suffix not in (".twee", ".tw"):
        raise UsageError(f"'{to}' does not end in .twee.", f"Name it {to.with_suffix('.twee').name}")
    if to.exists():
        raise UsageError(f"{to} exists already.", "Name another file; nothing is overwritten.")
    story = Library.default().story(scenario, language=language)
    _write(to, export_twee(story.scenario))
    say(f"Written: {to}. In Twine: Library, Import. Ratings and feedback are in comments.")


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "story"


def _read(file: Path) -> str:
    files = sorted([*file.rglob("*.twee"), *file.rglob("*.tw")]) if file.is_dir() else [file]
    if not files:
        raise UsageError(f"{file} has no .twee file in it.", "Name the folder of the story.")
    try:
        if sum(each.stat().st_size for each in files) > _LARGEST:
            raise EncounterError("The story is larger than 5 MiB.", "Divide it.")
        return "\n\n".join(each.read_text(encoding="utf-8-sig") for each in files)
    except UnicodeDecodeError:
        raise EncounterError(f"{file} is not UTF-8 text.", "Save it as UTF-8 in your editor.") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.", "Check its name.") from None


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EncounterError(f"{file} cannot be written: {error.strerror}.", "Choose another folder.") from None
