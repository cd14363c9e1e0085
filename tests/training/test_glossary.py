"""The glossary: the words of each law stand in it, and those that encounters add."""

from scoring.rubric import RubricSet
from simulator.scenario.library import Library
from simulator.views.glossary import glossary
from tests.samples import GATE, write


def test_the_words_of_each_law_stand_by_it_and_encounters_add_theirs(tmp_path):
    told = "format: 2\njurisdiction: us-ny\nglossary: {Stop ticket: What is written for a stop without an arrest.}\n"
    write(tmp_path, GATE.replace("format: 1\n", told))
    plain = GATE.replace("format: 1\n", "format: 2\nglossary: {Mart: A livestock market.}\n")
    write(tmp_path, plain.replace("id: the-gate", "id: mart"), "mart.yaml")
    groups = {
        group.title: {term.title: term.about for term in group.terms}
        for group in glossary(RubricSet.shipped(), Library([tmp_path], cache=tmp_path).entries())
    }
    assert {"PCSO", "Section 60", "GOWISELY", "Appropriate adult"} <= set(groups["Words of the law, England and Wales"])
    assert {"Terry stop", "Frisk", "Miranda warnings"} <= set(groups["Words of the law, United States"])
    assert groups["Words of the law, us-ny"] == {"Stop ticket": "What is written for a stop without an arrest."}
    assert groups["Words of single encounters"] == {"Mart": "A livestock market."}
