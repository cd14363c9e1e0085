"""The one error tree: everything that Encounter tells a person instead of failing.

    EncounterError
    ├── UsageError              the command line asks for something that is not there (exit 2)
    ├── ScenarioError           a scenario file cannot be read as one
    │   └── UnknownScenario     no scenario of that id in the library
    ├── ChoiceRefused           a choice that is not open at this moment
    ├── AttemptRefused          an assessment that allows no further attempt
    │   └── AccessCodeWanted    an assessment that begins with a code that is given in the room
    ├── RosterError             a roster that cannot be read as one
    ├── ExportFailed            an export that could not be written or sent; nothing half-written is left
    └── StoreError              the record store cannot do what was asked
        ├── StoreUnavailable    missing folder, read-only, full disk, locked
        ├── StoreDamaged        the file is not a database, or is corrupted
        ├── StoreTooNew         written by a newer program
        ├── RecordConflict      a decision that contradicts one already kept
        └── UnknownRecord       no run, trainee or cohort of that name

Each error is one sentence for a person, and `mend` is what that person can do next.
Exit codes: 0 done, 1 findings or a refused action, 2 bad usage.
"""


class EncounterError(Exception):
    """Something a person should be told, with what to do about it."""

    exit_code = 1

    def __init__(self, message: str, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".rstrip()


class UsageError(EncounterError):
    """The command line asks for something that is not there."""

    exit_code = 2


class ScenarioError(EncounterError):
    """A scenario file cannot be read as a scenario."""


class UnknownScenario(ScenarioError):
    """No scenario of that id in the library."""


class ChoiceRefused(EncounterError):
    """A choice that is not open at this moment."""


class AttemptRefused(EncounterError):
    """An assessment allows no further attempt."""


class AccessCodeWanted(AttemptRefused):
    """An assessment begins only with the code that is given in the room."""


class RosterError(EncounterError):
    """A roster cannot be read as one."""


class ExportFailed(EncounterError):
    """An export could not be written or sent; nothing half-written is left."""


class StoreError(EncounterError):
    """The record store cannot do what was asked."""


class StoreUnavailable(StoreError):
    """The store's folder is missing, read-only, full, or held by another program."""


class StoreDamaged(StoreError):
    """The store's file is not a database, or is corrupted."""


class StoreTooNew(StoreError):
    """The store was written by a newer program."""


class RecordConflict(StoreError):
    """A decision that contradicts one already kept."""


class UnknownRecord(StoreError):
    """No run, trainee or cohort of that name."""
