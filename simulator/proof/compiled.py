"""Flat tables: a story compiled so that a step from state to state is a look-up and two operations on a number.

A state (a place and the values of all slots) is packed into one whole number. What a scene offers in a state depends
only on the slots that its guards, routes and `add`s look at. The bits of these slots are the key: under each key, the
scene's moves are worked out once. Nothing else is ever evaluated twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from simulator.scenario.compiled import CompiledChoice, CompiledPlace, Effect, Move
from simulator.scenario.state import StateLayout, Values
from simulator.scenario.story import Story

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
        ratings: its criteria with their levels.
    """

    events: tuple[str, ...] = ()
    lawful: bool = True
    ratings: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """An offer: a place, the numbers of the choices that are open there, and a verdict on each.

    States with the same signature score alike, even if they differ in other ways.
    """

    place: int
    choices: tuple[int, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def ratings(self) -> list[dict[str, int]]:
        """How each choice on offer is rated."""
        return [dict(verdict.ratings) for verdict in self.verdicts]


@dataclass(frozen=True, slots=True)
class Row:
    """What a scene does in some of its states: the choices that are open, and where each leads.

    A move is (bits to keep, bits to set): the next state is `code & keep | set`.
    """

    signature: int
    moves: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class ChoiceUse:
    """What reachable states have shown of one choice.

    Attributes:
        taken: ways of its own that were taken, by their numbers.
        passed: the scenes gone through after it.
        cut, free: `add`s by their place in the file that were cut off at the range's end, and those that were not.
    """

    taken: set[int] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)


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
        # Where nothing is asked, the verdict is the same in every state.
        self.verdict = (
            None if compiled.judged_by else Verdict(compiled.events(()), True, tuple(compiled.rated(()).items()))
        )
        # For each way it goes, with the places on it: the bits that stay, and the slots that are written.
        self.written: dict[tuple[int | None, tuple[str, ...]], tuple[int, frozenset[int]]] = {}


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
        asked: for every condition that was asked, by its path in the file, the answers that it gave.
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
        self.place_of = {choice.id: scene.id for scene in story.scenes.values() for choice in scene.choices}
        self._tables = [self._scene_table(place) for place in story.places.values()]
        self._uses = {choice.number: choice.use for table in self._tables for choice in table.choices}
        self.asked: dict[str, set[bool]] = {}
        self.start = self.code_of(story.opening_with(story.layout.start, note=self._note))

    def row(self, code: int) -> Row:
        """Return the moves of a packed state. There are none at an ending, or where the story is stuck."""
        table = self._tables[code & self.packing.place_mask]
        key = code & table.mask
        row = table.rows.get(key)
        if row is None:
            row = self._work_out(code, table)
            if len(table.rows) < CACHED_ROWS:
                table.rows[key] = row
        return row

    def code_of(self, move: Move) -> int:
        """Return the packed state in which something stops."""
        return self.number_of[move.place] | self.packing.pack(move.values, self._live[move.place])

    @property
    def uses(self) -> Mapping[int, ChoiceUse]:
        """What the states looked at so far have shown of each choice."""
        return self._uses

    def use(self, choice: int) -> ChoiceUse:
        """Return what the states looked at so far have shown of a choice."""
        return self._uses[choice]

    def live(self, place: str) -> frozenset[int]:
        """Return the slots whose values are kept at a place."""
        return self._live[place]

    def looked_at(self, place: int) -> int:
        """Return the bits on which it hangs what can be done at a place."""
        return self._tables[place].mask

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
        if choice.is_spent(values):
            return _CLOSED
        if choice.when is not None:
            is_open = choice.when.test(values)
            self._note(f"{choice.where}.when", is_open)
            if not is_open:
                return _CLOSED

        def clamp(effect: Effect, cut: bool) -> None:
            where = f"{effect.where}.{self.story.layout.names[effect.slot]}"
            if effect.slot in self._live[self.place_of[choice.id]]:
                (use.cut if cut else use.free).add(where)

        made = self.story.move(values, choice, note=self._note, clamp=clamp)
        if made.way is not None:
            use.taken.add(made.way)
        use.passed.update(passage.place for passage in made.passed)
        move = self._as_bits(table, made), table.verdict or self._verdict(choice, values)
        number = table.numbers.setdefault(move, len(table.moves))
        if number == len(table.moves):
            table.moves.append(move)
        return number

    def _note(self, where: str, holds: bool) -> None:
        self.asked.setdefault(where, set()).add(holds)

    def _verdict(self, choice: CompiledChoice, values: Values) -> Verdict:
        asked = [(f"ratings.{index}", each.when) for index, each in enumerate(choice.ratings)]
        asked += [(f"critical.{index}", each.when) for index, each in enumerate(choice.critical)]
        for where, when in asked:
            if when is not None:
                self._note(f"{choice.where}.{where}.when", when.test(values))
        lawful = choice.holds is None or choice.holds.test(values)
        if choice.holds is not None:
            self._note(f"{choice.where}.power.holds", lawful)
        return Verdict(choice.events(values), lawful, tuple(choice.rated(values).items()))

    def _as_bits(self, table: _ChoiceTable, made: Move) -> tuple[int, int]:
        stays = table.compiled.stays
        places = () if stays else (*(passage.place for passage in made.passed), made.place)
        key = None if made.interrupt is None else made.interrupt.number, places
        if key not in table.written:
            live, history = self._live[made.place], self.story.layout.history_slot
            written = {effect.slot for effect in table.compiled.effects}
            written |= {effect.slot for place in places for effect in self.story.places[place].enter}
            past = {history(function, place) for function in ("visited", "visits") for place in places}
            past |= {history("chosen", table.compiled.id), made.interrupt.once if made.interrupt else None}
            written |= {slot for slot in past if slot is not None}
            table.written[key] = (self.packing.mask(live - written), live & written)
        keep, written_there = table.written[key]
        return keep, self.number_of[made.place] | self.packing.pack(made.values, written_there)

    def _scene_table(self, place: CompiledPlace) -> _SceneTable:
        return _SceneTable([self._choice_table(choice) for choice in place.choices])

    def _choice_table(self, choice: CompiledChoice) -> _ChoiceTable:
        looked_at = set(choice.guard_reads).union(*(condition.reads for condition in choice.judged_by))
        looked_at |= _looked_at(choice.effects)
        ways = [*choice.routes, *(route for interrupt in choice.interrupts for route in interrupt.routes)]
        for interrupt in choice.interrupts:
            looked_at |= interrupt.when.reads | ({interrupt.once} if interrupt.once is not None else set())
        places = [] if choice.stays else list(choice.targets)
        for id_ in places:
            place, visits = self.story.places[id_], self.story.layout.history_slot("visits", id_)
            looked_at |= _looked_at(place.enter) | ({visits} if visits is not None else set())
            ways += place.goes_on
            places += [route.to for route in place.goes_on if route.to not in places]
        looked_at.update(*(way.when.reads for way in ways if way.when is not None))
        return _ChoiceTable(self.choice_numbers[choice.id], choice, self.packing.mask(looked_at))


def _looked_at(effects: Iterable[Effect]) -> set[int]:
    """Return the slots on whose values it hangs what some effects come to."""
    slots: set[int] = set()
    for effect in effects:
        if effect.kind == "add" or effect.when is not None:
            slots.add(effect.slot)
        slots |= effect.when.reads if effect.when is not None else frozenset()
    return slots
