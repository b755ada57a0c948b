"""Tenancy can be seen: in every signature, in every foreign key, and in every statement that a test runs."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import LargeBinary, Table
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from storage import models
from storage.columns import metadata

NO_AGENCY_YET = {
    "inbox": {"put", "next_offset", "claim", "applied", "answered", "quarantine", "release", "forget", "counts"},
    "drafts": {"of_chat"},
    "cases": {"of_chat"},
    "evidence": {"claim", "stored", "failed"},
    "bulks": {"claim"},
    "invitations": {"of_token", "of_chat"},
    "notices": {"drop", "mark"},
    "outbox": {"claim", "claim_beside", "renew", "sent", "again"},
    "openings": {"claim_openings", "erased"},
    "shown": {"keep", "of_chat", "forget"},
    "lookups": {"once_more", "forget"},
    "links": {"claim_arrivals", "waiting"},
    "reading_links": {"use", "forget"},
    "roster": {"redeem", "of_chat", "at_the_door"},
    "audit": {"checkpoint", "verify"},
    "keys": {"box_of", "stale", "rewrap"},
    "caserows": {"columns_for", "opened", "unsealed"},
    "vault": {"vault_of"},
    "statements": {"insert", "changed"},
}
# A conversation begins before any agency is chosen.
OF_THE_DOOR = {"conversations", "conversation_ends", "conversation_updates", "transcripts"}


def public_functions() -> list[tuple[str, str, Callable[..., Any]]]:
    found = []
    for info in pkgutil.iter_modules(storage.__path__):
        if info.ispkg or info.name in OF_THE_DOOR:
            continue
        module = importlib.import_module(f"storage.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                found.append((info.name, name, function))
    return found


def test_every_function_with_a_session_takes_the_agency_next() -> None:
    without: dict[str, set[str]] = {}
    for module, name, function in public_functions():
        parameters = list(inspect.signature(function).parameters.values())
        if not parameters or parameters[0].annotation is not AsyncSession:
            continue
        assert parameters[0].name == "session"
        if len(parameters) < 2 or parameters[1].name != "agency":
            without.setdefault(module, set()).add(name)
    assert without == NO_AGENCY_YET


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_of_an_agency_says_which(table: Table) -> None:
    shared = {"inbox", "conversations", "conversation_entries", "conversation_files", "conversation_updates"}
    shared |= {"shown", "lookups"}  # a digest of a chat, or of an address, whatever it is about
    assert "agency" in table.c or table.name in shared | {"conversation_counter"}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_no_row_can_hang_on_another_agency_s(table: Table) -> None:
    for constraint in table.foreign_key_constraints:
        if "agency" in constraint.referred_table.c:
            assert "agency" in constraint.column_keys


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (models.inbox, {"chat", "payload"}),
        (models.drafts, {"chat", "answers", "notes"}),
        (models.cases, {"chat", "because", "labels", "answers", "narrative", "reading", "statistics"}),
        (models.allegations, {"basis"}),
        (models.messages, {"text"}),
        (models.events, {"detail"}),
        (models.evidence, {"source", "name"}),
        (models.openings, {"chat"}),
        (models.members, {"name", "chat", "prompt"}),
        (models.bulks, {"detail"}),
        (models.requests, {"asked", "shared", "answer"}),
        (models.invitations, {"who", "chat"}),
        (models.statements, {"said"}),
        (models.unlocks, {"because", "decision"}),
        (models.transfers, {"because", "files", "answer"}),
        (models.appeals, {"text", "answer"}),
        (models.opinions, {"said"}),
        (models.tasks, {"title"}),
        (models.parties, {"name"}),
        (models.findings, {"words"}),
        (models.passages, {"words"}),
        (models.recusals, {"because"}),
        (models.holds, {"because"}),
        (models.snoozes, {"because"}),
        (models.asks, {"because"}),
        (models.searches, {"words", "name", "found"}),
        (models.arrivals, {"told"}),
        (models.links, {"because"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_people_wrote_and_who_they_are_is_sealed(table: Table, columns: set[str]) -> None:
    assert {column.name for column in table.c if isinstance(column.type, LargeBinary)} == columns
