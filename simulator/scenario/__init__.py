"""Scenarios: the format that trainers write, read, checked and compiled for play and proof."""
