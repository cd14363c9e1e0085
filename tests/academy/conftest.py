"""Running the program as an academy would."""

from tests.commands.conftest import encounter, gate_file

__all__ = ["encounter", "gate_file"]
