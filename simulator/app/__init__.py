"""The app: the terminal face of Encounter, built with Textual; nothing else imports Textual."""

from simulator.app.launch import StartRequest, run_app

__all__ = ["StartRequest", "run_app"]
