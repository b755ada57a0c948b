"""The first schema: everything storage.models describes."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("seq", columns.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("detail_digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("agency", "seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "audit_heads",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("agency", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "conversation_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", columns.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_counter")),
    )
    op.create_table(
        "conversations",
        sa.Column("chat_id", columns.BigInteger, autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("start_digest", sa.String(length=64), nullable=True),
        sa.Column("return_digest", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_message_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", columns.Utc(), nullable=False),
        sa.Column("used_at", columns.Utc(), nullable=False),
        sa.Column("hidden_at", columns.Utc(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("return_digest", name=op.f("uq_conversations_return_digest")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_conversations_token_digest")),
    )
    op.create_index("ix_conversations_used", "conversations", ["used_at"], unique=False)
    op.create_table(
        "counters",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", columns.BigInteger, nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("update_id", columns.BigInteger, nullable=False),
        sa.Column("chat_index", sa.String(length=64), nullable=True),
        sa.Column("chat", sa.LargeBinary(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", columns.Utc(), nullable=False),
        sa.Column("claimed_until", columns.Utc(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("applied_at", columns.Utc(), nullable=True),
        sa.Column("answered_at", columns.Utc(), nullable=True),
        sa.Column("quarantined_at", columns.Utc(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "update_id", name=op.f("uq_inbox_channel_update_id")),
    )
    op.create_index("ix_inbox_channel", "inbox", ["channel", "id"], unique=False)
    op.create_index(
        "ix_inbox_chat",
        "inbox",
        ["chat_index", "id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index("ix_inbox_received", "inbox", ["received_at"], unique=False)
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keys")),
    )
    op.create_index("ix_keys_version", "keys", ["version"], unique=False)
    op.create_table(
        "members",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("chat_index", sa.String(length=64), nullable=True),
        sa.Column("chat", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("queues", sa.JSON(), nullable=False),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("prompt", sa.LargeBinary(), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("invited_by", sa.String(length=64), nullable=True),
        sa.Column("invited_at", columns.Utc(), nullable=False),
        sa.Column("expires_at", columns.Utc(), nullable=False),
        sa.CheckConstraint("state IN ('invited', 'redeemed', 'confirmed', 'removed')", name=op.f("ck_members_state")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_members")),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_members_agency_id")),
        sa.UniqueConstraint("id", name=op.f("uq_members_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_members_token_digest")),
    )
    op.create_index("ix_members_chat", "members", ["chat_index"], unique=False)
    op.create_table(
        "openings",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", columns.BigInteger, nullable=False),
        sa.Column("delete_at", columns.Utc(), nullable=False),
        sa.Column("claimed_until", columns.Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
    )
    op.create_index("ix_openings_due", "openings", ["delete_at"], unique=False)
    op.create_table(
        "profiles",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", columns.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "digest", name=op.f("pk_profiles")),
    )
    op.create_table(
        "cases",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=20), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("chat_index", sa.String(length=64), nullable=True),
        sa.Column("chat", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("disposition", sa.String(length=64), nullable=True),
        sa.Column("priority", sa.String(length=64), nullable=False),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.String(length=20), nullable=True),
        sa.Column("name_choice", sa.String(length=64), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("labels", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("narrative", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.Column("statistics", sa.LargeBinary(), nullable=True),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("received_at", columns.Utc(), nullable=False),
        sa.Column("changed_at", columns.Utc(), nullable=False),
        sa.Column("closed_at", columns.Utc(), nullable=True),
        sa.Column("next_at", columns.Utc(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "owner_id"], ["members.agency", "members.id"], name=op.f("fk_cases_agency_owner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_cases")),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_cases_agency_id")),
        sa.UniqueConstraint("agency", "reference", name=op.f("uq_cases_agency_reference")),
        sa.UniqueConstraint("agency", "seq", name=op.f("uq_cases_agency_seq")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_cases_draft_id")),
        sa.UniqueConstraint("id", name=op.f("uq_cases_id")),
    )
    op.create_index("ix_cases_chat", "cases", ["chat_index", "received_at"], unique=False)
    op.create_index(
        "ix_cases_owner",
        "cases",
        ["agency", "owner_id", "next_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_cases_queue",
        "cases",
        ["agency", "queue", "next_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND owner_id IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND owner_id IS NULL"),
    )
    op.create_table(
        "conversation_entries",
        sa.Column("chat_id", columns.BigInteger, autoincrement=False, nullable=False),
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("update_id", columns.BigInteger, nullable=True),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("edited_at", columns.Utc(), nullable=True),
        sa.CheckConstraint("author IN ('bot', 'person')", name=op.f("ck_conversation_entries_author")),
        sa.ForeignKeyConstraint(["chat_id"], ["conversations.chat_id"], name=op.f("fk_conversation_entries_chat_id")),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_conversation_entries")),
        sa.UniqueConstraint("chat_id", "client_key", name=op.f("uq_conversation_entries_chat_id_client_key")),
        sa.UniqueConstraint("chat_id", "seq", name=op.f("uq_conversation_entries_chat_id_seq")),
    )
    op.create_table(
        "conversation_files",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("chat_id", columns.BigInteger, nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["conversations.chat_id"], name=op.f("fk_conversation_files_chat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_files")),
    )
    op.create_index("ix_conversation_files_message", "conversation_files", ["chat_id", "message_id"], unique=False)
    op.create_table(
        "conversation_updates",
        sa.Column("id", columns.BigInteger, autoincrement=False, nullable=False),
        sa.Column("chat_id", columns.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["conversations.chat_id"], name=op.f("fk_conversation_updates_chat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_updates")),
    )
    op.create_index("ix_conversation_updates_chat", "conversation_updates", ["chat_id"], unique=False)
    op.create_table(
        "allegations",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.LargeBinary(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.CheckConstraint(
            "state IN ('suggested', 'confirmed', 'rejected', 'added')", name=op.f("ck_allegations_state")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_allegations_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegations")),
    )
    op.create_index("ix_allegations_case", "allegations", ["agency", "case_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("chat_index", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", columns.Utc(), nullable=False),
        sa.Column("touched_at", columns.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_drafts_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_chat", "drafts", ["chat_index", "touched_at"], unique=False)
    op.create_index("ix_drafts_touched", "drafts", ["agency", "touched_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", columns.BigInteger, nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("seal_id", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_events_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_case", "events", ["agency", "case_id", "id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.String(length=20), nullable=True),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("mime", sa.String(length=255), nullable=True),
        sa.Column("size", columns.BigInteger, nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("path", sa.String(length=255), nullable=True),
        sa.Column("received_at", columns.Utc(), nullable=False),
        sa.Column("stored_at", columns.Utc(), nullable=True),
        sa.Column("due_at", columns.Utc(), nullable=False),
        sa.Column("claimed_until", columns.Utc(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('to_fetch', 'stored', 'oversize', 'refused', 'failed')", name=op.f("ck_evidence_state")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_evidence_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_evidence")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_id")),
    )
    op.create_index("ix_evidence_case", "evidence", ["agency", "case_id"], unique=False)
    op.create_index("ix_evidence_draft", "evidence", ["agency", "draft_id"], unique=False)
    op.create_index(
        "ix_evidence_due",
        "evidence",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'to_fetch'"),
        postgresql_where=sa.text("state = 'to_fetch'"),
    )
    op.create_table(
        "messages",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("read_at", columns.Utc(), nullable=True),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_messages_direction")),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_messages_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_messages_id")),
    )
    op.create_index("ix_messages_case", "messages", ["agency", "case_id", "seq"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", columns.BigInteger, nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("draft_id", sa.String(length=20), nullable=True),
        sa.Column("to", sa.String(length=64), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_at", columns.Utc(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("claimed_until", columns.Utc(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", columns.Utc(), nullable=True),
        sa.Column("message_id", columns.BigInteger, nullable=True),
        sa.Column("dropped_at", columns.Utc(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_notices_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("agency", "key", name=op.f("uq_notices_agency_key")),
    )
    op.create_index("ix_notices_case", "notices", ["agency", "case_id"], unique=False)
    op.create_index(
        "ix_notices_claimed",
        "notices",
        ["claimed_until"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND dropped_at IS NULL AND claimed_until IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND dropped_at IS NULL AND claimed_until IS NOT NULL"),
    )
    op.create_index("ix_notices_draft", "notices", ["agency", "draft_id"], unique=False)
    op.create_index(
        "ix_notices_due",
        "notices",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("A schema goes forward only; restore the backup taken before the upgrade.")
