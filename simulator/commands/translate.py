"""`encounter translate`: a translation to fill in, or what lags in one that is there."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands.output import say


@click.command(epilog="Example: encounter translate my-encounter.yaml cy")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("language")
def translate(file: Path, language: str) -> int:
    """Begin the translation of FILE into LANGUAGE (cy, es, pt-BR), or say what lags in the one that lies beside it.

    Every text stands in the new file as a note, to be written over; a text that is left so falls back to the
    scenario's own words. Exits with 1 where something lags or is wrong.
    """
    from scoring.rubric import RubricSet
    from simulator.checking.render import problem_lines
    from simulator.errors import EncounterError, UsageError
    from simulator.scenario.library import where_to_look
    from simulator.scenario.reader import load_story
    from simulator.scenario.translating import skeleton
    from simulator.scenario.translation import read_translation
    from simulator.scenario.vocabulary import is_language

    if not file.is_file():
        raise UsageError(f"There is no file {file}.", where_to_look(file))
    if not is_language(language):
        raise UsageError(f"'{language}' is not written as a language.", "Write a code such as cy, es or pt-BR.")
    scenario = load_story(file, RubricSet.shipped()).scenario
    if language == scenario.language:
        raise UsageError(f"{file} is in '{language}' already.", "Name the language to translate it into.")
    target = file.with_name(f"{file.stem}.{language}{file.suffix}")
    if not target.exists():
        try:
            target.write_text(skeleton(scenario, language), encoding="utf-8")
        except OSError as error:
            raise EncounterError(f"{target} cannot be written: {error.strerror}.", "Choose another folder.") from None
        say(f"Written: {target}. Next: translate it line by line, and ask again what is missing.")
        return 0
    problems = read_translation(target, scenario)[1]
    for problem in problems:
        for line in problem_lines(problem):
            click.echo(line)
        click.echo()
    if not problems:
        click.echo(f"{target}: every text is translated, and it is up to date with version {scenario.version}.")
    return 1 if problems else 0
