"""People: accounts with their roles, sign-in, and the audit log of who did what."""
