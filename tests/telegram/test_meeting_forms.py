"""What is asked about a meeting, in order: places by a tap, several times, a conference of many parties."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio

from bot.casework.party import NewParty
from bot.desk import ownership, parties
from bot.telegram.meeting_forms import read
from tests.desk.office import Office
from tests.desk.test_agenda import arranged, arranging
from tests.telegram.clerk import Clerk, office_in


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield arranging(office)


def test_times_read_back_as_they_were_kept() -> None:
    times = (datetime(2026, 9, 24, 19, 0, tzinfo=UTC), datetime(2026, 9, 25, 15, 0, tzinfo=UTC))
    assert read(",".join(each.isoformat() for each in times)) == times


async def test_a_conference_asks_every_party_and_whoever_has_the_case(office: Office) -> None:
    ana, case = Clerk(office, await office.hires(name="Ana")), await office.files()
    member = ana.member
    assert member.chat is not None
    row = await office.row(member.chat.id)
    await ownership.claim(office.desk, row, member, case.id)
    for name in ("Leo's shop", "Main Street Market"):
        new = NewParty("respondent", name, known=True)
        await parties.add(office.desk, await office.row(member.chat.id), member, case.id, new, "It says so.")
    await ana.opens(case, "meets")
    await ana.taps("Plan a meeting")
    await ana.taps("Conference")
    await ana.says("The lost wages")
    assert ana.labels()[:3] == ["At the office", "By telephone", "By video"]
    await ana.taps("At the office")
    assert office.desk.agencies[case.agency].address in await ana.says(
        "September 24 at 9 am or 1 pm\nSeptember 25, 9 am"
    )
    ticked = [each for each in ana.labels() if each.startswith("✓")]
    assert "✓ Respondent: Leo's shop" in ticked
    assert "✓ Colleague: Ana" in ticked
    await ana.taps("✓ Respondent: Leo's shop")
    assert "Respondent: Leo's shop" in ana.labels()
    await ana.taps("Respondent: Leo's shop")
    await ana.says("Ms. Hall, for the market")
    await ana.taps("Send")
    (there,) = await arranged(office, case)
    assert (len(there.times), there.minutes, there.state) == (3, 90, "proposed")
    assert {each.name for each in there.people} >= {
        "Leo's shop",
        "Main Street Market",
        "Ana",
        "Ms. Hall, for the market",
    }
    office.clock.strikes(9, 25, 16)
    await ana.opens(case, "meets")
    await ana.taps("Conference")
    assert not [each for each in ana.labels() if each.startswith("Choose")], "none of the times is still to come"
    await ana.taps("Other times")
    await ana.says("September 28 at 9 am")
    office.clock.strikes(9, 28, 16)
    await ana.opens(case, "meets")
    await ana.taps("Conference")
    for whom, came in (("Respondent: Leo", "Came"), ("Respondent: Main", "Did not come"), ("Somebody else", "Excused")):
        await ana.taps(whom)
        await ana.taps(came)
    (there,) = await arranged(office, case)
    assert {each.name: each.state for each in there.people if each.state not in ("asked",)} == {
        "Leo's shop": "came",
        "Main Street Market": "absent",
        "Ms. Hall, for the market": "excused",
    }


async def test_a_place_by_telephone_is_in_the_words_of_the_one_who_complained(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files(language="es")
    await ana.opens(case, "meets")
    await ana.taps("Plan a meeting")
    await ana.taps("Interview")
    await ana.says("What happened")
    await ana.taps("By telephone")
    await ana.says("September 24 at 9 am")
    await ana.taps("Send")
    assert (await arranged(office, case))[0].place == "Por teléfono"
