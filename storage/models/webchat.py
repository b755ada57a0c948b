"""The web chat's own memory (storage.conversations): what Telegram would keep for us."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.columns import BigInteger, Code, Digest, Id, Utc, metadata

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
