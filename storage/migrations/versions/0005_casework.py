"""Tasks, parties and findings."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tasks()
    _parties()
    _findings()


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_agency_case_id")
    return sa.ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"], name=name)


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=20), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("done_at", columns.Utc(), nullable=True),
        _of_case("tasks"),
        sa.ForeignKeyConstraint(
            ["agency", "owner_id"], ["members.agency", "members.id"], name=op.f("fk_tasks_agency_owner_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tasks")),
        sa.UniqueConstraint("id", name=op.f("uq_tasks_id")),
    )
    op.create_index("ix_tasks_case", "tasks", ["agency", "case_id", "seq"], unique=False)
    op.create_index(
        "ix_tasks_owner",
        "tasks",
        ["agency", "owner_id", "due_on", "seq"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _parties() -> None:
    op.create_table(
        "parties",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("removed_at", columns.Utc(), nullable=True),
        sa.Column("merged_into", sa.String(length=20), nullable=True),
        _of_case("parties"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_parties")),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_parties_agency_id")),
        sa.UniqueConstraint("id", name=op.f("uq_parties_id")),
    )
    op.create_index("ix_parties_case", "parties", ["agency", "case_id", "seq"], unique=False)


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("allegation_id", sa.String(length=20), nullable=False),
        sa.Column("party_id", sa.String(length=20), nullable=False),
        sa.Column("severity", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        _of_case("findings"),
        sa.ForeignKeyConstraint(
            ["agency", "party_id"], ["parties.agency", "parties.id"], name=op.f("fk_findings_agency_party_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint(
            "agency", "allegation_id", "party_id", name=op.f("uq_findings_agency_allegation_id_party_id")
        ),
    )
    op.create_index("ix_findings_case", "findings", ["agency", "case_id"], unique=False)
