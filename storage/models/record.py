"""The filed record: staff, cases and what hangs on a case."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import BigInteger, Code, Digest, Id, Utc, metadata, of_case, of_member, row_of_case

members = Table(
    "members",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("key_id", Id, nullable=False),
    Column("role", Code, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("chat_index", Digest),
    Column("chat", LargeBinary),
    Column("state", Code, nullable=False),
    Column("queues", JSON, nullable=False),
    Column("units", JSON, nullable=False, server_default=text("'[]'")),
    Column("regions", JSON, nullable=False, server_default=text("'[]'")),
    Column("languages", JSON, nullable=False, server_default=text("'[]'")),
    Column("on_duty", Boolean, nullable=False),
    Column("duty_times", JSON(none_as_null=True)),
    Column("language", Code, nullable=False),
    Column("prompt", LargeBinary),
    Column("token_digest", Digest, unique=True),
    Column("invited_by", Code),
    Column("invited_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("attested", Code),  # what they said to the profile's attestation: yes, no; demo: a seat of the demo
    Column("attested_at", Utc),
    UniqueConstraint("agency", "id"),
    CheckConstraint("state IN ('invited', 'redeemed', 'confirmed', 'removed')", name="state"),
    Index("ix_members_chat", "chat_index"),
)

cases = Table(
    "cases",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("reference", Code, nullable=False),
    Column("draft_id", Id, nullable=False, unique=True),  # a draft is filed once, whoever wins
    Column("key_id", Id, nullable=False),
    Column("chat_index", Digest),
    Column("chat", LargeBinary),
    Column("language", Code, nullable=False),
    Column("status", Code, nullable=False),
    Column("disposition", Code),
    Column("priority", Code, nullable=False),
    Column("queue", Code, nullable=False),
    Column("unit", Code),
    Column("region", Code),
    Column("respondent_unit", Code),  # colleagues of that unit must not know of the case
    Column("owner_id", Id),
    Column("name_choice", Code),
    Column("came_by", Code),  # how it reached the office, where a member of staff wrote it down
    Column("flags", JSON, nullable=False),
    Column("moments", JSON, nullable=False),
    Column("because", LargeBinary, nullable=False),
    Column("labels", LargeBinary, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("narrative", LargeBinary, nullable=False),
    Column("reading", LargeBinary),
    Column("statistics", LargeBinary),
    Column("profile", Digest, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("closed_at", Utc),
    Column("next_at", Utc, nullable=False),
    Column("held_until", Utc),  # on hold: its clocks stand still until then
    Column("revision", Integer, nullable=False),
    UniqueConstraint("agency", "id"),
    UniqueConstraint("agency", "reference"),
    UniqueConstraint("agency", "seq"),
    of_member("owner_id"),
    Index("ix_cases_chat", "chat_index", "received_at"),
    Index("ix_cases_received", "agency", "received_at", "id"),
)
_unowned = cases.c.closed_at.is_(None) & cases.c.owner_id.is_(None)
_open = cases.c.closed_at.is_(None)
Index(
    "ix_cases_queue",
    cases.c.agency,
    cases.c.queue,
    cases.c.next_at,
    cases.c.id,
    sqlite_where=_unowned,
    postgresql_where=_unowned,
)
# One for each thing that a list can be narrowed down to: a page costs the same however long the queue is.
for _narrowed in ("priority", "language", "region", "unit"):
    Index(
        f"ix_cases_queue_{_narrowed}",
        cases.c.agency,
        cases.c.queue,
        cases.c[_narrowed],
        cases.c.next_at,
        cases.c.id,
        sqlite_where=_unowned,
        postgresql_where=_unowned,
    )
_held = _unowned & cases.c.held_until.is_not(None)
Index(
    "ix_cases_queue_held",
    cases.c.agency,
    cases.c.queue,
    cases.c.next_at,
    cases.c.id,
    sqlite_where=_held,
    postgresql_where=_held,
)
Index("ix_cases_next", cases.c.agency, cases.c.next_at, cases.c.id, sqlite_where=_open, postgresql_where=_open)
Index(
    "ix_cases_owner",
    cases.c.agency,
    cases.c.owner_id,
    cases.c.next_at,
    cases.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)

allegations = Table(
    "allegations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("position", Integer, nullable=False),
    Column("code", Code, nullable=False),
    Column("basis", LargeBinary, nullable=False),  # labels, words it rests on, why
    Column("score", Float, nullable=False),
    Column("state", Code, nullable=False),
    Column("by", Code),
    Column("at", Utc, nullable=False),
    CheckConstraint("state IN ('suggested', 'confirmed', 'rejected', 'added')", name="state"),
    of_case(),
    Index("ix_allegations_case", "agency", "case_id"),
)

messages = Table(
    "messages",
    metadata,
    *row_of_case(),
    Column("direction", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("by", Code),
    Column("text", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Column("read_at", Utc),
    CheckConstraint("direction IN ('in', 'out')", name="direction"),
    of_case(),
    Index("ix_messages_case", "agency", "case_id", "seq"),
)

events = Table(
    "events",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("verb", Code, nullable=False),
    Column("by", Code),
    Column("at", Utc, nullable=False),
    Column("seal_id", Id, nullable=False),  # the row's name inside its seal: numbers are given only on insert
    Column("detail", LargeBinary, nullable=False),
    of_case(),
    Index("ix_events_case", "agency", "case_id", "id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("draft_id", Id),
    Column("case_id", Id),
    Column("key_id", Id, nullable=False),
    Column("kind", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("source", LargeBinary),
    Column("name", LargeBinary),
    Column("mime", String(255)),
    Column("size", BigInteger),
    Column("sha256", Digest),
    Column("path", String(255)),
    Column("received_at", Utc, nullable=False),
    Column("stored_at", Utc),
    Column("due_at", Utc, nullable=False),
    Column("claimed_until", Utc),
    Column("attempts", Integer, nullable=False),
    CheckConstraint("state IN ('to_fetch', 'stored', 'oversize', 'refused', 'failed')", name="state"),
    of_case(),
    Index("ix_evidence_draft", "agency", "draft_id"),
    Index("ix_evidence_case", "agency", "case_id"),
)
_to_fetch = evidence.c.state == text("'to_fetch'")
Index("ix_evidence_due", evidence.c.due_at, sqlite_where=_to_fetch, postgresql_where=_to_fetch)
