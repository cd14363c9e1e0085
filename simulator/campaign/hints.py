"""One line on each field of a campaign, as editors show it beside what is being typed; docs/campaigns.md says more."""

from __future__ import annotations

_WHEN = "A condition on memory, such as records == kept and youth >= 3."
_SHOWN = "When the trainee sees it: now, end or never."
_TITLE = "The name under which it is shown."
_PERSON = "The id of the person whom it is about."
HINTS: dict[str, dict[str, str]] = {
    "Campaign": {
        "format": "The version of this format: 2.",
        "kind": "campaign",
        "id": "A short name with hyphens, unique in a library; it never changes.",
        "version": "Three numbers, 1.2.0; raise it when the campaign or an episode changes.",
        "title": "What the library shows.",
        "summary": "One or two sentences: what the years are about.",
        "language": "en-GB, cy, es …",
        "jurisdiction": "gb-eaw, ie, us-tx …: only if the text names powers or procedures of one country.",
        "minutes": "How long all episodes take together.",
        "content_warnings": "Shown before the campaign begins.",
        "objectives": "What a trainee can do afterwards.",
        "sources": "What the campaign rests on.",
        "based_on": "Whether somebody may recognise it.",
        "reviewed": "Who outside the team has read it, and when.",
        "author": "Who wrote it.",
        "draft": "true while it is being written.",
        "licence": "What others may do with it, such as CC-BY-4.0.",
        "contributors": "Who else worked on it.",
        "people": "The people in the campaign, by a short id.",
        "memory": "What is remembered from one episode to the next: flags, numbers and levels, by a name with "
        "underscores.",
        "promises": "What was said to whom; memory with the levels unsaid, said, kept, broken and owned.",
        "episodes": "The encounters, in order.",
        "closings": "How it ends: the first whose when holds; the last has none.",
        "trainer": "What a trainer needs to run it.",
        "tests": "Paths that must keep working; encounter check plays them.",
        "waive": "Findings that are on purpose, each with its reason.",
    },
    "CampaignPerson": {
        "name": "As it is shown.",
        "role": "Who they are in the district.",
        "about": "One or two sentences.",
    },
    "MemoryFlag": {
        "start": "true or false.",
        "shown": _SHOWN,
        "shown_as": "Words for it in texts: {true, false}.",
        "title": _TITLE,
        "person": _PERSON,
    },
    "MemoryNumber": {
        "start": "How it begins.",
        "min": "The least it can be.",
        "max": "The most it can be.",
        "shown": _SHOWN,
        "good": "high or low: which end is better.",
        "title": _TITLE,
        "person": _PERSON,
    },
    "MemoryLevels": {
        "start": "How it begins: one of the levels.",
        "levels": "The levels in order.",
        "shown": _SHOWN,
        "title": _TITLE,
        "person": _PERSON,
        "shown_as": "The words shown for a level, where the level's own name is not enough: {named_right: Has your "
        "name right}.",
    },
    "Promise": {
        "to": "The id of the person, or group, to whom it was made.",
        "words": "What was promised, as it would be said.",
        "shown": _SHOWN,
    },
    "Episode": {
        "id": "Used once in the campaign; records refer to it.",
        "date": "When, in words: month 8.",
        "scenario": "The id of the encounter, which lies beside this file under that name.",
        "title": "What the calendar shows; the encounter's own title if omitted.",
        "when": _WHEN + " If it does not hold, the episode is skipped.",
        "brings": "State of the encounter: what it begins with, out of memory. {standing: count(a == kept, b == kept)}",
        "keeps": "Memory: what it is given by the encounter's state, at whichever ending. {youth: youth}",
        "between": "What happens until the next episode: each whose when holds, in order.",
    },
    "Between": {
        "when": _WHEN,
        "text": "What is read.",
        "set": "Memory to values: {records: broken}. Written first.",
        "add": "Memory to amounts: {silence: 2}. Stops at the ends of the range.",
    },
    "Closing": {
        "id": "Used once in the campaign; records refer to it.",
        "when": _WHEN,
        "title": "A few words above the text.",
        "text": "What is shown: a text, or a list of {when, text}, of which the first that holds is shown.",
        "retold": "What people say about you after all of it.",
        "reflect": "A question to think about.",
    },
    "CampaignTest": {
        "name": "What the way is, in a few words.",
        "choose": "A list of choices for each episode that comes, in order.",
        "closing": "The closing that they must come to.",
    },
}
