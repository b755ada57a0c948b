"""The statistics report against a count case by case: the same numbers on paper and in the table, audited once."""

import csv
import io
import random
import tracemalloc
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from pypdf import PdfReader

from bot.casework.errors import NotYours, Refused
from bot.casework.interview import Picked, Pressed
from bot.desk import figures, permission, statistics
from bot.desk.roster import CONSOLE
from bot.desk.statistics import Report, Wanted
from storage import cases, keys
from storage.cases import Case
from storage.columns import new_id
from storage.models import allegations as allegation_rows
from storage.models import cases as rows
from storage.models import findings as finding_rows
from storage.models import parties as party_rows
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_figures import crowd

ALL = Wanted(date(2025, 1, 1), date(2026, 12, 31), public=False)
SUMMER = Wanted(date(2026, 6, 1), date(2026, 8, 31))


def table(report: Report) -> dict[tuple[str, str, str], str]:
    read = list(csv.reader(io.StringIO(report.csv.decode("utf-8-sig"))))
    assert read[0] == ["table", "row", "column", "value"]
    return {(title, row, column): value for title, row, column, value in read[1:]}


def text(report: Report) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(report.pdf)).pages)


async def spread(office: Office, count: int, seed: int = 1) -> list[Case]:
    """So many cases of the summer, with allegations and findings."""
    dice, found = random.Random(seed), await crowd(office, count, seed)
    agency = office.desk.agencies[HOME]
    async with office.desk.database.write() as session:
        for number, each in enumerate(found):
            received = datetime(2026, 6, 1, 5, 0, tzinfo=office.clock().tzinfo) + timedelta(hours=dice.randint(0, 2200))
            await session.execute(rows.update().where(rows.c.id == each.id).values(received_at=received))
            made = {"agency": HOME, "case_id": each.id, "basis": b"", "score": 1.0, "at": received}
            for code in dice.sample(list(agency.allegations), dice.randint(1, 3)):
                row = {"id": f"{number}{code}", "position": 9, "code": code, "state": "confirmed"}
                await session.execute(allegation_rows.insert().values(**made, **row))
            person = {"id": f"p{number}", "agency": HOME, "case_id": each.id, "role": "respondent", "known": True}
            await session.execute(party_rows.insert().values(**person, kept=False, by="x", at=received))
            row = {"allegation_id": f"{number}{code}", "party_id": f"p{number}", "severity": dice.choice("abcd")}
            row |= {
                "finding": dice.choice(list(agency.findings)),
                "action": "none",
                "words": b"",
                "by": "x",
                "at": received,
            }
            await session.execute(finding_rows.insert().values(id=f"f{number}", agency=HOME, case_id=each.id, **row))
        return [each async for each in cases.every(session, HOME)]


async def test_the_internal_report_counts_every_case(office: Office) -> None:
    boss = await office.hires("supervisor")
    await spread(office, 40)
    agency = office.desk.agencies[HOME]
    theirs = table(await statistics.of_office(office.desk, None, boss, ALL))
    every = [each async for each in all_cases(office)]
    assert theirs["Open and closed", "Total", "Number"] == str(len(every))
    for id, status in agency.statuses.items():
        standing = sum(each.status == id and each.closed_at is None for each in every)
        assert theirs.get(("Where the open complaints stand", status.name.en, "Number"), "0") == str(standing)
    assert theirs["What the complaints are about", "Total", "Number"] == str(await allegations_in(office))
    assert theirs["Findings", "Total", "Total"] == str(len(await office.stored(finding_rows)))
    shown = await figures.of_office(office.desk, None, boss)
    assert theirs["Where the open complaints stand", "Total", "Number"] == str(shown.total.open)


async def all_cases(office: Office) -> Any:
    async with office.desk.database.read() as session:
        async for each in cases.every(session, HOME):
            yield each


async def allegations_in(office: Office) -> int:
    stored = await office.stored(allegation_rows)
    return len({(each.case_id, each.code) for each in stored if each.state != "rejected"})


@on_one
async def test_the_paper_and_the_table_say_the_same(office: Office) -> None:
    boss = await office.hires("supervisor")
    await spread(office, 40)
    for wanted in (SUMMER, Wanted(SUMMER.first, SUMMER.last, "es", public=False)):
        made = await statistics.of_office(office.desk, None, boss, wanted)
        said = " ".join(text(made).split())
        root = PdfReader(io.BytesIO(made.pdf)).trailer["/Root"]
        assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (wanted.language, True)
        assert b"pdfuaid:part" in root["/Metadata"].get_data()
        for (title, row, _), value in table(made).items():
            assert title in said
            assert f"{row} {value}".strip() in said or value in said
        assert ("For the public" in said) == wanted.public
        assert "a sample" in said or "una muestra" in said


@on_one
async def test_small_numbers_are_not_for_the_public(office: Office) -> None:
    boss = await office.hires("supervisor")
    await spread(office, 40)
    public = table(await statistics.of_office(office.desk, None, boss, SUMMER))
    numbers = [value for (_, _, column), value in public.items() if column == "Number" or column == "Total"]
    assert not {"1", "2", "3", "4"} & set(numbers)
    assert "*" in numbers
    assert not [key for key in public if "how many were kept" in key[0]], "they would say how many stand at a stage"


@on_one
async def test_of_fewer_than_five_cases_nothing_is_told_but_that(office: Office) -> None:
    boss, _ = await office.hires("supervisor"), await office.files()
    office.clock.strikes(11, 2)
    wanted = Wanted(date(2026, 9, 1), date(2026, 9, 30))
    made = await statistics.of_office(office.desk, None, boss, wanted)
    assert "Fewer than five complaints came in between September 1, 2026" in text(made)
    assert len(table(made)) == 1
    inside = await statistics.of_office(office.desk, None, boss, Wanted(wanted.first, wanted.last, public=False))
    assert table(inside)["Open and closed", "Open", "Number"] == "1"


@on_one
async def test_an_empty_period_says_so_in_both_languages(office: Office) -> None:
    boss = await office.hires("auditor")
    for language, words in (("en", "No complaint came in"), ("es", "no llegó ninguna queja")):
        made = await statistics.of_office(office.desk, None, boss, Wanted(SUMMER.first, SUMMER.last, language))
        assert words in " ".join(text(made).split())


@on_one
async def test_what_was_said_for_statistics_counts_and_no_answer_too(office: Office) -> None:
    boss = await office.hires("supervisor")
    first = await office.files()
    for incoming in (
        Picked("a25_34"),
        Picked("black"),
        Picked("latino"),
        Pressed("done"),
        Pressed("skip"),
    ):
        await office.hears(incoming)
    await office.files(chat="101")
    shut = await office.files(chat="102")
    async with office.desk.database.write() as session:
        assert await cases.statistics(session, HOME, first)
        await session.execute(rows.update().where(rows.c.id == shut.id).values(statistics=b"tampered with"))
    theirs = table(await statistics.of_office(office.desk, None, boss, ALL))
    assert theirs["Age of the complainants", "25 to 34", "Number"] == "1"
    assert theirs["Age of the complainants", "No answer", "Number"] == "2"
    assert theirs["Race or ethnicity of the complainants", "More than one", "Number"] == "1"
    assert theirs["Gender of the complainants", "No answer", "Number"] == "3"
    async with office.desk.database.write() as session:
        await keys.erase(session, HOME, first.key_id)
    theirs = table(await statistics.of_office(office.desk, None, boss, ALL))
    assert theirs["Open and closed", "Total", "Number"] == "3"
    assert theirs["Gender of the complainants", "No answer", "Number"] == "3"


@on_one
async def test_a_report_is_one_audit_row_and_not_for_everybody(office: Office) -> None:
    boss = await office.hires("supervisor")
    before = len(await office.acts())
    await statistics.of_office(office.desk, await office.row(), boss, SUMMER)
    await statistics.of_operator(office.desk, CONSOLE, HOME, SUMMER)
    acts = (await office.acts())[before:]
    assert acts == [(permission.actor(boss).by, "figures", HOME), (CONSOLE.by, "export", HOME)]
    for role in ("investigator", "intake", "custodian"):
        with pytest.raises(NotYours):
            await statistics.of_office(office.desk, None, await office.hires(role), SUMMER)
    with pytest.raises(NotYours):
        await statistics.of_operator(office.desk, permission.actor(boss), HOME, SUMMER)


@on_one
@pytest.mark.parametrize(
    ("first", "last", "because"),
    [
        (date(2026, 8, 2), date(2026, 8, 1), "period_backwards"),
        (date(2026, 9, 1), date(2026, 9, 30), "period_not_over"),
        (date(2026, 6, 2), date(2026, 7, 31), "period_not_months"),
        (date(2026, 6, 1), date(2026, 7, 30), "period_not_months"),
    ],
)
async def test_a_period_that_cannot_be_published_is_refused(
    office: Office, first: date, last: date, because: str
) -> None:
    boss = await office.hires("supervisor")
    with pytest.raises(Refused) as refused:
        await statistics.of_office(office.desk, None, boss, Wanted(first, last))
    assert refused.value.because == because
    if because != "period_backwards":
        await statistics.of_office(office.desk, None, boss, Wanted(first, last, public=False))


@on_one
async def test_what_is_published_is_not_published_again_for_other_days(office: Office) -> None:
    boss, agency = await office.hires("supervisor"), office.desk.agencies[HOME]
    half = Wanted(date(2026, 1, 1), date(2026, 6, 30))
    await statistics.of_office(office.desk, None, boss, half)
    await statistics.of_office(office.desk, None, boss, SUMMER)
    signed = replace(office.desk, agencies={**office.desk.agencies, HOME: agency.model_copy(update={"sample": False})})
    await statistics.of_office(signed, None, boss, SUMMER)
    await statistics.of_operator(signed, CONSOLE, HOME, SUMMER)
    with pytest.raises(Refused) as refused:
        await statistics.of_operator(signed, CONSOLE, HOME, half)
    assert refused.value.params["first"] == "2026-06-01"
    await statistics.of_office(signed, None, boss, replace(half, public=False))
    await statistics.of_office(signed, None, boss, replace(half, last=date(2026, 5, 31)))


@on_one
async def test_a_cell_is_no_formula(office: Office) -> None:
    boss, agency = await office.hires("supervisor"), office.desk.agencies[HOME]
    await office.files("He kicked me.")
    named = {code: each.model_copy(update={"name": each.name.model_copy(update={"en": f"=1+{code}"})})
             for code, each in agency.allegations.items()}  # fmt: skip
    office.desk.agencies[HOME] = agency.model_copy(update={"allegations": named})  # type: ignore[index]
    try:
        made = await statistics.of_office(office.desk, None, boss, ALL)
    finally:
        office.desk.agencies[HOME] = agency  # type: ignore[index]
    assert ",'=1+" in made.csv.decode()
    assert ",=1+" not in made.csv.decode()


@pytest.mark.long
@pytest.mark.timeout(600)
@on_one
async def test_fifty_thousand_cases_stay_within_memory(office: Office) -> None:
    """One page of them is in memory at a time: the report over many needs little more than the one over few."""
    boss = await office.hires("supervisor")
    await many(office, 50_000)
    started = perf_counter()
    made = await statistics.of_office(office.desk, None, boss, ALL)
    seconds = perf_counter() - started
    print(f"a report over 50,000 cases: {seconds:.1f} s")
    assert table(made)["Open and closed", "Total", "Number"] == "50001"
    assert seconds < 60, f"{seconds:.1f} s"
    tracemalloc.start()
    try:
        await statistics.of_office(office.desk, None, boss, ALL)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


async def many(office: Office, count: int) -> None:
    """So many cases at all stages, without keys of their own."""
    await office.files()
    (filed,) = await office.stored(rows)
    dice, agency = random.Random(5), office.desk.agencies[HOME]
    known = {name: value for name, value in filed._mapping.items() if name != "seq"}
    async with office.desk.database.write() as session:
        for start in range(0, count, 5000):
            made = []
            for number in range(start, start + 5000):
                received = office.clock() - timedelta(hours=dice.randint(0, 8000))
                steps = dice.sample([*agency.statuses], dice.randint(0, 4))
                moments = {each: (received + timedelta(days=dice.randint(0, 99))).isoformat() for each in steps}
                ids = {"id": new_id(), "key_id": new_id(), "draft_id": new_id(), "reference": f"OPCR-{number}"}
                status = dice.choice(list(agency.statuses))
                closed = received if agency.statuses[status].terminal else None
                made.append(
                    known | ids | {"received_at": received, "moments": moments, "status": status, "closed_at": closed}
                )
            await session.execute(rows.insert(), made)
