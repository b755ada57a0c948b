"""Holds, extensions and snoozes of duties."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("held_until", columns.Utc(), nullable=True))
    _holds()
    _snoozes()
    _asks()


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f(f"fk_{table}_agency_case_id")
    )


def _of_member(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency", column], ["members.agency", "members.id"], name=op.f(f"fk_{table}_agency_{column}")
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("ends_at", columns.Utc(), nullable=False),
        sa.Column("released_by", sa.String(length=64), nullable=True),
        sa.Column("released_at", columns.Utc(), nullable=True),
        sa.CheckConstraint("at <= ends_at", name=op.f("ck_holds_order")),
        _of_case("holds"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_holds")),
        sa.UniqueConstraint("id", name=op.f("uq_holds_id")),
    )
    op.create_index("ix_holds_case", "holds", ["agency", "case_id"])
    standing = sa.text("released_at IS NULL")
    op.create_index("ix_holds_ends", "holds", ["agency", "ends_at"], sqlite_where=standing, postgresql_where=standing)


def _snoozes() -> None:
    op.create_table(
        "snoozes",
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("duty", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("seal_id", sa.String(length=20), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("until_at", columns.Utc(), nullable=False),
        _of_case("snoozes"),
        _of_member("snoozes", "member_id"),
        sa.PrimaryKeyConstraint("agency", "case_id", "duty", "member_id", name=op.f("pk_snoozes")),
    )


def _asks() -> None:
    op.create_table(
        "asks",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("duty", sa.String(length=64), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.String(length=20), nullable=True),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", columns.Utc(), nullable=True),
        sa.CheckConstraint("kind IN ('extension', 'handover')", name=op.f("ck_asks_kind")),
        sa.CheckConstraint("state IN ('asked', 'granted', 'refused', 'overtaken')", name=op.f("ck_asks_state")),
        _of_case("asks"),
        _of_member("asks", "member_id"),
        _of_member("asks", "to_id"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_asks")),
        sa.UniqueConstraint("id", name=op.f("uq_asks_id")),
    )
    op.create_index("ix_asks_case", "asks", ["agency", "case_id"])
