"""The pages in another language: as what is played is told, as somebody sets it, and as the browser asks."""

import re

from tests.server.serving import Browser


def lang(browser):
    return re.search(r'<html lang="([^"]+)"', browser.page.text)[1]


def test_who_plays_a_translation_reads_the_pages_around_it_in_its_language(someone):
    sam, kit = someone("Sam"), someone("Kit")
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin", language="es")
    kit.go("/encounters/market-stall").send("/encounters/market-stall/begin")
    for _ in range(3):
        assert lang(sam.go(sam.path)) == "es"
        assert "¿Qué haces?" in sam.text
        assert "What do you do?" not in sam.text
        assert lang(kit.go(kit.path)) == "en-GB"
        assert "What do you do?" in kit.text
        assert "¿Qué haces?" not in kit.text
        sam.choose(sam.choices()[0])
        kit.choose(kit.choices()[0])
    while sam.choices():
        sam.choose(sam.choices()[0])
    assert "Tu propia opinión, antes de las puntuaciones" in sam.text
    sam.go(f"{sam.path}?scores=now")
    for words in ("Puntuaciones", "Criterio", "Conducta", "Escucha", "Reintentar desde la decisión 1", "Elegiste"):
        assert words in sam.text
    assert "<polyline" in sam.page.text
    assert "Scores" not in sam.text
    assert lang(sam.go("/library")) == "en-GB"


def test_somebody_sets_the_language_of_the_program(someone):
    sam = someone("Sam")
    assert "Guardado." in sam.go("/settings").send("/settings/language", language="es").text
    for page, words in (("/library", "Encuentros"), ("/glossary", "Hechos críticos"), ("/progress", "Progreso")):
        assert lang(sam.go(page)) == "es"
        assert words in sam.text
    assert "El puesto del mercado" in sam.go("/library").text
    assert "The market stall Una" not in sam.text
    assert "El puesto del mercado" in sam.go("/library?q=puesto").text
    assert "Five-a-side" in sam.go("/library").text, "what is not translated has its own title"
    sam.go("/encounters/market-stall").send("/encounters/market-stall/begin", language="en-GB")
    assert '<section aria-label="Lo que pasa"><div lang="en-GB">' in sam.page.text, (
        "a screen reader reads English as English"
    )
    assert "El puesto del mercado" in sam.go("/library").text
    assert "Una revisión de licencias" in sam.go("/encounters/market-stall").text
    sam.go("/settings").send("/settings/language", language="../en")
    assert lang(sam.go("/library")) == "es"
    sam.go("/settings").send("/settings/language", language="")
    assert lang(sam.go("/library")) == "en-GB"


def test_where_nothing_is_set_a_page_is_in_the_language_that_the_browser_asks_for(address):
    browser = Browser(address)
    for asked, found in (
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr,en;q=0.5", "en-GB"),
        ("xx;;,,", "en-GB"),
        ("*", "en-GB"),
    ):
        browser.client.headers["accept-language"] = asked
        assert lang(browser.go("/sign-in")).partition("-")[0] == found.partition("-")[0]
    browser.client.headers["accept-language"] = "es"
    assert "Contraseña" in browser.go("/sign-in").text


def test_a_browser_that_asks_for_a_regions_spanish_is_offered_the_spanish_encounter(someone):
    sam = someone("Sam")
    sam.client.headers["accept-language"] = "es-ES,es;q=0.9"
    assert "Una revisión de licencias" in sam.go("/encounters/market-stall").text
