"""A panel: several people who rate the choices of an encounter on their own, and the key that follows from it."""
