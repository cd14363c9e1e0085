"""The authors' page: a file is checked and proved, and no file can do more than be read."""

from pathlib import Path

from simulator.people.model import Role

STARTER = Path("simulator/scenario/starter.yaml")


def upload(browser, name, content):
    browser.page = browser.client.post(
        "/check", data={"token": browser.hidden("token")}, files={"file": (name, content)}
    )
    return browser


def test_an_uploaded_file_is_checked_and_proved(someone):
    ada = someone("Ada", Role.AUTHOR).go("/check")
    content = STARTER.read_bytes()
    assert "Proof of starter.yaml" in upload(ada, "starter.yaml", content).text
    assert "states" in ada.text
    broken = upload(ada, "../../<b>x</b>.yaml", content.replace(b"goto: ", b"gotoo: ", 1))
    assert "gotoo" in broken.text
    assert "<b>x</b>" not in broken.page.text


def test_what_is_no_scenario_is_said_and_what_is_too_large_is_refused(someone):
    ada = someone("Ada", Role.AUTHOR).go("/check")
    assert "E" in upload(ada, "x.yaml", b"\x00\xff\xfe").text
    assert "Traceback" not in ada.text
    assert upload(ada, "x.yaml", b"").page.status_code == 400
    ada.go("/check")
    assert upload(ada, "x.yaml", b"a" * 590_000).page.status_code == 413
    assert ada.client.post("/check", files={"file": ("x", b"a" * 700_000)}).status_code == 413


def test_whoever_writes_nothing_has_no_such_page(someone):
    assert someone("Sam").go("/check").page.status_code == 404
    assert someone("Root", Role.ADMINISTRATOR).go("/check").page.status_code == 404
