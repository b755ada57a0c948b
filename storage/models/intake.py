"""What comes in, before it is a case: keys, raw updates, drafts, numbers, the profiles that were served."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from storage.columns import BigInteger, Code, Digest, Id, Utc, metadata, of_case

# No foreign key points at `keys`, although key_id columns name its rows: a key is erased first, alone, and from its
# own backup, and whatever else then remains of the record is unreadable.
keys = Table(
    "keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_keys_version", "version"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("channel", Code, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_index", Digest),
    Column("chat", LargeBinary),
    Column("payload", LargeBinary),
    Column("received_at", Utc, nullable=False),
    Column("claimed_until", Utc),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("applied_at", Utc),
    Column("answered_at", Utc),
    Column("quarantined_at", Utc),
    Column("outcome", Code),
    UniqueConstraint("channel", "update_id"),
)
_unanswered = inbox.c.answered_at.is_(None)
Index("ix_inbox_waiting", inbox.c.id, sqlite_where=_unanswered, postgresql_where=_unanswered)
Index("ix_inbox_chat", inbox.c.chat_index, inbox.c.id, sqlite_where=_unanswered, postgresql_where=_unanswered)
Index("ix_inbox_channel", inbox.c.channel, inbox.c.id)
Index("ix_inbox_received", inbox.c.received_at)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("purpose", Code, nullable=False),
    Column("case_id", Id),
    Column("key_id", Id, nullable=False),
    Column("chat_index", Digest, nullable=False),
    Column("chat", LargeBinary, nullable=False),
    Column("language", Code, nullable=False),
    Column("profile", Digest, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("notes", LargeBinary, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("touched_at", Utc, nullable=False),
    of_case(),
    Index("ix_drafts_chat", "chat_index", "touched_at"),
    Index("ix_drafts_touched", "agency", "touched_at"),
)

counters = Table(
    "counters",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kept_at", Utc, nullable=False),
)
