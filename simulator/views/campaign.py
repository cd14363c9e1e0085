"""A campaign in words, part by part: what its page says on the way, and the debrief that follows the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.messages import tr, trn
from simulator.messages.moments import day_of
from simulator.views.debrief import FIGURES, DebriefLine, DebriefPart, figure_words, paragraphs

if TYPE_CHECKING:
    from simulator.training.campaign_debrief import CampaignDebrief
    from simulator.training.debrief import RubricView
    from simulator.training.ledger import Ledger, PromiseView


def ledger_parts(ledger: Ledger) -> Iterator[DebriefPart]:
    """Yield the calendar, the promises, and the people who know the player."""
    calendar = (f"{each.date}: {each.title}, {tr(each.status)}." for each in ledger.calendar)
    yield DebriefPart(tr("The calendar"), tuple(DebriefLine(line, "item") for line in calendar))
    if ledger.promises:
        promises = tuple(DebriefLine(_promise(each), "item") for each in ledger.promises)
        yield DebriefPart(tr("What you promised"), promises)
    yield from _known(ledger)


def campaign_parts(view: CampaignDebrief) -> Iterator[DebriefPart]:
    """Yield the parts of a campaign's debrief."""
    title = f"{view.ledger.title}, {tr(view.record.mode)}, {day_of(view.record.started_at)}"
    yield DebriefPart(title, tuple(_closing(view)))
    for promise in view.ledger.promises:
        yield DebriefPart(_promise(promise).removesuffix("."), tuple(_course(promise)))
    yield from _known(view.ledger)
    yield DebriefPart(tr("Episode by episode"), tuple(_episodes(view)))
    yield DebriefPart(tr("Conduct over all episodes"), tuple(_conduct(view)))
    if view.retold:
        said = tuple(DebriefLine(f"{name}: {' '.join(words.split())}", "speech") for name, words in view.retold)
        yield DebriefPart(tr("What they say about you"), said)
    if view.discussion:
        yield DebriefPart(tr("To discuss"), tuple(DebriefLine(question, "item") for question in view.discussion))


def _promise(promise: PromiseView) -> str:
    words, state = " ".join(promise.words.split()), tr(promise.state).capitalize()
    return tr("To {name}: “{words}” {state}.", name=promise.to, words=words, state=state)


def _known(ledger: Ledger) -> Iterator[DebriefPart]:
    lines = []
    for known in ledger.known:
        who = ", ".join(dict.fromkeys(part for part in (known.person, known.title) if part))
        lines.append(DebriefLine(f"{who}: {known.value}.", "item"))
    if lines:
        yield DebriefPart(tr("Who knows you, and how"), tuple(lines))


def _closing(view: CampaignDebrief) -> Iterator[DebriefLine]:
    if view.closing is None:
        count = len(view.episodes)
        yield DebriefLine(
            trn("Not finished: {count} episode played so far.", "Not finished: {count} episodes played so far.", count)
        )
        return
    if view.closing_title:
        yield DebriefLine(f"{view.closing_title}.")
    yield from map(DebriefLine, paragraphs(view.closing_text))
    if view.reflect:
        yield DebriefLine(tr("To think about: {reflect}", reflect=view.reflect))


def _course(promise: PromiseView) -> Iterator[DebriefLine]:
    """Yield what became of a promise: when it was made, who passed it on, and where it came back."""
    for each in promise.history:
        came_back = tr("It came back in {title}, {date}.", title=each.title, date=each.date)
        yield DebriefLine(f"{each.date}, {each.title}: {tr(each.level)}." if each.level else came_back, "item")
        yield from (DebriefLine(line, depth=1) for line in paragraphs(each.between))


def _episodes(view: CampaignDebrief) -> Iterator[DebriefLine]:
    titles = {id_: each.title for rubric in view.rubrics for id_, each in rubric.rubric.critical_events.items()}
    told = {each.between for promise in view.ledger.promises for each in promise.history}
    for number, episode in enumerate(view.episodes, start=1):
        yield DebriefLine(
            tr(
                "{number}. {date}: {title}. The ending: {outcome}.",
                number=number,
                date=episode.date,
                title=episode.title,
                outcome=tr(episode.outcome),
            )
        )
        for event in episode.critical:
            yield DebriefLine(tr("Critical event: {event}.", event=tr(titles.get(event, event))), "alert", depth=1)
        rest = (text for text in episode.between if text not in told)
        yield from (DebriefLine(line, depth=1) for text in rest for line in paragraphs(text))


def _conduct(view: CampaignDebrief) -> Iterator[DebriefLine]:
    yield DebriefLine(tr("Practice only: structured practice and feedback on judgement, not a measure of a person."))
    yield DebriefLine(tr(FIGURES))
    for rubric in view.rubrics:
        yield DebriefLine(f"{tr(rubric.title)}: {figure_words(rubric.total, rubric.bands)}.")
        if rubric.standard_words:
            precision = f" {rubric.precision_words}." if rubric.precision_words else ""
            yield DebriefLine(f"{rubric.standard_words}{precision}", depth=1)
        way = _along(rubric, view)
        if way:
            yield DebriefLine(tr("Episode by episode: {way}.", way=way), depth=1)


def _along(rubric: RubricView, view: CampaignDebrief) -> str:
    """Return conduct on a rubric from episode to episode; "" if fewer than two were assessed."""
    met = [(each.title, each.figures[rubric.id].anchored) for each in view.episodes if rubric.id in each.figures]
    shown = [f"{title} {value:.0f}" for title, value in met if value is not None]
    return ", ".join(shown) if len(shown) > 1 else ""
