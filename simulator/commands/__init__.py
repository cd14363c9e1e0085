"""The command line: one file per command family, each importing its room only when it runs."""
