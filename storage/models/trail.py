"""The audit chain."""

from sqlalchemy import Column, String, Table

from storage.columns import BigInteger, Code, Digest, Utc, metadata

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
