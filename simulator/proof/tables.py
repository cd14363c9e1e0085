"""Flat tables: a story compiled so that a step from state to state is a look-up and two operations on a number.

A state (a place and the values of all slots) is packed into one whole number. What a scene offers in
a state depends only on the slots that its guards, routes and `add`s look at; those bits, cut out of
the number, are the key under which the scene's moves were worked out once. Nothing else is ever
evaluated twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.scenario.state import StateLayout, Values
from simulator.scenario.story import CompiledChoice, CompiledPlace, Story

CACHED_ROWS = 200_000
"""Rows kept for one scene; past this they are put together again from those of its choices."""


class Packing:
    """How a place and its slots stand in one whole number: the place in the lowest bits, then the slots.

    Args:
        layout: the state vector's slots.
        places: how many scenes and endings there are.
        without: slots that are left out; they unpack to their least value.
    """

    def __init__(self, layout: StateLayout, places: int, without: frozenset[int] = frozenset()) -> None:
        self._low = list(layout.low)
        self._shift: dict[int, int] = {}
        self._field: dict[int, int] = {}
        self.place_mask = (1 << max(1, (places - 1).bit_length())) - 1
        self.bits = self.place_mask.bit_length()
        for slot in range(len(layout.names)):
            if slot not in without:
                width = (layout.high[slot] - layout.low[slot]).bit_length()
                self._shift[slot] = self.bits
                self._field[slot] = (1 << width) - 1
                self.bits += width
        self._fields = [(slot, shift, self._field[slot]) for slot, shift in self._shift.items()]

    def pack(self, values: Values, slots: Iterable[int]) -> int:
        """Return the bits of some slots; one that was left out has none."""
        bits = 0
        for slot in slots:
            if slot in self._shift:
                bits |= (values[slot] - self._low[slot]) << self._shift[slot]
        return bits

    def unpack(self, code: int) -> Values:
        """Return the values of a packed state; a slot that was left out stands at its least value."""
        values = list(self._low)
        for slot, shift, field_ in self._fields:
            values[slot] += code >> shift & field_
        return tuple(values)

    def mask(self, slots: Iterable[int]) -> int:
        """Return the bits in which these slots stand."""
        return sum(self._field[slot] << self._shift[slot] for slot in set(slots) if slot in self._field)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the state makes of an open choice, before its effects.

    Attributes:
        events: the critical events that taking it brings.
        lawful: whether its power holds; True where it needs none or says nothing of it.
    """

    events: tuple[str, ...] = ()
    lawful: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """What is on offer: a place, the numbers of the choices that are open there, and a verdict on each.

    States with the same signature score alike, whatever else differs between them.
    """

    place: int
    choices: tuple[int, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What a scene does in some of its states: which choices are open, and where each leads.

    A move is (bits to keep, bits to set): the next state is `code & keep | set`.
    """

    signature: int
    moves: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class ChoiceUse:
    """What reachable states have shown of one choice.

    Attributes:
        guard: answers its guard has given.
        critical: answers each critical event's condition has given.
        holds: answers the power's condition has given.
        routes: answers each route's condition has given when it was asked.
        taken: routes that were taken.
        cut, free: slots whose `add` was cut off at the range's end, and those where it was not.
    """

    guard: set[bool] = field(default_factory=set)
    critical: dict[int, set[bool]] = field(default_factory=dict)
    holds: set[bool] = field(default_factory=set)
    routes: dict[int, set[bool]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    cut: set[int] = field(default_factory=set)
    free: set[int] = field(default_factory=set)


_CLOSED, _UNKNOWN = -1, -2


class _ChoiceTable:
    """One choice's moves by the bits it depends on.

    Attributes:
        known: for those bits the number of a move, or _CLOSED where the choice is not open.
        moves: by number, each with the verdict on it; `numbers` is the same, the other way round.
    """

    def __init__(self, number: int, compiled: CompiledChoice, mask: int) -> None:
        self.number = number
        self.compiled = compiled
        self.mask = mask
        self.use = ChoiceUse()
        self.known: dict[int, int] = {}
        self.moves: list[tuple[tuple[int, int], Verdict]] = []
        self.numbers: dict[tuple[tuple[int, int], Verdict], int] = {}
        # For each place it leads to: the bits that stay, and the slots that are written.
        self.written: dict[str, tuple[int, frozenset[int] | set[int]]] = {}


class _SceneTable:
    """One scene's rows by the bits it depends on, and by the numbers of its choices' moves."""

    def __init__(self, choices: list[_ChoiceTable]) -> None:
        self.choices = choices
        self.mask = 0
        for choice in choices:
            self.mask |= choice.mask
        self.rows: dict[int, Row] = {}
        self.rows_by_moves: dict[tuple[int, ...], Row] = {}
        self.known = [(choice.mask, choice.known) for choice in choices]


class Tables:
    """A story as flat tables.

    Args:
        story: the compiled story.
        live: for each place, the slots that still matter there; the others are forgotten on
            entering it. All slots everywhere, if omitted.

    Attributes:
        places: ids of scenes, then endings; a place's number is its index.
        choice_ids: all choices in the order of the file; a choice's number is its index.
        choice_numbers: the same, the other way round.
        signatures: every signature met so far.
        start: the packed state in which the story begins.
    """

    def __init__(self, story: Story, live: Mapping[str, frozenset[int]] | None = None) -> None:
        self.story = story
        self.places = list(story.places)
        self.number_of = {place: number for number, place in enumerate(self.places)}
        self.choice_ids = list(story.choices)
        self.signatures: list[Signature] = []
        self.scenes = len(story.scenes)
        slots = frozenset(range(len(story.layout.names)))
        self._live = {place: slots if live is None else live[place] for place in self.places}
        kept = frozenset().union(*self._live.values())
        self.packing = Packing(story.layout, len(self.places), slots - kept)
        self._signature_numbers: dict[Signature, int] = {}
        self.choice_numbers = {choice: number for number, choice in enumerate(self.choice_ids)}
        self._tables = [self._scene_table(place) for place in story.places.values()]
        self._uses = {choice.number: choice.use for table in self._tables for choice in table.choices}
        start = story.scenario.start
        self.start = self.number_of[start] | self.packing.pack(story.start, self._live[start])

    def row(self, code: int) -> Row:
        """Return what can be done in a packed state; no moves at an ending or where the story is stuck."""
        table = self._tables[code & self.packing.place_mask]
        key = code & table.mask
        row = table.rows.get(key)
        if row is None:
            row = self._work_out(code, table)
            if len(table.rows) < CACHED_ROWS:
                table.rows[key] = row
        return row

    def use(self, choice: int) -> ChoiceUse:
        """Return what the states looked at so far have shown of a choice."""
        return self._uses[choice]

    def live(self, place: str) -> frozenset[int]:
        """Return the slots whose values are kept at a place."""
        return self._live[place]

    def is_ending(self, place: int) -> bool:
        """Whether a place is an ending."""
        return place >= self.scenes

    def _work_out(self, code: int, table: _SceneTable) -> Row:
        numbers = tuple([known.get(code & mask, _UNKNOWN) for mask, known in table.known])
        if _UNKNOWN in numbers:
            values = self.packing.unpack(code)
            for choice, number in zip(table.choices, numbers, strict=True):
                if number == _UNKNOWN:
                    choice.known[code & choice.mask] = self._number_of_move(choice, values)
            numbers = tuple([known[code & mask] for mask, known in table.known])
        row = table.rows_by_moves.get(numbers)
        if row is None:
            row = table.rows_by_moves[numbers] = self._row(code & self.packing.place_mask, table, numbers)
        return row

    def _row(self, place: int, table: _SceneTable, numbers: tuple[int, ...]) -> Row:
        open_ = [(choice, number) for choice, number in zip(table.choices, numbers, strict=True) if number != _CLOSED]
        moves = [choice.moves[number] for choice, number in open_]
        signature = Signature(place, tuple(choice.number for choice, _ in open_), tuple(each for _, each in moves))
        number = self._signature_numbers.setdefault(signature, len(self.signatures))
        if number == len(self.signatures):
            self.signatures.append(signature)
        return Row(number, tuple(move for move, _ in moves))

    def _number_of_move(self, table: _ChoiceTable, values: Values) -> int:
        choice, use = table.compiled, table.use
        if choice.when is not None:
            is_open = choice.when.test(values)
            use.guard.add(is_open)
            if not is_open:
                return _CLOSED
        after = self.story.after(values, choice)
        self._note_clamps(choice, values, use)
        target = ""
        for index, route in enumerate(choice.routes):
            holds = route.when is None or route.when.test(after)
            if route.when is not None:
                use.routes.setdefault(index, set()).add(holds)
            if holds:
                use.taken.add(index)
                target = route.to
                break
        move = self._as_bits(table, after, target), self._verdict(choice, values, use)
        number = table.numbers.setdefault(move, len(table.moves))
        if number == len(table.moves):
            table.moves.append(move)
        return number

    def _verdict(self, choice: CompiledChoice, values: Values, use: ChoiceUse) -> Verdict:
        for index, critical in enumerate(choice.critical):
            if critical.when is not None:
                use.critical.setdefault(index, set()).add(critical.when.test(values))
        lawful = choice.holds is None or choice.holds.test(values)
        use.holds.add(lawful)
        return Verdict(choice.events(values), lawful)

    def _as_bits(self, table: _ChoiceTable, after: Values, target: str) -> tuple[int, int]:
        if target not in table.written:
            layout, live = self.story.layout, self._live[target]
            written = {effect.slot for effect in table.compiled.effects}
            written |= {layout.chosen_slots.get(table.compiled.id, -1), layout.visited_slots.get(target, -1)} - {-1}
            table.written[target] = (self.packing.mask(live - written), written & live)
        keep, written_there = table.written[target]
        entered = self.story.enter(after, target)
        return keep, self.number_of[target] | self.packing.pack(entered, written_there)

    def _note_clamps(self, choice: CompiledChoice, values: Values, use: ChoiceUse) -> None:
        layout = self.story.layout
        written = {effect.slot: effect.value for effect in choice.effects if effect.kind == "set"}
        for effect in choice.effects:
            if effect.kind == "add":
                wanted = written.get(effect.slot, values[effect.slot]) + effect.value
                inside = layout.low[effect.slot] <= wanted <= layout.high[effect.slot]
                (use.free if inside else use.cut).add(effect.slot)

    def _scene_table(self, place: CompiledPlace) -> _SceneTable:
        return _SceneTable([self._choice_table(choice) for choice in place.choices])

    def _choice_table(self, choice: CompiledChoice) -> _ChoiceTable:
        looked_at = {effect.slot for effect in choice.effects if effect.kind == "add"}
        conditions = [choice.when, *choice.judged_by, *(route.when for route in choice.routes)]
        looked_at.update(*(condition.reads for condition in conditions if condition is not None))
        return _ChoiceTable(self.choice_numbers[choice.id], choice, self.packing.mask(looked_at))
