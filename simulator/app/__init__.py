"""The app: the terminal face of Encounter, built with Textual; nothing else imports Textual."""

from simulator.app.launch import run_app
from simulator.app.start import StartRequest

__all__ = ["StartRequest", "run_app"]
