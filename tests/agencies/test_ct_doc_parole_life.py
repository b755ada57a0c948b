"""One case of parole over the wire: a mother files for her son, whose hearing has a day; his unit knows nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.casework.errors import NotYours
from bot.casework.workdays import add_days, day_at
from bot.desk import caseload, clocks, contacts, corrections, figures, findings, follow_ups, related, roster
from bot.desk.caseload import Move
from bot.desk.contacts import Contact
from storage import audit, cases
from storage import follow_ups as follow_up_rows
from storage import parties as party_rows
from storage.cases import Case
from storage.findings import Finding
from storage.follow_ups import NewFollowUp
from storage.models import notices
from storage.roster import Member
from tests.agencies.test_discreet import FORBIDDEN
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import chat_of, idle

OFFICE = "ct_doc_parole"
STORY = "A mi hijo lo regresaron adentro porque el oficial dice que faltó a una cita. Él estaba en el hospital."


@pytest_asyncio.fixture
async def office(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves this office alone; its clock stands at ten on a Monday."""
    async with house(copied(empty_house, tmp_path / "data"), served=OFFICE) as opened:
        local = opened.now().astimezone(opened.app.desk.default.zone)
        monday = (local + timedelta(days=7 - local.weekday())).replace(hour=10, minute=0, second=0, microsecond=0)
        opened.app.clock.advance(monday - local)
        yield opened


@dataclass
class Life:
    """The case, who works on it, and who filed it."""

    home: House
    resident: Person
    pages: tuple[Person, ...]
    case: Case

    async def later(self, **time: float) -> None:
        """Time passes, and everybody comes back to their page."""
        self.home.passes(**time)
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

    async def moves(self, who: Member, action: str, **more: Any) -> None:
        await caseload.act(self.home.app.desk, None, who, self.case.id, Move(action, **more))

    async def due(self) -> dict[str, tuple[date, bool]]:
        """Every clock that has started: its date, and whether it was met."""
        async with self.home.app.desk.database.read() as session:
            found = await clocks.duties(session, self.home.app.desk.default, await self.now())
        return {each.name: (each.due_on, each.met_at is not None) for each in found}

    async def told(self, to: str) -> list[str]:
        """The templates of all that went out to somebody, in order; everything that is due goes out before."""
        await idle(self.home, self.resident)
        due = (notices.c.due_at <= self.home.now(), notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))
        mine = (notices.c.case_id == self.case.id, notices.c.to == to, notices.c.sent_at.is_not(None))
        sent = select(notices.c.template).where(*mine, notices.c.outcome.is_(None)).order_by(notices.c.id)
        while True:
            async with self.home.app.desk.database.read() as session:
                if (await session.execute(select(notices.c.id).where(*due))).first() is None:
                    return list((await session.execute(sent)).scalars())
            await asyncio.sleep(0.05)


async def works(home: House, role: str, name: str, unit: str | None = None) -> tuple[Person, Member]:
    """A colleague, of a unit where one is named."""
    person = await home.staff(role, name)
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    if unit is not None:
        (boss,) = [each for each in await roster.every(home.app.desk, OFFICE) if each.role == "supervisor"]
        member = await roster.place(home.app.desk, None, boss, member.id, "units", unit)  # type: ignore[arg-type]
    return person, member


async def files(home: House, hearing: date) -> Person:
    """A mother writes in Spanish, in the chat of the page, for her son who is inside."""
    person = await home.resident()
    says = person.says
    for act, words in (
        (person.taps, "Español"), (person.taps, "Ya lo leí"), (says, STORY), (person.taps, "Listo"),
        (person.taps, "Una violación"), (says, hearing.isoformat()), (person.taps, "A otra persona"),
        (person.taps, "Familia"), (says, "Luis Vega"), (says, "En una visita; por teléfono escuchan."),
        (person.taps, "Pueden usar mi nombre"), (says, "Marta Vega"), (says, "860-555-0142"), (says, "no sé"),
        (person.taps, "Oficina de Hartford"), (person.taps, "Saltar"), (person.taps, "Nada de eso"),
        (person.taps, "Tratamiento o recuperación"), (person.taps, "Listo"), (person.taps, "No, gracias"),
        (person.taps, "Presentar"),
    ):  # fmt: skip
        await act(words)
        await person.hears()
    return person


async def test_from_the_first_message_to_the_disposition(office: House) -> None:
    home, desk, agency = office, office.app.desk, office.app.desk.default
    boss_page, boss = await works(home, "supervisor", "Sol Pérez")
    ana_page, ana = await works(home, "investigator", "Ana Soto", "central_intake")
    ben_page, ben = await works(home, "investigator", "Ben Cole", "hartford")
    assert {*ben.units} == {"hartford", "any_supervision"}
    filed_on = day_at(agency, home.now())
    hearing = filed_on + timedelta(days=21)
    resident = await files(home, hearing)

    # The receipt: its dates, that this moves no hearing, and not a word of what it is about.
    receipt = next(each for each in resident.shown() if each.startswith("Tenemos lo que envió."))
    assert "Lo que envió aquí no cambia el día que usted indicó." in receipt
    assert not FORBIDDEN.search(receipt)
    async with desk.database.read() as session:
        (case,) = await cases.of_chat(session, chat_of(resident))
    life = Life(home, resident, (boss_page, ana_page, ben_page), case)
    assert case.reference.startswith("CS-")
    assert (case.priority, case.queue) == ("urgent", "hearings")
    assert (case.region, case.respondent_unit) == ("hartford", "hartford")
    before_it = add_days(agency, hearing, -3, business=True)
    assert await life.due() == {
        "hearing": (before_it, False),
        "acknowledge": (filed_on + timedelta(days=7), False),
        "first_contact": (filed_on + timedelta(days=14), False),
        "answer": (add_days(agency, filed_on, 30, business=True), False),
    }

    # Claimed; the card says what is needed and when the hearing is, without a word of theirs.
    await ana_page.sees(f"New case {case.reference}")
    await ana_page.says(f"/case {case.reference}")
    card = await ana_page.sees("Suggested allegations")
    assert "Needs: Treatment or recovery" in card
    assert f"Day of the hearing: {hearing:%B} {hearing.day}, {hearing.year}" in card
    assert "hospital" not in card
    await ana_page.taps("Claim")
    await ana_page.sees(f"{case.reference} is yours")
    assert (await life.due())["acknowledge"][1]

    # The unit that supervises her son learns nothing, wherever it looks.
    await unseen_by(life, ben_page, ben)

    # Taken in, looked at; a contact is noted; the hearing is put off, and its clock moves with it.
    await life.moves(ana, "start")
    await resident.sees("Alguien de la oficina está leyendo lo que envió")
    await life.moves(ana, "look")
    await resident.sees("La oficina está haciendo una primera revisión")
    spoke = Contact("Luis Vega", "in_person", life.today, "He can come to the visit on Friday.")
    await contacts.log(desk, None, ana, case.id, spoke)  # type: ignore[arg-type]
    later = hearing + timedelta(days=7)
    await corrections.correct(desk, None, ana, case.id, "hearing", later.isoformat(), "The court moved it.")  # type: ignore[arg-type]
    before_it = add_days(agency, later, -3, business=True)
    assert (await life.due())["hearing"] == (before_it, False)
    await life.later(days=(before_it - life.today).days - 7)
    assert "reminder" in await life.told(f"member:{ana.id}")
    assert life.today < before_it

    # A referral to a program, with a day; the first look is done before the hearing.
    new = NewFollowUp("programme", "A bed in treatment.", "Recovery House", life.today + timedelta(days=14), "provider")
    await follow_ups.add(desk, None, ana, case.id, new)  # type: ignore[arg-type]
    await life.moves(ana, "looked")
    await resident.sees("La primera revisión terminó")
    assert (await life.due())["hearing"] == (before_it, True)
    assert (await life.due())["first_contact"][1]

    # Investigated, the referral is answered, decided, closed: every stage is told.
    await life.moves(ana, "investigate")
    await resident.sees("Una persona de la oficina está trabajando en esto")
    await life.later(days=15)
    assert "follow_up_due" in await life.told(f"member:{ana.id}")
    await taken_up(life, ana)
    await life.moves(ana, "finish")
    await resident.sees("El trabajo terminó. La oficina está decidiendo")
    await found(life, ana)
    await life.moves(boss, "decided", disposition="change", note="Se corrigió el registro de la cita.")
    await resident.sees("El trabajo terminó. Puede preguntar sobre esto")
    closed = await life.now()
    assert (closed.status, closed.disposition) == ("closed", "change")
    assert all(met for _, met in (await life.due()).values())
    await resident.taps("Leer")
    await resident.sees("Se corrigió el registro de la cita")
    await life.later(days=5)
    heard = await life.told("complainant")
    assert heard[0] == "receipt"
    assert [each for each in heard if each.startswith("news")] == ["news"] * 5 + ["news_with_note"]
    assert heard[-1] == "how_was_it"
    assert await life.told(f"member:{ben.id}") == []
    async with desk.database.read() as session:
        assert await audit.verify(session) == []


async def unseen_by(life: Life, page: Person, ben: Member) -> None:
    """Queue, number, search, related cases and figures: as if there were no such case."""
    desk, reference = life.home.app.desk, life.case.reference
    await page.says("/queue")
    await idle(life.home, page)
    await page.says(f"/case {reference}")
    await idle(life.home, page)
    await page.says("/find hospital")
    await idle(life.home, page)
    await page.says("/bulk")
    await idle(life.home, page)
    assert not [each for each in page.shown() if reference in each or "Vega" in each]
    with pytest.raises(NotYours):
        await caseload.find(desk, ben, reference)
    with pytest.raises(NotYours):
        await caseload.card(desk, ben, life.case.id)
    with pytest.raises(NotYours):
        await related.related(desk, None, ben, life.case.id)
    with pytest.raises(NotYours):
        await figures.of_office(desk, None, ben)
    assert await life.told(f"member:{ben.id}") == []


async def taken_up(life: Life, ana: Member) -> None:
    """The program has a bed."""
    desk = life.home.app.desk
    async with desk.database.read() as session:
        (watched,) = await follow_up_rows.of_case(session, OFFICE, await life.now())
    said = follow_ups.Settled("started", "He has a bed.", life.today)
    await follow_ups.settle(desk, None, ana, life.case.id, watched.id, said)  # type: ignore[arg-type]


async def found(life: Life, ana: Member) -> None:
    """Every allegation is confirmed and has its finding."""
    desk = life.home.app.desk
    async with desk.database.read() as session:
        alleged = await cases.allegations(session, OFFICE, life.case.id)
        people = [
            each for each in await party_rows.of_case(session, OFFICE, await life.now()) if each.role == "respondent"
        ]
    for each in alleged:
        await caseload.decide(desk, None, ana, life.case.id, (each.id, "confirmed"))  # type: ignore[arg-type]
        for person in people:
            made = Finding(each.id, person.id, "minor", "sustained", "recommended", "Training.", "The record shows it.")
            await findings.decide(desk, None, ana, life.case.id, made)  # type: ignore[arg-type]


async def test_while_nobody_knows_the_unit_no_supervising_unit_sees_it(office: House) -> None:
    home, desk = office, office.app.desk
    await works(home, "supervisor", "Sol Pérez")
    _, ana = await works(home, "investigator", "Ana Soto", "central_intake")
    _, ben = await works(home, "investigator", "Ben Cole", "norwich")
    person = await home.resident()
    for act, words in ((person.taps, "English"), (person.taps, "I have read"), (person.says, "They lost my things."),
                       (person.taps, "Done"), (person.taps, "Send now")):  # fmt: skip
        await act(words)
        await person.hears()
    async with desk.database.read() as session:
        (case,) = await cases.of_chat(session, chat_of(person))
    assert case.respondent_unit == "any_supervision"
    assert (await caseload.card(desk, ana, case.id)).case.id == case.id
    with pytest.raises(NotYours):
        await caseload.card(desk, ben, case.id)
