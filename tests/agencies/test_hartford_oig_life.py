"""One case at Hartford from the first message to the disposition: every notice, every clock, every paper on its way."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from docx import Document
from pypdf import PdfReader
from sqlalchemy import select

from bot.casework.interview import Incoming, Picked, Pressed, Said
from bot.casework.party import NewParty
from bot.casework.workdays import day_at, next_open
from bot.desk import caseload, clocks, documents, editable, findings, follow_ups, meetings, parties, passages, roster
from bot.desk.caseload import Move
from bot.desk.filing import Filed
from bot.desk.follow_ups import Settled
from bot.desk.intake import Asked
from bot.desk.meetings import Planning
from bot.desk.papers import investigation_report
from bot.desk.papers.wording import Wording
from storage import audit, cases
from storage import follow_ups as follow_up_rows
from storage import meetings as meeting_rows
from storage import parties as party_rows
from storage.cases import Case
from storage.findings import Finding
from storage.follow_ups import NewFollowUp
from storage.models import notices
from storage.roster import Member
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import chat_of, hears, idle

OFFICE = "hartford_oig"
NAME = "Marta Ruizvega"
STORY = "An officer threw me to the ground on Park Street and hit me in the face. I did nothing."
ANSWERS: dict[str, list[Any]] = {
    "facts": [Pressed("done")],
    "for_whom": [Picked("me")],
    "name_choice": [Picked("keep_from_investigators")],
    "name": [NAME],
    "contact": ["860-555-0177"],
    "when": ["March 3, 2025"],
    "where": ["Park Street"],
    "respondents": ["Officer Reed, badge 1234"],
    "hurt": [Picked("yes")],
    "injuries": ["My face"],
    "care": [Picked("scene")],
    "seen_or_shown": [Picked("neither")],
    "hope": ["That it stops"],
    "support": [Picked("neither")],
}


@pytest_asyncio.fixture
async def hartford(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves Hartford alone; its clock stands at ten on a Monday."""
    async with house(copied(empty_house, tmp_path / "data"), served=OFFICE) as opened:
        zone = opened.app.desk.default.zone
        local = opened.now().astimezone(zone)
        monday = (local + timedelta(days=7 - local.weekday())).replace(hour=10, minute=0, second=0, microsecond=0)
        opened.app.clock.advance(monday - local)
        yield opened


@dataclass
class Life:
    """The case, the people who work on it, and the resident."""

    home: House
    resident: Person
    ana: Member
    boss: Member
    case: Case
    pages: tuple[Person, ...] = ()

    async def later(self, **time: float) -> None:
        """Time passes until the office is open, for reminders wait for that, and everybody comes back to their page."""
        at = self.home.now() + timedelta(**time)
        self.home.passes((next_open(self.home.app.desk.default, at) - self.home.now()) / timedelta(days=1), minutes=5)
        for each in (self.resident, *self.pages):
            await each.returns()

    @property
    def today(self) -> date:
        return day_at(self.home.app.desk.default, self.home.now())

    async def now(self) -> Case:
        async with self.home.app.desk.database.read() as session:
            found = await cases.load(session, OFFICE, self.case.id)
        assert found is not None
        return found

    async def moves(self, who: Member, action: str, **more: Any) -> Case:
        return await caseload.act(self.home.app.desk, None, who, self.case.id, Move(action, **more))

    async def due(self) -> dict[str, tuple[date, bool]]:
        """Every clock that has started: its date, and whether it was met."""
        async with self.home.app.desk.database.read() as session:
            found = await clocks.duties(session, self.home.app.desk.default, await self.now())
        return {each.name: (each.due_on, each.met_at is not None) for each in found}

    async def _unsent(self) -> bool:
        """True while something is due that has not gone out."""
        due = (notices.c.due_at <= self.home.now(), notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))
        async with self.home.app.desk.database.read() as session:
            return bool((await session.execute(select(notices.c.id).where(*due))).first())

    async def told(self, to: str) -> list[str]:
        """The templates of all that went out to somebody, in order; everything that is due goes out before."""
        await idle(self.home, self.resident)
        for _ in range(400):
            if not await self._unsent():
                break
            await asyncio.sleep(0.05)
        async with self.home.app.desk.database.read() as session:
            mine = (notices.c.case_id == self.case.id, notices.c.to == to, notices.c.sent_at.is_not(None))
            sent = await session.execute(
                select(notices.c.template).where(*mine, notices.c.outcome.is_(None)).order_by(notices.c.id)
            )
        return list(sent.scalars())


async def works(home: House, role: str, name: str) -> tuple[Person, Member]:
    """A colleague who says that they never worked for the police, and is let in by the operator."""
    person, invited = await home.invited(role, name)
    await person.sees("I never worked for the Hartford police")
    await person.taps("Yes, that is true")
    await person.sees("I have noted that with today's date")
    await roster.confirm(home.app.desk, roster.CONSOLE, OFFICE, invited.id)
    await person.sees("You are in")
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    return person, member


async def files(home: House, person: Person) -> Case:
    """The whole interview, answered; the receipt comes over the wire."""
    outcome = await hears(home, person, Picked("en"), Pressed("done"), Said(STORY, "1", home.now()), Pressed("done"))
    while isinstance(outcome, Asked):
        question = outcome.step.question
        wanted = [Pressed("submit")] if question is None else ANSWERS[question.id]
        more = [Pressed("done")] if question is not None and question.kind in {"many", "respondents"} else []
        came: list[Incoming] = [Said(each, each, home.now()) if isinstance(each, str) else each for each in wanted]
        outcome = await hears(home, person, *came)
        if more and isinstance(outcome, Asked) and outcome.step.question == question:
            outcome = await hears(home, person, *more)
    assert isinstance(outcome, Filed)
    assert outcome.receipt is not None
    await home.app.courier.hand_over(outcome.receipt)
    return outcome.case


async def test_from_the_first_message_to_the_disposition(hartford: House) -> None:
    home, desk = hartford, hartford.app.desk
    (chief_of_staff, boss), (investigator, ana) = (
        await works(home, "supervisor", "Sol Pérez"),
        await works(home, "investigator", "Ana Soto"),
    )
    resident = await home.resident()
    filed_on = day_at(desk.default, home.now())
    life = Life(home, resident, ana, boss, await files(home, resident), (chief_of_staff, investigator))
    reference = life.case.reference

    # Filed: the receipt with its dates, the new case, and the camera at once.
    receipt = await resident.sees("We have your complaint")
    assert reference in receipt
    assert (life.case.priority, life.case.queue) == ("high", "critical")
    await investigator.sees(f"{reference}: some evidence may be lost soon")
    await investigator.sees(f"New case {reference}")
    assert await life.due() == {
        "acknowledge": (filed_on + timedelta(days=7), False),
        "first_contact": (filed_on + timedelta(days=14), False),
        "investigation": (filed_on + timedelta(days=90), False),
    }

    # Claimed; the register: the camera is asked for, its day passes, the answer comes as a file.
    await investigator.says(f"/case {reference}")
    await investigator.sees("Suggested allegations")
    await investigator.taps("Claim")
    await investigator.sees(f"{reference} is yours")
    assert (await life.due())["acknowledge"] == (filed_on + timedelta(days=7), True)
    await investigator.taps("Case work")
    await investigator.taps("Evidence")
    await investigator.sees("Ask for this now, it may be lost soon: Body-worn camera")
    await investigator.taps("Ask for it: Body-worn camera")
    await investigator.taps("Use these words")
    await investigator.taps("That is all")
    await investigator.taps("In 7 days")
    await investigator.sees("Noted. When that day is over")
    await life.later(days=9)
    await investigator.sees(f"{reference}: another office was asked to answer by")
    await investigator.taps("Requests")
    await investigator.taps("Hartford Police, records")
    await investigator.taps("An answer came")
    await investigator.taps("Today")
    await investigator.sees("write what they answered, or send the file")
    await investigator.sends(b"\x00\x00\x00\x18ftypmp42", "camera.mp4")
    await investigator.sees("The answer is saved")
    answered_on = life.today

    # Reviewed and investigated: the resident hears each stage.
    await life.moves(ana, "start")
    await resident.sees("Someone at the office is reading your complaint")
    await life.moves(boss, "investigate")
    await resident.sees("Your complaint is being investigated")
    assert (await life.due())["first_contact"][1]

    # The interview: asked, reminded, held.
    await interviewed(life)

    # Findings, the words of the report, a recommendation, the report as PDF and as Word file.
    await decided(life)
    await reported(life, answered_on)

    # The board, and the chief, whose fifteen days run from the day on which the board sent it.
    await life.moves(ana, "finish")
    report_on = life.today
    await resident.sees("The investigation is done")
    assert (await life.due())["investigation"][1]
    assert (await life.due())["report"] == (report_on + timedelta(days=14), False)
    await life.moves(boss, "to_board")
    await resident.sees("The Civilian Police Review Board has the report")
    await life.later(days=3)
    voted_on = life.today - timedelta(days=1)
    await life.moves(boss, "to_chief", on=voted_on)
    await resident.sees("The police chief must answer")
    assert (await life.due())["chief"] == (voted_on + timedelta(days=15), False)
    await life.later(days=16)
    assert {"reminder", "escalation"} <= {*await life.told(f"member:{ana.id}"), *await life.told(f"member:{boss.id}")}
    await chief_of_staff.sees("The police chief answers the board")

    # The chief does not agree; the arbitrator decides; the case is closed, and everything is at rest.
    await life.moves(boss, "rejected", on=life.today)
    await resident.sees("The chief did not agree with the board")
    assert (await life.due())["chief"][1]
    await life.moves(boss, "decided", disposition="merit", note="The arbitrator agrees with the board.")
    closed = await life.now()
    assert (closed.status, closed.disposition) == ("closed", "merit")
    assert closed.closed_at is not None
    await resident.sees("The work on your complaint is finished")
    await resident.taps("Read")
    await resident.sees("The arbitrator agrees with the board")
    await life.later(days=5)
    heard = await life.told("complainant")
    assert heard[0] == "receipt"
    assert [each for each in heard if each.startswith("news")] == ["news"] * 6 + ["news_with_note"]
    assert heard[-1] == "how_was_it"
    await recommendation_is_answered(life)
    async with desk.database.read() as session:
        assert await audit.verify(session) == []


async def interviewed(life: Life) -> None:
    """The complainant is asked to an interview, is reminded, comes, and tells it again."""
    home, desk = life.home, life.home.app.desk
    at = home.now().astimezone(desk.default.zone).replace(hour=14, minute=0, second=0, microsecond=0)
    planned = Planning(
        kind="interview",
        about="What happened on Park Street",
        place="550 Main Street, room 3",
        times=(at + timedelta(days=7),),
        people=("complainant",),
    )
    await meetings.plan(desk, None, life.ana, life.case.id, planned)  # type: ignore[arg-type]
    before = await life.told("complainant")
    assert any(each.startswith("meeting") for each in before)
    await life.later(days=7, hours=5)
    assert len(await life.told("complainant")) > len(before), "a reminder came before the day"
    async with desk.database.read() as session:
        (meeting,) = await meeting_rows.of_case(session, OFFICE, await life.now())
    (person,) = meeting.people
    assert person.name == "", "a name that is kept is in no invitation"
    came = (life.case.id, person.id, meeting_rows.CAME)
    await meetings.attend(desk, None, life.ana, *came)  # type: ignore[arg-type]
    said = f"{NAME} showed on a map where it was."
    await meetings.hold(desk, None, life.ana, life.case.id, meeting.id, said)  # type: ignore[arg-type]


async def decided(life: Life) -> None:
    """Every confirmed allegation gets its finding about the officer; staff write their part of the report."""
    desk = life.home.app.desk
    async with desk.database.read() as session:
        alleged = await cases.allegations(session, OFFICE, life.case.id)
        everybody = await party_rows.of_case(session, OFFICE, await life.now())
    assert "UF" in {each.code for each in alleged}
    reed = next(each for each in everybody if each.role == "respondent")
    leo = NewParty("witness", "Leo Diaz", known=True)
    await parties.add(desk, None, life.ana, life.case.id, leo, "Saw it.")  # type: ignore[arg-type]
    for each in alleged:
        sustained = each.code == "UF"
        verdict = ("confirmed" if sustained else "rejected",)
        await caseload.decide(desk, None, life.ana, life.case.id, (each.id, *verdict))  # type: ignore[arg-type]
        if sustained:
            found = Finding(
                each.id, reed.id, "serious", "sustained", "recommended", "Training.", "The camera shows it."
            )
            await findings.decide(desk, None, life.ana, life.case.id, found)  # type: ignore[arg-type]
    for part, words in (
        ("summary", "A stop on Park Street."),
        ("analysis", "All agree."),
        ("conclusion", "Sustained."),
    ):
        await passages.write(desk, None, life.ana, life.case.id, part, words)  # type: ignore[arg-type]
    due = life.today + timedelta(days=60)
    new = NewFollowUp("recommendation", "Cameras on before every stop.", "Chief of Police", due, "police_chief")
    await follow_ups.add(desk, None, life.ana, life.case.id, new)  # type: ignore[arg-type]


async def reported(life: Life, answered_on: date) -> None:
    """The report says all of it and not the name; the Word file says the same and comes back as a file."""
    desk, agency = life.home.app.desk, life.home.app.desk.default
    made = await documents.make(desk, None, life.ana, life.case.id, "investigation_report", "en")  # type: ignore[arg-type]
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages).split())
    word = await editable.word(desk, life.ana, life.case.id, made.document.id)
    file = Document(io.BytesIO(word.data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    text = " ".join(" ".join([*(each.text for each in file.paragraphs), *cells]).split())
    came = f"Received on {Wording(agency, 'en').day(answered_on)}"
    for said in (pdf, text):
        for each in (
            *(
                life.case.reference,
                "Ana Soto",
                "Officer Reed, badge 1234",
                "UF: Use of force",
                "Body-worn camera",
                came,
            ),
            *("camera.mp4", "550 Main Street, room 3", "showed on a map", "Sustained: it happened and broke a rule"),
            *("The camera shows it.", "A stop on Park Street.", "Cameras on before every stop.", "No answer yet."),
            *("The name is kept at the complainant's wish", "Not asked for yet: City camera"),
        ):
            assert each in said, each
        for secret in ("Marta", "Ruizvega", "860-555-0177", "8605550177"):
            assert secret not in said
    async with desk.database.read() as session:
        missing = {each.key for each in await investigation_report.gaps(session, agency, await life.now())}
    assert missing == {"unasked"}, "the radio and the city's cameras were proposed and nobody decided"
    shelf = await documents.shelf(desk, life.ana, life.case.id)
    assert [each.kind for each in shelf.made] == ["investigation_report"]


async def recommendation_is_answered(life: Life) -> None:
    """The case is closed, and the department's answer is still watched; it stands in the next report."""
    desk = life.home.app.desk
    async with desk.database.read() as session:
        (open_one,) = await follow_up_rows.of_case(session, OFFICE, await life.now())
    assert open_one.state == follow_up_rows.OPEN
    settled = Settled("accepted", "The order was changed.", life.today)
    await follow_ups.settle(desk, None, life.boss, life.case.id, open_one.id, settled)  # type: ignore[arg-type]
    made = await documents.make(desk, None, life.boss, life.case.id, "investigation_report", "es")  # type: ignore[arg-type]
    pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages).split())
    assert "Aceptada" in pdf
    assert "The order was changed." in pdf
