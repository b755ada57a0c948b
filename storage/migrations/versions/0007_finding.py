"""Saved searches and related cases."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _searches()
    _arrivals()
    _links()


def _searches() -> None:
    op.create_table(
        "searches",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("alert", sa.String(length=64), nullable=True),
        sa.Column("threshold_cases", sa.Integer(), nullable=True),
        sa.Column("threshold_days", sa.Integer(), nullable=True),
        sa.Column("told_at", columns.Utc(), nullable=True),
        sa.Column("made_at", columns.Utc(), nullable=False),
        sa.CheckConstraint("alert IN ('each', 'daily', 'weekly', 'threshold')", name=op.f("ck_searches_alert")),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_searches_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_searches_agency_id")),
    )
    op.create_index("ix_searches_member", "searches", ["agency", "member_id"], unique=False)
    alerting = sa.text("alert IS NOT NULL")
    op.create_index(
        "ix_searches_alert", "searches", ["agency"], unique=False, sqlite_where=alerting, postgresql_where=alerting
    )
    op.create_table(
        "search_hits",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("search_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_search_hits_agency_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "search_id"], ["searches.agency", "searches.id"], name=op.f("fk_search_hits_agency_search_id")
        ),
        sa.PrimaryKeyConstraint("search_id", "case_id", name=op.f("pk_search_hits")),
    )
    op.create_index("ix_search_hits_at", "search_hits", ["agency", "search_id", "at"], unique=False)
    op.create_index("ix_search_hits_case", "search_hits", ["agency", "case_id"], unique=False)


def _arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("filed_at", columns.Utc(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("claimed_until", columns.Utc(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("compared_at", columns.Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_arrivals_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_arrivals")),
    )
    waiting = sa.text("compared_at IS NULL")
    op.create_index(
        "ix_arrivals_waiting",
        "arrivals",
        ["filed_at"],
        unique=False,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_arrivals_case", "arrivals", ["agency", "case_id"], unique=False)
    # What was filed before this version is compared like everything that comes after it.
    op.execute("INSERT INTO arrivals (case_id, agency, filed_at) SELECT id, agency, received_at FROM cases")
    op.create_table(
        "traces",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("trace", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_traces_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("agency", "trace", "case_id", name=op.f("pk_traces")),
    )
    op.create_index("ix_traces_case", "traces", ["agency", "case_id"], unique=False)


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("other_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.CheckConstraint("case_id < other_id", name=op.f("ck_links_order")),
        sa.CheckConstraint("state IN ('proposed', 'linked', 'refused')", name=op.f("ck_links_state")),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_links_agency_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "other_id"], ["cases.agency", "cases.id"], name=op.f("fk_links_agency_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("agency", "case_id", "other_id", name=op.f("uq_links_agency_case_id_other_id")),
    )
    op.create_index("ix_links_other", "links", ["agency", "other_id"], unique=False)
