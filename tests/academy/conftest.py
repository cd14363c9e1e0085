"""Running the program as an academy would."""

from tests.commands.conftest import encounter

__all__ = ["encounter"]
