"""Twee 3, the text form of Twine stories: read into an encounter's file, and written from an encounter."""
