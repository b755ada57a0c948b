"""What moves or quiets the clocks of a case: holds, snoozes, and what staff ask each other about it."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table

from storage.columns import Code, Id, Utc, metadata, of_case, of_member, row_of_case

holds = Table(
    "holds",
    metadata,
    *row_of_case(),
    Column("because", LargeBinary, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),  # as planned, or when it was released if that was earlier
    Column("released_by", Code),
    Column("released_at", Utc),
    CheckConstraint("at <= ends_at", name="order"),
    of_case(),
    Index("ix_holds_case", "agency", "case_id"),
)
_standing = holds.c.released_at.is_(None)
Index("ix_holds_ends", holds.c.agency, holds.c.ends_at, sqlite_where=_standing, postgresql_where=_standing)

# One row for each member and duty: whoever snoozes again has changed their mind.
snoozes = Table(
    "snoozes",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("case_id", Id, primary_key=True),
    Column("duty", Code, primary_key=True),
    Column("member_id", Id, primary_key=True),
    Column("seal_id", Id, nullable=False),
    Column("because", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Column("until_at", Utc, nullable=False),
    of_case(),
    of_member("member_id"),
)

asks = Table(
    "asks",
    metadata,
    *row_of_case(),
    Column("kind", Code, nullable=False),
    Column("duty", Code),  # of an extension: which duty, and by how many days
    Column("days", Integer),
    Column("to_id", Id),  # of a handover: who is asked; an extension is for any supervisor
    Column("because", LargeBinary, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("at", Utc, nullable=False),
    Column("state", Code, nullable=False),
    Column("decided_by", Code),
    Column("decided_at", Utc),
    CheckConstraint("kind IN ('extension', 'handover')", name="kind"),
    CheckConstraint("state IN ('asked', 'granted', 'refused', 'overtaken')", name="state"),
    of_case(),
    of_member("member_id"),
    of_member("to_id"),
    Index("ix_asks_case", "agency", "case_id"),
)
