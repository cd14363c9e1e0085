"""Pages for those who manage accounts: another name, role or password, disabling, two names of one person, the audit log."""

import re

import pytest

from simulator.people import accounts
from simulator.people.audit import entries
from simulator.people.model import Role
from tests.server.serving import PASSWORD, Browser, take_up
from tests.server.test_pages import play


@pytest.fixture
def olu(someone):
    """Return an administrator, at the accounts."""
    return someone("Olu", Role.ADMINISTRATOR).go("/accounts")


def page_of(store, name):
    return f"/accounts/{accounts.account_named(store, name).id}"


def test_an_account_gets_another_name_role_and_invitation(store, someone, olu):
    sam = someone("Sam")
    path = page_of(store, "Sam")
    assert path in olu.go("/accounts").page.text
    olu.go(path).send(f"{path}/rename", name="Sam Reid")
    assert "Sam is now Sam Reid" in olu.text
    assert olu.send(f"{path}/rename", name="Olu").page.status_code == 400
    assert olu.send(f"{path}/role", role="king").page.status_code == 400
    assert "Sam Reid is trainer now" in olu.send(f"{path}/role", role="trainer").text
    assert sam.go("/cohorts").page.status_code == 200
    code = re.search(r"/invitation/([\w-]+)", olu.send(f"{path}/invite").page.text)[1]
    assert sam.go("/library").path == "/library", "the password stays until it is taken up"
    code = re.search(r"/invitation/([\w-]+)", olu.send(f"{path}/reset").page.text)[1]
    assert sam.go("/library").path == "/sign-in"
    assert take_up(Browser(sam.address), code).path == "/library"
    told = [(each.by, each.action) for each in entries(store)]
    assert {("Olu", each) for each in ("renamed", "role-changed", "invited", "password-taken-away")} <= set(told)
    assert "password-taken-away" in olu.go("/accounts/audit").text


def test_an_account_is_disabled_and_enabled(store, someone, olu):
    sam, path = someone("Sam"), page_of(store, "Sam")
    assert "can no longer sign in" in olu.go(path).send(f"{path}/disabled", disabled="yes").text
    assert sam.go("/library").path == "/sign-in"
    assert olu.send(f"{path}/invite").page.status_code == 400
    assert "can sign in again" in olu.go(path).send(f"{path}/disabled", disabled="no").text
    assert sam.go("/sign-in").send("/sign-in", name="Sam", password=PASSWORD).path == "/library"


def test_nobody_changes_what_they_may_do_themselves(store, olu):
    path = page_of(store, "Olu")
    for act, fields in (("role", {"role": "academy"}), ("disabled", {"disabled": "yes"})):
        assert olu.go(path).send(f"{path}/{act}", **fields).page.status_code == 400
    assert accounts.account_named(store, "Olu").role is Role.ADMINISTRATOR
    assert olu.go("/accounts/none").page.status_code == 404


def test_two_names_of_one_person_are_asked_about_and_then_made_one(store, someone, olu):
    double, amira = someone("Amira Osie"), someone("Amira Osei")
    run = play(double)
    assert olu.send("/accounts/merge", double="Amira Osie", into="Nobody").page.status_code == 400
    assert olu.go("/accounts").send("/accounts/merge", double="Amira Osie", into="amira osie").page.status_code == 400
    assert olu.go("/accounts").send("/accounts/merge", double="Amira Osie", into="Olu").page.status_code == 400
    olu.go("/accounts").send("/accounts/merge", double="Amira Osie", into="Amira Osei")
    assert "This cannot be undone" in olu.text
    assert amira.go(f"/runs/{run}/debrief").page.status_code == 404, "nothing is done yet"
    olu.send("/accounts/merge", double=olu.hidden("double"), into=olu.hidden("into"), sure=olu.hidden("sure"))
    assert "Amira Osie is now Amira Osei; both names work." in olu.text
    assert amira.go(f"/runs/{run}/debrief").page.status_code == 200
    assert double.go("/library").path == "/sign-in"
    again = olu.send("/accounts/merge", double="Amira Osie", into="Amira Osei", sure="yes")
    assert "already one person" in again.text
    (merged,) = [each for each in entries(store) if each.action == "merged"]
    assert (merged.by, merged.about, merged.detail) == ("Olu", "Amira Osei", "was also Amira Osie")
