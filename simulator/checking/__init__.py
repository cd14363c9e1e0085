"""Checking scenario files: errors, the files' own tests, and findings, for people and programs."""
