"""One case of parole over the wire: a mother files for her son, whose hearing has a day; his unit knows nothing."""

import html
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from icalendar import Calendar

from bot.casework.errors import NotYours
from bot.desk import caseload, figures, related, roster
from storage import audit
from tests.agencies.life import Life, Paper, does, fetched, joins, office, plain, text_of
from tests.agencies.test_discreet import FORBIDDEN
from tests.chat import Person
from tests.house import House, copied
from tests.telegram.talk import chat_of

OFFICE = "ct_doc_parole"
STORY = (
    "A mi hijo lo regresaron adentro porque el oficial dice que faltó a una cita. Él estaba con la maestra de su hija."
)
ACKNOWLEDGEMENT = (
    "Para Marta Vega: Recibimos su queja el 1 de marzo de 2027.",
    "Así está hoy: La oficina está haciendo una primera revisión. Si necesita intérprete",
    "Nos vemos el jueves, Marta Vega. Puede agregar palabras",
)
CLOSING = (
    "que recibimos el 1 de marzo de 2027. El resultado es: Se va a cambiar algo. Si cree que se nos pasó algo, díganos",
    "Gracias por acudir a nosotros.",
)
SECRETS = re.compile("Vega|hospital|maestra|visita|0142", re.IGNORECASE)


@pytest_asyncio.fixture
async def parole(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves this office alone."""
    async with office(copied(empty_house, tmp_path / "data"), OFFICE) as opened:
        yield opened


async def works_in(home: House, boss: Person, name: str, unit: str) -> Person:
    """An investigator, whom the supervisor puts into a unit."""
    person = await joins(home, "investigator", name)
    await does(home, boss, "/team", f"?{name}, Investigator: in", f">{name}: queues and units", f">{unit}",
               f"?Units: {unit.removeprefix('✓ ')}")  # fmt: skip
    return person


async def files(home: House) -> Person:
    """A mother writes in Spanish, in the chat of the page, for her son who is inside."""
    person = await home.resident()
    receipt = await does(
        home, person,
        ">Español", "?No lo ve su oficial de parole ni nadie de esa unidad.", ">Ya lo leí", STORY, ">Listo",
        "?De qué se trata",
        ">Una violación", "?¿Hay una audiencia?", "22 de marzo", ">A otra persona", ">Familia", "Luis Vega",
        "En una visita; por teléfono escuchan.", ">Pueden usar mi nombre", "Marta Vega", "860-555-0142", "no sé",
        "?¿De qué oficina o unidad se trata?", ">Oficina de Hartford", ">Saltar", ">Nada de eso",
        "?¿Hay algo que necesite ahora?", ">Tratamiento o recuperación", ">Listo", ">No, gracias",
        "?Esto es lo que usted me contó", "?Día de la audiencia: 22 de marzo de 2027", ">Mandar a la oficina",
        "?Tenemos lo que envió.", "?antes del día indicado: a más tardar el 17 de marzo de 2027",
        "?Una persona de la oficina lo atiende: a más tardar el 8 de marzo de 2027",
        "?Lo que envió aquí no cambia el día que usted indicó.",
    )  # fmt: skip
    assert not FORBIDDEN.search(receipt.partition("Tenemos lo que envió.")[2])
    return person


async def on_the_page(who: Person) -> str:
    """What the newest link in somebody's chat shows, once."""
    text = html.unescape((await _opened(who)).decode())
    assert "reading.css" in text
    return plain(re.sub("<[^>]+>", " ", text))


async def _opened(who: Person) -> bytes:
    http = who._http
    assert http is not None
    newest = max((each for each in who.entries.values() if _links(each)), key=lambda each: each["message_id"])
    (address,) = _links(newest)
    async with http.post(address.removeprefix(who.base)) as answer:
        shown = await answer.read()
        assert answer.status == 200, shown
    async with http.post(address.removeprefix(who.base)) as again:
        assert again.status == 410, "a link opens once"
    return shown


def _links(entry: dict[str, object]) -> list[str]:
    entities: list[dict[str, str]] = entry.get("entities") or []  # type: ignore[assignment]
    return [each["url"] for each in entities if each["type"] == "text_link"]


async def test_from_the_first_message_to_the_disposition(parole: House) -> None:
    home = parole
    sol = await joins(home, "supervisor", "Sol Pérez")
    ana = await works_in(home, sol, "Ana Soto", "Central Intake")
    ben = await works_in(home, sol, "Ben Cole", "Supervision, Hartford")
    resident = await files(home)
    life = await Life.of(home, resident, sol, ana, ben)
    asked = {*resident.entries}
    case = life.case
    assert case.reference.startswith("CS-")
    assert (case.priority, case.queue) == ("urgent", "hearings")
    assert (case.region, case.respondent_unit) == ("hartford", "hartford")

    await taken_up(life, ana)
    await unseen_by(life, ben)
    await looked_at(life, ana)
    await written_to(life, ana)
    await met(life, ana)
    await referred_on(life, ana)
    await decided(life, ana, sol)
    await closed(life, ana, sol)
    await unseen_by(life, ben)

    ended = await life.now()
    assert (ended.status, ended.disposition) == ("closed", "change")
    assert await life.due() == {
        "hearing": (date(2027, 3, 23), True),
        "acknowledge": (date(2027, 3, 8), True),
        "first_contact": (date(2027, 3, 15), True),
        "answer": (date(2027, 4, 13), True),
    }
    await everything_that_was_told(life, ana, sol, ben)
    since = [
        each["text"] for number, each in resident.entries.items() if number not in asked and each["author"] == "bot"
    ]
    assert len(since) > 20
    assert [each for each in since if FORBIDDEN.search(each or "")] == []
    for who in (sol, ana, ben):
        assert [each for each in who.shown() if SECRETS.search(each)] == [], "no word of theirs stands in a staff chat"
    await papers(life)
    async with home.app.desk.database.read() as session:
        assert await audit.verify(session) == []


async def taken_up(life: Life, ana: Person) -> None:
    """Claimed; the card says what is needed and when the hearing is, and the story is read on the page."""
    assert await life.due() == {
        "hearing": (date(2027, 3, 17), False),
        "acknowledge": (date(2027, 3, 8), False),
        "first_contact": (date(2027, 3, 15), False),
        "answer": (date(2027, 4, 13), False),
    }
    await ana.sees(f"New case {life.reference}, urgent")
    await life.opens(ana, "?Needs: Treatment or recovery", "?Day of the hearing: March 22, 2027", ">Claim", "?is yours",
                     ">Read the story", "?It opens once")  # fmt: skip
    told = await on_the_page(ana)
    assert STORY in told
    assert "How to reach that person: En una visita; por teléfono escuchan." in told
    assert (await life.due())["acknowledge"] == (date(2027, 3, 8), True)


async def unseen_by(life: Life, ben: Person) -> None:
    """Queue, number, search, lists, figures and related cases: for the unit that supervises there is no such case."""
    desk, reference = life.home.app.desk, life.reference
    await life.does(ben, "/queue", "?Nothing is waiting", "/mine", "?You have no open cases",
                    f"/case {reference}", "?I cannot find that", "/find maestra", "?I found nothing",
                    "/bulk", "?I cannot find that", "/figures", "?I cannot find that", "/tasks",
                    "?You have no open tasks",
                    "/followups", "?Nothing is open")  # fmt: skip
    assert await life.told(ben) == []
    assert [each for each in ben.shown() if reference in each] == []
    (member,) = await roster.of_chat(desk, chat_of(ben))
    with pytest.raises(NotYours):
        await caseload.card(desk, member, life.case.id)
    with pytest.raises(NotYours):
        await related.related(desk, None, member, life.case.id)
    with pytest.raises(NotYours):
        await figures.of_office(desk, None, member)


async def looked_at(life: Life, ana: Person) -> None:
    """A visit and a note are written down; the hearing is put off, and its clock waits for no holiday."""
    await life.steps(ana, "Take in", stage="Alguien de la oficina está leyendo lo que envió")
    await life.steps(ana, "Preliminary investigation", stage="La oficina está haciendo una primera revisión")
    await life.works(
        ana, ">Contacts", ">Add a contact", ">Affected person: [2]", ">In person", ">Today",
        "Luis Vega can come to the visit on Friday.", "?the contact is written down", ">Contacts",
        "?not shown in this chat",
    )  # fmt: skip
    assert "Contact with Luis Vega (In person, March 1, 2027): Luis Vega can come" in await on_the_page(ana)
    await life.opens(ana, ">Note", "The hospital has his papers.", "?is saved", ">Case work", ">Notes", "?not shown")
    assert "Ana Soto Note: The hospital has his papers." in await on_the_page(ana)
    await life.works(
        ana, ">Changes", ">Correct an answer", ">Day of the hearing", "after the holidays", "?could not read that",
        "2027-03-29", "The court moved it.", "?the answer is corrected", ">Changes",
    )  # fmt: skip
    changed = "Day of the hearing: “March 22, 2027” is now “March 29, 2027”. Because: The court moved it."
    assert changed in await on_the_page(ana)
    assert (await life.due())["hearing"] == (date(2027, 3, 23), False), "three business days, and a holiday between"


async def written_to(life: Life, ana: Person) -> None:
    """A letter, opened on the page before it goes out; the mother reads it, and takes it off her screen."""
    resident = life.resident
    await life.works(
        ana, ">Papers", ">Make a paper", ">Acknowledgement", "?in Spanish", ">○ Interpreter",
        "Nos vemos el jueves, {name}.", "?Your paragraph:", ">Make it", "?not sent", ">Open the PDF", "?It opens once",
    )  # fmt: skip
    made = text_of(await _opened(ana))
    await life.does(ana, ">Send it", ">Yes, it goes out", "?The complainant has not opened it yet")
    await resident.sees("Hay un papel para usted sobre CS-")
    await life.does(resident, ">Leer el papel", "?De la oficina, sobre CS-")
    assert text_of(await fetched(resident)) == made
    await life.does(resident, "/hide", "?Ya quité de esta página mis mensajes", "/status", "?primera revisión")


async def met(life: Life, ana: Person) -> None:
    """The office meets with the mother: a time and a place, a reminder, and no word of what it is about."""
    resident = life.resident
    await life.works(
        ana, ">Meetings", ">Plan a meeting", "What the hospital says", ">At the office", "March 11 at 10 am",
        "?Who is asked?", ">Send the invitations", "?everybody with a chat is being told",
    )  # fmt: skip
    assert (await resident.sees("11 de marzo de 2027")).startswith(f"{life.reference}: ")
    await life.does(resident, ">Leer", "?24 Wolcott Hill Road")
    (event,) = Calendar.from_ical(await fetched(resident)).walk("VEVENT")
    assert str(event["summary"]) == f"Cita {life.reference}"
    assert "hospital" not in str(event)
    await life.lives(days=9)
    await resident.sees("Un recordatorio de CS-.*11 de marzo de 2027")
    await life.lives(days=1)
    await life.passes(hours=2)
    await life.works(
        ana, ">Meetings", ">Contact", ">Complainant", ">Came", ">Write what came of it",
        "The hospital wrote to the officer that day.", "?what came of the meeting is kept", ">Contact · held",
    )  # fmt: skip
    held = await on_the_page(ana)
    assert "Complainant: Marta Vega: came" in held
    assert "What came of it: The hospital wrote to the officer that day." in held


async def referred_on(life: Life, ana: Person) -> None:
    """Somebody has called; a program is asked for a bed by a day; the first look is done before the hearing."""
    await life.lives(days=1)
    assert life.today == date(2027, 3, 12)
    await ana.sees("Reminder, .*: by March 15, 2027. .3 days before")
    await life.does(ana, ">Done", "?the reminders have stopped")
    await life.works(
        ana, ">Follow-ups", ">Add one", "A bed in treatment for Luis Vega.", ">Program or halfway house",
        "March 26, 2027",
        "?it is noted", "?not shown in this chat",
    )  # fmt: skip
    watched = "○ Referral to a program, Program or halfway house, by March 26, 2027: A bed in treatment for Luis Vega."
    assert watched in await on_the_page(ana)
    await life.lives(days=4)
    await ana.sees("The first look is done, before the day that was named: by March 23, 2027. .7 days before")
    await life.steps(ana, "Preliminary is done", stage="La primera revisión terminó")
    due = await life.due()
    assert (due["hearing"], due["first_contact"]) == ((date(2027, 3, 23), True), (date(2027, 3, 15), True))
    await life.steps(ana, "Investigate", stage="Una persona de la oficina está trabajando en esto")
    await life.lives(days=14)
    assert life.today == date(2027, 3, 30)
    await ana.sees("something that others have to do is due on March 26, 2027")
    await life.does(ana, ">Follow-ups", ">Referral to a program", ">It is answered", ">Started", ">Yesterday",
                    "Luis Vega has a bed.", "?what came of it is kept")  # fmt: skip
    assert "March 29, 2027: Started. Luis Vega has a bed." in await on_the_page(ana)


async def decided(life: Life, ana: Person, sol: Person) -> None:
    """An allegation is added and found; without its finding nothing is closed."""
    await life.opens(
        ana, ">Allegations", ">Add another", ">Supervision, conditions", "? Supervision, conditions, programs"
    )
    await life.steps(ana, "Send for decision", stage="El trabajo terminó. La oficina está decidiendo")
    await life.opens(sol, ">Status", ">Decided, close", "?findings are missing on Supervision, conditions, programs")
    await life.works(
        ana, "?Findings still missing: 1", ">Findings", "?not identified: no finding yet", ">Supervision", ">Minor",
        ">Sustained", ">Recommended", "Training.", "The record of the hospital shows it.", "?the finding is saved",
        "?Every confirmed allegation has its findings", ">Findings", "?not identified: Sustained: it happened",
    )  # fmt: skip
    assert "Because: The record of the hospital shows it." in await on_the_page(ana)
    note = "Se corrigió el registro de la cita."
    await life.steps(
        sol, "Decided, close", ">Something will be changed", note, stage="El trabajo terminó. Puede preguntar"
    )
    await life.does(life.resident, ">Leer", f"?{note}", "/status", "?Se va a cambiar algo")


async def closed(life: Life, ana: Person, sol: Person) -> None:
    """The closing letter goes out once a supervisor has read it; at the end the mother says how it was."""
    resident = life.resident
    await life.works(
        ana, ">Papers", ">Make a paper", ">Closing letter", "?in Spanish", ">○ Another look", ">Make it",
        ">Ask for approval", "?waits for approval",
    )  # fmt: skip
    await sol.sees("a paper waits for your approval")
    await life.works(sol, ">Papers", ">Closing letter ·", ">Approve", "?the paper is approved")
    await ana.sees("your paper is approved")
    await life.works(ana, ">Papers", ">Closing letter ·", ">Send it", ">Yes, it goes out", "?on its way")
    await resident.sees("Hay un papel para usted")
    await life.does(resident, ">Leer el papel", "?De la oficina")
    await life.lives(days=5)
    await resident.sees("cómo le fue")
    await life.does(resident, ">Bien", "?Gracias")


async def papers(life: Life) -> None:
    """Every paper there is, and what each says."""
    made = await life.papers()
    assert made == [
        Paper("acknowledgement", "es", "sent", "Ana Soto"),
        Paper("closing", "es", "sent", "Ana Soto"),
    ]
    acknowledgement, closing = (each.text for each in made)
    for text, parts in ((acknowledgement, ACKNOWLEDGEMENT), (closing, CLOSING)):
        assert [each for each in parts if each not in text] == []


async def everything_that_was_told(life: Life, ana: Person, sol: Person, ben: Person) -> None:
    """Every notice to everybody, in order, and no other."""
    assert await life.told(life.resident) == [
        *("receipt", "news intake", "news preliminary", "paper_waiting", "meeting_set", "meeting_soon"),
        *("news assigned", "news investigation", "news decision", "news_with_note closed", "paper_waiting"),
        "how_was_it",
    ]
    assert await life.told(ana) == [
        *("new_case acknowledge", "meeting_soon_staff", "reminder first_contact", "reminder hearing"),
        *("follow_up_due", "follow_up_due", "paper_approved"),
    ]
    assert await life.told(sol) == ["new_case acknowledge", "taken", "paper_asked"]
    assert await life.told(ben) == []


async def test_while_nobody_knows_the_unit_no_supervising_unit_sees_it(parole: House) -> None:
    home = parole
    sol = await joins(home, "supervisor", "Sol Pérez")
    ana = await works_in(home, sol, "Ana Soto", "Central Intake")
    ben = await works_in(home, sol, "Ben Cole", "Supervision, Norwich")
    person = await home.resident()
    await does(
        home, person, ">English", ">I have read", "They lost my things.", ">Done", ">Send now", "?We have what you"
    )
    life = await Life.of(home, person, sol, ana, ben)
    assert life.case.respondent_unit == "any_supervision"
    await life.opens(ana, ">Claim", "?is yours")
    await unseen_by(life, ben)
