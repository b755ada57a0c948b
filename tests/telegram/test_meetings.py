"""Meetings in the staff chat, from the plan to who came; every refusal is a sentence and changes nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from icalendar import Calendar

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import timeline
from storage.cases import Case
from storage.models import meetings as rows
from tests.desk.office import ABROAD, Office
from tests.desk.test_agenda import arranged, arranging
from tests.telegram.clerk import Clerk, office_in


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield arranging(office)


async def plans(clerk: Clerk, case: Case, *times: str, kind: str = "Interview") -> str:
    """Everything up to the question who is asked."""
    await clerk.opens(case, "meets")
    await clerk.taps("Plan a meeting")
    await clerk.taps(kind)
    await clerk.says("What happened in May")
    await clerk.says("Room 239")
    return await clerk.says("\n".join(times))


async def test_one_is_planned_set_and_recorded(office: Office) -> None:
    ana, case = Clerk(office, await office.hires(name="Ana")), await office.files()
    await office.hires(name="Ben")
    await ana.opens(case)
    assert "There are no meetings yet" in await ana.taps("Meetings")
    shown = await plans(ana, case, "September 24 at 2 pm", "September 25 at 10 am")
    assert "September 24, 2026, 2:00 pm" in shown
    assert "Room 239" in shown
    await ana.taps("Colleague: Ben")
    await ana.taps("They may know")
    assert "Somebody else: Her lawyer" in await ana.says("Her lawyer")
    assert [each[:1] for each in ana.labels()].count("✓") == 3, ana.labels()
    assert await office.stored(rows) == [], "nothing is written before the last step"
    assert "looking for a time" in await ana.taps("Send the invitations")
    shown = await ana.taps("Interview")
    for part in ("What happened in May", "suits: 0", "Colleague: Ben: asked", "Somebody else: Her lawyer"):
        assert part in shown
    shown = await ana.taps("Choose September 25")
    assert "set · September 25, 2026, 10:00 am" in shown
    office.clock.strikes(9, 25, 16)
    await ana.opens(case, "meets")
    await ana.taps("Interview")
    assert "how was it?" in await ana.taps("Complainant")
    assert "Complainant: came" in await ana.taps("Came")
    assert "A few sentences" in await ana.taps("Write what came of it")
    assert "is kept" in await ana.says("She told it again.")
    assert "What came of it: She told it again." in await ana.taps("Interview")
    history = await ana.opens(case, "history")
    for part in (
        "Proposed times for a meeting: Interview",
        "Meeting set for September 25",
        "Complainant",
        "Meeting held",
    ):
        assert part in history
    assert "send the photo" in await ana.presses(f"s:bring:{case.id}::")


async def test_times_that_will_not_do_are_asked_again_and_closed_hours_are_asked_about(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    for wrong, said in (
        ("September 1, 2026 at 2 pm", "That time is over"),
        ("March 14, 2027 at 2 am", "does not exist on that day"),
        ("September 24", "could not read a day and a time"),
        ("September 24 at 10:30", "morning or in the afternoon"),
    ):
        shown = await plans(ana, case, wrong)
        assert said in shown, shown
        assert "Write a day and a time" in shown
    assert "office is closed" in await ana.says("September 26 at 10 am")
    assert "or write one in office hours" in await ana.says("September 27 at 10 am")
    assert "September 26, 2026, 10:00 am" in await ana.taps("Yes")
    await plans(ana, case, "September 26 at 10 am")
    assert "September 28, 2026, 10:00 am" in await ana.says("September 28 at 10 am")


async def test_another_time_a_file_for_others_and_cancelled_with_a_reason(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await plans(ana, case, "September 24 at 2 pm")
    await ana.taps("Send")
    await ana.taps("Interview")
    await ana.taps("Other times")
    assert "is being told of the new time" in await ana.says("September 25 at 2 pm")
    await ana.taps("Interview")
    shown = await ana.taps("For those without a chat")
    assert "September 25, 2026, 2:00 pm" in shown
    assert "25 de septiembre de 2026" in shown
    data = ana.screens[-1].attachment
    assert data is not None
    (event,) = Calendar.from_ical(data.data).walk("VEVENT")
    assert (str(event["summary"]), int(event["sequence"])) == (f"Appointment {case.reference}", 1)
    await ana.opens(case, "meets")
    await ana.taps("Interview")
    assert "Why is the meeting" in await ana.taps("Cancel it")
    assert "is cancelled" in await ana.says("She is ill.")
    assert "Cancelled, because: She is ill." in await ana.taps("Interview")
    await ana.taps("For those without a chat")
    data = ana.screens[-1].attachment
    assert data is not None
    (event,) = Calendar.from_ical(data.data).walk("VEVENT")
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 2)


async def test_one_more_is_asked_by_button_or_by_name(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await office.hires(name="Ben")
    await plans(ana, case, "September 24 at 2 pm")
    await ana.taps("Send")
    await ana.taps("Interview")
    await ana.taps("Invite somebody")
    assert "Colleague: Ben: asked" in await ana.taps("Colleague: Ben")
    await ana.taps("Invite somebody")
    assert "Somebody else: Mr. Gray: asked" in await ana.says("Mr. Gray")


async def test_of_two_at_once_the_second_is_told(office: Office) -> None:
    ana, ben = Clerk(office, await office.hires(name="Ana")), Clerk(office, await office.hires(name="Ben"))
    case = await office.files()
    await plans(ana, case, "September 24 at 2 pm", "September 25 at 2 pm")
    await ana.taps("Send")
    for each in (ana, ben):
        await each.opens(case, "meets")
        await each.taps("Interview")
    await ben.taps("Other times")
    await ana.taps("Choose September 24")
    with pytest.raises(Refused, match="meeting_changed"):
        await ben.says("September 28 at 2 pm")
    (there,) = await arranged(office, case)
    assert there.starts_at is not None
    assert there.starts_at.day == 24


async def test_a_forged_press_is_refused(office: Office) -> None:
    ana, stranger = Clerk(office, await office.hires()), Clerk(office, await office.hires(agency=ABROAD))
    case = await office.files()
    await plans(ana, case, "September 24 at 2 pm", "September 25 at 2 pm")
    with pytest.raises(Refused, match="nobody_like_that"):
        await ana.presses(f"s:meet_who:{case.id}::member:nobody")
    await ana.taps("Send")
    (there,) = await arranged(office, case)
    for data in (f"s:meet_send:{case.id}::", f"s:meet_set:{case.id}::{there.id}.x", f"s:meet:{case.id}::nobody",
                 f"s:meet_add:{case.id}::complainant", f"s:meet_move:{case.id}::nobody"):  # fmt: skip
        with pytest.raises(Stale):
            await ana.presses(data)
    for data in (f"s:meet_who_came:{case.id}::nobody", f"s:meet_ics:{case.id}::{there.id}"):
        with pytest.raises(Refused, match="meeting_changed"):
            await ana.presses(data)
    for verb in ("meets", "meet_new", f"meet_set::{there.id}.0"):
        name, _, arg = verb.partition("::")
        with pytest.raises(NotYours):
            await stranger.presses(f"s:{name}:{case.id}::{arg}")
    assert len((await timeline.history(office.desk, None, ana.member, case.id)).entries) > 0
