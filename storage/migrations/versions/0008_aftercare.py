"""Transfers, single-use reading links and what complainants say afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _transfers()
    _readings()
    _appeals()
    _opinions()


def _transfers() -> None:
    states = "state IN ('asked', 'offered', 'declined', 'accepted', 'refused', 'stopped', 'referred')"
    op.create_table(
        "transfers",
        sa.Column("id", sa.String(20), nullable=False),
        *_of_case(),
        sa.Column("target", sa.String(64)),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_version", sa.String(64)),
        sa.Column("consent_by", sa.String(64)),
        sa.Column("consent_at", sa.DateTime(timezone=True)),
        sa.Column("package_id", sa.String(20)),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("new_case_id", sa.String(20)),
        sa.CheckConstraint(states, name=op.f("ck_transfers_state")),
        _case_key("transfers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index("ix_transfers_case", "transfers", ["agency", "case_id"])
    op.create_index("ix_transfers_target", "transfers", ["target", "state"])


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("digest", sa.String(64), nullable=False),
        *_of_case(),
        sa.Column("member_id", sa.String(20), nullable=False),
        sa.Column("part", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        _case_key("readings"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_case", "readings", ["agency", "case_id"])
    op.create_index("ix_readings_expires", "readings", ["expires_at"])


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.String(20), nullable=False),
        *_of_case(),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("state IN ('asked', 'accepted', 'refused')", name=op.f("ck_appeals_state")),
        _case_key("appeals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
    )
    op.create_index("ix_appeals_case", "appeals", ["agency", "case_id"])


def _opinions() -> None:
    op.create_table(
        "opinions",
        sa.Column("id", sa.String(20), nullable=False),
        *_of_case(),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _case_key("opinions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index("ix_opinions_case", "opinions", ["agency", "case_id"], unique=True)


def _of_case() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("agency", sa.String(64), nullable=False), sa.Column("case_id", sa.String(20), nullable=False)


def _case_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_agency_case_id")
    return sa.ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"], name=name)
