"""Pages of a campaign: what it is about, its calendar and promises, and its debrief."""

from __future__ import annotations

from starlette.responses import Response

from simulator import academy
from simulator.campaign.library import campaign_languages, campaigns_in, not_translated
from simulator.campaign.story import CampaignStory
from simulator.errors import EncounterError, RecordConflict, UnknownRecord
from simulator.messages import language_around, speak, spoken_language, tr
from simulator.records.campaigns import campaign_record, campaign_records
from simulator.records.kept_campaigns import CampaignRecord
from simulator.records.model import Mode
from simulator.scenario.library import Library
from simulator.server.asking import Asking, whole
from simulator.server.by_id import campaign_by_id
from simulator.server.save_as import keep_debrief
from simulator.training.campaign import CampaignPlay
from simulator.training.campaign_debrief import campaign_debrief
from simulator.training.discarded import campaigns_under_way
from simulator.training.language import replay
from simulator.training.ledger import ledger_of
from simulator.views.brief import Brief, content_notes
from simulator.views.campaign import campaign_parts, ledger_parts
from simulator.views.debrief import DebriefLine, DebriefPart, paragraphs
from simulator.views.languages import language_name
from simulator.views.runs import campaign_way
from simulator.views.so_far import just_now


def before_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show what a campaign is about, and in which mode it will be played."""
    try:
        story = campaign_by_id(asking.request.path_params["id"], Library.default())
    except EncounterError as unknown:
        return asking.not_found(str(unknown))
    duty, may = None, True
    try:
        duty = academy.duty_now(asking.store, asking.who.trainee, story.campaign.id, now=asking.now)
    except EncounterError as no:
        problem, may = problem or str(no), False
    return asking.page(
        "before-campaign", title=story.campaign.title, status=status, campaign=story.campaign, duty=duty, may=may,
        words=academy.duty_words(duty, asking.now) if duty else "", problem=problem,
        asks_code=duty is not None and academy.wants_access_code(asking.store, duty.assignment),
        languages=[(code, language_name(code)) for code in _languages(story)],
        warnings=content_notes(story.campaign.content_warnings),
    )  # fmt: skip


def begin(asking: Asking) -> Response:
    """Begin a campaign and show its calendar."""
    mode = Mode.ASSESSMENT if asking.form.get("mode") == "assessment" else None
    try:
        story = campaign_by_id(asking.request.path_params["id"], Library.default())
        language = asking.form.get("language", story.campaign.language)
        if language not in _languages(story):
            raise not_translated(story.campaign.id, language[:20], _languages(story))
        play = academy.begin_campaign(
            asking.store, story, asking.who.trainee, clock=lambda: asking.now, mode=mode, served=True,
            access_code=asking.form.get("access_code", ""),
        )  # fmt: skip
    except EncounterError as refused:
        return before_page(asking, str(refused), 409)
    told = "" if language == story.campaign.language else f"?language={language}"
    return asking.go(f"/campaign-runs/{play.record.id}{told}")


def campaign_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show where a campaign stands: how the last episode ended, the calendar and the promises; or its debrief."""
    play = own_campaign(asking)
    if play is None:
        return asking.not_found(tr("You have no such campaign."))
    journey = play.journey
    if journey.finished:
        parts = list(campaign_parts(campaign_debrief(play.store, play.kept)))
    else:
        parts = [*_just_now(play), *ledger_parts(ledger_of(play.kept))]
    looks, begun = play.may_look_back, play.kept.current is not None
    return asking.page(
        "campaign",
        title=journey.story.campaign.title,
        titled=f"{journey.story.campaign.title}: {journey.episode.title if journey.episode else tr('Debrief')}",
        status=status,
        problem=problem,
        run=play.record,
        parts=parts,
        episode=journey.episode,
        begun=begun,
        brief=None if begun or journey.finished else Brief.of_scenario(journey.encounter().scenario),
        told_in=journey.story.campaign.language,
        seen=[(run.id, passage.episode.title) for run, passage in zip(play.kept.played, journey.passages, strict=True)]
        if looks
        else [],
        again=[passage.episode.title for passage in journey.passages] if journey.finished else [],
    )


def debrief_to_keep(asking: Asking, *, as_page: bool) -> Response:
    """Hand over the debrief of a campaign that is over as a file: a page, or text."""
    play = own_campaign(asking)
    if play is None or not play.journey.finished:
        return asking.not_found(tr("You have no such campaign."))
    return keep_debrief(campaign_parts(campaign_debrief(play.store, play.kept)), as_page=as_page)


def go_on(asking: Asking) -> Response:
    """Show the episode that comes now, begun where it was not."""
    play = own_campaign(asking)
    if play is None:
        return asking.not_found(tr("You have no such campaign."))
    try:
        episode = play.episode()
    except EncounterError as refused:
        return campaign_page(asking, str(refused), 409)
    return asking.go(f"/runs/{episode.record.id}")


def again(asking: Asking) -> Response:
    """Begin a branch from an episode; what was played stays as it is."""
    play = own_campaign(asking)
    if play is None:
        return asking.not_found(tr("You have no such campaign."))
    number = whole(asking.form.get("episode", ""), 1, len(play.journey.passages))
    try:
        if number is None:
            raise RecordConflict(tr("No episode was named."), tr("Choose one on the page."))
        branch = CampaignPlay.again(asking.store, play.record.id, keep=number - 1, clock=lambda: asking.now)
    except EncounterError as refused:
        return campaign_page(asking, str(refused), 409)
    return asking.go(f"/campaign-runs/{branch.record.id}")


def own_campaign(asking: Asking) -> CampaignPlay | None:
    """Return one's own campaign as it stands, None if it is nobody's or somebody else's."""
    try:
        record = campaign_record(asking.store, asking.request.path_params["run"])
    except UnknownRecord:
        return None
    if record.trainee_id != asking.who.trainee.id:
        return None
    # Until its first episode is begun, only the page knows the language; from then on the episodes do.
    language = asking.form.get("language") or asking.request.query_params.get("language")
    play = CampaignPlay.resume(asking.store, record.id, clock=lambda: asking.now, language=language)
    speak(language_around(play.journey.story.campaign.language, spoken_language()))
    return play


def own_campaigns(asking: Asking, *, finished: bool) -> list[tuple[CampaignRecord, str]]:
    """Return somebody's campaigns that are over, or that are not, newest first, with what opening each means."""
    titles = {each.id: each.title for each in campaigns_in(Library.default(), spoken_language())}
    who = asking.who.trainee
    found = (
        campaign_records(asking.store, trainee=who, finished=True)
        if finished
        else campaigns_under_way(asking.store, who)
    )
    return [(each, campaign_way(each, titles)) for each in found]


def _languages(story: CampaignStory) -> list[str]:
    """Return the languages that a campaign can be played in, its own first."""
    return [story.campaign.language, *campaign_languages(story.campaign.id, Library.default())]


def _just_now(play: CampaignPlay) -> list[DebriefPart]:
    """Return how the last episode ended, and what has happened since."""
    if not play.journey.passages:
        return []
    passage = play.journey.passages[-1]
    record = play.kept.played[-1]
    run = replay(play.store, record)
    lines = list(just_now(run, practice=record.mode is Mode.PRACTICE))
    lines += [DebriefLine(each) for text in passage.between for each in paragraphs(text)]
    return [DebriefPart(passage.episode.title, tuple(lines))]
