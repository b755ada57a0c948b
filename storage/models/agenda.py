"""What is arranged with people outside the office: meetings, and what somebody else has to do until a day."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from storage.columns import Code, Id, Utc, metadata, of_case, row_of_case

meetings = Table(
    "meetings",
    metadata,
    *row_of_case(),
    Column("kind", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("words", LargeBinary, nullable=False),  # what it is about, where, the proposed times, who may see whom
    Column("result", LargeBinary),
    Column("starts_at", Utc),
    Column("set_at", Utc),  # since when it begins then
    Column("minutes", Integer, nullable=False),
    Column("revision", Integer, nullable=False),  # calendars want to know which invitation is the later one
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("agency", "id"),
    CheckConstraint("state IN ('proposed', 'set', 'held', 'cancelled')", name="state"),
    of_case(),
    Index("ix_meetings_case", "agency", "case_id", "seq"),
)

attendances = Table(
    "attendances",
    metadata,
    *row_of_case(),
    Column("meeting_id", Id, nullable=False),
    Column("who", Code, nullable=False),  # complainant, party:ID, member:ID, witness:ID or other
    Column("state", Code, nullable=False),
    Column("words", LargeBinary, nullable=False),  # the name that staff use, which times suit, what they said to it
    Column("at", Utc, nullable=False),
    CheckConstraint("state IN ('asked', 'comes', 'cannot', 'came', 'absent', 'excused')", name="state"),
    ForeignKeyConstraint(["agency", "meeting_id"], ["meetings.agency", "meetings.id"]),
    of_case(),
    Index("ix_attendances_meeting", "agency", "meeting_id", "seq"),
    Index("ix_attendances_who", "agency", "who", "meeting_id"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    *row_of_case(),
    Column("kind", Code, nullable=False),
    Column("body", Code),  # the office outside that has to do it, where the profile knows it
    Column("state", Code, nullable=False),
    Column("words", LargeBinary, nullable=False),  # what has to be done, and by whom
    Column("due_on", Date, nullable=False),
    Column("since", Utc, nullable=False),  # since when it is due then
    Column("outcome", Code),
    Column("answer", LargeBinary),
    Column("settled_on", Date),
    Column("settled_by", Code),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    CheckConstraint("state IN ('open', 'settled', 'dropped')", name="state"),
    of_case(),
    Index("ix_follow_ups_case", "agency", "case_id", "seq"),
    Index("ix_follow_ups_due", "agency", "state", "due_on", "seq"),
)
