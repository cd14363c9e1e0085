"""A campaign in words, part by part: what its page says on the way, and the debrief that follows the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.views.debrief import FIGURES, DebriefLine, DebriefPart, figure_words, paragraphs
from simulator.views.runs import day_of

if TYPE_CHECKING:
    from simulator.training.campaign_debrief import CampaignDebrief
    from simulator.training.debrief import RubricView
    from simulator.training.ledger import Ledger, PromiseView


def ledger_parts(ledger: Ledger) -> Iterator[DebriefPart]:
    """Yield the calendar, what was promised, and who knows whoever plays."""
    calendar = (f"{each.date}: {each.title}, {each.status}." for each in ledger.calendar)
    yield DebriefPart("The calendar", tuple(DebriefLine(line, "item") for line in calendar))
    if ledger.promises:
        promises = tuple(DebriefLine(_promise(each), "item") for each in ledger.promises)
        yield DebriefPart("What you promised", promises)
    yield from _known(ledger)


def campaign_parts(view: CampaignDebrief) -> Iterator[DebriefPart]:
    """Yield the parts of a campaign's debrief."""
    title = f"{view.ledger.title}, {view.record.mode}, {day_of(view.record.started_at)}"
    yield DebriefPart(title, tuple(_closing(view)))
    for promise in view.ledger.promises:
        yield DebriefPart(_promise(promise).removesuffix("."), tuple(_course(promise)))
    yield from _known(view.ledger)
    yield DebriefPart("Episode by episode", tuple(_episodes(view)))
    yield DebriefPart("Conduct over all episodes", tuple(_conduct(view)))
    if view.retold:
        said = tuple(DebriefLine(f"{name}: {' '.join(words.split())}", "speech") for name, words in view.retold)
        yield DebriefPart("What they say about you", said)
    if view.discussion:
        yield DebriefPart("To discuss", tuple(DebriefLine(question, "item") for question in view.discussion))


def _promise(promise: PromiseView) -> str:
    return f"To {promise.to}: “{' '.join(promise.words.split())}” {promise.state.capitalize()}."


def _known(ledger: Ledger) -> Iterator[DebriefPart]:
    lines = []
    for known in ledger.known:
        who = ", ".join(dict.fromkeys(part for part in (known.person, known.title) if part))
        lines.append(DebriefLine(f"{who}: {known.value}.", "item"))
    if lines:
        yield DebriefPart("Who knows you, and how", tuple(lines))


def _closing(view: CampaignDebrief) -> Iterator[DebriefLine]:
    if view.closing is None:
        count = len(view.episodes)
        yield DebriefLine(f"Not finished: {count} episode{'' if count == 1 else 's'} played so far.")
        return
    if view.closing_title:
        yield DebriefLine(f"{view.closing_title}.")
    yield from map(DebriefLine, paragraphs(view.closing_text))
    if view.reflect:
        yield DebriefLine(f"To think about: {view.reflect}")


def _course(promise: PromiseView) -> Iterator[DebriefLine]:
    """Yield what became of a promise: when it was said, who carried it, and where it came back."""
    for each in promise.history:
        came_back = f"It came back in {each.title}, {each.date}."
        yield DebriefLine(f"{each.date}, {each.title}: {each.level}." if each.level else came_back, "item")
        yield from (DebriefLine(line, depth=1) for line in paragraphs(each.told))


def _episodes(view: CampaignDebrief) -> Iterator[DebriefLine]:
    titles = {id_: each.title for rubric in view.rubrics for id_, each in rubric.rubric.critical_events.items()}
    told = {each.told for promise in view.ledger.promises for each in promise.history}
    for number, episode in enumerate(view.episodes, start=1):
        yield DebriefLine(f"{number}. {episode.date}: {episode.title}. The ending: {episode.outcome}.")
        for event in episode.critical:
            yield DebriefLine(f"Critical event: {titles.get(event, event)}.", "alert", depth=1)
        rest = (text for text in episode.between if text not in told)
        yield from (DebriefLine(line, depth=1) for text in rest for line in paragraphs(text))


def _conduct(view: CampaignDebrief) -> Iterator[DebriefLine]:
    yield DebriefLine("Practice only: structured practice and feedback on judgement, not a measure of a person.")
    yield DebriefLine(FIGURES)
    for rubric in view.rubrics:
        yield DebriefLine(f"{rubric.title}: {figure_words(rubric.total, rubric.bands)}.")
        if rubric.standard_words:
            precision = f" {rubric.precision_words}." if rubric.precision_words else ""
            yield DebriefLine(f"{rubric.standard_words}{precision}", depth=1)
        way = _along(rubric, view)
        if way:
            yield DebriefLine(f"Episode by episode: {way}.", depth=1)


def _along(rubric: RubricView, view: CampaignDebrief) -> str:
    """Return conduct on a rubric from episode to episode; "" where fewer than two were assessed."""
    met = [(each.title, each.figures[rubric.id].anchored) for each in view.episodes if rubric.id in each.figures]
    shown = [f"{title} {value:.0f}" for title, value in met if value is not None]
    return ", ".join(shown) if len(shown) > 1 else ""
