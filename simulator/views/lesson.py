"""The first minute: how an encounter is played, with one choice to try. Nothing of it is kept."""

from __future__ import annotations

from simulator.messages import later

INTRODUCTION = (
    later("You read what happens, and choose what to say or do. Here is one choice to try; nothing of it is kept."),
    later(
        "Five to midnight. A man sits on the steps of a closed bank. He puts a hand over his eyes as your torch "
        "finds him."
    ),
)
"""What is read first."""

OFFERED = {
    later("What are you doing here?"): later(
        "He has to account for himself, and does not know yet who you are, or why you ask."
    ),
    later("Sorry about the light. I'm PC Reid. Are you all right there?"): later(
        "You took the light out of his eyes, said who you are, and asked something that he can answer."
    ),
}
"""What can be said, and what a coach says of it."""

WHAT_FOLLOWS = (
    later(
        "In practice, a coach comments like this after each choice, and you can take a choice back. In an assessment "
        "there is no coach and no way back."
    ),
    later("At the end you look back: what each choice did, and what a stronger one would have done."),
    later("The figures are for practice. They are not a measure of a person."),
)
"""What is read after the choice."""
