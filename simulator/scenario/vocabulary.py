"""The closed vocabularies: words that a scenario may use where a list of all of them is needed."""

from __future__ import annotations

import re
from typing import Literal, get_args

Force = Literal[
    "urban", "metropolitan", "community-oriented", "high-crime", "rural", "specialised", "multicultural", "school"
]
Unit = Literal["domestic-abuse", "gangs", "youth-crime", "other"]
Practice = Literal[
    "regular-communication",
    "community-policing",
    "cultural-competency",
    "accountability",
    "local-organisations",
    "positive-contact",
]
Benefit = Literal[
    "trust-and-cooperation",
    "crime-prevention",
    "public-safety",
    "community-support",
    "reduced-tension",
    "better-outcomes",
    "accountability-and-transparency",
    "resilience-in-crisis",
]
Difficulty = Literal["foundation", "intermediate", "advanced"]
Outcome = Literal["resolved", "partial", "unresolved", "harm"]
Part = Literal["victim", "witness", "suspect", "bystander", "official", "colleague", "complainant", "family"]
Phase = Literal["approach", "sense-making", "engagement", "closing"]
ChoiceTag = Literal[
    "delay",
    "search",
    "entry",
    "seizure",
    "force",
    "arrest",
    "mandatory",
    "child-interpreter",
    "relative-interpreter",
    "qualified-interpreter",
    "asks",
    "adapts",
    "checks",
]

_US = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy dc pr gu vi as mp"
)
_CANADA = "ab bc mb nb nl ns nt nu on pe qc sk yt"
_AUSTRALIA = "act nsw nt qld sa tas vic wa"
JURISDICTIONS: tuple[str, ...] = (
    "gb-eaw",
    "gb-sct",
    "gb-nir",
    "ie",
    "nz",
    *(f"us-{state}" for state in _US.split()),
    *(f"ca-{province}" for province in _CANADA.split()),
    *(f"au-{state}" for state in _AUSTRALIA.split()),
)
"""Whose law holds: countries with one body of police law, and the parts of those with several (ISO 3166-2)."""

EARLIER_JURISDICTIONS = {"en-gb": "gb-eaw"}
"""Words that earlier files use, and what they are read as."""

FORCES: tuple[str, ...] = get_args(Force)
PRACTICES: tuple[str, ...] = get_args(Practice)
BENEFITS: tuple[str, ...] = get_args(Benefit)

FORCE_TITLES = {
    "urban": "Urban",
    "metropolitan": "Metropolitan",
    "community-oriented": "Community-oriented",
    "high-crime": "High-crime area",
    "rural": "Rural",
    "specialised": "Specialised units",
    "multicultural": "Multicultural and minority communities",
    "school": "School officers",
}


def is_language(word: str) -> bool:
    """Return whether a word is written as a language is: cy, en-GB. What names a jurisdiction is none: ie, nz."""
    return word not in JURISDICTIONS and re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", word) is not None
