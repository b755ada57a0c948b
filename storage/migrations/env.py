"""Alembic loads this to run the scripts on the connection that `storage.schema` hands over."""

from alembic import context
from sqlalchemy import Connection

from storage.models import metadata

connection: Connection = context.config.attributes["connection"]
# The caller's transaction holds everything: SQLite, too, keeps all of an upgrade or nothing.
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True)
context.run_migrations()
