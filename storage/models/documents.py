"""Papers that the office made about a case: what they were filled with, and the sealed file."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, String, Table

from storage.columns import BigInteger, Code, Digest, Utc, metadata, of_case, row_of_case

documents = Table(
    "documents",
    metadata,
    *row_of_case(),
    Column("kind", Code, nullable=False),
    Column("language", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("filled", LargeBinary, nullable=False),  # what the template was filled with
    Column("answer", LargeBinary),  # why it was refused
    Column("path", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Digest, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("decided_by", Code),
    Column("decided_at", Utc),
    Column("sent_at", Utc),
    Column("read_at", Utc),  # by the person it was sent to
    CheckConstraint("state IN ('kept', 'asked', 'approved', 'refused', 'sent')", name="state"),
    of_case(),
    Index("ix_documents_case", "agency", "case_id", "seq"),
    Index("ix_documents_sha256", "sha256"),
)
