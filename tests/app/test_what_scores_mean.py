"""What scores mean, on the screen: the glossary, the decision model, and a debrief to keep."""

from simulator.app.widgets.field import Field
from tests.app.driving import driving, session


async def played(recruit):
    """Play the gate to its ending, and open the debrief."""
    await recruit.begin()
    await recruit.take("I'm PC Reid.")
    await recruit.take("I will ring you")
    await recruit.sees("Look back on what happened")
    await recruit.press("1")
    await recruit.sees("First, your own view")
    await recruit.press("escape")
    await recruit.sees("Scores")


async def test_the_glossary_is_open_everywhere_and_holds_the_rubrics_words(tmp_path):
    async with driving(session(tmp_path), size=(100, 60)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("g")
        await recruit.sees("What the words mean", "Decision quality", "Formative index")
        await recruit.press("n")
        await recruit.sees("−2")
        await recruit.press("escape")
        await recruit.sees("Practise next")


async def test_the_debrief_goes_along_the_decision_model_and_explains_its_figures(tmp_path):
    async with driving(session(tmp_path), size=(100, 120)) as recruit:
        await played(recruit)
        await recruit.sees(
            "Conduct is how good your choices were", "Along the National Decision Model", "Gather information"
        )


async def test_a_debrief_is_kept_as_a_page_and_as_text(tmp_path):
    kept = []
    async with driving(session(tmp_path), size=(100, 40)) as recruit:
        await played(recruit)
        for name in ("kept.html", "kept.txt"):
            target = tmp_path / name
            await recruit.press("w")
            await recruit.sees("Where should it be kept?")
            recruit.app.screen.query_one(Field).value = str(target)
            await recruit.press("enter")
            await recruit.sees("Written:")
            kept.append(target)
    assert all("Decision 1 of 2" in each.read_text(encoding="utf-8") for each in kept)


async def test_a_full_width_digit_takes_a_choice(tmp_path):
    async with driving(session(tmp_path), size=(100, 40)) as recruit:
        await recruit.begin()
        await recruit.press("１")
        await recruit.sees("choice 2")


async def test_what_if_shows_what_each_choice_would_have_done_and_keeps_nothing(tmp_path):
    own = session(tmp_path)
    async with driving(own, size=(100, 60)) as recruit:
        await played(recruit)
        await recruit.press("n")
        await recruit.sees("i What if", at="KeyBar")
        before = len(own.store.runs(include_superseded=True))
        await recruit.press("i")
        await recruit.sees("The gate: what if", "Nothing of this is kept", "You chose", "Instead")
        assert len(own.store.runs(include_superseded=True)) == before
