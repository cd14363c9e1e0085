"""The one JSON text that stands for a value, and its hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# One encoder for all rows: making one each time costs as much as encoding a decision.
_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=repr
).encode


def canonical(value: Any) -> str:
    """Return `value` as the one JSON text that stands for it: sorted keys, no spaces, no NaN.

    A value that no program of ours kept, such as bytes, becomes a text that stands for nothing else.
    """
    return _encode(value)


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
