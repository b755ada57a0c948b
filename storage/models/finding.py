"""How cases are found: what staff look for, which cases that has found, and which cases belong together."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.columns import Code, Id, Utc, metadata, of_case, of_member

TRACE = 32  # characters of a keyed digest: what it finds is looked at in any case

# A search without a name is the member's last one: its pages need it, and the next one takes its place.
searches = Table(
    "searches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("key_id", Id, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Column("name", LargeBinary),
    Column("found", LargeBinary),
    Column("alert", Code),
    Column("threshold_cases", Integer),
    Column("threshold_days", Integer),
    Column("told_at", Utc),
    Column("made_at", Utc, nullable=False),
    UniqueConstraint("agency", "id"),
    CheckConstraint("alert IN ('each', 'daily', 'weekly', 'threshold')", name="alert"),
    of_member(),
    Index("ix_searches_member", "agency", "member_id"),
)
_alerting = searches.c.alert.is_not(None)
Index("ix_searches_alert", searches.c.agency, sqlite_where=_alerting, postgresql_where=_alerting)

search_hits = Table(
    "search_hits",
    metadata,
    Column("agency", Code, nullable=False),
    Column("search_id", Id, primary_key=True),
    Column("case_id", Id, primary_key=True),
    Column("at", Utc, nullable=False),
    ForeignKeyConstraint(["agency", "search_id"], ["searches.agency", "searches.id"]),
    of_case(),
    Index("ix_search_hits_at", "agency", "search_id", "at"),
    Index("ix_search_hits_case", "agency", "case_id"),
)

# Every case comes in once and is then compared with the others; `told` is what it is compared by.
arrivals = Table(
    "arrivals",
    metadata,
    Column("case_id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("filed_at", Utc, nullable=False),
    Column("told", LargeBinary),
    Column("claimed_until", Utc),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("compared_at", Utc),
    of_case(),
    Index("ix_arrivals_case", "agency", "case_id"),
)
_waiting = arrivals.c.compared_at.is_(None)
Index("ix_arrivals_waiting", arrivals.c.filed_at, sqlite_where=_waiting, postgresql_where=_waiting)

traces = Table(
    "traces",
    metadata,
    Column("agency", Code, primary_key=True),
    Column("trace", String(TRACE), primary_key=True),
    Column("case_id", Id, primary_key=True),
    of_case(),
    Index("ix_traces_case", "agency", "case_id"),
)

links = Table(
    "links",
    metadata,
    Column("id", Id, primary_key=True),
    Column("agency", Code, nullable=False),
    Column("case_id", Id, nullable=False),
    Column("other_id", Id, nullable=False),
    Column("state", Code, nullable=False),
    Column("because", LargeBinary, nullable=False),
    Column("by", Code, nullable=False),
    Column("at", Utc, nullable=False),
    # One row for two cases, whichever came first: what was refused once is not proposed again from the other side.
    CheckConstraint("case_id < other_id", name="order"),
    CheckConstraint("state IN ('proposed', 'linked', 'refused')", name="state"),
    UniqueConstraint("agency", "case_id", "other_id"),
    of_case(),
    ForeignKeyConstraint(["agency", "other_id"], ["cases.agency", "cases.id"]),
    Index("ix_links_other", "agency", "other_id"),
)
