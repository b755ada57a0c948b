"""Redacted packets, a panel's recommendation, compelled statements, and complaints about one incident."""

import sqlalchemy as sa
from alembic import op

from storage import columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _packets()
    _recommendations()
    _compelled()
    _clusters()


def _packets() -> None:
    op.create_table(
        "packets",
        *_first(),
        _code("case_id", 20),
        _code("kind"),
        _code("language"),
        _code("state"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("document_id", sa.String(20)),
        sa.Column("revision", sa.Integer(), nullable=False),
        _code("by"),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("asked_by", sa.String(64)),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", columns.Utc()),
        sa.CheckConstraint("state IN ('review', 'asked', 'made', 'dropped')", name=op.f("ck_packets_state")),
        _of_case("packets"),
        *_keys("packets"),
    )
    op.create_index("ix_packets_case", "packets", ["agency", "case_id", "seq"])


def _recommendations() -> None:
    op.create_table(
        "recommendations",
        *_first(),
        _code("case_id", 20),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("agreed", "differed", "abstained")),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        _code("by"),
        sa.Column("at", columns.Utc(), nullable=False),
        _of_case("recommendations"),
        *_keys("recommendations"),
    )
    op.create_index("ix_recommendations_case", "recommendations", ["agency", "case_id", "seq"])


def _compelled() -> None:
    op.create_table(
        "compelled",
        _code("agency"),
        _code("case_id", 20),
        _code("item_id", 20),
        _code("by"),
        sa.Column("at", columns.Utc(), nullable=False),
        _of_case("compelled"),
        sa.PrimaryKeyConstraint("agency", "item_id", name=op.f("pk_compelled")),
    )
    op.create_index("ix_compelled_case", "compelled", ["agency", "case_id"])


def _clusters() -> None:
    op.create_table(
        "clusters",
        *_first(),
        _code("key_id", 20),
        _code("state"),
        sa.Column("name", sa.LargeBinary()),
        sa.Column("lead_id", sa.String(20)),
        _code("by"),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", columns.Utc()),
        sa.CheckConstraint("state IN ('proposed', 'open', 'refused')", name=op.f("ck_clusters_state")),
        sa.ForeignKeyConstraint(
            ["agency", "lead_id"], ["members.agency", "members.id"], name=op.f("fk_clusters_agency_lead_id")
        ),
        *_keys("clusters"),
        sa.UniqueConstraint("agency", "id", name=op.f("uq_clusters_agency_id")),
    )
    op.create_index("ix_clusters_agency", "clusters", ["agency", "seq"])
    op.create_table(
        "cluster_cases",
        _code("agency"),
        _code("cluster_id", 20),
        _code("case_id", 20),
        _code("state"),
        _code("by"),
        sa.Column("at", columns.Utc(), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'in', 'refused')", name=op.f("ck_cluster_cases_state")),
        sa.ForeignKeyConstraint(
            ["agency", "cluster_id"],
            ["clusters.agency", "clusters.id"],
            name=op.f("fk_cluster_cases_agency_cluster_id"),
        ),
        _of_case("cluster_cases"),
        sa.PrimaryKeyConstraint("cluster_id", "case_id", name=op.f("pk_cluster_cases")),
    )
    op.create_index("ix_cluster_cases_case", "cluster_cases", ["agency", "case_id"])
    op.create_index("ix_cluster_cases_cluster", "cluster_cases", ["agency", "cluster_id"])


def _code(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _first() -> tuple[sa.Column[int], sa.Column[str], sa.Column[str]]:
    return sa.Column("seq", _NUMBER, nullable=False), _code("id", 20), _code("agency")


def _keys(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.UniqueConstraint]:
    primary = sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}"))
    return primary, sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id"))


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_agency_case_id")
    return sa.ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"], name=name)
