"""What a team works with: who has seen a case as it stands, whose morning begins when, acts on many cases at once."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Code, Id, Utc, metadata, of_case, of_member

# `state` is what the case was when its card was opened (storage.views.states): it differs once anything has happened.
views = Table(
    "views",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("case_id", Id, primary_key=True),
    Column("member_id", Id, primary_key=True),
    Column("state", Code, nullable=False),
    Column("viewed_at", Utc, nullable=False),
    of_case(),
    of_member(),
)

# A member without a row has the agency's own rhythm.
digests = Table(
    "digests",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("member_id", Id, primary_key=True),
    Column("daily", Boolean, nullable=False),
    Column("hour", Integer),  # nothing: when the office opens
    Column("weekly", Boolean, nullable=False),
    of_member(),
)

bulks = Table(
    "bulks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("source", Code),  # which list the cases are ticked on, and from where on it is shown
    Column("narrowed", JSON),  # what that list is narrowed down to
    Column("page_at", Utc),
    Column("page_id", Id),
    Column("detail", LargeBinary),  # what is done, sealed with the member's key; gone when it is over
    Column("started_at", Utc, nullable=False),
    Column("due_at", Utc),
    Column("ended_at", Utc),
    Column("claimed_until", Utc),
    UniqueConstraint("agency", "id"),
    CheckConstraint("state IN ('open', 'planned', 'done', 'undone', 'dropped')", name="state"),
    of_member(),
    Index("ix_bulks_member", "agency", "member_id"),
)
_planned = bulks.c.state == text("'planned'")
Index("ix_bulks_due", bulks.c.due_at, sqlite_where=_planned, postgresql_where=_planned)

bulk_cases = Table(
    "bulk_cases",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("bulk_id", Id, primary_key=True),
    Column("case_id", Id, primary_key=True),
    Column("state", Code, nullable=False),
    Column("seen", Code),  # the state of the case in which its viewer planned the act
    Column("because", Code),
    CheckConstraint("state IN ('chosen', 'planned', 'done', 'refused', 'undone')", name="state"),
    of_case(),
    ForeignKeyConstraint(["agency", "bulk_id"], ["bulks.agency", "bulks.id"]),
    Index("ix_bulk_cases_case", "agency", "case_id"),
)
