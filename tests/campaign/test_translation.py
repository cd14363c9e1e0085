"""A campaign in another language: read and checked by id, shown in every text, and the same campaign all the same."""

import re

import pytest

from scoring.rubric import RubricSet
from simulator.campaign.library import campaign
from simulator.campaign.reader import load_campaign
from simulator.campaign.translation import campaign_in, campaign_skeleton, read_campaign_translation
from simulator.checking.files import check_paths
from simulator.errors import UsageError
from simulator.scenario.library import Library
from tests.campaign.samples import change, years

HEAD = "format: 2\nlanguage: es\ntranslates: 0.1.0\n"
SPANISH = f"""{HEAD}title: Una palabra en la parada
summary: Lo que se le dice a un chico vuelve cuatro semanas después.
objectives: [Decir solo lo que se puede cumplir.]
people:
  theo: {{role: pasajero}}
  efe: {{role: su madre}}
memory:
  depot_trust: {{title: Los conductores}}
  theo_knows: {{shown_as: {{stranger: no te conoce, met: te conoce, helped: le ayudaste}}}}
promises: {{ticket: Arreglar mañana su billete en la cochera.}}
episodes:
  first-night: {{date: día 1, title: El billete mojado, between: [Nadie llama a nadie.]}}
  four-weeks-on: {{date: semana 4, title: Su madre}}
closings:
  kept: {{text: Marek lo cuenta en la cochera.}}
  owned-up: {{text: Efe Adjei paga el billete., retold: [Dijo que fue él quien lo olvidó.]}}
  let-down: {{text: Nadie se queja., retold: [Siempre dicen mañana.]}}
  nothing-said: {{text: Cuatro semanas y un billete mojado.}}
"""


@pytest.fixture
def spanish(folder):
    file = folder / "campaign.es.yaml"
    file.write_text(SPANISH, encoding="utf-8")
    return file


def problems(file):
    return [(each.code, each.line, each.message) for each in read_campaign_translation(file, years().campaign)[1]]


def test_a_translation_shows_other_words_and_is_the_same_campaign(folder, spanish):
    own = load_campaign(folder, RubricSet.shipped())
    told = campaign_in(own, folder, "es")
    assert problems(spanish) == []
    assert (told.digest, told.campaign.language) == (own.digest, "es")
    assert told.episodes[0].title == "El billete mojado"
    assert told.campaign.closings[1].retold[0].text == "Dijo que fue él quien lo olvidó."
    assert campaign_in(own, folder, "cy") is None


@pytest.mark.parametrize("language", [None, "es"])
def test_a_library_reads_it_again_only_after_a_file_that_it_is_made_of_has_changed(folder, spanish, tmp_path, language):
    story = shown(folder, tmp_path, language)
    assert shown(folder, tmp_path, language) is story
    for file in [folder / "campaign.yaml", folder / "wet-ticket.yaml", *([spanish] if language else [])]:
        file.write_text(file.read_text(encoding="utf-8") + "# Read again.\n", encoding="utf-8")
        again = shown(folder, tmp_path, language)
        assert again is not story
        assert again.snapshot == story.snapshot
        story = again


def test_what_was_kept_hides_neither_a_new_translation_nor_one_that_is_gone(folder, tmp_path):
    with pytest.raises(UsageError, match="not translated into 'es'"):
        shown(folder, tmp_path, "es")
    assert shown(folder, tmp_path, None).campaign.language == "en-GB"
    (folder / "campaign.es.yaml").write_text(SPANISH, encoding="utf-8")
    assert shown(folder, tmp_path, "es").campaign.title == "Una palabra en la parada"
    (folder / "campaign.es.yaml").unlink()
    with pytest.raises(UsageError, match="not translated into 'es'"):
        shown(folder, tmp_path, "es")


def shown(folder, cache, language):
    """Ask a library of its own for the campaign, as each page of a server does."""
    return campaign(str(folder), Library([folder], cache=cache), language=language)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("  kept: {", "  kpt: {", "E701", "no 'kpt' under 'closings'"),
        ("met: te conoce", "mett: te conoce", "E701", "no level 'mett'"),
        ("between: [Nadie llama a nadie.]", "between: [Nadie., Nada.]", "E701", "The campaign has 1 here, not 2"),
        ("text: Nadie se queja.", "text: '{nadie} se queja.'", "E311", "is neither a person nor"),
        ("translates: 0.1.0", "translates: 0.0.9", "W61", "the campaign is now at version 0.1.0"),
        ("promises: {ticket: Arreglar mañana su billete en la cochera.}\n", "", "W60", "promises.ticket"),
        ("title: Una", "titel: Una", "E201", "titel"),
    ],
)
def test_what_is_wrong_with_a_translation_is_told_where_it_stands(folder, spanish, old, new, code, said):
    change(folder, old, new, spanish.name)
    assert any(found == code and said in message for found, _, message in problems(spanish))
    report = check_paths([folder], RubricSet.shipped())
    assert code in {each.code for each in report.problems if each.file == str(spanish)}


def test_a_file_to_fill_in_holds_every_text_and_is_complete_once_it_is_written_over(folder):
    file = folder / "campaign.es.yaml"
    blank = campaign_skeleton(years().campaign, "es")
    file.write_text(blank, encoding="utf-8")
    assert {code for code, _, _ in problems(file)} == {"W60"}
    file.write_text(re.sub(r"(?m)^# (?=[ a-z-])", "", blank.split("0.1.0\n")[1]).join([HEAD, ""]), encoding="utf-8")
    assert problems(file) == []
