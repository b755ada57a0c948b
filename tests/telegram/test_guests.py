"""Those who are asked to a meeting, over the wire: the complainant in Spanish, and a witness who came by a link."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

import bot
from bot.casework.interview import Picked, Pressed, Said
from bot.desk import filing, meetings, roster, witnesses
from bot.desk.meetings import Planning
from storage.cases import Case
from storage.roster import Member
from tests.chat import Person
from tests.house import House, copied, house
from tests.telegram.talk import Filed, chat_of, hears

AGENCIES = Path(bot.__file__).parent / "agencies"
KIND = """
[meeting.interview]
name = { en = "Interview", es = "Entrevista" }
remind = ["2 days before", "1 day before"]
"""


@pytest.fixture
async def home(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment whose only office knows interviews."""
    offices = tmp_path / "agencies"
    offices.mkdir()
    for name in ("shared.toml", "minneapolis_opcr.toml"):
        text = (AGENCIES / name).read_text("utf-8")
        own = KIND if name != "shared.toml" and "[meeting.interview]" not in text else ""
        (offices / name).write_text(text + own, "utf-8")
    async with house(copied(empty_house, tmp_path / "data"), agency_dir=offices) as opened:
        opened.passes(
            days=(1 - opened.now().weekday()) % 7 + 7, hours=16 - opened.now().hour
        )  # a Tuesday, the office is open
        yield opened


async def files(home: House, language: str) -> Filed:
    person = await home.resident()
    said = [Said("Me tiraron al piso y me patearon.", "1", home.now())]
    outcome = await hears(home, person, Picked(language), Pressed("done"), *said, Pressed("done"), Pressed("send_now"))
    assert isinstance(outcome, filing.Filed)
    assert outcome.receipt is not None
    await home.app.courier.hand_over(outcome.receipt)
    return Filed(person, outcome.case.reference)


async def member_of(home: House, person: Person) -> Member:
    (member,) = await roster.of_chat(home.app.desk, chat_of(person))
    return member


async def calendar(person: Person) -> Calendar:
    """The last file in a chat."""
    file = [each for _, each in sorted(person.entries.items()) if each.get("file")][-1]["file"]
    return Calendar.from_ical(await person.fetches(file["url"]))


async def plans(home: House, staff: Person, case: Case, days: tuple[int, ...], people: tuple[str, ...]) -> None:
    at = home.now().replace(hour=19, minute=0, second=0, microsecond=0)
    times = tuple(at + timedelta(days=each) for each in days)
    new = Planning("interview", "What happened in May", "Room 239", times, people, ("Mr. Gray",))
    await meetings.plan(home.app.desk, None, await member_of(home, staff), case.id, new)  # type: ignore[arg-type]
    home.app._wake()


async def test_the_complainant_says_which_time_suits_gets_a_file_and_is_told_of_every_change(home: House) -> None:
    staff, filed = await home.staff("investigator", "Ana"), await files(home, "es")
    rosa, case = filed.person, await filed.case(home)
    await plans(home, staff, case, (9, 10), ("complainant", f"member:{(await member_of(home, staff)).id}"))
    notice = await rosa.sees("quisiera reunirse con usted")
    assert "mayo" not in notice
    assert "239" not in notice
    await rosa.taps("Leer")
    shown = await rosa.sees("qué horas le convienen")
    assert "Room 239" in shown
    assert "Gray" not in shown
    assert "May" not in shown
    first, second = rosa.buttons()[:2]
    await rosa.taps(second)
    await rosa.sees("qué horas le convienen")
    await staff.sees("somebody has answered about a meeting")
    await staff.taps("Meetings")
    await staff.sees("looking for a time")
    await staff.taps("Interview")
    await staff.sees("comes, as far as we know")
    label = next(each for each in reversed(staff.buttons()) if each.startswith("Choose"))
    await staff.taps(label)
    await staff.sees("Interview · set")
    await rosa.sees("hay una reunión el")
    await rosa.taps("Leer")
    await rosa.sees("Si usa un calendario")
    (event,) = (await calendar(rosa)).walk("VEVENT")
    assert (str(event["summary"]), int(event["sequence"])) == (f"Cita {case.reference}", 1)
    assert "Gray" not in str(event)
    assert first != second
    await rosa.taps("Necesito intérprete")
    await rosa.sees("lengua de señas")
    await rosa.says("Necesito un intérprete de k'iche'.")
    await rosa.sees("tiene sus palabras")
    home.passes(days=9)
    await rosa.returns()
    await rosa.sees("Un recordatorio de")
    (row,) = (await meetings.board(home.app.desk, None, await member_of(home, staff), case.id)).meetings
    await meetings.cancel(
        home.app.desk,
        None,
        await member_of(home, staff),
        case.id,
        row.id,
        "She is ill.",  # type: ignore[arg-type]
    )
    home.app._wake()
    notice = await rosa.sees("se canceló. No tiene que venir")
    assert "ill" not in notice
    await rosa.taps("Leer")
    await rosa.sees("quitar la fecha")
    (event,) = (await calendar(rosa)).walk("VEVENT")
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 2)


async def test_a_witness_is_asked_in_their_own_chat_and_learns_nothing_of_the_case(home: House) -> None:
    staff, filed = await home.staff("investigator", "Ana"), await files(home, "es")
    case, ana = await filed.case(home), await member_of(home, staff)
    _, token, link = await witnesses.invite(home.app.desk, None, ana, case.id, "The neighbor")  # type: ignore[arg-type]
    witness = await home.resident(token)
    await plans(home, staff, case, (9, 10), ("complainant", f"witness:{link.id}"))
    notice = await witness.sees("would like to meet with you")
    assert "quisiera reunirse con usted" in notice, "which language they read is not known"
    await witness.taps("Read / Leer")
    await witness.sees("which times work for you")
    await witness.taps("None of these")
    await witness.sees("Write here when you can come")
    said = "\n".join(witness.shown())
    assert case.reference not in said
    assert "Gray" not in said
    await staff.sees("somebody has answered about a meeting")
