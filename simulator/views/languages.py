"""Languages by their names, as people read them."""

from __future__ import annotations

from simulator.messages import speaking, tr

NAMES = {
    "ar": "Arabic", "bn": "Bengali", "cy": "Welsh", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "gu": "Gujarati", "hi": "Hindi", "it": "Italian",
    "ja": "Japanese", "ku": "Kurdish", "lt": "Lithuanian", "nl": "Dutch", "pa": "Punjabi", "pl": "Polish",
    "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "so": "Somali", "sq": "Albanian",
    "ta": "Tamil", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yi": "Yiddish",
    "zh": "Chinese",
}  # fmt: skip
"""In English, by code; the catalogues have them too."""


def language_name(code: str) -> str:
    """Return a language's name: Spanish for es and es-MX; the code itself where it is not known."""
    language, _, region = code.replace("_", "-").partition("-")
    known = NAMES.get(language.casefold())
    if known is None:
        return code
    name = tr(known)
    return f"{name} ({region.upper()})" if region and language.casefold() != "en" else name


def own_name(code: str) -> str:
    """Return the name of a language of the program in that language itself: English, Español."""
    with speaking(code):
        return language_name(code)
