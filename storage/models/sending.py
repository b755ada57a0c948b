"""What goes out by itself, and what has to be deleted again from staff chats."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint, text

from storage.columns import BigInteger, Code, Id, Utc, metadata, of_case

notices = Table(
    "notices",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id),
    Column("draft_id", Id),
    Column("to", Code, nullable=False),
    Column("template", Code, nullable=False),
    Column("params", JSON, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("key", String(200), nullable=False),
    Column("claimed_until", Utc),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("sent_at", Utc),
    Column("message_id", BigInteger),  # the chat's number of the message it went out in
    Column("dropped_at", Utc),
    Column("outcome", Code),
    UniqueConstraint("agency", "key"),
    of_case(),
    Index("ix_notices_case", "agency", "case_id"),
    Index("ix_notices_draft", "agency", "draft_id"),
)
_pending = notices.c.sent_at.is_(None) & notices.c.dropped_at.is_(None)
Index("ix_notices_due", notices.c.due_at, sqlite_where=_pending, postgresql_where=_pending)
# Only of use to whoever asks for a message: else all that was ever sent to somebody would be looked through for more.
_told = notices.c.message_id.is_not(None)
Index(
    "ix_notices_message",
    notices.c.agency,
    notices.c.to,
    notices.c.message_id,
    sqlite_where=_told,
    postgresql_where=_told,
)
_claimed = _pending & notices.c.claimed_until.is_not(None)
Index("ix_notices_claimed", notices.c.claimed_until, sqlite_where=_claimed, postgresql_where=_claimed)

openings = Table(
    "openings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("chat", LargeBinary, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("delete_at", Utc, nullable=False),
    Column("claimed_until", Utc),
    Column("case_id", Id),  # the case it is about: what answers it belongs there
    of_case(),
    Index("ix_openings_due", "delete_at"),
    Index("ix_openings_case", "agency", "case_id"),
)
