"""Proving a campaign: each episode over all that can be brought to it, and then all of them together."""
