"""Proof: what can and cannot happen in a story, over its scenes and all its variables."""
