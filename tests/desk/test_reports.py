"""The export holds codes, times and numbers, nothing that a person wrote, and no spreadsheet runs any of it."""

import csv
import io
import json

import pytest

from bot.casework.authorization import Actor
from bot.casework.errors import NotYours
from bot.desk import caseload, ownership, reports, roster
from bot.desk.caseload import Move
from tests.desk.office import ABROAD, HOME, Office, on_one


async def exported(office: Office, agency: str = HOME, *, as_csv: bool) -> tuple[int, str]:
    out = io.StringIO()
    count = await reports.export(office.desk, roster.CONSOLE, agency, out, as_csv=as_csv)
    return count, out.getvalue()


async def test_every_case_is_a_line_in_both_forms(office: Office) -> None:
    boss = await office.hires("supervisor")
    closed, open_ = await office.files(chat="1"), await office.files(chat="2")
    await office.files(chat="3", agency=ABROAD)
    await ownership.claim(office.desk, await office.row(boss.chat.id), boss, open_.id)
    (suggestion,) = (await caseload.card(office.desk, boss, closed.id)).suggestions
    for decision in ((suggestion.row.id, "rejected"), ("RE", "added"), ("TH", "added")):
        await caseload.decide(office.desk, await office.row(boss.chat.id), boss, closed.id, decision)
    for move in (Move("start"), Move("close", "no_merit")):
        await caseload.act(office.desk, await office.row(boss.chat.id), boss, closed.id, move)

    count, text = await exported(office, as_csv=False)
    lines = [json.loads(line) for line in text.splitlines()]
    assert count == len(lines) == 2
    first, second = lines
    assert tuple(first) == reports.COLUMNS
    assert (first["reference"], first["stage"], first["disposition"]) == (closed.reference, "closed", "no_merit")
    assert (first["codes"], first["closed_at"]) == (["RE", "TH"], office.clock().isoformat())
    assert (second["owner_id"], second["codes"], second["closed_at"]) == (boss.id, ["EF"], None)
    assert second["clocks"]["number"] == {"due_on": "2026-09-17", "met_at": office.clock().isoformat()}
    assert second["clocks"]["review"] == {"due_on": "2026-10-14", "met_at": None}

    _, text = await exported(office, as_csv=True)
    table = list(csv.DictReader(io.StringIO(text)))
    assert [each["reference"] for each in table] == [closed.reference, open_.reference]
    assert (table[0]["codes"], table[0]["owner_id"]) == ("RE TH", "")
    assert "review: due 2026-10-14, met no" in table[1]["clocks"]


@pytest.mark.parametrize("as_csv", [True, False])
async def test_an_export_is_one_row_in_the_chain_and_an_empty_one_too(office: Office, as_csv: bool) -> None:
    count, text = await exported(office, as_csv=as_csv)
    assert (count, text.strip()) == (0, ",".join(reports.COLUMNS) if as_csv else "")
    assert await office.acts() == [("operator", "export", HOME)]


@on_one
@pytest.mark.parametrize("who", [Actor("supervisor", HOME, "member:x"), Actor("auditor", HOME, "member:x"),
                                 Actor("program", HOME, "program"), Actor("operator", ABROAD, "operator")])  # fmt: skip
async def test_only_the_operator_exports(office: Office, who: Actor) -> None:
    out = io.StringIO()
    with pytest.raises(NotYours):
        await reports.export(office.desk, who, HOME, out, as_csv=True)
    assert out.getvalue() == ""
    assert await office.acts() == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_begins_like_a_formula_is_inert(cell: str) -> None:
    assert reports.inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "OPCR-2026-00001-7", "1+1", "2026-09-17"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert reports.inert(cell) == cell
