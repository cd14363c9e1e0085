"""What holds on every screen: help, palette, keys, settings, motion, and the hidden cursor."""

import pytest
from textual.widgets import Input, Markdown

from simulator.app.screen_table import SCREENS as TABLE
from simulator.app.screen_table import screen_class
from simulator.app.screens.page import Page
from simulator.app.start import StartRequest
from simulator.app.themes import ALL
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.keybar import KeyBar
from simulator.documentation import linked_page
from simulator.training.preferences import Preferences, default_preferences
from tests.app.driving import driving, session, slow


async def visit(recruit, screen):
    """Go from the library to a screen."""
    await recruit.sees("Practise next")
    keys = {
        "library": (),
        "progress": ("p",),
        "settings": ("comma",),
        "help": ("question_mark",),
        "briefing": ("enter",),
    }
    await recruit.press(*keys.get(screen, ("enter", "1")))
    await recruit.until(lambda: type(recruit.app.screen) is screen_class(screen))
    await recruit.pilot.pause()


SCREENS = ["library", "progress", "settings", "help", "briefing", "encounter"]


def test_every_screen_that_a_key_opens_is_there_and_explains_its_key():
    for name, key in TABLE.items():
        assert issubclass(screen_class(name), Page)
        assert key.tooltip


async def test_a_screen_that_is_open_is_not_opened_over_itself(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await visit(recruit, "settings")
        await recruit.press("comma")
        await recruit.press("escape")
        await recruit.sees("Practise next")


async def test_a_trainee_on_a_server_is_not_offered_cohorts(tmp_path):
    own = session(tmp_path)
    own.served = True
    async with driving(own) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("t")
        assert type(recruit.app.screen).__name__ == "LibraryScreen"
        assert "Cohorts" not in {each.description for each in recruit.app.screen.own_bindings()}


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_action_has_a_key_a_palette_entry_and_a_sentence(tmp_path, screen):
    async with driving(session(tmp_path)) as recruit:
        await visit(recruit, screen)
        page = recruit.app.screen
        assert isinstance(page, Page)
        bindings = page.own_bindings()
        offered = {command.title: command.help for command in recruit.app.get_system_commands(page)}
        assert bindings
        assert {each.description for each in bindings} == {
            each for each in offered if not each.startswith(("Theme: ", "Read: "))
        }
        assert {"Theme: dark", "Theme: light", "Theme: contrast"} <= set(offered)
        assert all(offered.values())


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_key_bar_holds_at_most_seven_keys_on_one_line(tmp_path, screen, size):
    async with driving(session(tmp_path), size=size) as recruit:
        await visit(recruit, screen)
        bar = recruit.app.screen.query_one(KeyBar)
        assert bar.size.height == 1
        shown = [each for each in recruit.lines[-1].split("   ") if each.strip()]
        assert 1 <= len(shown) <= 7


async def test_the_help_explains_the_keys_of_the_screen_below(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await visit(recruit, "encounter")
        await recruit.press("question_mark")
        await recruit.sees("On this screen", "Esc Go to the library. Every choice is kept.", "Everywhere", "Ctrl+P")
        await recruit.press("escape")
        await recruit.sees("A woman waits at the gate.")


async def test_a_palette_entry_does_what_its_key_does(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await visit(recruit, "library")
        await recruit.press("ctrl+p")
        await recruit.until(lambda: "Each criterion over time" in recruit.text)
        await recruit.type("Progress")
        await recruit.sees("Each criterion over time")
        await recruit.press("enter", "enter")
        await recruit.sees("Nothing here yet")


async def test_a_problem_code_in_the_palette_opens_its_page(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await visit(recruit, "library")
        await recruit.press("ctrl+p")
        await recruit.until(lambda: "Each criterion over time" in recruit.text)
        await recruit.type("W03")
        await recruit.sees("Read: W03")
        await recruit.press("enter", "enter")
        await recruit.sees("problems/W03.md", "W03 · Condition that never changes")
        await recruit.press("escape")
        await recruit.sees("Practise next")


async def test_a_rubric_in_the_palette_opens_as_the_command_prints_it(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await visit(recruit, "library")
        await recruit.press("ctrl+p")
        await recruit.until(lambda: "Each criterion over time" in recruit.text)
        await recruit.type("Read: Respect")
        await recruit.sees("Read: Respect (respect)")
        await recruit.press("enter", "enter")
        await recruit.sees("Respect (respect 2.0.0)", "A slur, an insult or a nickname.")


async def test_a_guide_is_read_in_the_app_and_its_links_lead_on_and_back(tmp_path):
    async with driving(session(tmp_path), size=(100, 40)) as recruit:
        await visit(recruit, "library")
        await recruit.press("f2")
        await recruit.sees("Which page of the documentation?", "Writing an encounter")
        guides = recruit.app.screen.query_one(Choices)
        number = next(number for number, option in guides.numbered if option.id == "authoring.md")
        await recruit.press(*["down"] * (number - 1), "enter")
        await recruit.sees("You need no programming.")
        page = recruit.app.screen.query_one(Markdown)
        page.post_message(Markdown.LinkClicked(page, "scenario-format.md#conditions"))
        await recruit.sees("scenario-format.md", "Page before")
        page.post_message(Markdown.LinkClicked(page, "https://example.org/"))
        await recruit.sees("That leads out of the documentation, to: https://example.org/")
        await recruit.press("b")
        await recruit.sees("You need no programming.")


def test_a_link_leads_to_no_file_outside_the_documentation():
    assert linked_page("authoring.md", "problems/W03.md") == "problems/W03.md"
    assert linked_page("problems/W03.md", "../authoring.md#6-check") == "authoring.md"
    assert linked_page("authoring.md", "../README.md") is None
    assert linked_page("authoring.md", "no-such-page.md") is None
    assert linked_page("authoring.md", "#6-check") == "authoring.md"


async def test_a_setting_holds_at_once_and_the_next_time(tmp_path):
    own = session(tmp_path)
    async with driving(own) as recruit:
        await visit(recruit, "settings")
        await recruit.press("1")
        await recruit.sees("Look: light")
        assert recruit.app.theme == "encounter-light"
        await recruit.press("3")
        await recruit.sees("Motion: reduced")
    async with driving(session(tmp_path)) as recruit:
        # The look of the last time is there before the store has opened.
        assert recruit.app.theme == "encounter-light"
        assert recruit.app.animation_level == "none"


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
async def test_the_first_paint_wears_the_theme(tmp_path, theme):
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("Practise next")
        await recruit.app.prefer(Preferences(theme=theme.name))
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("The gate")
        grounds = {
            segment.style.bgcolor.name.upper()
            for strip in recruit.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        own = {getattr(theme, name) for name in ("background", "surface", "panel")} | {theme.variables["mark"]}
        assert theme.background in grounds
        assert grounds <= own


async def test_somebody_else_can_train(tmp_path):
    own = session(tmp_path)
    async with driving(own) as recruit:
        await visit(recruit, "settings")
        await recruit.press("5")
        await recruit.sees("Who is training?")
        await recruit.type("Ama")
        await recruit.press("enter")
        await recruit.sees("Nobody here is called Ama. Press Enter again to begin as Ama.")
        await recruit.press("enter")
        await recruit.sees("Who is training: Ama")
    assert own.trainee.name == "Ama"


async def test_around_a_story_everything_is_in_the_language_that_was_chosen_meanwhile(tmp_path):
    async with driving(session(tmp_path), size=(90, 24)) as recruit:
        await recruit.begin()
        await recruit.press("comma")
        await recruit.sees("9 Language: English")
        await recruit.press("9")
        await recruit.sees("9 Idioma: español")
        await recruit.press("escape")
        await recruit.sees("práctica · opción 1", "Tension ━━━━── nivel alto", "Intro Elegir ? Ayuda Esc Salir")
        await recruit.sees("“Are you here for my son?”")


async def test_a_name_may_be_as_long_in_the_app_as_in_a_roster(tmp_path):
    own, name = session(tmp_path), " ".join(["Maximiliane"] * 6) + " Reid"
    async with driving(own) as recruit:
        await visit(recruit, "settings")
        await recruit.press("5")
        await recruit.sees("Who is training?")
        recruit.app.screen.query_one(Input).value = name
        await recruit.press("enter")
        await recruit.sees("Press Enter again")
        await recruit.press("enter")
        await recruit.until(lambda: own.trainee.name != "Sam")
    assert len(name) > 60
    assert own.trainee.name == name


async def test_a_name_that_is_typed_below_the_line_is_no_choice_of_the_names_there(tmp_path):
    own = session(tmp_path)
    async with driving(own) as recruit:
        await visit(recruit, "settings")
        await recruit.press("5")
        await recruit.sees("Who is training?", "1 Sam")
        await recruit.press("down", "up")
        await recruit.until(lambda: isinstance(recruit.app.screen.focused, Input))
        await recruit.press("enter")  # on an empty line: to the names
        await recruit.until(lambda: isinstance(recruit.app.screen.focused, Choices))
        await recruit.type("Kim")
        await recruit.press("enter", "enter")
        await recruit.sees("Who is training: Kim")
    assert own.trainee.name == "Kim"


def test_nothing_glides_over_ssh_by_default():
    assert default_preferences({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}).reduce_motion
    assert not default_preferences({}).reduce_motion


async def test_the_hidden_cursor_follows_the_highlighted_choice(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await visit(recruit, "encounter")
        await recruit.sees("choice 1")
        choices = recruit.app.screen.query_one(Choices)
        await recruit.press("down")
        await recruit.until(lambda: recruit.app.cursor_position == choices.cursor())
        row = recruit.app.cursor_position.y
        assert recruit.lines[row].lstrip().startswith("› 2")


async def test_the_app_can_be_left_from_anywhere(tmp_path):
    async with driving(session(tmp_path), start=StartRequest(scenario="the-gate")) as recruit:
        await recruit.sees("A woman waits at the gate.")
        await recruit.press("ctrl+q")
        await recruit.until(lambda: recruit.app.return_code is not None)


async def test_the_language_of_the_program_is_changed_in_the_settings_and_kept(tmp_path):
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("Practise next The gate")
        await recruit.press("comma")
        await recruit.sees("9 Language: English")
        await recruit.press("9")
        await recruit.sees("9 Idioma: español", "Ajustes", "Esc Volver")
        await recruit.press("escape")
        await recruit.sees("A practicar The gate", "Aún no conoces a estas personas.", "entrenas como Sam")
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("A practicar The gate", "Intro Abrir")


async def test_what_is_set_before_the_store_has_opened_holds_and_is_kept(tmp_path):
    own = slow(tmp_path)
    own.library.entries()
    async with driving(own) as recruit:
        await recruit.sees("Opening your records")
        await recruit.press("comma")
        await recruit.sees("9 Language: English")
        await recruit.press("9")
        await recruit.sees("9 Idioma: español")
        await recruit.press("1")
        await recruit.until(lambda: recruit.app.theme == "encounter-light")
        own.may_open.set()
        await recruit.sees("1 Aspecto: claro", "9 Idioma: español")
        await recruit.press("escape")
        await recruit.sees("A practicar The gate", "entrenas como Sam")
    async with driving(session(tmp_path)) as recruit:
        await recruit.sees("A practicar The gate", "Intro Abrir")
        assert recruit.app.theme == "encounter-light"


async def test_the_key_that_reads_on_stands_below_a_page_only_where_there_is_more(tmp_path):
    async with driving(session(tmp_path), size=(80, 40)) as recruit:
        await recruit.sees("Practise next")
        await recruit.press("comma")
        await recruit.sees("Look: dark")
        assert "Read on" not in recruit.text
        await recruit.pilot.resize_terminal(80, 10)
        await recruit.sees("Space Read on", "more below ▼")
        await recruit.pilot.resize_terminal(80, 40)
        await recruit.until(lambda: "Read on" not in recruit.text)
