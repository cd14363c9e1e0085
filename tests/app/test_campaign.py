"""A campaign in the app: its page, its episodes, its closing and debrief; left, gone on with, and tried again."""

from dataclasses import replace

import pytest

from simulator import academy
from simulator.app.start import StartRequest
from simulator.app.widgets.choices import Choices
from simulator.campaign.starting import starter
from simulator.records.campaigns import campaign_records
from simulator.records.model import Mode
from simulator.records.store import Store
from tests.app.driving import driving, session
from tests.campaign.test_translation import SPANISH


def with_years(folder, **given):
    """Return a session on a library that holds the small gate and the starter campaign."""
    years = folder / "scenarios" / "years"
    years.mkdir(parents=True)
    for name, text in starter("my-campaign").items():
        (years / name).write_text(text, encoding="utf-8")
    return session(folder, **given)


async def begins(recruit):
    """Begin the campaign for practice."""
    await recruit.sees("Practise next")
    await recruit.press("y")
    await recruit.sees("Which campaign?")
    await recruit.press("1")
    await recruit.sees("Practise: the coach comments")
    await recruit.press("1")


async def go(recruit, words):
    """Take the way that begins with these words, which leads to another page."""

    def number():
        found = recruit.app.screen.query(Choices)
        choices = found.first().numbered if found else []
        return next((each for each, option in choices if option.words.startswith(words)), 0)

    await recruit.until(number, f"{words!r} is not among the choices:\n" + "\n".join(recruit.lines))
    await recruit.press(str(number()))


async def test_a_campaign_is_played_to_its_closing_and_tried_again_from_an_episode(tmp_path):
    async with driving(with_years(tmp_path), size=(100, 50)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("y")
        await recruit.sees("Which campaign?", "A word at a bus stop. 2 episodes, 6 minutes.")
        await recruit.press("1")
        await recruit.sees("What you tell a boy at a bus stop", "Practise: the coach comments")
        await recruit.press("1")
        await recruit.sees("A boy stands on the step of the bus")
        await recruit.take("Wait with me for the next one")
        await recruit.sees("You stand under the shelter", "On with the campaign")
        await go(recruit, "On with the campaign")
        await recruit.sees("Nobody rings anybody.", "day 1: The wet ticket, played.", "week 4: His mother, now.")
        await recruit.sees("To Theo Adjei: “Sort his ticket out at the depot tomorrow.” Broken.")
        await go(recruit, "Begin His mother")
        await recruit.sees("She lays half a ticket on the counter, pressed flat")
        await recruit.take("That was me")
        await go(recruit, "On with the campaign")
        await recruit.sees("Efe Adjei pays for the ticket herself.", "Efe Adjei: “He said it was him that forgot.")
        await recruit.sees(
            "after day 1, The wet ticket: broken.",
            "Nobody rings anybody.",
            "week 4, His mother: owned.",
            "It came back in His mother, week 4.",
            "Respect: conduct 71 of 100",
            "Standard reached",
            "Episode by episode: The wet ticket 75, His mother 67.",
        )
        await go(recruit, "Try again from an episode")
        await recruit.sees("From which episode?")
        await go(recruit, "His mother: week 4")
        await recruit.sees("week 4: His mother, now.")
        await go(recruit, "Begin His mother")
        await recruit.take("Tickets are the bus company")
        await go(recruit, "On with the campaign")
        await recruit.sees("Nobody complains.")
        records = campaign_records(recruit.app.session.opened())
        assert [record.closing for record in records] == ["let-down", "owned-up"]
        assert records[0].origin == records[1].id


async def test_a_campaign_that_was_left_in_the_middle_is_gone_on_with(tmp_path):
    address = str(tmp_path / "store.db")
    first = with_years(tmp_path)
    async with driving(first, size=(100, 50)) as recruit:
        await begins(recruit)
        await recruit.take("Ring the depot from the kerb")
        await go(recruit, "On with the campaign")
        await recruit.sees("week 4: His mother, now.")
    async with driving(session(tmp_path, address=address), size=(100, 50)) as recruit:
        await recruit.press("y")
        await recruit.sees("Continue the campaign A word at a bus stop")
        await recruit.press("1")
        await recruit.sees("To Theo Adjei: “Sort his ticket out at the depot tomorrow.” Kept.")


async def test_campaigns_that_were_begun_are_told_apart_discarded_by_an_episode_and_brought_back(tmp_path):
    own = with_years(tmp_path)
    own.open()
    story = own.campaign("my-campaign")
    for _ in range(2):
        own.begin_campaign(story, StartRequest(campaign="my-campaign"), "practice", "").episode()
    own.close()

    async with driving(session(tmp_path, address=own.address), size=(100, 20)) as recruit:

        async def listed():
            await recruit.press("y")
            await recruit.sees("Which campaign?")
            found = [option.words for _, option in recruit.app.screen.query_one(Choices).numbered]
            await recruit.press("escape")
            return [words for words in found if words.startswith("Continue the campaign")]

        async def discards():
            await recruit.press("p")
            await recruit.sees("x Discard")
            await recruit.press("x")  # the run stands below what can be seen: it is shown first
            await recruit.sees("unfinished after 0 choices")
            assert "Discarded" not in recruit.text
            await recruit.pilot.pause()
            await recruit.press("x")
            await recruit.sees("Discarded. It is out of the lists", "u brings it back")

        await recruit.sees("Practise next")
        both = await listed()
        assert len(set(both)) == 2
        await discards()
        await recruit.press("u")
        await recruit.sees("Which run is to be in the lists again?", "The campaign A word at a bus stop, begun")
        await recruit.press("1")
        await recruit.sees("It is in the lists again.")
        await recruit.press("escape")
        await recruit.sees("Practise next")
        assert await listed() == both
        await discards()
        await recruit.press("escape")
        await recruit.sees("Practise next")
        assert await listed() == both[1:]


async def test_a_class_begins_a_campaign_where_it_is_told_to(tmp_path):
    request = StartRequest(campaign="my-campaign", episode="2", memory={"ticket": "broken", "theo_knows": "met"})
    async with driving(with_years(tmp_path), start=request, size=(100, 50)) as recruit:
        await recruit.sees("Assessment: no comments")
        await recruit.press("2")
        await recruit.sees("She lays half a ticket on the counter, pressed flat", "assessment · choice 1")


async def test_without_a_campaign_that_is_said(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.press("y")
        await recruit.sees("There is no campaign in the library yet.")


async def test_an_assigned_campaign_is_opened_by_the_key_for_what_is_assigned(tmp_path):
    own = with_years(tmp_path)
    with Store.open(str(tmp_path / "store.db")) as store:
        cohort = academy.create_cohort(store, "Autumn", at=own.clock())
        academy.add_members(store, cohort, [store.trainee("Sam", own.clock())], at=own.clock())
        begins = academy.Beginning(2, {"ticket": "broken"})
        academy.assign(store, cohort, "my-campaign", mode=Mode.ASSESSMENT, at=own.clock(), begins=begins)
    async with driving(own, size=(100, 50)) as recruit:
        await recruit.sees("Practise next")
        await recruit.until(lambda: recruit.app.screen.overview.duties)
        await recruit.press("a")
        await recruit.sees("Begin as your cohort is assigned it.")
        await recruit.press("1")
        await recruit.sees("She lays half a ticket on the counter", "assessment · choice 1")


@pytest.mark.parametrize("id_", ["the-gate", "my-campaign"])
async def test_an_assessment_with_an_access_code_asks_for_it_until_it_is_right(tmp_path, id_):
    own = with_years(tmp_path)
    with Store.open(str(tmp_path / "store.db")) as store:
        cohort = academy.create_cohort(store, "Autumn", at=own.clock())
        academy.add_members(store, cohort, [store.trainee("Sam", own.clock())], at=own.clock())
        assigned, _ = academy.assign(store, cohort, id_, mode=Mode.ASSESSMENT, at=own.clock())
        academy.set_server_terms(store, assigned, access_code="blue kettle", at=own.clock())
    async with driving(own, size=(100, 50)) as recruit:
        await recruit.sees("Practise next")
        await recruit.until(lambda: recruit.app.screen.overview.duties)
        await recruit.press("a")
        await recruit.sees("1 ", "Autumn" if id_ == "the-gate" else "Begin as your cohort is assigned it.")
        await recruit.press("1")
        await recruit.sees("The access code:", "needs the access code that is given in the room")
        await recruit.type("red kettle")
        await recruit.press("enter")
        await recruit.until(lambda: not recruit.app.screen.query_one("Field").value)
        await recruit.type("blue kettle")
        await recruit.press("enter")
        await recruit.sees("assessment · choice 1")


async def test_a_trainer_assigns_a_campaign_from_an_episode_with_a_given_ledger(tmp_path):
    own = with_years(tmp_path, trainee="Tutor")
    with Store.open(str(tmp_path / "store.db")) as store:
        cohort = academy.create_cohort(store, "Autumn", at=own.clock())
        academy.add_members(store, cohort, [store.trainee("Sam", own.clock())], at=own.clock())
    async with driving(own, size=(110, 50)) as trainer:
        await trainer.sees("Practise next")
        await trainer.press("t")
        await trainer.sees("1 member")
        await trainer.press("1")
        await trainer.sees("Nothing yet: press a.")
        await trainer.press("a")
        await trainer.sees("What should they play?")
        await go(trainer, "A word at a bus stop: a campaign of 2")
        await trainer.sees("With which episode")
        await go(trainer, "His mother: week 4")
        await trainer.sees("What is remembered there?", "Promises: ticket.")
        await trainer.press(*"tickt=broken", "enter")
        await trainer.sees("Did you mean 'ticket'?")
        await trainer.press(*["backspace"] * 8, *"et=broken", "enter")
        await trainer.sees("In which way?")
        await go(trainer, "Assessment")
        await trainer.sees("Until when?")
        await trainer.press(*"yesterday", "enter")
        await trainer.sees("Write it as 2026-12-03")
        await trainer.press(*["backspace"] * 9, "enter")
        await trainer.sees("Assigned: A word at a bus stop, assessment, one attempt, from episode 2.")
        await trainer.sees("1. A word at a bus stop")
        (given,) = academy.assignments_of(trainer.app.session.opened(), cohort)
    assert given.begins == academy.Beginning(2, {"ticket": "broken"})
    assert given.pin is not None


async def test_a_translated_campaign_is_played_in_the_language_that_is_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(tmp_path / "scenarios"))
    own = with_years(tmp_path)
    (tmp_path / "scenarios" / "years" / "campaign.es.yaml").write_text(SPANISH, encoding="utf-8")
    async with driving(own, size=(100, 50)) as recruit:
        await begins(recruit)
        await recruit.sees("In which language?")
        await recruit.press("2")
        await recruit.take("Wait with me for the next one")
        await go(recruit, "Seguir con la campaña")
        await recruit.sees("Nadie llama a nadie.", "semana 4: Su madre, ahora.", "Theo Adjei: te conoce.")


async def test_a_campaigns_title_is_in_the_language_of_the_program_in_every_list(tmp_path, monkeypatch):
    monkeypatch.setenv("ENCOUNTER_SCENARIOS", str(tmp_path / "scenarios"))
    own = with_years(tmp_path)
    (tmp_path / "scenarios" / "years" / "campaign.es.yaml").write_text(SPANISH, encoding="utf-8")
    own.open()
    own.prefer(replace(own.preferences, language="es"))
    own.keep_preferred()
    async with driving(own, size=(100, 50)) as recruit:
        await recruit.sees("entrenas como")
        await recruit.press("y")
        await recruit.sees("Una palabra en la parada. 2 episodios", "Lo que se le dice a un chico vuelve")
        await recruit.press("ctrl+p")
        await recruit.sees("Buscar órdenes")
