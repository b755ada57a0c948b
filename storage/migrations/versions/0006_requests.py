"""Requests, invitations of witnesses and unlocked identities."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("shared", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("message_id", sa.String(length=20), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("settled_at", columns.Utc(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'offered', 'answered', 'withdrawn')", name=op.f("ck_requests_state")),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_requests_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_requests")),
        sa.UniqueConstraint("id", name=op.f("uq_requests_id")),
    )
    op.create_index("ix_requests_case", "requests", ["agency", "case_id", "seq"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column("chat_index", sa.String(length=64), nullable=True),
        sa.Column("chat", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("expires_at", columns.Utc(), nullable=False),
        sa.CheckConstraint("state IN ('invited', 'redeemed', 'revoked')", name=op.f("ck_invitations_state")),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_invitations_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_invitations_agency_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitations_token_digest")),
    )
    op.create_index("ix_invitations_case", "invitations", ["agency", "case_id"], unique=False)
    op.create_index("ix_invitations_chat", "invitations", ["chat_index"], unique=False)
    op.create_table(
        "statements",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("invitation_id", sa.String(length=20), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_statements_agency_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "invitation_id"],
            ["invitations.agency", "invitations.id"],
            name=op.f("fk_statements_agency_invitation_id"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_statements")),
        sa.UniqueConstraint("id", name=op.f("uq_statements_id")),
    )
    op.create_index("ix_statements_case", "statements", ["agency", "case_id", "seq"], unique=False)
    op.create_table(
        "unlocks",
        sa.Column("seq", columns.BigInteger, nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("because", sa.LargeBinary(), nullable=False),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("opens_until", columns.Utc(), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'opened', 'refused')", name=op.f("ck_unlocks_state")),
        sa.ForeignKeyConstraint(
            ["agency", "case_id"], ["cases.agency", "cases.id"], name=op.f("fk_unlocks_agency_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["agency", "member_id"], ["members.agency", "members.id"], name=op.f("fk_unlocks_agency_member_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_unlocks")),
        sa.UniqueConstraint("id", name=op.f("uq_unlocks_id")),
    )
    op.create_index("ix_unlocks_case", "unlocks", ["agency", "case_id", "seq"], unique=False)
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("came_by", sa.String(length=64), nullable=True))
    with op.batch_alter_table("openings") as openings:
        openings.add_column(sa.Column("case_id", sa.String(length=20), nullable=True))
        openings.create_foreign_key("fk_openings_agency_case_id", "cases", ["agency", "case_id"], ["agency", "id"])
    op.create_index("ix_openings_case", "openings", ["agency", "case_id"], unique=False)
    told = sa.text("message_id IS NOT NULL")
    op.create_index(
        "ix_notices_message", "notices", ["agency", "to", "message_id"], sqlite_where=told, postgresql_where=told
    )
