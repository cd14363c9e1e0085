"""Playing an encounter: the state machine, and a run that is nothing but its choice ids."""
