"""What a verification cannot show, in sentences: it is said with every report, sound or not."""

from __future__ import annotations

from simulator.records.claims import Claims
from simulator.records.journal_chain import JournalChain
from simulator.records.run_chain import RunChain
from simulator.records.seal import Seal


def chain_remarks(claims: Claims, chain: RunChain, entries: JournalChain) -> list[str]:
    """Return what was kept after the last signed checkpoint, and is chained but not signed."""
    newer_runs, newer_entries = chain.last - claims.ordinal, entries.last - claims.entry
    if newer_runs <= 0 and newer_entries <= 0:
        return []
    since = f"since the last checkpoint, of {claims.at}" if claims.checkpoints else "as there is no checkpoint"
    return [
        (
            f"Not signed yet, {since}: {max(0, newer_runs)} runs and {max(0, newer_entries)} entries of the journal. "
            "Anybody who can write the store could have added or replaced them."
        )
    ]


def key_remarks(seal: Seal | None, claims: Claims) -> list[str]:
    """Return what the place of the key means for what was shown."""
    if not claims.checkpoints:
        return []
    if seal is None:
        return ["There is no key here. The signatures were checked to be genuine, but not whose they are."]
    return [
        (
            f"The key is in {seal.path}. Anybody who can use it can make a store that verifies. To protect against "
            "that, keep a receipt elsewhere: encounter store seal --to FILE"
        )
    ]
