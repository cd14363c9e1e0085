"""The test-wise reader: learns from the wording of other encounters what is rated well, and understands nothing.

A ridge regression of each choice's mean rating on its wording. Both are differences from the scene's mean, so it learns
only what distinguishes the choices of one scene. Every encounter is predicted from the others alone; its variants and
second forms are left out with it. That takes one inversion for a setting, not one for each encounter. Let A be the
inverse of the kernel matrix with the ridge added. Then a regression that has not seen a group g predicts y_g -
(A_gg)^-1 (A y)_g for it. This is the group form of the leave-one-out identity in Hastie, Tibshirani & Friedman, The
Elements of Statistical Learning, 2nd ed., 7.10.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulator.checking.testwise.wording import letters_of, pairs_of, surface_of, words_of

RIDGES = (0.3, 1.0, 3.0, 10.0)
"""How closely what was seen is followed. The reader tries each setting, and the one that picks best is kept. Otherwise
a library that is balanced against one setting alone would pass by chance."""

KINDS: tuple[Callable[[str], Iterable[str]], ...] = (words_of, pairs_of, letters_of)
MOST_FEATURES = 6_000
"""Of each kind the most frequent, so that the time stays within seconds for 50 encounters."""

RARE = 3
"""The number of choices that must have a feature; it must also be in more than one group, or nothing can be learned for
other groups."""

LEADS = 3
"""Words that are named of one choice."""

Floats = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OptionRead:
    """One choice as the reader sees it.

    Attributes:
        group: choices that are left out together: those of an encounter with its variants and second forms.
        scene: its scene, of an id unique over all.
        text: masked.
        spoken: whether it is said rather than done.
        mean: its mean rating over the criteria that are rated in its scene.
    """

    group: str
    scene: str
    text: str
    spoken: bool
    mean: float


@dataclass(frozen=True, slots=True)
class ReaderResult:
    """What the reader makes of all choices.

    Attributes:
        wanted: for each choice how well the reader thinks it is rated, from the other groups alone.
        leads: for each choice the words and pairs in it that speak for it most, from the other groups alone.
        words: each word and pair of words with an effect, and the levels that its presence is worth in the library as a
            whole. Those with the largest total effect come first.
    """

    wanted: tuple[float, ...]
    leads: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, float], ...]


def read(options: Sequence[OptionRead]) -> ReaderResult:
    """Learn what is rated well, and predict each choice from the other groups."""
    if len({option.group for option in options}) < 2:
        return ReaderResult((0.0,) * len(options), ((),) * len(options), ())
    scenes = _numbered(option.scene for option in options)
    blocks, named = _features(options)
    features = np.hstack([_centred(block, scenes) for block in blocks])
    means = _centred(np.array([[option.mean] for option in options], dtype=np.float32), scenes)[:, 0].astype(np.float64)
    kernel = (features @ features.T).astype(np.float64)
    whole = np.hstack(blocks)
    return max(
        (_read_with(ridge, kernel, features, whole, means, options, named) for ridge in RIDGES),
        key=lambda reading: _picked(reading.wanted, scenes, means),
    )


def _read_with(
    ridge: float,
    kernel: Floats,
    features: Narrow,
    whole: Narrow,
    means: Floats,
    options: Sequence[OptionRead],
    named: Sequence[tuple[str, int, int]],
) -> ReaderResult:
    """Return what the reader makes of all choices with one ridge."""
    inverse = np.linalg.inv(kernel + ridge * np.eye(len(options)))
    dual = inverse @ means
    columns = np.array([column for _, column, _ in named], dtype=np.int64)
    wanted = np.zeros(len(options))
    leads: list[tuple[str, ...]] = [()] * len(options)
    groups = _numbered(option.group for option in options)
    for group in range(groups.max() + 1):
        inside, others = np.flatnonzero(groups == group), np.flatnonzero(groups != group)
        left_out = np.linalg.solve(inverse[np.ix_(inside, inside)], dual[inside])
        wanted[inside] = means[inside] - left_out
        dual_of_others = np.zeros(len(options), dtype=np.float32)
        dual_of_others[others] = dual[others] - inverse[np.ix_(others, inside)] @ left_out
        weights = (dual_of_others @ features)[columns]
        for row in inside:
            adds = np.where(whole[row, columns] > 0, features[row, columns] * weights, 0)
            leads[row] = _leading(adds, named)
    return ReaderResult(
        tuple(wanted.tolist()),
        tuple(leads),
        _carried((dual.astype(np.float32) @ features).astype(np.float64), whole, named),
    )


def _picked(wanted: Sequence[float], scenes: npt.NDArray[np.int64], means: Floats) -> int:
    """Return in how many scenes the favourite is a best choice."""
    found = 0
    for scene in range(int(scenes.max()) + 1):
        inside = np.flatnonzero(scenes == scene)
        favourite = inside[int(np.argmax(np.asarray(wanted)[inside]))]
        found += bool(means[favourite] >= means[inside].max() - 1e-6)
    return found


def _features(options: Sequence[OptionRead]) -> tuple[list[Narrow], list[tuple[str, int, int]]]:
    """Return the blocks of features, each row of length 1 or less, and the words and pairs with their columns."""
    blocks: list[Narrow] = []
    named: list[tuple[str, int, int]] = []
    begun = 0
    bit = {group: 1 << number for number, group in enumerate(dict.fromkeys(option.group for option in options))}
    for kind in KINDS:
        present = [set(kind(option.text)) for option in options]
        times: dict[str, int] = defaultdict(int)
        groups: dict[str, int] = defaultdict(int)
        for option, each in zip(options, present, strict=True):
            own = bit[option.group]
            for feature in each:
                times[feature] += 1
                groups[feature] |= own
        kept = [each for each, count in times.items() if count >= RARE and groups[each].bit_count() > 1]
        kept = sorted(kept, key=lambda each: (-times[each], each))[:MOST_FEATURES]
        column = {feature: number for number, feature in enumerate(kept)}
        block = np.zeros((len(options), max(1, len(kept))), dtype=np.float32)
        for row, each in enumerate(present):
            block[row, [column[feature] for feature in each if feature in column]] = 1
        weights = np.array([np.log(len(options) / times[each]) for each in kept] or [0.0], dtype=np.float32)
        block *= weights
        block /= np.maximum(1e-9, np.linalg.norm(block, axis=1, keepdims=True))
        blocks.append(block)
        if kind is not letters_of:
            named += [(feature, begun + number, times[feature]) for feature, number in column.items()]
        begun += block.shape[1]
    surface = np.array([surface_of(option.text, spoken=option.spoken) for option in options], dtype=np.float32)
    surface = (surface - surface.mean(axis=0)) / (surface.std(axis=0) + 1e-9)
    return [*blocks, surface / np.sqrt(surface.shape[1], dtype=np.float32)], named


def _leading(adds: Narrow, named: Sequence[tuple[str, int, int]]) -> tuple[str, ...]:
    """Return the words and pairs that add most to what the reader thinks of one choice."""
    most = np.argsort(-adds, kind="stable")[:LEADS]
    return tuple(named[number][0] for number in most if adds[number] > 0)


def _carried(weights: Floats, whole: Narrow, named: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, float], ...]:
    """Return words and pairs with what their presence adds on average, those that add the most over all first."""
    columns = np.array([column for _, column, _ in named], dtype=np.int64)
    times = np.array([each for _, _, each in named], dtype=np.float64)
    means = weights[columns] * whole[:, columns].sum(axis=0) / times
    order = np.argsort(-np.abs(means) * times, kind="stable")
    return tuple((named[number][0], float(means[number])) for number in order if means[number])


def _numbered(values: Iterable[str]) -> npt.NDArray[np.int64]:
    known: dict[str, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _centred(block: Narrow, scenes: npt.NDArray[np.int64]) -> Narrow:
    """Return each row less the mean of its scene's rows."""
    sums = np.zeros((int(scenes.max()) + 1, block.shape[1]), dtype=np.float32)
    np.add.at(sums, scenes, block)
    counts = np.bincount(scenes).astype(np.float32)
    return np.asarray(block - (sums / counts[:, None])[scenes], dtype=np.float32)
