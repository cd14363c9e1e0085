"""Runs the migrations on the connection that `simulator.records.migrate` hands over."""

from alembic import context

from simulator.records.schema import metadata

# SQLite's DDL is transactional, though Alembic assumes otherwise: a migration that fails leaves nothing behind.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
