"""What should be asked for at once, and what staff write for the report on a case."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Table, UniqueConstraint

from storage.columns import BigInteger, Code, Id, Utc, metadata, of_case, row_of_case

proposals = Table(
    "proposals",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("item", Code, nullable=False),  # a kind of the profile's register
    Column("state", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("settled_by", Code),
    Column("settled_at", Utc),
    UniqueConstraint("agency", "case_id", "item"),
    CheckConstraint("state IN ('proposed', 'asked', 'dismissed')", name="state"),
    of_case(),
)

passages = Table(
    "passages",
    metadata,
    *row_of_case(),
    Column("part", Code, nullable=False),  # which passage of the profile
    Column("words", LargeBinary, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    of_case(),
    Index("ix_passages_case", "agency", "case_id", "seq"),
)
