"""Packets for a panel, what the panel said to it, statements that were compelled, and complaints about one incident."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from storage.columns import BigInteger, Code, Id, Utc, metadata, of_case, of_member, row_of_case

packets = Table(
    "packets",
    metadata,
    *row_of_case(),
    Column("kind", Code, nullable=False),
    Column("language", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("content", LargeBinary, nullable=False),  # every text as it stands in the record, nothing blacked out
    Column("marks", LargeBinary, nullable=False),  # what is to go, where, and what a person said to it
    Column("answer", LargeBinary),  # why the second person sent it back
    Column("document_id", Id),
    Column("revision", Integer, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("asked_by", Code),  # who reviewed it to the end; somebody else approves it
    Column("decided_by", Code),
    Column("decided_at", Utc),
    CheckConstraint("state IN ('review', 'asked', 'made', 'dropped')", name="state"),
    of_case(),
    Index("ix_packets_case", "agency", "case_id", "seq"),
)

recommendations = Table(
    "recommendations",
    metadata,
    *row_of_case(),
    Column("agreed", Integer, nullable=False),
    Column("differed", Integer, nullable=False),
    Column("abstained", Integer, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    of_case(),
    Index("ix_recommendations_case", "agency", "case_id", "seq"),
)

# A file or a statement that somebody had to give: it stays out of everything that goes to a prosecutor.
compelled = Table(
    "compelled",
    metadata,
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("item_id", Id, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    PrimaryKeyConstraint("agency", "item_id"),
    of_case(),
    Index("ix_compelled_case", "agency", "case_id"),
)

# It has a key of its own: its name is no one case's, and goes when the last of its cases goes.
clusters = Table(
    "clusters",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("agency", Code, nullable=False),
    Column("key_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("name", LargeBinary),
    Column("lead_id", Id),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    Column("decided_by", Code),
    Column("decided_at", Utc),
    UniqueConstraint("agency", "id"),
    CheckConstraint("state IN ('proposed', 'open', 'refused')", name="state"),
    of_member("lead_id"),
    Index("ix_clusters_agency", "agency", "seq"),
)

cluster_cases = Table(
    "cluster_cases",
    metadata,
    Column("agency", Code, nullable=False),
    Column("cluster_id", Id, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    PrimaryKeyConstraint("cluster_id", "case_id"),
    CheckConstraint("state IN ('proposed', 'in', 'refused')", name="state"),
    ForeignKeyConstraint(["agency", "cluster_id"], ["clusters.agency", "clusters.id"]),
    of_case(),
    Index("ix_cluster_cases_case", "agency", "case_id"),
    Index("ix_cluster_cases_cluster", "agency", "cluster_id"),
)
