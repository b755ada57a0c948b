"""What the tables of `storage.models` are made of: types that mean the same on SQLite and PostgreSQL."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger as WideInteger
from sqlalchemy import Column, DateTime, Dialect, ForeignKeyConstraint, Integer, MetaData, String, TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """An aware instant in UTC, also on SQLite, which forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("storage takes aware datetimes only")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigInteger = WideInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows only in INTEGER columns
Id = String(20)
Code = String(64)
Digest = String(64)


def row_of_case() -> tuple[Column[Any], ...]:
    """The columns that a row about a case begins with: its order, its name, whose it is, and which case."""
    return (
        Column("seq", BigInteger, primary_key=True),
        Column("id", Id, nullable=False, unique=True),
        Column("agency", Code, nullable=False),
        Column("case_id", Id, nullable=False),
    )


def of_case() -> ForeignKeyConstraint:
    """Both columns, so that no row of one agency can hang on a case of another."""
    return ForeignKeyConstraint(["agency", "case_id"], ["cases.agency", "cases.id"])


def of_member(column: str = "member_id") -> ForeignKeyConstraint:
    """Both columns, so that no row of one agency can name a member of another."""
    return ForeignKeyConstraint(["agency", column], ["members.agency", "members.id"])


def new_id() -> str:
    """A row's name: 20 characters that nobody can guess."""
    return secrets.token_urlsafe(15)
