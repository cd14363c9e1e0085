"""`encounter explain` and `encounter rubric`: the pages at hand, and the schema that offers codes."""

import re

from scoring.rubric import RubricSet
from simulator.checking.catalogue import CATALOGUE
from simulator.documentation import problem_page


def test_every_code_is_explained_by_its_page(encounter):
    page, said = problem_page("W22"), encounter("explain", "w22").out
    assert said.split() == re.sub(r"(?m)^```.*$", "", page).split()
    assert "\n  scenes:\n" in said
    listed = encounter("explain").out.splitlines()
    assert [line.split()[0] for line in listed] == list(CATALOGUE)


def test_a_code_that_there_is_none_of_gets_the_nearest(encounter):
    done = encounter("explain", "W222")
    assert done.code == 2
    assert "Did you mean 'W" in done.err


def test_a_rubric_is_shown_with_every_anchor(encounter):
    shown = encounter("rubric", "respect").out
    for id_, criterion in RubricSet.shipped().rubrics["respect"].criteria.items():
        assert f"({id_})" in shown
        assert all(anchor in shown for anchor in criterion.anchors.values())
    assert encounter("rubric", "respekt").code == 2
    assert all(id_ in encounter("rubric").out for id_ in RubricSet.shipped().rubrics)


def test_editors_offer_what_can_be_waived(encounter):
    rule = encounter("schema", "scenario").json["$defs"]["Waiver"]["properties"]["rule"]
    assert "W22" in rule["enum"]
    assert not [code for code in rule["enum"] if code.startswith("E")]
