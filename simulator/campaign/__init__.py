"""Campaigns: encounters that follow one another and remember each other."""
