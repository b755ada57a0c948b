"""Digests and bulk acts."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "views",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("viewed_at", columns.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_views_agency_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_views_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("agency", "case_id", "member_id", name=op.f("pk_views")),
    )
    op.create_table(
        "digests",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_digests_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("agency", "member_id", name=op.f("pk_digests")),
    )
    op.create_table(
        "bulks",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("narrowed", sa.JSON(), nullable=True),
        sa.Column("page_at", columns.Utc(), nullable=True),
        sa.Column("page_id", sa.String(length=20), nullable=True),
        sa.Column("detail", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", columns.Utc(), nullable=False),
        sa.Column("due_at", columns.Utc(), nullable=True),
        sa.Column("ended_at", columns.Utc(), nullable=True),
        sa.Column("claimed_until", columns.Utc(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'planned', 'done', 'undone', 'dropped')", name=op.f("ck_bulks_state")),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_bulks_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulks")),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_bulks_agency_id")),
    )
    op.create_index("ix_bulks_member", "bulks", ["agency", "member_id"], unique=False)
    op.create_index(
        "ix_bulks_due",
        "bulks",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_table(
        "bulk_cases",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("bulk_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.String(length=64), nullable=True),
        sa.Column("because", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "state IN ('chosen', 'planned', 'done', 'refused', 'undone')", name=op.f("ck_bulk_cases_state")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "bulk_id"], ["bulks.agency", "bulks.id"], name=op.f("fk_bulk_cases_agency_bulk_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_bulk_cases_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("agency", "bulk_id", "case_id", name=op.f("pk_bulk_cases")),
    )
    op.create_index("ix_bulk_cases_case", "bulk_cases", ["agency", "case_id"], unique=False)
    op.create_index("ix_cases_received", "cases", ["agency", "received_at", "id"], unique=False)
