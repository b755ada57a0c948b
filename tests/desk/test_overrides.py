"""How often staff changed a suggestion: every allegation of the period once, readable, and audited."""

import csv
import io
from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from bot.casework.errors import NotYours, Refused
from bot.casework.overrides import Count
from bot.desk import overrides, permission
from bot.desk.overrides import EMPTY, Report, Wanted, csv_of, written
from bot.desk.roster import CONSOLE
from storage import keys
from storage.models import allegations as rows
from storage.models import cases as case_rows
from tests.desk.office import ABROAD, HOME, Office, on_one
from tests.desk.test_training_export import BIAS, FORCE, RUDE, STOP, decides, suggests


async def counted(office: Office, wanted: Wanted | None = None, agency: str = HOME) -> Report:
    return await overrides.of_operator(office.desk, CONSOLE, agency, wanted or Wanted())


async def worked(office: Office) -> None:
    """Three cases: two in English, one in Spanish, decided in several ways."""
    boss = await office.hires("supervisor")
    first, second = await office.files(chat="1"), await office.files(chat="2")
    third = await office.files("Me pegaron y me tiraron al suelo.", chat="3", language="es")
    for case in (first, second, third):
        await suggests(office, case, FORCE, BIAS, STOP)
    await decides(office, boss, first, EF="confirmed", DI="rejected", TH="added", CM="added")
    await decides(office, boss, second, EF="rejected", RE="added")
    await decides(office, boss, third, EF="confirmed", PM="confirmed")


async def test_what_staff_did_is_counted_by_label_language_and_score(office: Office) -> None:
    await worked(office)
    report = await counted(office)
    assert report.counts.labels == {
        ("excessive_force", "en"): Count(confirmed=1, rejected=1),
        ("excessive_force", "es"): Count(confirmed=1),
        ("slur", "en"): Count(rejected=1, undecided=1),
        ("slur", "es"): Count(undecided=1),
        ("race_color", "en"): Count(rejected=1, undecided=1),
        ("race_color", "es"): Count(undecided=1),
        ("unlawful_stop", "en"): Count(undecided=2),
        ("unlawful_stop", "es"): Count(confirmed=1),
        ("property", "en"): Count(added=1),
        ("CM", "en"): Count(added=1),
        ("retaliation", "en"): Count(added=1),
    }
    assert report.counts.bands == (
        Count(confirmed=2, rejected=1),
        Count(rejected=1, undecided=2),
        Count(confirmed=1, undecided=2),
    )
    assert report.unread == 0


@on_one
async def test_the_table_and_the_csv_say_the_same(office: Office) -> None:
    await worked(office)
    report = await counted(office)
    told = written(report)
    assert told.startswith("Internal, not for the public. Cases received from 2000-01-01 to 2026-09-14.\n")
    lines = [line.split("  ") for line in told.splitlines()]
    shown = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    assert ["label", "language", "suggested", "confirmed", "rejected", "undecided", "added", "changed"] in shown
    assert ["excessive_force", "en", "2", "1", "1", "0", "0", "50%"] in shown
    assert ["property", "en", "0", "0", "0", "0", "1", "-"] in shown
    assert ["0.85 and more", "3", "2", "1", "0", "33%"] in shown
    assert ["below 0.6", "3", "1", "0", "2", "0%"] in shown
    table = [line for line in told.splitlines() if line.startswith(("excessive_force", "CM", "label"))]
    assert len({len(line) for line in table}) == 1, "the columns stand under each other"

    read = list(csv.DictReader(io.StringIO(csv_of(report).decode("utf-8-sig"))))
    assert tuple(read[0]) == overrides.COLUMNS
    assert {each["note"] for each in read} == {"internal"}
    found = {(each["by"], each["label"], each["language"]): each for each in read}
    assert len(found) == len(read) == 11 + 3
    force = found["label", "excessive_force", "en"]
    assert [force[name] for name in (*overrides.COUNTED, "added", "share_changed")] == [
        "2",
        "1",
        "1",
        "0",
        "0",
        "0.500",
    ]
    assert found["label", "property", "en"]["share_changed"] == ""
    assert found["score", "0.6 up to 0.85", ""]["rejected"] == "1"


async def test_only_cases_of_the_period_count_and_of_this_office(office: Office) -> None:
    boss, days = await office.hires("supervisor"), ("2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")
    for day in days:
        case = await office.files(chat=day)
        await suggests(office, case, FORCE)
        await decides(office, boss, case, EF="confirmed")
        noon = office.clock().replace(month=int(day[5:7]), day=int(day[8:]))
        async with office.desk.database.write() as session:
            await session.execute(case_rows.update().where(case_rows.c.id == case.id).values(received_at=noon))
    await suggests(office, await office.files(chat="9", agency=ABROAD), RUDE)

    async def confirmed(*period: date | None) -> int:
        return (await counted(office, Wanted(*period))).counts.bands[0].confirmed

    june = date(2026, 6, 1), date(2026, 6, 30)
    assert [await confirmed(), await confirmed(*june), await confirmed(june[0]), await confirmed(None, june[1])] == [
        4, 2, 3, 3,
    ]  # fmt: skip
    assert list((await counted(office, agency=ABROAD)).counts.labels) == [("discourtesy", "en")]


async def test_nothing_suggested_is_said_in_a_sentence(office: Office) -> None:
    report = await counted(office)
    assert written(report).splitlines()[1:] == [EMPTY]
    rows = list(csv.DictReader(io.StringIO(csv_of(report).decode("utf-8-sig"))))
    assert [(each["by"], each["suggested"]) for each in rows] == [("score", "0")] * 3


@on_one
async def test_what_cannot_be_opened_is_said_and_what_was_erased_counts_no_more(office: Office) -> None:
    filed = [await office.files(chat=str(number)) for number in range(3)]
    for case in filed:
        await suggests(office, case, FORCE)
    async with office.desk.database.write() as session:
        await session.execute(rows.update().where(rows.c.case_id == filed[0].id).values(basis=b"tampered with"))
        await keys.erase(session, HOME, filed[1].key_id)
    with capture_logs() as logs:
        report = await counted(office)
    assert report.counts.labels == {("excessive_force", "en"): Count(undecided=1)}
    assert "could not be opened and are in no number: 1." in written(report)
    assert [each["event"] for each in logs] == ["allegation_not_opened"]


async def test_a_report_is_one_audit_row_and_for_the_operator_alone(office: Office) -> None:
    boss, before = await office.hires("supervisor"), await office.acts()
    await counted(office)
    assert (await office.acts()) == [*before, (CONSOLE.by, "export", HOME)]
    with pytest.raises(NotYours):
        await overrides.of_operator(office.desk, permission.actor(boss), HOME, Wanted())
    today = office.clock().date()
    with pytest.raises(Refused) as refused:
        await counted(office, Wanted(today, today - timedelta(days=1)))
    assert refused.value.because == "period_backwards"
    assert len(await office.acts()) == len(before) + 1
