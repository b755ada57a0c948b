"""One case at the commission, from the story to the agreement that was kept: every notice, every clock, every paper."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest_asyncio
from pypdf import PdfReader
from sqlalchemy import select

from bot.casework.interview import Picked, Pressed, Said
from bot.casework.workdays import day_at
from bot.desk import caseload, clocks, documents, follow_ups, meetings, roster
from bot.desk.follow_ups import Settled
from bot.desk.meetings import Planning
from storage import audit, cases
from storage import follow_ups as follow_up_rows
from storage import meetings as meeting_rows
from storage.cases import Case
from storage.follow_ups import NewFollowUp
from storage.models import notices
from storage.roster import Member
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import chat_of, hears, idle

OFFICE = "ct_chro"
STORY = "My landlord said no to my housing voucher. He said people like me do not pay."
UNFILED = "This is not a filing yet"


@pytest_asyncio.fixture
async def connecticut(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves the commission alone; its clock stands at ten on a Monday."""
    async with house(copied(empty_house, tmp_path / "data"), served=OFFICE) as opened:
        local = opened.now().astimezone(opened.app.desk.default.zone)
        monday = (local + timedelta(days=7 - local.weekday())).replace(hour=10, minute=0, second=0, microsecond=0)
        opened.app.clock.advance(monday - local)
        yield opened


@dataclass
class Life:
    """The case, the resident, and the supervisor who works on it."""

    home: House
    resident: Person
    boss: Person
    case: Case

    @property
    def today(self) -> date:
        return day_at(self.home.app.desk.default, self.home.now())

    async def member(self) -> Member:
        (found,) = await roster.of_chat(self.home.app.desk, chat_of(self.boss))
        return found

    async def now(self) -> Case:
        async with self.home.app.desk.database.read() as session:
            found = await cases.load(session, OFFICE, self.case.id)
        assert found is not None
        return found

    async def due(self) -> dict[str, tuple[date, bool]]:
        """Every clock that has started: its date, and whether it was met."""
        async with self.home.app.desk.database.read() as session:
            found = await clocks.duties(session, self.home.app.desk.default, await self.now())
        return {each.name: (each.due_on, each.met_at is not None) for each in found}

    async def told(self) -> list[str]:
        """The templates of all that went out to the resident, in order; everything that is due goes out before."""
        await idle(self.home, self.resident)
        while await self.home.app.courier.round():
            pass
        async with self.home.app.desk.database.read() as session:
            mine = (notices.c.case_id == self.case.id, notices.c.to == "complainant", notices.c.sent_at.is_not(None))
            sent = await session.execute(select(notices.c.template).where(*mine).order_by(notices.c.sent_at))
        return list(sent.scalars())

    async def passes(self, days: int, **more: int) -> None:
        """Time goes by; who looks at the page again shows it to themselves."""
        self.home.passes(days, **more)
        for each in (self.resident, self.boss):
            await each.returns()

    async def steps(self, action: str, *answers: str, stage: str) -> None:
        """The supervisor moves the case over the wire; taps begin with `>`; the resident hears the new stage."""
        await self.boss.says(f"/case {self.case.reference}")
        await self.boss.sees("Suggested allegations")
        await self.boss.taps("Status")
        await self.boss.sees("What do you do")
        await self.boss.taps(action)
        for each in answers:
            await self.boss.hears()
            await (self.boss.taps(each[1:]) if each.startswith(">") else self.boss.says(each))
        await self.boss.sees("has moved on")
        heard = await self.resident.sees(stage)
        assert (UNFILED in heard) is ("filed" not in (await self.now()).moments)


def said(person_says: str) -> Said:
    return Said(person_says, person_says)


async def files(home: House, resident: Person, happened: date) -> Case:
    """The interview, answered to the review, which shows the limits; then the receipt."""
    await resident.taps("English")
    assert UNFILED in await resident.sees("Before you start")
    await resident.taps("I have read this")
    await resident.hears()
    await hears(home, resident, said(STORY), Pressed("done"), Picked("me"), Picked("use_name"), said("Rosa Vega"))
    await hears(home, resident, said("860-555-0123"), Picked("housing"), Pressed("done"), Picked("refused"))
    await hears(home, resident, Pressed("done"), Picked("income"), Pressed("done"), said("Elm Homes LLC"))
    await hears(home, resident, said("25 Hartford Avenue, Norwhich"), Picked("norwich"), said(f"{happened:%B %-d, %Y}"))
    await resident.says("I want to move in.")
    review = await resident.sees("Here is what you told me")
    first, last = (happened + timedelta(days=each) for each in (180, 300))
    assert (
        f"File by {first:%B} {first.day}, {first.year} at the latest. Another rule says {last:%B} {last.day}" in review
    )
    assert "25 Hartford Avenue, Norwhich (Norwich)" in review
    await resident.taps("Submit")
    receipt = await resident.sees("We have your complaint")
    assert UNFILED in receipt
    assert f"File by {first:%B} {first.day}, {first.year}" in receipt
    found = await cases_of(home, resident)
    assert found.reference in receipt
    return found


async def cases_of(home: House, resident: Person) -> Case:
    async with home.app.desk.database.read() as session:
        (found,) = await cases.of_chat(session, chat_of(resident))
    return found


async def test_from_the_story_to_the_agreement_that_was_kept(connecticut: House) -> None:
    home, desk = connecticut, connecticut.app.desk
    boss = await home.staff("supervisor", "Sol Reed")
    resident = await home.resident()
    filed_on = day_at(desk.default, home.now())
    happened = filed_on - timedelta(days=30)
    life = Life(home, resident, boss, await files(home, resident, happened))

    # Sent, not filed: the housing unit, the region of the town, the clocks.
    case = life.case
    assert (case.status, case.priority, case.queue) == ("draft_to_swear", "high", "housing")
    assert (case.region, case.unit) == ("eastern", "housing")
    assert await life.due() == {
        "acknowledge": (filed_on + timedelta(days=7), False),
        "first_contact": (filed_on + timedelta(days=14), False),
        "sworn": (happened + timedelta(days=180), False),
    }
    await boss.sees(f"New case {case.reference}")
    await papers(life)
    await reminded_to_swear(life)

    # Sworn: a day ahead and a day before the incident are asked again; the clocks run from the day that counts.
    sworn_on = life.today - timedelta(days=2)
    await sworn(life, happened, sworn_on)
    assert (await life.due())["sworn"][1]
    assert (await life.due())["serve"] == (sworn_on + timedelta(days=15), False)

    # Served, answered: the day of each starts the next clock.
    await life.passes(6)
    served_on = life.today - timedelta(days=1)
    await life.steps("The other side was served", ">Yesterday", ">No note", stage="must answer it in writing")
    due = await life.due()
    assert due["serve"][1]
    assert due["answer_housing"] == (served_on + timedelta(days=10), False)
    assert due["answer"] == (served_on + timedelta(days=30), False)
    assert due["choose"] == (served_on + timedelta(days=10), False)
    await life.passes(12)
    await boss.sees("The other side has answered .housing.")
    answered_on = life.today
    await life.steps("The answer has come", ">Today", ">No note", stage="The other side has answered")
    due = await life.due()
    assert due["answer"][1]
    assert due["rebuttal"] == (answered_on + timedelta(days=15), False)
    assert due["assessment"] == (answered_on + timedelta(days=60), False)

    # Assessed: it goes on; a mediation with both sides is held, and they agree.
    await life.passes(20)
    retained_on = life.today
    await life.steps("The case goes on: mediation", ">No note", stage="First there is a mediation")
    due = await life.due()
    assert due["assessment"][1]
    assert due["finding"] == (retained_on + timedelta(days=190), False)
    await mediated(life)
    await life.steps("They agreed", ">No note", stage="There is an agreement")
    assert (await life.due())["finding"][1]

    # The remedy is watched, and kept; the case is closed.
    await remedied(life)
    await life.steps("The agreement was kept", ">An agreement was made", ">No note", stage="is finished")
    closed = await life.now()
    assert (closed.status, closed.disposition) == ("closed", "settled")
    await resident.says("/status")
    assert "An agreement was made and kept" in await resident.sees("Outcome")
    await life.passes(5)
    heard = await life.told()
    assert heard[0] == "receipt"
    assert heard.count("news") == 6
    assert "limit_near" in heard
    assert heard[-1] == "how_was_it"
    async with desk.database.read() as session:
        assert await audit.verify(session) == []


async def papers(life: Life) -> None:
    """The complainant gets the paper with a tap, and again the same; the office makes its own."""
    resident = life.resident
    await resident.taps("The paper to swear to")
    await resident.sees("in your own words")
    made = await documents.make(
        life.home.app.desk,
        None,
        await life.member(),
        life.case.id,
        "complaint_to_swear",
        "en",  # type: ignore[arg-type]
    )
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages).split())
    for each in (
        "Rosa Vega",
        "Elm Homes LLC",
        "How I pay: voucher or benefits",
        "said no to my housing voucher",
        UNFILED,
    ):
        assert each in text
    assert "need not be sworn before a notary" in text


async def reminded_to_swear(life: Life) -> None:
    """Weeks pass, and nobody has sworn: the complainant is reminded while the strictest limit is still ahead."""
    await life.resident.says("/status")
    standing = await life.resident.sees("waits for you to swear")
    assert UNFILED in standing
    assert "at the latest" in standing
    await life.passes(122)
    near = await life.resident.sees("the time limit comes near")
    assert UNFILED in near
    await life.boss.sees("It is sworn and filed, by the strictest rule")


async def sworn(life: Life, happened: date, sworn_on: date) -> None:
    boss = life.boss
    await boss.says(f"/case {life.case.reference}")
    card = await boss.sees("Suggested allegations")
    assert "Time to file: until" in card
    await boss.taps("Status")
    await boss.sees("What do you do")
    await boss.taps("It was sworn and is filed")
    await boss.sees("On which day did that happen")
    await boss.says("tomorrow")
    await boss.sees("That day has not come yet")
    early = happened - timedelta(days=3)
    await boss.says(f"{early:%B %-d, %Y}")
    await boss.sees(f"{early:%B} {early.day}, {early.year} is before the day of the incident")
    await boss.taps("No, another day")
    await boss.sees("On which day did that happen")
    await boss.says(f"{sworn_on:%B %-d, %Y}")
    await boss.sees("Write a note")
    await boss.taps("No note")
    await boss.sees("has moved on")
    heard = await life.resident.sees("sworn and filed")
    assert UNFILED not in heard
    await life.resident.says("/status")
    assert "at the latest." not in await life.resident.sees("is sworn and filed")


async def mediated(life: Life) -> None:
    """Both sides are asked; the complainant is invited and reminded; it is held, and who came is kept."""
    home, desk, boss = life.home, life.home.app.desk, await life.member()
    at = home.now().astimezone(desk.default.zone).replace(hour=13, minute=0, second=0, microsecond=0)
    board = await meetings.board(desk, None, boss, life.case.id)
    both = [each.who for each in board.people if each.role in {"complainant", "respondent"}]
    assert len(both) == 2
    new = Planning("mediation", "The voucher", "100 Broadway, Norwich", (at + timedelta(days=14),), both)
    await meetings.plan(desk, None, boss, life.case.id, new)  # type: ignore[arg-type]
    await life.resident.sees("there is a meeting on")
    await life.passes(9)
    await life.resident.sees("A reminder for .*: the meeting is on")
    await life.passes(5, hours=5)
    async with desk.database.read() as session:
        (meeting,) = await meeting_rows.of_case(session, OFFICE, await life.now())
    assert meeting.kind == "mediation"
    assert len(meeting.people) >= 2
    for person in meeting.people:
        await meetings.attend(desk, None, boss, life.case.id, person.id, "came")  # type: ignore[arg-type]
    await meetings.hold(desk, None, boss, life.case.id, meeting.id, "They agree on the flat.")  # type: ignore[arg-type]


async def remedied(life: Life) -> None:
    desk, boss = life.home.app.desk, await life.member()
    new = NewFollowUp("remedy", "A lease for Rosa Vega", "Elm Homes LLC", life.today + timedelta(days=30))
    await follow_ups.add(desk, None, boss, life.case.id, new)  # type: ignore[arg-type]
    await life.passes(31)
    await life.boss.sees("something that others have to do is due")
    async with desk.database.read() as session:
        (watched,) = await follow_up_rows.of_case(session, OFFICE, await life.now())
    kept = Settled("kept", "She has moved in.", life.today)
    await follow_ups.settle(desk, None, boss, life.case.id, watched.id, kept)  # type: ignore[arg-type]


async def test_a_sworn_day_before_the_incident_is_taken_from_somebody_who_is_sure(connecticut: House) -> None:
    boss, resident = await connecticut.staff("supervisor", "Sol Reed"), await connecticut.resident()
    happened = day_at(connecticut.app.desk.default, connecticut.now()) - timedelta(days=400)
    outcome = await over_any_limit(connecticut, resident, happened)
    life = Life(connecticut, resident, boss, outcome)
    early = happened - timedelta(days=1)
    await life.steps("It was sworn", f"{early:%B %-d, %Y}", ">Yes, that is right", ">No note", stage="sworn and filed")
    assert day_at(connecticut.app.desk.default, (await life.now()).moments["filed"]) == early
    card = await caseload.card(connecticut.app.desk, await life.member(), life.case.id)
    assert card.limits is not None


async def over_any_limit(home: House, resident: Person, happened: date) -> Case:
    """An incident older than any limit still goes through, with a kind sentence; a town elsewhere is kept as said."""
    await hears(home, resident, Picked("en"), Pressed("done"), said(STORY), Pressed("done"), Picked("me"))
    await hears(home, resident, Picked("no_name"), Picked("not_sure"), Picked("not_sure"), Picked("not_sure"))
    await hears(home, resident, said("Elm Homes"))
    await resident.says("9 Oak Street, Springfield, Massachusetts")
    assert "I have kept what you wrote" in await resident.sees("When did it happen")
    await hears(home, resident, said(f"{happened:%B %-d, %Y}"))
    await resident.says("Nothing")
    assert "You can still tell us" in await resident.sees("longer ago than any time limit")
    await resident.taps("Submit")
    assert "longer ago than any time limit" in await resident.sees("We have your complaint")
    case = await cases_of(home, resident)
    assert case.region is None
    assert [each.partition(".")[0] for each in case.because] == [
        "The town is not one of Connecticut, or could not be read",
        "The complainant is not sure what it was",
    ]
    return case
