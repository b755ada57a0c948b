"""Who may not know of a case, who is away, and which names a case mentions."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Table

from storage.columns import BigInteger, Code, Digest, Id, Utc, metadata, of_case, of_member

recusals = Table(
    "recusals",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("case_id", Id, primary_key=True),
    Column("member_id", Id, primary_key=True),
    Column("state", Code, nullable=False),
    Column("why", Code, nullable=False),
    Column("because", LargeBinary),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    # Until somebody has decided about a proposed conflict, it counts.
    CheckConstraint("state IN ('proposed', 'recused', 'cleared')", name="state"),
    CheckConstraint("why IN ('named', 'own', 'supervisor')", name="why"),
    of_case(),
    of_member(),
    Index("ix_recusals_member", "agency", "member_id"),
)

absences = Table(
    "absences",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("cover_id", Id),
    Column("from_at", Utc, nullable=False),
    Column("until_at", Utc, nullable=False),
    Column("by", Code, nullable=False),
    CheckConstraint("from_at < until_at", name="order"),
    of_member(),
    of_member("cover_id"),
    Index("ix_absences_agency", "agency", "until_at"),
)

# A name is kept as a digest that only the key file can make: a colleague's own name finds the cases that mention it.
mentions = Table(
    "mentions",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("name_digest", Digest, nullable=False),
    of_case(),
    Index("ix_mentions_name", "agency", "name_digest"),
    Index("ix_mentions_case", "agency", "case_id"),
)
