"""One case at Minneapolis from the first message to the appeal: every notice, each day of the clock, the packet."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio
from pypdf import PdfReader
from sqlalchemy import select

from bot.casework.interview import Picked, Pressed, Said
from bot.casework.party import NewParty
from bot.casework.workdays import day_at
from bot.desk import bench, clocks, findings, parties, roster
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from storage import audit, cases, documents, recommendations
from storage.cases import Case
from storage.findings import Finding
from storage.models import notices
from storage.roster import Member
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import chat_of, hears, idle

OFFICE = "minneapolis_opcr"
STORY = "Officer Marcus Delacroix threw me to the ground on Lake Street and kicked me. Call me at 612-555-0188."
ANSWERS: dict[str, list[Any]] = {
    "facts": [Pressed("done")],
    "for_whom": [Picked("me")],
    "name_choice": [Picked("use_name")],
    "name": ["Ximena Quispe"],
    "contact": ["612-555-0188"],
    "when": ["March 3, 2025"],
    "where": ["Lake Street and Chicago Avenue"],
    "respondents": ["Officer Delacroix, badge 1234"],
    "hurt": [Picked("yes")],
    "injuries": ["My ribs"],
    "care": [Picked("doctor")],
    "seen_or_shown": [Picked("neither")],
    "hope": ["That it stops"],
    "support": [Picked("neither")],
}


@pytest_asyncio.fixture
async def city(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment whose clock stands at ten on a Monday."""
    async with house(copied(empty_house, tmp_path / "data")) as opened:
        local = opened.now().astimezone(opened.app.desk.default.zone)
        monday = (local + timedelta(days=7 - local.weekday())).replace(hour=10, minute=0, second=0, microsecond=0)
        opened.app.clock.advance(monday - local)
        yield opened


@dataclass
class Life:
    """The case, the people who work on it, and the resident."""

    home: House
    resident: Person
    staff: tuple[Person, ...]
    case: Case

    @property
    def today(self) -> date:
        return day_at(self.home.app.desk.default, self.home.now())

    async def now(self) -> Case:
        async with self.home.app.desk.database.read() as session:
            found = await cases.load(session, OFFICE, self.case.id)
        assert found is not None
        return found

    async def moves(self, who: Person, action: str, note: str = "", outcome: str = "") -> None:
        """A colleague moves the case on, by buttons."""
        await who.says(f"/case {self.case.reference}")
        await who.sees(f"^{self.case.reference} · ")
        await who.taps("Status")
        await who.sees("What do you do with")
        await who.taps(action)
        if outcome:
            await who.sees("What is the outcome")
            await who.taps(outcome)
        await who.sees("Write a note")
        await (who.says(note) if note else who.taps("No note"))
        await who.sees(f"{self.case.reference} has moved on")

    async def passes(self, days: int) -> None:
        """Days go by; whoever comes back to their page finds what has been sent meanwhile."""
        self.home.passes(days=days)
        for person in (self.resident, *self.staff):
            await person.returns()

    async def due(self) -> dict[str, tuple[date, bool]]:
        """Every clock that has started: its date, and whether it was met."""
        async with self.home.app.desk.database.read() as session:
            found = await clocks.duties(session, self.home.app.desk.default, await self.now())
        return {each.name: (each.due_on, each.met_at is not None) for each in found}

    async def told(self, to: str) -> list[str]:
        """The templates of all that went out to somebody, in order; everything that is due goes out before."""
        await idle(self.home, self.resident)
        while await self.home.app.courier.round():
            pass
        async with self.home.app.desk.database.read() as session:
            mine = (notices.c.case_id == self.case.id, notices.c.to == to, notices.c.sent_at.is_not(None))
            sent = await session.execute(
                select(notices.c.template).where(*mine, notices.c.outcome.is_(None)).order_by(notices.c.id)
            )
        return list(sent.scalars())

    async def public(self) -> str:
        """What the page of the web door shows to anybody who has the number."""
        async with (
            aiohttp.ClientSession() as browser,
            browser.post(f"{self.home.base}/status", data={"reference": self.case.reference}) as answer,
        ):
            assert answer.status == 200
            return await answer.text()


async def files(home: House, person: Person) -> Case:
    """The whole interview, answered; the receipt comes over the wire."""
    outcome = await hears(home, person, Picked("en"), Pressed("done"), Said(STORY, "1", home.now()), Pressed("done"))
    while isinstance(outcome, Asked):
        question = outcome.step.question
        wanted = [Pressed("submit")] if question is None else ANSWERS[question.id]
        more = [Pressed("done")] if question is not None and question.kind in {"many", "respondents"} else []
        came = [Said(each, each, home.now()) if isinstance(each, str) else each for each in wanted]
        outcome = await hears(home, person, *came)
        if more and isinstance(outcome, Asked) and outcome.step.question == question:
            outcome = await hears(home, person, *more)
    assert isinstance(outcome, Filed)
    assert outcome.receipt is not None
    await home.app.courier.hand_over(outcome.receipt)
    return outcome.case


async def works(home: House, role: str, name: str) -> tuple[Person, Member]:
    person = await home.staff(role, name)
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    return person, member


async def finds(home: House, life: Life, ana: Member) -> None:
    """Every allegation is confirmed and found against the officer, whose name is known by now."""
    from bot.desk import caseload

    desk = home.app.desk
    for person in (await bench.look(desk, ana, life.case.id)).respondents:
        await parties.remove(desk, None, ana, life.case.id, person.id, "He is known now.")  # type: ignore[arg-type]
    delacroix = NewParty("respondent", "Marcus Delacroix", known=True)
    await parties.add(desk, None, ana, life.case.id, delacroix, "The duty roster.")  # type: ignore[arg-type]
    for each in (await bench.look(desk, ana, life.case.id)).allegations:
        await caseload.decide(desk, None, ana, life.case.id, (each.id, "confirmed"))  # type: ignore[arg-type]
    at = await bench.look(desk, ana, life.case.id)
    (officer,) = at.respondents
    for each in at.allegations:
        because = "The camera shows Delacroix kick her."
        found = Finding(each.id, officer.id, "c", "sustained", "none", "", because)
        await findings.decide(desk, None, ana, life.case.id, found)  # type: ignore[arg-type]


async def packet(life: Life, reviewer: Person, second: Person) -> bytes:
    """The packet is reviewed all of a kind at once, agreed to by somebody else, and made; the file is read."""
    reference = life.case.reference
    await reviewer.says(f"/case {reference}")
    await reviewer.taps("Case work")
    await reviewer.taps("Packet")
    await reviewer.sees("There is no packet yet")
    await reviewer.taps("Begin in English")
    await reviewer.sees("Under review")
    for kind in ("Names", "Phone numbers", "Addresses", "Numbers"):
        await reviewer.refreshes()
        newest = max(reviewer.entries.values(), key=lambda each: each["message_id"])
        shown = [button["text"] for row in newest["buttons"] or () for button in row]
        if any(each.startswith(f"{kind}:") and "to decide" in each for each in shown):
            await reviewer.taps(f"{kind}:")
            await reviewer.sees("to decide\n")
            await reviewer.taps("Black out all")
            await reviewer.sees("Packet for the panel")
    await reviewer.taps("Review is done")
    await reviewer.sees("Somebody else has to agree")
    await second.says(f"/case {reference}")
    await second.sees(f"^{reference} · ")
    await second.taps("Case work")
    await second.taps("Packet")
    await second.sees("Packet for the panel")
    await second.taps("I agree")
    await second.sees("The packet can be made")
    await second.taps("Make the packet")
    await second.sees(f"The packet of {reference}")
    await second.refreshes()
    entry = max((each for each in second.entries.values() if each.get("file")), key=lambda each: each["message_id"])
    return await second.fetches(entry["file"]["url"])


async def test_from_the_first_message_to_the_appeal(city: House) -> None:
    home, desk = city, city.app.desk
    chief, boss = await works(home, "supervisor", "Sol Pérez")
    second, _ = await works(home, "supervisor", "Kim Vang")
    investigator, ana = await works(home, "investigator", "Ana Soto")
    resident = await home.resident()
    life = Life(home, resident, (chief, second, investigator), await files(home, resident))
    reference, filed_on = life.case.reference, life.today
    day = timedelta(days=1)

    # Filed: the receipt with the number (within 7 days), the new case, force with an injury is critical.
    receipt = await resident.sees("We have your complaint")
    assert reference in receipt
    await investigator.sees(f"New case {reference}")
    assert (life.case.priority, life.case.queue) == ("high", "critical")
    assert await life.told("complainant") == ["receipt"]
    assert await life.due() == {
        "number": (filed_on + 3 * day, False),
        "notify": (filed_on + 7 * day, True),
        "review": (filed_on + 30 * day, False),
        "investigation": (filed_on + 180 * day, False),
    }
    assert "Received" in await life.public()

    # Nobody takes it for two days: a reminder on the day before, then it is taken.
    await life.passes(days=2)
    await investigator.sees("A person takes the case")
    await investigator.says(f"/case {reference}")
    await investigator.sees("Suggested allegations")
    await investigator.taps("Claim")
    await investigator.sees(f"{reference} is yours")
    assert (await life.due())["number"] == (filed_on + 3 * day, True)

    # The first review within 30 days, the routing within 30 more.
    await life.moves(investigator, "Start the review")
    await resident.sees("Someone at the office is reading your complaint")
    await life.passes(days=20)
    await life.moves(investigator, "Review is done")
    await resident.sees("is deciding what should happen next")
    routed_on = life.today
    assert (await life.due())["review"] == (filed_on + 30 * day, True)
    assert (await life.due())["routing"] == (routed_on + 30 * day, False)
    await life.moves(chief, "Investigate")
    await resident.sees("Your complaint is being investigated")
    assert (await life.due())["routing"][1]

    # The investigation ends before its 180 days are over; the resident hears from us meanwhile.
    await life.passes(days=100)
    assert "no_news" in await life.told("complainant")
    await finds(home, life, ana)
    await life.passes(days=28)
    assert "reminder" in await life.told(f"member:{ana.id}"), "30 days before the end"
    await life.moves(investigator, "Send to the director")
    await resident.sees("The director is reading it")
    assert (await life.due())["investigation"] == (filed_on + 180 * day, True)

    # The panel: a packet without a name, and no way to the chief before the panel has spoken.
    await life.moves(chief, "Send to the panel")
    await resident.sees("A panel of residents and officers is reading the case")
    data = await packet(life, chief, second)
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert f"For the review panel: case {reference}" in text
    assert "kicked me" in text
    assert "Panel review" in text, "where it stood, and when"
    for secret in ("Delacroix", "Marcus", "Quispe", "Ximena", "555-0188", "Ana Soto"):
        assert secret not in text, secret
    async with desk.database.read() as session:
        (paper,) = await documents.of_case(session, OFFICE, await life.now())
    assert (paper.kind, paper.size) == ("panel_packet", len(data))
    await chief.says(f"/case {reference}")
    await chief.sees(f"^{reference} · ")
    await chief.taps("Status")
    await chief.sees("What do you do with")
    await chief.taps("Send to the chief")
    await chief.sees("Write a note")
    await chief.taps("No note")
    await chief.sees("First write down what the panel said")
    await chief.says(f"/case {reference}")
    await chief.sees(f"^{reference} · ")
    await chief.taps("Case work")
    await chief.sees("Case work on")
    await chief.taps("Packet")
    await chief.sees("Packet for the panel")
    await chief.taps("What the panel said")
    await chief.sees("how many of the 5")
    await chief.says("4 for, 1 against\nSustain it.")
    await chief.sees("4 for, 1 against, 0 abstained")
    async with desk.database.read() as session:
        (said,) = await recommendations.of_case(session, OFFICE, await life.now())
    assert (said.agreed, said.words) == (4, "Sustain it.")

    # The chief has 30 days, asks for more; the office works; the chief decides.
    await life.moves(chief, "Send to the chief")
    await resident.sees("The case is with the police chief")
    sent_on = life.today
    assert (await life.due())["chief"] == (sent_on + 30 * day, False)
    await life.passes(days=10)
    await life.moves(chief, "Chief wants more")
    await resident.sees("The chief has asked for more work")
    assert (await life.due())["chief"][1]
    assert (await life.due())["more_work"] == (life.today + 30 * day, False)
    await life.passes(days=5)
    await life.moves(investigator, "Back to the chief")
    await resident.sees("The case is back with the police chief")
    assert (await life.due())["more_work"][1]
    assert (await life.due())["chief_final"] == (life.today + 30 * day, False)
    await life.moves(chief, "Chief has decided", "The chief agrees with the panel.", "A violation was found")
    await resident.sees("The work on your complaint is finished")
    closed = await life.now()
    assert (closed.status, closed.disposition) == ("closed", "merit")
    assert all(met for _, met in (await life.due()).values())
    assert "Closed" in await life.public()
    stages = [each for each in await life.told("complainant") if each.startswith("news")]
    assert stages == [*["news"] * 8, "news_with_note"], "one for each stage, and the last with the chief's words"

    # Another look, asked for within 30 days, begins the review again.
    await resident.says("/status")
    await resident.sees(reference)
    await resident.taps("Ask for another look")
    await resident.sees("why the office should look at")
    await resident.says("He lied about the camera.")
    await resident.sees("A supervisor has your request")
    await idle(home, resident)
    assert "appeal_asked" in await life.told("supervisor") + await life.told(f"member:{boss.id}")
    await chief.says(f"/case {reference}")
    await chief.sees(f"^{reference} · ")
    await chief.taps("Asks for another look")
    await chief.sees("asks for another look")
    await chief.taps("Open the case again")
    await chief.sees(f"{reference} is open again")
    await idle(home, resident)
    assert (await life.now()).status == "review"
    assert "Intake review" in await life.public()
    async with desk.database.read() as session:
        assert await audit.verify(session) == []
