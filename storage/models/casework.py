"""What staff do about a case: tasks with dates, the people in it, and a finding for each allegation and respondent.

Contacts and versions of what was filed are lines of the timeline (`events`), for they never change.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKeyConstraint, Index, LargeBinary, Table, UniqueConstraint

from storage.columns import Code, Id, Utc, metadata, of_case, of_member, row_of_case

tasks = Table(
    "tasks",
    metadata,
    *row_of_case(),
    Column("owner_id", Id, nullable=False),
    Column("title", LargeBinary, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("done_at", Utc),
    of_case(),
    of_member("owner_id"),
    Index("ix_tasks_case", "agency", "case_id", "seq"),
)
_to_do = tasks.c.done_at.is_(None)
Index(
    "ix_tasks_owner",
    tasks.c.agency,
    tasks.c.owner_id,
    tasks.c.due_on,
    tasks.c.seq,
    sqlite_where=_to_do,
    postgresql_where=_to_do,
)

parties = Table(
    "parties",
    metadata,
    *row_of_case(),
    Column("role", Code, nullable=False),
    Column("name", LargeBinary),
    Column("known", Boolean, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("removed_at", Utc),
    Column("merged_into", Id),
    UniqueConstraint("agency", "id"),
    of_case(),
    Index("ix_parties_case", "agency", "case_id", "seq"),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("allegation_id", Id, nullable=False),
    Column("party_id", Id, nullable=False),
    Column("severity", Code, nullable=False),
    Column("finding", Code, nullable=False),
    Column("action", Code, nullable=False),
    Column("words", LargeBinary, nullable=False),  # what is recommended or was done, and why
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("agency", "allegation_id", "party_id"),
    of_case(),
    ForeignKeyConstraint(["agency", "party_id"], ["parties.agency", "parties.id"]),
    Index("ix_findings_case", "agency", "case_id"),
)
