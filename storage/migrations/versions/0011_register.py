"""The register of evidence, passages of the report, and what members say about themselves before they are let in."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("requests") as requests:
        requests.add_column(sa.Column("item", sa.String(length=64), nullable=True))
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("attested", sa.String(length=64), nullable=True))
        members.add_column(sa.Column("attested_at", columns.Utc(), nullable=True))
    _proposals()
    _passages()


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("settled_at", columns.Utc(), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'asked', 'dismissed')", name=op.f("ck_proposals_state")),
        _of_case("proposals"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_proposals")),
        sa.UniqueConstraint("agency", "case_id", "item", name=op.f("uq_proposals_agency_case_id_item")),
    )


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        _of_case("passages"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_passages")),
        sa.UniqueConstraint("id", name=op.f("uq_passages_id")),
    )
    op.create_index("ix_passages_case", "passages", ["agency", "case_id", "seq"], unique=False)


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_agency_case_id")
    return sa.ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"], name=name)
