"""Figures for the operator: the export of cases without anything a person wrote; called by the command line."""

import csv
import json
from collections.abc import AsyncIterator
from typing import Any, Final, TextIO

from bot.casework.authorization import Actor, Verb, permit
from bot.casework.deadlines import Duty
from bot.desk import clocks
from bot.desk.desk import Act, Desk
from storage import cases
from storage.cases import Case

COLUMNS: Final = (
    "reference", "received_at", "changed_at", "closed_at", "stage", "disposition", "codes", "priority", "queue",
    "owner_id", "next_at", "clocks",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


async def export(desk: Desk, by: Actor, agency_id: str, out: TextIO, *, as_csv: bool) -> int:
    """Write every case of an agency and return how many; one audit row. No narrative, name, contact or place."""
    permit(Verb.EXPORT, by, agency_id)
    async with desk.transaction(None) as session:
        await desk.record(session, Act(by, Verb.EXPORT, agency_id, agency_id, {"format": "csv" if as_csv else "jsonl"}))
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    if as_csv:
        writer.writeheader()
    count = 0
    async for row in _rows(desk, agency_id):
        if as_csv:
            writer.writerow({name: inert(_cell(value)) for name, value in row.items()})
        else:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


async def _rows(desk: Desk, agency_id: str) -> AsyncIterator[dict[str, Any]]:
    agency = desk.agencies[agency_id]
    async with desk.database.read() as session:
        async for case in cases.every(session, agency_id):
            # A restored database may list a case whose key is gone; it is still counted.
            found = await cases.allegations(session, agency_id, case.id) if case.readable else []
            codes = sorted({each.code for each in found if each.state != "rejected"})
            duties = await clocks.duties(session, agency, case)
            yield _row(case, codes, {each.name: _clock(each) for each in duties})


def _row(case: Case, codes: list[str], clock: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "received_at": case.received_at.isoformat(),
        "changed_at": case.changed_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "stage": case.status,
        "disposition": case.disposition,
        "codes": codes,
        "priority": case.priority,
        "queue": case.queue,
        "owner_id": case.owner_id,
        "next_at": case.next_at.isoformat(),
        "clocks": clock,
    }


def _clock(duty: Duty) -> dict[str, str | None]:
    return {"due_on": duty.due_on.isoformat(), "met_at": duty.met_at.isoformat() if duty.met_at else None}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: due {each['due_on']}, met {each['met_at'] or 'no'}" for name, each in value.items())
    return str(value)
