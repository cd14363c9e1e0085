"""Encounter: cultural competency training for policing, one encounter at a time.

The package root stays empty of imports on purpose: `import simulator` costs nothing, and each
command loads only the room it needs.
"""

__version__ = "0.1.0"
