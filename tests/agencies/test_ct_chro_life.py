"""One case at the commission, from the story to the agreement that was kept: every notice, every clock, every paper."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest_asyncio
from icalendar import Calendar

from bot.casework.workdays import day_at
from storage import audit
from tests.agencies.life import Life, Paper, does, fetched, joins, office, text_of
from tests.chat import Person
from tests.house import House, copied

OFFICE = "ct_chro"
STORY = "My landlord said no to my housing voucher. He said people like me do not pay."
UNFILED = "This is not a filing yet"
FIRST_LIMIT = "File by July 29, 2027 at the latest."
LIMITS = f"{FIRST_LIMIT} Another rule says November 26, 2027"
TO_SWEAR = (
    *("Complaint of discrimination", UNFILED, "Name Rosa Vega", "Contact 860-555-0123", "• Elm Homes LLC"),
    *("Their address 25 Hartford Avenue, Norwhich (Norwich)", "Because of How I pay: voucher or benefits"),
    *(
        "When January 30, 2027",
        f"1. “{STORY}”",
        "“I want to move in.”",
        "I have read this complaint. What it says is true",
    ),
    *("Sworn to and signed before me", "need not be sworn before a notary: you can sign it yourself", LIMITS),
    "Where you can swear to it Office Address Eastern Region, Norwich 100 Broadway, Norwich, CT 06360",
)

STATUS = (
    "Dear Rosa Vega: This is where your complaint CHRO-2027-00001-9 stands on July 12, 2027: The other side has your",
    "The next date is August 5, 2027. What happens by then: The other side has answered (housing). It is taking longer",
    "The other side asked for 15 more days. You can ask at any time",
)
CLOSING = (
    "received on March 1, 2027. The outcome is: An agreement was made and kept. If you think that we missed something",
    "It was good to meet you, Rosa Vega. Thank you for coming to us.",
)


@pytest_asyncio.fixture
async def connecticut(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves the commission alone."""
    async with office(copied(empty_house, tmp_path / "data"), OFFICE) as opened:
        yield opened


async def files(home: House) -> Person:
    """The interview to the review, which shows the limits; a town with a slip of the pen; then the receipt."""
    resident = await home.resident()
    await does(
        home, resident,
        ">English", "?Before you start", f"?{UNFILED}", ">I have read this", STORY, ">Done", "?Did this happen to you?",
        ">Yes, to me", ">You may use my name", "Rosa Vega", "860-555-0123", "?Where did it happen?",
        ">Housing", ">Done", ">Refused", ">Done", ">How I pay", ">Done", "?Who did it?", "Elm Homes LLC",
        "25 Hartford Avenue, Norwhich", "?Did you mean one of these?", ">Norwich", "?When did it happen?",
        "January 30, 2027", "I want to move in.", "?Here is what you told me", f"?{LIMITS}",
        "?25 Hartford Avenue, Norwhich (Norwich)", ">Send it to the office", "?We have your complaint", f"?{UNFILED}",
        f"?{LIMITS}", "?A person takes the case: by March 8, 2027",
        "?There has been a first talk: by March 15, 2027",
    )  # fmt: skip
    return resident


async def test_from_the_story_to_the_agreement_that_was_kept(connecticut: House) -> None:
    home = connecticut
    sol = await joins(home, "supervisor", "Sol Reed")
    ana = await joins(home, "investigator", "Ana Soto")
    ina = await joins(home, "intake", "Ina Cruz")
    resident = await files(home)
    life = await Life.of(home, resident, sol, ana, ina)
    case = life.case
    assert (case.status, case.priority, case.queue) == ("draft_to_swear", "high", "housing")
    assert (case.region, case.unit) == ("eastern", "housing")

    await taken_up(life, ana, ina)
    await waits_to_be_sworn(life, ana)
    await sworn(life, ina)
    await answered(life, ana)
    await mediated(life, ana, sol)
    await kept(life, ana, sol)

    closed = await life.now()
    assert (closed.status, closed.disposition) == ("closed", "settled")
    assert await life.due() == {
        "acknowledge": (date(2027, 3, 8), True),
        "first_contact": (date(2027, 3, 15), True),
        "sworn": (date(2027, 7, 29), True),
        "serve": (date(2027, 7, 18), True),
        "answer_housing": (date(2027, 8, 5), True),
        "rebuttal": (date(2027, 8, 17), True),
        "assessment": (date(2027, 10, 1), True),
        "mediate": (date(2027, 10, 22), True),
        "finding": (date(2028, 2, 29), True),
    }
    await everything_that_was_told(life, ana, sol, ina)
    await papers(life)
    async with home.app.desk.database.read() as session:
        assert await audit.verify(session) == []


async def taken_up(life: Life, ana: Person, ina: Person) -> None:
    """The case is claimed; the complainant takes the paper with a tap, and the office makes and sends its own."""
    assert await life.due() == {
        "acknowledge": (date(2027, 3, 8), False),
        "first_contact": (date(2027, 3, 15), False),
        "sworn": (date(2027, 7, 29), False),
    }
    await ana.sees(f"New case {life.reference}, high. A person takes the case: by March 8, 2027.")
    limits = "?Time to file: until July 29, 2027 by the strictest rule, November 26, 2027 by the longest."
    await life.opens(ana, limits, ">Claim", f"?{life.reference} is yours")
    await ina.sees(f"{life.reference} is taken")
    await life.does(life.resident, ">The paper to swear to", "?in your own words")
    own = text_of(await fetched(life.resident))
    assert [each for each in TO_SWEAR if each not in own] == []
    await life.works(
        ina, ">Papers", "?No paper has been made yet", ">Make a paper", ">Complaint, ready to swear", "?in English",
        ">Make it", "?not sent", ">Open the PDF", "?A paper about",
    )  # fmt: skip
    made = text_of(await fetched(ina))
    await life.does(ina, ">Send it", ">Yes, it goes out", "?The complainant has not opened it yet")
    assert UNFILED in await life.resident.sees("There is a paper for you")
    await life.does(life.resident, ">Read the paper", "?From the office")
    assert text_of(await fetched(life.resident)) == made == own


async def waits_to_be_sworn(life: Life, ana: Person) -> None:
    """Somebody calls; then months pass in which nobody has sworn, and the complainant is told of the limit in time."""
    await life.lives(days=11)
    await ana.sees("Reminder, .* There has been a first talk: by March 15, 2027")
    await life.does(ana, ">Done", "?the reminders have stopped")
    await life.works(
        ana, ">Contacts", "?Nobody has been contacted yet", ">Add a contact", ">Complainant: Rosa Vega", ">Phone",
        ">Today", "She wants the flat and will swear.", "?the contact is written down", ">Contacts",
        "?Contact with Rosa Vega (Phone, March 12, 2027): She wants the flat and will swear.",
    )  # fmt: skip
    await life.opens(ana, ">Note", "The voucher is valid until December.", "?is saved", ">Case work", ">Notes",
                     "?Ana Soto Note: The voucher is valid until December.")  # fmt: skip
    assert (await life.due())["first_contact"] == (date(2027, 3, 15), True)
    await life.does(life.resident, "/status", "?waits for you to swear", f"?{UNFILED}", f"?{LIMITS}")
    await life.lives(days=115)
    assert UNFILED in await life.resident.sees("the time limit comes near")
    await ana.sees("Reminder, .*: by July 29, 2027. .30 days before")


async def sworn(life: Life, ina: Person) -> None:
    """The day is asked for: one ahead is refused, one before the incident is doubted, three days ago counts."""
    assert life.today == date(2027, 7, 6)
    heard = await life.steps(
        ina, "It was sworn and is filed", "?On which day did that happen", "tomorrow", "?That day has not come yet",
        "January 27, 2027", "?January 27, 2027 is before the day of the incident, January 30, 2027",
        ">No, another day", "July 3, 2027", "?Write a note", ">No note", stage="sworn and filed",
    )  # fmt: skip
    assert UNFILED not in heard
    said = await life.does(life.resident, "/status", "?is sworn and filed")
    assert UNFILED not in said
    assert FIRST_LIMIT not in said
    due = await life.due()
    assert (due["sworn"], due["serve"]) == ((date(2027, 7, 29), True), (date(2027, 7, 18), False))


async def answered(life: Life, ana: Person) -> None:
    """Served, put off once, answered; the complainant is asked what they say to it, and says it with a paper."""
    resident = life.resident
    await life.lives(days=6)
    heard = await life.steps(
        ana, "The other side was served", ">Yesterday", ">No note", stage="must answer it in writing"
    )
    assert UNFILED not in heard
    due = await life.due()
    assert (due["serve"], due["answer_housing"]) == ((date(2027, 7, 18), True), (date(2027, 7, 21), False))
    assert not {"answer", "choose"} & due.keys(), "those are not for housing"
    await life.opens(
        ana, ">Clocks", ">The other side has answered (housing)", ">More days", ">15 days", "?Why?",
        "They asked for it in writing.", "?The date has been moved", "?August 5, 2027 · moved",
    )  # fmt: skip
    await life.works(
        ana, ">Papers", ">Make a paper", ">Status letter", ">○ The next date", ">○ It takes longer",
        "The other side asked for 15 more days.", "?Your paragraph:", ">Make it", ">Send it", ">Yes, it goes out",
    )  # fmt: skip
    await resident.sees("There is a paper for you")
    await life.does(resident, ">Read the paper", "?From the office")
    await life.lives(days=21)
    await ana.sees("Reminder, .*: by August 5, 2027. .3 days before")
    await life.steps(ana, "The answer has come", ">Today", ">No note", stage="You can say what you think of it")
    due = await life.due()
    assert (due["answer_housing"], due["rebuttal"]) == ((date(2027, 8, 5), True), (date(2027, 8, 17), False))
    assert due["assessment"] == (date(2027, 10, 1), False)
    await life.opens(ana, ">Message", "They say that you never asked for the flat. What do you say?", "?on its way")
    await resident.sees("The office wrote to you")
    await life.does(
        resident, ">Read", "?never asked for the flat", "I did. Here is my letter.", "?The office will see it"
    )
    await life.does(resident, ("letter.pdf", b"%PDF-1.7 a letter"), "?I have added the file")
    await life.opens(ana, ">Messages (1", "?Complainant: I did. Here is my letter.")
    await life.opens(ana, ">Files (1)")
    for _ in range(50):  # until the file, which is fetched on its own, is here
        if "1. Document" in ana.buttons():
            break
        await life.opens(ana, ">Files (1)")
    await life.does(ana, ">1. Document")
    assert await fetched(ana) == b"%PDF-1.7 a letter"
    await life.opens(ana, ">Clocks", ">A reply to that answer", ">Done", "?the reminders have stopped")
    assert (await life.due())["rebuttal"] == (date(2027, 8, 17), True)


async def mediated(life: Life, ana: Person, sol: Person) -> None:
    """Two times are proposed, each side answers; it is set, everybody is invited and reminded; who came is kept."""
    resident = life.resident
    await life.lives(days=20)
    assert life.today == date(2027, 8, 23)
    await life.steps(sol, "The case goes on: mediation", stage="First there is a mediation")
    due = await life.due()
    assert due["assessment"] == (date(2027, 10, 1), True)
    assert (due["mediate"], due["finding"]) == ((date(2027, 10, 22), False), (date(2028, 2, 29), False))
    await life.works(
        ana, ">Meetings", "?There are no meetings yet", ">Plan a meeting", ">Mediation", "The voucher",
        "100 Broadway, Norwich", "September 9 at 1 pm\nSeptember 10 at 10 am", "?Who is asked?", ">Colleague: Sol Reed",
        "Her lawyer, Ms. Gray", "?Somebody else: Her lawyer, Ms. Gray", ">Send the invitations",
        "?everybody with a chat is being told",
    )  # fmt: skip
    await sol.sees("a meeting with you is being planned")
    await resident.sees("The office would like to meet with you")
    await life.does(
        resident, ">Read", "?which times work for you?", ">September 10", ">I need an interpreter or help",
        "I need a room without stairs.", "?has your words",
    )  # fmt: skip
    await ana.sees("somebody has answered about a meeting")
    await life.works(  # the other side has no chat: they call
        ana, ">Contacts", ">Add a contact", ">Respondent", ">Phone", ">Today", "The 10th suits them.", "?written down",
    )  # fmt: skip
    await life.works(
        ana, ">Meetings", ">Mediation", "?September 9, 2027, 1:00 pm (suits: 0)",
        "?September 10, 2027, 10:00 am (suits: 1)", "?Complainant: Rosa Vega: comes, as far as we know",
        "?“I need a room without stairs.”", "?Respondent: Elm Homes LLC: asked", ">Choose September 10",
        "?Mediation · set · September 10, 2027, 10:00 am", ">For those without a chat",
        "?September 10, 2027, 10:00 am (180 minutes)", "?10 de septiembre de 2027",
    )  # fmt: skip
    printed = await fetched(ana)
    await resident.sees("there is a meeting on September 10, 2027, 10:00 am")
    await life.does(resident, ">Read", "?When: September 10, 2027, 10:00 am (180 minutes)", "?100 Broadway, Norwich")
    invitation = await fetched(resident)
    for file in (printed, invitation):
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        assert (str(event["summary"]), str(event["status"])) == (f"Appointment {life.reference}", "CONFIRMED")
        starts = datetime(2027, 9, 10, 10, tzinfo=ZoneInfo("America/New_York"))
        assert (event.start, (event.end - event.start).seconds) == (starts, 180 * 60)
        assert b"voucher" not in file
    await sol.sees("you have a meeting on September 10")
    await life.lives(days=17)
    for who in (resident, ana, sol):
        await who.sees("meeting (is )?on September 10, 2027, 10:00 am")
    await life.lives(days=1)
    await life.passes(hours=5)
    assert life.today == date(2027, 9, 10)
    await life.works(
        ana, ">Meetings", ">Mediation", ">Complainant", "?how was it?", ">Came", ">Respondent", ">Came",
        ">Colleague: Ana", ">Came", ">Colleague: Sol", ">Excused", ">Somebody else", ">Did not come",
        ">Write what came of it", "They agree: the flat, from October 1.", "?what came of the meeting is kept",
        ">Mediation · held", "?Complainant: Rosa Vega: came", "?Respondent: Elm Homes LLC: came",
        "?Colleague: Ana Soto: came", "?Colleague: Sol Reed: excused", "?Her lawyer, Ms. Gray: did not come",
        "?What came of it: They agree: the flat, from October 1.",
    )  # fmt: skip
    await life.steps(ana, "They agreed", stage="There is an agreement")
    due = await life.due()
    assert (due["mediate"], due["finding"]) == ((date(2027, 10, 22), True), (date(2028, 2, 29), True))


async def kept(life: Life, ana: Person, sol: Person) -> None:
    """The remedy is watched and kept; the case is closed, and the closing letter waits for a supervisor."""
    resident = life.resident
    await life.works(
        ana, ">Follow-ups", "?Nothing is watched yet", ">Add one", ">Remedy of an agreement", "A lease for Rosa Vega",
        "Elm Homes LLC", "yesterday", "?That day is over", "October 10, 2027", "?it is noted",
        "?○ Remedy of an agreement, Elm Homes LLC, by October 10, 2027: A lease for Rosa Vega",
    )  # fmt: skip
    await life.lives(days=32)
    assert life.today == date(2027, 10, 12)
    await ana.sees("something that others have to do is due on October 10, 2027")
    await life.does(
        ana, ">Follow-ups", "?was due October 10, 2027", ">Remedy of an agreement", ">It is answered", ">It was done",
        ">Yesterday", "She has moved in.", "?October 11, 2027: It was done. She has moved in.",
    )  # fmt: skip
    note = "You have the flat. I am glad."
    await life.steps(ana, "The agreement was kept", ">An agreement was made and kept", note, stage="is finished")
    await life.does(resident, ">Read", f"?{note}", "/status", "?Outcome: An agreement was made and kept",
                    "?The other side has answered (housing): done on August 2, 2027, on time",
                    "?You can ask for another look until October 27, 2027")  # fmt: skip
    await life.works(
        ana, ">Papers", ">Make a paper", ">Closing letter", ">○ Another look", "It was good to meet you, {name}.",
        ">Make it", ">Ask for approval", "?waits for approval",
    )  # fmt: skip
    await sol.sees("a paper waits for your approval")
    await life.does(sol, ">See the papers", ">Closing letter ·", ">Approve", "?the paper is approved")
    await ana.sees("your paper is approved")
    await life.works(ana, ">Papers", ">Closing letter ·", ">Send it", ">Yes, it goes out", "?on its way")
    await resident.sees("There is a paper for you")
    await life.does(resident, ">Read the paper", "?From the office")
    await life.lives(days=5)
    await resident.sees("how was it to deal with this office?")
    await life.does(resident, ">Good", "?Thank you", "/copy", "?as you filed it", "/verify", "?exactly as you filed it")


async def papers(life: Life) -> None:
    """Every paper there is, and what each says."""
    made = await life.papers()
    assert made == [
        Paper("complaint_to_swear", "en", "sent", "complainant"),
        Paper("complaint_to_swear", "en", "sent", "Ina Cruz"),
        Paper("status", "en", "sent", "Ana Soto"),
        Paper("closing", "en", "sent", "Ana Soto"),
        Paper("copy", "en", "sent", "complainant"),
    ]
    own, theirs, status, closing, copy = (each.text for each in made)
    assert own == theirs
    for text, parts in (
        (own, TO_SWEAR),
        (status, STATUS),
        (closing, CLOSING),
        (copy, (life.reference, "March 1, 2027", "Name Rosa Vega", STORY, "fingerprint")),
    ):
        assert [each for each in parts if each not in text] == []


async def everything_that_was_told(life: Life, ana: Person, sol: Person, ina: Person) -> None:
    """Every notice to everybody, in order, and no other."""
    assert await life.told(life.resident) == [
        *("receipt", "paper_waiting", *["no_news draft_to_swear"] * 3, "limit_near", "no_news draft_to_swear"),
        *("news filed", "news served", "paper_waiting", "news answered", "message_waiting"),
        *("news mediation", "meeting_asked", "meeting_set", "meeting_soon", "meeting_soon"),
        *("news settled", "no_news settled", "news_with_note closed", "paper_waiting", "how_was_it"),
    ]
    assert await life.told(ana) == [
        *("new_case acknowledge", "reminder first_contact", "reminder sworn", "reminder sworn", "reminder serve"),
        *("reminder answer_housing", "new_message", "new_evidence"),
        *("meeting_answered", "new_message", "meeting_soon_staff", "meeting_soon_staff"),
        *("follow_up_due", "follow_up_due", "paper_approved"),
    ]
    assert await life.told(sol) == [
        *("new_case acknowledge", "taken", "meeting_asked_staff", "meeting_set_staff"),
        *("meeting_soon_staff", "meeting_soon_staff", "paper_asked"),
    ]
    assert await life.told(ina) == ["new_case acknowledge", "taken"]


async def test_a_sworn_day_before_the_incident_is_taken_from_somebody_who_is_sure(connecticut: House) -> None:
    home = connecticut
    sol, ana = await joins(home, "supervisor", "Sol Reed"), await joins(home, "investigator", "Ana Soto")
    resident = await over_any_limit(home)
    life = await Life.of(home, resident, sol, ana)
    assert life.case.region is None
    assert [each.partition(".")[0] for each in life.case.because] == [
        "Housing: the answer is due in ten days once it is served, and it need not go to a notary",
        "The town is not one of Connecticut, or could not be read",
        "The complainant is not sure what it was",
    ]
    await life.steps(
        sol, "It was sworn", "January 25, 2026", "?January 25, 2026 is before the day of the incident",
        ">Yes, that is right", ">No note", stage="sworn and filed",
    )  # fmt: skip
    assert day_at(life.agency, (await life.now()).moments["filed"]) == date(2026, 1, 25)
    await life.opens(sol, "?Time to file: until")
    assert await life.told(resident) == ["receipt", "news filed"]
    assert (await life.due())["serve"] == (date(2026, 2, 9), False)


async def over_any_limit(home: House) -> Person:
    """An incident older than any limit still goes through, with a kind sentence; a town elsewhere is kept as said."""
    resident = await home.resident()
    await does(
        home, resident,
        ">English", ">I have read this", STORY, ">Done", ">Yes, to me", ">I give no name", "?Where did it happen",
        ">Something else", ">Something else", ">Something else", "?Who did it?", "Elm Homes",
        "9 Oak Street, Springfield, Massachusetts",
        "?I have kept what you wrote", "?When did it happen", "January 26, 2026", "Nothing",
        "?longer ago than any time limit", "?You can still tell us", ">Send it to the office",
        "?We have your complaint", "?longer ago than any time limit",
    )  # fmt: skip
    return resident
