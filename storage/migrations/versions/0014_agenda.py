"""Meetings with their people, and what somebody else has to do until a day."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _meetings()
    _attendances()
    _follow_ups()


def _meetings() -> None:
    op.create_table(
        "meetings",
        *_first(),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("set_at", sa.DateTime(timezone=True)),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'set', 'held', 'cancelled')", name=op.f("ck_meetings_state")),
        _case_key("meetings"),
        *_keys("meetings"),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_meetings_agency_id")),
    )
    op.create_index("ix_meetings_case", "meetings", ["agency", "case_id", "seq"])


def _attendances() -> None:
    states = "state IN ('asked', 'comes', 'cannot', 'came', 'absent', 'excused')"
    meeting_key = op.f("fk_attendances_agency_meeting_id")
    op.create_table(
        "attendances",
        *_first(),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("meeting_id", sa.String(20), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(states, name=op.f("ck_attendances_state")),
        sa.ForeignKeyConstraint(["agency", "meeting_id"], ["meetings.agency", "meetings.id"], name=meeting_key),
        _case_key("attendances"),
        *_keys("attendances"),
    )
    op.create_index("ix_attendances_meeting", "attendances", ["agency", "meeting_id", "seq"])
    op.create_index("ix_attendances_who", "attendances", ["agency", "who", "meeting_id"])


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        *_first(),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("body", sa.String(64)),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(64)),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("settled_on", sa.Date()),
        sa.Column("settled_by", sa.String(64)),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'settled', 'dropped')", name=op.f("ck_follow_ups_state")),
        _case_key("follow_ups"),
        *_keys("follow_ups"),
    )
    op.create_index("ix_follow_ups_case", "follow_ups", ["agency", "case_id", "seq"])
    op.create_index("ix_follow_ups_due", "follow_ups", ["agency", "state", "due_on", "seq"])


def _first() -> tuple[sa.Column[int], sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("agency", sa.String(64), nullable=False),
    )


def _keys(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.UniqueConstraint]:
    return (
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def _case_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_agency_case_id")
    return sa.ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"], name=name)
