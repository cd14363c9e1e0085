"""Rubrics, decisions and scorecards: how a choice is rated, and why.

Nothing here knows about scenarios, screens or stores. A decision comes in as plain values, and a score goes out as
plain values. So a training board can read this package by itself.
"""
