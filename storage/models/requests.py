"""What the office asks of others about a case, what witnesses say, and who was shown a name that is kept."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKeyConstraint, Index, LargeBinary, Table, UniqueConstraint

from storage.columns import Code, Digest, Id, Utc, metadata, of_case, of_member, row_of_case

requests = Table(
    "requests",
    metadata,
    *row_of_case(),
    Column("body", Code),  # whose answer it is; nothing means the complainant's
    Column("state", Code, nullable=False),
    Column("asked", LargeBinary, nullable=False),
    Column("shared", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("message_id", Id),  # as what the complainant reads it
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("settled_by", Code),
    Column("settled_at", Utc),
    Column("answered_on", Date),
    Column("item", Code),  # which kind of the register of evidence it asks for
    CheckConstraint("state IN ('open', 'offered', 'answered', 'withdrawn')", name="state"),
    of_case(),
    Index("ix_requests_case", "agency", "case_id", "seq"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("who", LargeBinary, nullable=False),
    Column("token_digest", Digest, unique=True),
    Column("chat_index", Digest),
    Column("chat", LargeBinary),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    UniqueConstraint("agency", "id"),
    CheckConstraint("state IN ('invited', 'redeemed', 'revoked')", name="state"),
    of_case(),
    Index("ix_invitations_case", "agency", "case_id"),
    Index("ix_invitations_chat", "chat_index"),
)

statements = Table(
    "statements",
    metadata,
    *row_of_case(),
    Column("invitation_id", Id, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    of_case(),
    ForeignKeyConstraint(["agency", "invitation_id"], ["invitations.agency", "invitations.id"]),
    Index("ix_statements_case", "agency", "case_id", "seq"),
)

unlocks = Table(
    "unlocks",
    metadata,
    *row_of_case(),
    Column("member_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("because", LargeBinary, nullable=False),
    Column("at", Utc, nullable=False),
    Column("decided_by", Code),
    Column("decision", LargeBinary),
    Column("opens_until", Utc),
    CheckConstraint("state IN ('asked', 'opened', 'refused')", name="state"),
    of_case(),
    of_member(),
    Index("ix_unlocks_case", "agency", "case_id", "seq"),
)
