"""What changed in behaviour between two versions of a campaign: episodes, closings, conduct, faults; not text."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.campaign.proof.report import CampaignExtreme, CampaignProof
from simulator.proof.difference import Difference

_SAME = 5e-7
"""Probabilities closer than this are the same."""


def campaign_changes(old: CampaignProof, new: CampaignProof) -> list[Difference]:
    """Return what changed from one version to the next, the gravest first."""
    return [*_faults(old, new), *_episodes(old, new), *_closings(old, new), *_conduct(old, new)]


def _faults(old: CampaignProof, new: CampaignProof) -> Iterator[Difference]:
    before, after = ({(f.kind, f.episode, f.where): f.message for f in proof.faults} for proof in (old, new))
    for key in [key for key in after if key not in before]:
        yield Difference(key[0], _where(key), None, after[key], f"New at {_where(key)}: {after[key]}")
    for key in [key for key in before if key not in after]:
        yield Difference(key[0], _where(key), before[key], None, f"Gone at {_where(key)}: {before[key]}")


def _episodes(old: CampaignProof, new: CampaignProof) -> Iterator[Difference]:
    before, after = ([each.id for each in proof.episodes] for proof in (old, new))
    if before != after:
        yield Difference(
            "episodes", "order", before, after, f"Episodes were {', '.join(before)}; now {', '.join(after)}."
        )


def _closings(old: CampaignProof, new: CampaignProof) -> Iterator[Difference]:
    for id_ in dict.fromkeys((*old.closings, *new.closings)):
        before, after = (
            float(proof.closings[id_].probability.value) if id_ in proof.closings else None for proof in (old, new)
        )
        if before is None or after is None:
            said = f"The closing '{id_}' {'is new' if before is None else 'is gone'}."
            yield Difference("closing", id_, before, after, said)
        elif abs(before - after) > _SAME:
            said = f"A random player reaches '{id_}' in {100 * after:.1f} % of journeys; it was {100 * before:.1f} %."
            yield Difference("closing", id_, before, after, said)


def _conduct(old: CampaignProof, new: CampaignProof) -> Iterator[Difference]:
    for rubric in dict.fromkeys((*old.rubrics, *new.rubrics)):
        if rubric not in old.rubrics or rubric not in new.rubrics:
            said = f"The rubric '{rubric}' {'is new' if rubric in new.rubrics else 'is gone'}."
            yield Difference("rubric", rubric, rubric in old.rubrics or None, rubric in new.rubrics or None, said)
            continue
        for word in ("least", "greatest"):
            before, after = (_figure(getattr(proof.rubrics[rubric], word)) for proof in (old, new))
            if before != after:
                said = f"The {word} conduct on {rubric} is {_shown(after)}, before {_shown(before)}."
                yield Difference("conduct", f"{rubric} {word}", before, after, said)


def _figure(end: CampaignExtreme) -> float | None:
    return None if end.value is None else float(end.value)


def _shown(value: float | None) -> str:
    return "not assessed" if value is None else f"{value:.1f}"


def _where(key: tuple[str, str, tuple[str | int, ...]]) -> str:
    path = ".".join(str(part) for part in key[2])
    return f"{key[1]}, {path}" if key[1] else path
