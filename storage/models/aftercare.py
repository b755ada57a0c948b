"""What comes after the filing: transfers to another office, links to read by, appeals, and how it was for people."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, LargeBinary, Table

from storage.columns import Code, Digest, Id, Utc, metadata, of_case

# `agency` and `case_id` are those of the office that gives the case away; `target` is whom it is offered to, NULL for
# an office outside the deployment. What it brings is a draft of the target's own, under a key of the target's own.
transfers = Table(
    "transfers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("target", Code),
    Column("state", Code, nullable=False),
    Column("because", LargeBinary, nullable=False),
    Column("files", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("by", Code, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("consent_version", Code),
    Column("consent_by", Code),
    Column("consent_at", Utc),
    Column("package_id", Id),
    Column("due_at", Utc),
    Column("decided_by", Code),
    Column("decided_at", Utc),
    Column("new_case_id", Id),
    CheckConstraint(
        "state IN ('asked', 'offered', 'declined', 'accepted', 'refused', 'stopped', 'referred')", name="state"
    ),
    of_case(),
    Index("ix_transfers_case", "agency", "case_id"),
    Index("ix_transfers_target", "target", "state"),
)

readings = Table(
    "readings",
    metadata,
    Column("digest", Digest, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("part", Code, nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    of_case(),
    Index("ix_readings_case", "agency", "case_id"),
    Index("ix_readings_expires", "expires_at"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("answer", LargeBinary),
    Column("decided_by", Code),
    Column("decided_at", Utc),
    CheckConstraint("state IN ('asked', 'accepted', 'refused')", name="state"),
    of_case(),
    Index("ix_appeals_case", "agency", "case_id"),
)

# How it was for somebody to deal with the office: never read while a case is decided, and only counted after that.
opinions = Table(
    "opinions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    of_case(),
    Index("ix_opinions_case", "agency", "case_id", unique=True),
)
