"""Encounters to share: packs that are checked before they are let in, and Twee 3 in and out."""
