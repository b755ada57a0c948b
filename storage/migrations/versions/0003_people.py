"""Units, duty times, absences and recusals."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
UNOWNED = sa.text("closed_at IS NULL AND owner_id IS NULL")
HELD = sa.text("closed_at IS NULL AND owner_id IS NULL AND held_until IS NOT NULL")


def upgrade() -> None:
    for name in ("units", "regions", "languages"):
        op.add_column("members", sa.Column(name, sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("members", sa.Column("duty_times", sa.JSON(), nullable=True))
    for name in ("unit", "region", "respondent_unit"):
        op.add_column("cases", sa.Column(name, sa.String(length=64), nullable=True))
    for name in ("priority", "language", "region", "unit"):
        op.create_index(
            f"ix_cases_queue_{name}",
            "cases",
            ["agency", "queue", name, "next_at", "id"],
            unique=False,
            sqlite_where=UNOWNED,
            postgresql_where=UNOWNED,
        )
    op.create_index(
        "ix_cases_queue_held",
        "cases",
        ["agency", "queue", "next_at", "id"],
        unique=False,
        sqlite_where=HELD,
        postgresql_where=HELD,
    )
    op.create_index(
        "ix_cases_next", "cases", ["agency", "next_at", "id"], unique=False, sqlite_where=OPEN, postgresql_where=OPEN
    )
    _recusals()
    _absences()
    _mentions()


def _recusals() -> None:
    op.create_table(
        "recusals",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'recused', 'cleared')", name=op.f("ck_recusals_state")),
        sa.CheckConstraint("why IN ('named', 'own', 'supervisor')", name=op.f("ck_recusals_why")),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_recusals_agency_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_recusals_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("agency", "case_id", "member_id", name=op.f("pk_recusals")),
    )
    op.create_index("ix_recusals_member", "recusals", ["agency", "member_id"], unique=False)


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("cover_id", sa.String(length=20), nullable=True),
        sa.Column("from_at", columns.Utc(), nullable=False),
        sa.Column("until_at", columns.Utc(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("from_at < until_at", name=op.f("ck_absences_order")),
        sa.ForeignKeyConstraint(
            ["agency", "cover_id"], ["members.agency", "members.id"], name=op.f("fk_absences_agency_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_absences_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_absences")),
        sa.UniqueConstraint("id", name=op.f("uq_absences_id")),
    )
    op.create_index("ix_absences_agency", "absences", ["agency", "until_at"], unique=False)


def _mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("name_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_mentions_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_mentions")),
    )
    op.create_index("ix_mentions_case", "mentions", ["agency", "case_id"], unique=False)
    op.create_index("ix_mentions_name", "mentions", ["agency", "name_digest"], unique=False)
