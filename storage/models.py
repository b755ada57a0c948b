"""The tables, for the other modules of storage; `storage/README.md` explains them on one page.

Columns of type LargeBinary are sealed (storage.vault). Agencies, statuses, queues and allegations are codes out of
profiles, never enums. There are no relationships: rows travel, sessions don't. `seq` is the order of arrival, also
within one instant; it stays inside storage.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.columns import BigInteger, Code, Digest, Id, Utc
from storage.columns import metadata as metadata


def _of_case() -> ForeignKeyConstraint:
    # Both columns, so that no row of one agency can hang on a case of another.
    return ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"])


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
    _of_case(),
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
    Column("on_duty", Boolean, nullable=False),
    Column("language", Code, nullable=False),
    Column("prompt", LargeBinary),
    Column("token_digest", Digest, unique=True),
    Column("invited_by", Code),
    Column("invited_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
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
    Column("owner_id", Id),
    Column("name_choice", Code),
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
    Column("revision", Integer, nullable=False),
    UniqueConstraint("agency", "id"),
    UniqueConstraint("agency", "reference"),
    UniqueConstraint("agency", "seq"),
    ForeignKeyConstraint(["agency", "owner_id"], ["members.agency", "members.id"]),
    Index("ix_cases_chat", "chat_index", "received_at"),
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
    _of_case(),
    Index("ix_allegations_case", "agency", "case_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("direction", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("by", Code),
    Column("text", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Column("read_at", Utc),
    CheckConstraint("direction IN ('in', 'out')", name="direction"),
    _of_case(),
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
    _of_case(),
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
    _of_case(),
    Index("ix_evidence_draft", "agency", "draft_id"),
    Index("ix_evidence_case", "agency", "case_id"),
)
_to_fetch = evidence.c.state == text("'to_fetch'")
Index("ix_evidence_due", evidence.c.due_at, sqlite_where=_to_fetch, postgresql_where=_to_fetch)

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
    _of_case(),
    Index("ix_notices_case", "agency", "case_id"),
    Index("ix_notices_draft", "agency", "draft_id"),
)
_pending = notices.c.sent_at.is_(None) & notices.c.dropped_at.is_(None)
Index("ix_notices_due", notices.c.due_at, sqlite_where=_pending, postgresql_where=_pending)
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
    Index("ix_openings_due", "delete_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("by", Code, nullable=False),
    Column("verb", Code, nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail_digest", Digest, nullable=False),
    Column("previous", Digest, nullable=False),
    Column("hash", Digest, nullable=False),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Digest, nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("digest", Digest, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kept_at", Utc, nullable=False),
)

# The web chat's own memory (storage.conversations): what Telegram would keep for us. A conversation has a data key of
# its own and belongs to no agency, because it begins before one is chosen.
conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key_id", Id, nullable=False),
    Column("token_digest", Digest, unique=True),
    Column("start_digest", Digest),
    Column("return_digest", Digest, unique=True),
    Column("language", Code, nullable=False),
    Column("staff", Boolean, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("last_message_id", Integer, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("used_at", Utc, nullable=False),
    Column("hidden_at", Utc),
    Index("ix_conversations_used", "used_at"),
)

conversation_entries = Table(
    "conversation_entries",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),  # grows with every change, so that a page asks for what is new
    Column("author", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("client_key", String(64)),
    Column("body", LargeBinary),  # nothing once the message is deleted
    Column("update_id", BigInteger),  # the update that told the bot of it
    Column("at", Utc, nullable=False),
    Column("edited_at", Utc),
    CheckConstraint("author IN ('bot', 'person')", name="author"),
    ForeignKeyConstraint(["chat_id"], ["conversations.chat_id"]),
    UniqueConstraint("chat_id", "seq"),
    UniqueConstraint("chat_id", "client_key"),
)

conversation_files = Table(
    "conversation_files",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", Integer, nullable=False),
    ForeignKeyConstraint(["chat_id"], ["conversations.chat_id"]),
    Index("ix_conversation_files_message", "chat_id", "message_id"),
)

conversation_updates = Table(
    "conversation_updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    ForeignKeyConstraint(["chat_id"], ["conversations.chat_id"]),
    Index("ix_conversation_updates_chat", "chat_id"),
)

# One row. Numbers come out of it under its lock, so that an update never becomes visible after a higher one was
# confirmed, which would lose it; a sequence does not promise that.
conversation_counter = Table(
    "conversation_counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
)
