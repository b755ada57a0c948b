"""Alembic's scripts, run by `storage.schema`; versions are numbers with leading zeros, so that they sort."""

HEAD = "0016"
