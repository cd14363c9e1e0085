"""`encounter translate`: a translation to fill in, or what lags in one that is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import completing
from simulator.commands.output import say

if TYPE_CHECKING:
    from scoring.document import Problem
    from simulator.campaign.model import Campaign
    from simulator.scenario.model import Scenario


@click.command(epilog="Example: encounter translate my-encounter.yaml cy")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("language", shell_complete=completing.languages)
def translate(file: Path, language: str) -> int:
    """Begin the translation of FILE into LANGUAGE (cy, es, pt-BR), or list what is missing or out of date.

    FILE is a scenario, or a campaign's folder; each episode is translated in a file of its own. Every text is in
    the new file as a note, to be replaced; a text that stays a note is shown in FILE's own words. Exits with 1 if
    something is missing, out of date or wrong.
    """
    from simulator.checking.render import problem_lines
    from simulator.errors import EncounterError, UsageError
    from simulator.scenario.library import CAMPAIGN, where_to_look
    from simulator.scenario.vocabulary import is_language

    if (file / CAMPAIGN).is_file():
        file /= CAMPAIGN
    if not file.is_file():
        raise UsageError(f"There is no file {file}.", where_to_look(file))
    if not is_language(language):
        raise UsageError(f"'{language}' is not written as a language.", "Write a code such as cy, es or pt-BR.")
    told = _campaign(file) if file.name == CAMPAIGN else _scenario(file)
    if language == told.source.language:
        raise UsageError(f"{file} is in '{language}' already.", "Name the language to translate it into.")
    target = file.with_name(f"{file.stem}.{language}{file.suffix}")
    if not target.exists():
        try:
            target.write_text(told.skeleton(language), encoding="utf-8")
        except OSError as error:
            raise EncounterError(f"{target} cannot be written: {error.strerror}.", "Choose another folder.") from None
        say(f"Written: {target}. Next: translate it line by line, and run this command again to see what is missing.")
        return 0
    problems = told.reading(target)[1]
    for problem in problems:
        for line in problem_lines(problem):
            click.echo(line)
        click.echo()
    if not problems:
        click.echo(f"{target}: every text is translated, and it is up to date with version {told.source.version}.")
    return 1 if problems else 0


@dataclass(frozen=True)
class _TranslationJob:
    """What is to be translated, a file to fill in for a language, and the reading of a filled one."""

    source: Campaign | Scenario
    skeleton: Callable[[str], str]
    reading: Callable[[Path], tuple[object, list[Problem]]]


def _scenario(file: Path) -> _TranslationJob:
    from scoring.rubric import RubricSet
    from simulator.scenario.reader import load_story
    from simulator.scenario.translating import skeleton
    from simulator.scenario.translation import read_translation

    scenario = load_story(file, RubricSet.shipped()).scenario
    return _TranslationJob(scenario, partial(skeleton, scenario), partial(read_translation, scenario=scenario))


def _campaign(file: Path) -> _TranslationJob:
    from scoring.rubric import RubricSet
    from simulator.campaign.reader import load_campaign
    from simulator.campaign.translation import campaign_skeleton, read_campaign_translation

    campaign = load_campaign(file, RubricSet.shipped()).campaign
    return _TranslationJob(
        campaign, partial(campaign_skeleton, campaign), partial(read_campaign_translation, campaign=campaign)
    )
