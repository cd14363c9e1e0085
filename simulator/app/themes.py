"""Three themes of our own, dark, light and high contrast, each holding WCAG 2 AA.

Stock themes fall short: success and error melt together for colour-blind eyes, and the light one misses 4.5:1. Here
every colour of text keeps a contrast of 4.5:1 on every surface where it is used (7:1 in the high-contrast theme).
Colours with different meanings can be told apart with deuteranopia and protanopia. `tests/app/test_themes.py` computes
both. No meaning rests on colour alone.
"""

from __future__ import annotations

from textual.theme import Theme

MEANINGS = ("you", "good", "bad", "coach")
"""Colours with a meaning, which must be easy to distinguish: the trainee's own words, what went
well, what went badly, the coach."""


def _theme(
    name: str,
    *,
    dark: bool,
    background: str,
    surface: str,
    panel: str,
    foreground: str,
    quiet: str,
    rule: str,
    mark: str,
    you: str,
    good: str,
    bad: str,
    coach: str,
) -> Theme:
    """Make a theme.

    Args:
        name: what it is called in the settings.
        dark: whether the background is darker than the text.
        background: the page.
        surface: fields and side panels.
        panel: the bars at the top and the bottom.
        foreground: text.
        quiet: text of less weight, still 4.5:1.
        rule: lines and borders that show where something is, 3:1.
        mark: behind the highlighted item.
        you: the trainee's own words.
        good: what went well.
        bad: what went badly.
        coach: the coach, and neutral figures.
    """
    return Theme(
        name=name,
        dark=dark,
        primary=you,
        secondary=coach,
        accent=you,
        success=good,
        warning=bad,
        error=bad,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        boost=mark,
        variables={
            "text": foreground,
            "text-muted": quiet,
            "text-disabled": quiet,
            "foreground-muted": quiet,
            "foreground-disabled": quiet,
            "quiet": quiet,
            "rule": rule,
            "mark": mark,
            "you": you,
            "good": good,
            "bad": bad,
            "coach": coach,
            "border": you,
            "border-blurred": rule,
            "block-cursor-background": mark,
            "block-cursor-foreground": foreground,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": mark,
            "block-cursor-blurred-foreground": foreground,
            "block-hover-background": panel,
            "input-cursor-background": foreground,
            "input-cursor-foreground": background,
            "input-selection-background": mark,
            "scrollbar": rule,
            "scrollbar-hover": you,
            "scrollbar-active": you,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
        },
    )


DARK = _theme(
    "encounter-dark",
    dark=True,
    background="#15181E",
    surface="#1A1E26",
    panel="#202530",
    foreground="#DCE1EA",
    quiet="#98A2B3",
    rule="#727E91",
    mark="#2A3242",
    you="#7DB7FF",
    good="#8FE3B0",
    bad="#E9875D",
    coach="#FADC59",
)

LIGHT = _theme(
    "encounter-light",
    dark=False,
    background="#FBF9F5",
    surface="#F4F1EA",
    panel="#EAE6DC",
    foreground="#22262E",
    quiet="#565D69",
    rule="#797F8B",
    mark="#DCE6F5",
    you="#2060C1",
    good="#00695C",
    bad="#B03A00",
    coach="#3E2372",
)

CONTRAST = _theme(
    "encounter-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#101010",
    foreground="#FFFFFF",
    quiet="#D0D0D0",
    rule="#BFBFBF",
    mark="#003A7A",
    you="#8CC8FF",
    good="#65DDAE",
    bad="#F39452",
    coach="#FFF98A",
)

ALL = (DARK, LIGHT, CONTRAST)

DEFAULTS = {name: DARK.variables[name] for name in ("quiet", "rule", "mark", *MEANINGS)}
"""Values of our own variables, used until one of our themes is loaded."""
