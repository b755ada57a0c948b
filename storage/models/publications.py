"""For which periods figures were made for the public, so that no two of them can be taken from each other."""

from sqlalchemy import Column, Date, Table, UniqueConstraint

from storage.columns import BigInteger, Code, Utc, metadata

publications = Table(
    "publications",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("agency", "first_on", "last_on"),
)
