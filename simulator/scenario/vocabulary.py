"""The closed vocabularies: words that a scenario may use where a list of all of them is needed."""

from __future__ import annotations

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
    "force",
    "arrest",
    "child-interpreter",
    "relative-interpreter",
    "qualified-interpreter",
    "asks",
    "adapts",
    "checks",
]

FORCES: tuple[str, ...] = get_args(Force)
PRACTICES: tuple[str, ...] = get_args(Practice)
BENEFITS: tuple[str, ...] = get_args(Benefit)
DIFFICULTIES: tuple[str, ...] = get_args(Difficulty)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
PARTS: tuple[str, ...] = get_args(Part)

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
