"""What a chat shows of ours for two days, who looks up a number, when an office starts nothing new, spreadsheets."""

from sqlalchemy import JSON, Column, Index, LargeBinary, Table, UniqueConstraint

from storage.columns import BigInteger, Code, Digest, Id, Utc, metadata, of_case

shown = Table(
    "shown",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("chat_index", Digest, nullable=False),
    Column("messages", JSON, nullable=False),  # the chat's numbers of what one reply said
    Column("at", Utc, nullable=False),
    Index("ix_shown_chat", "chat_index", "at"),
    Index("ix_shown_at", "at"),
)

lookups = Table(
    "lookups",
    metadata,
    Column("who", Digest, primary_key=True),  # of an address
    Column("asked", JSON, nullable=False),  # when, within the last hour before the last time
    Column("last_at", Utc, nullable=False),
    Index("ix_lookups_last", "last_at"),
)

pauses = Table(
    "pauses",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("because", LargeBinary, nullable=False),
    Column("by", Code, nullable=False),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False),
    Column("ended_by", Code),
    Column("ended_at", Utc),
    Index("ix_pauses_agency", "agency", "seq"),
)

imports = Table(
    "imports",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("digest", Digest, nullable=False),  # of the number that the complaint had in the spreadsheet
    Column("case_id", Id, nullable=False),
    Column("at", Utc, nullable=False),
    UniqueConstraint("agency", "digest"),
    of_case(),
)
