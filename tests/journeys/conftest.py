"""Running the program as its users do."""

from tests.commands.conftest import encounter

__all__ = ["encounter"]
