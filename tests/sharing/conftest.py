"""Commands are run here as in the tests of commands."""

from tests.commands.conftest import encounter

__all__ = ["encounter"]
