"""Encounter for a class or an academy: pages with sign-in. The only room that imports Starlette."""
