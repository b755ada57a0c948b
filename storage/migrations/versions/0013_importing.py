"""What a chat shows of ours, for two days; the pauses of an office; what came from a spreadsheet."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _shown()
    _pauses()
    _imports()


def _shown() -> None:
    op.create_table(
        "shown",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("chat_index", sa.String(64), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_shown")),
    )
    op.create_index("ix_shown_chat", "shown", ["chat_index", "at"])
    op.create_index("ix_shown_at", "shown", ["at"])


def _pauses() -> None:
    op.create_table(
        "pauses",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("starts_at", columns.Utc(), nullable=False),
        sa.Column("ends_at", columns.Utc(), nullable=False),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("ended_at", columns.Utc()),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_pauses")),
        sa.UniqueConstraint("id", name=op.f("uq_pauses_id")),
    )
    op.create_index("ix_pauses_agency", "pauses", ["agency", "seq"])


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_imports_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_imports")),
        sa.UniqueConstraint("agency", "digest", name=op.f("uq_imports_agency_digest")),
    )
