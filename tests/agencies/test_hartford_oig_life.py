"""One case at Hartford from the first message to the disposition, over the wire: every notice, clock and paper."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from icalendar import Calendar

from storage import audit
from tests.agencies.life import Life, Paper, does, fetched, joins, link_of, office, text_of, text_of_word
from tests.chat import Person
from tests.house import House, copied

OFFICE = "hartford_oig"
NAME = "Marta Ruizvega"
SECRETS = ("Marta", "Ruizvega", "860-555-0177", "8605550177")
STORY = "An officer threw me to the ground on Park Street and hit me in the face. I did nothing."
VIDEO = b"\x00\x00\x00\x18ftypmp42"
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
ATTESTS = ("?I never worked for the Hartford police", ">Yes, that is true", "?I have noted that with today's date")


pytestmark = pytest.mark.timeout(300)


@pytest_asyncio.fixture
async def hartford(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves Hartford alone."""
    async with office(copied(empty_house, tmp_path / "data"), OFFICE) as opened:
        yield opened


async def test_from_the_first_message_to_the_disposition(hartford: House) -> None:
    boss, kim = [await joins(hartford, "supervisor", each, *ATTESTS) for each in ("Sol Pérez", "Kim Vang")]
    ana = await joins(hartford, "investigator", "Ana Soto", *ATTESTS)
    life = await Life.of(hartford, await files(hartford), boss, kim, ana)
    assert (life.case.priority, life.case.queue) == ("high", "critical")
    assert await life.due() == {
        "acknowledge": (date(2027, 3, 8), False),
        "first_contact": (date(2027, 3, 15), False),
        "investigation": (date(2027, 5, 30), False),
    }
    await taken(life)
    await investigated(life)
    await interviewed(life)
    await heard_a_witness(life)
    await decided(life)
    await reported(life)
    await voted(life)
    await closed(life)
    await recommendation_is_answered(life)
    await everything_that_was_told(life)
    assert await life.due() == {
        "acknowledge": (date(2027, 3, 8), True),
        "first_contact": (date(2027, 3, 15), True),
        "investigation": (date(2027, 5, 30), True),
        "report": (date(2027, 4, 1), True),
        "chief": (date(2027, 4, 8), True),
    }
    await every_paper(life)
    async with hartford.app.desk.database.read() as session:
        assert await audit.verify(session) == []


async def files(home: House) -> Person:
    """The whole interview, to the receipt; the name is kept from the investigators."""
    resident = await home.resident()
    receipt = await does(
        home, resident,
        ">English", "?Nobody who works or worked for the Hartford police", ">I have read this",
        "?Tell us what happened", STORY, ">Done", "?Did I get this right?", ">Yes, that is right",
        "?Did this happen to you?", ">Yes, to me", "?What should happen with your name?",
        ">Keep it from the investigators", NAME, "860-555-0177", "?When did it happen?", "February 19, 2027",
        "?Who did it?", "Officer Reed, badge 1234", ">Done", "?Was anyone hurt?",
        ">Yes", "My face", ">At the scene", "?Did anyone see it", ">Neither",
        "?What would you like", "That it stops", ">No, thank you", "?Here is what you told me",
        "?Where: Park Street", "?Officer Reed, badge 1234", ">Submit my complaint", "?We have your complaint",
        "?A person takes the case: by March 8, 2027", "?There has been a first talk: by March 15, 2027",
        "?The investigation is finished: by May 30, 2027",
    )  # fmt: skip
    assert "The police chief" not in receipt, "a clock that has not started is not promised"
    await does(home, resident, ">Skip", ">Skip", ">Skip", "?That is all")
    return resident


async def taken(life: Life) -> None:
    """Claimed; what may be lost is asked for, what is not needed is put aside; the complainant sends a photo."""
    *_, ana = life.staff
    resident, reference = life.resident, life.reference
    await ana.sees(f"{reference}: some evidence may be lost soon")
    await ana.sees(f"New case {reference}, high. A person takes the case: by March 8, 2027")
    await life.opens(ana, "?Suggested allegations", "?Use of force", ">Claim", f"?{reference} is yours")
    assert (await life.due())["acknowledge"] == (date(2027, 3, 8), True)
    await life.works(
        ana, ">Evidence", "?Ask for this now, it may be lost soon: Body-worn camera",
        ">Ask for it: Body-worn camera", "?Please confirm in writing", ">Use these words", ">That is all", ">In 7 days",
        "?Noted. When that day is over",
    )  # fmt: skip
    await life.works(ana, ">Evidence", ">Not needed: City camera", "?I will not remind anybody of it any more")
    await life.works(
        ana, ">Evidence", ">Ask for evidence", ">Photos", "?You ask: the complainant", ">Use these words",
        ">In 14 days", "?Asked. The complainant is being told",
    )  # fmt: skip
    await resident.sees("The office needs something from you")
    await life.does(
        resident, ">Read", "?Do you have photos", "?hopes to have this from you by March 15, 2027",
        ("face.jpg", PHOTO), f"?I have added the file to {reference}",
    )  # fmt: skip
    await ana.sees(f"The complainant added a file to {reference}")
    await life.works(ana, ">Evidence", "?Something came: is it this?", ">Photos", ">It is answered", "?is answered")
    await life.works(ana, ">Evidence", ">Photos", ">Which files came", ">1. Photo")
    await life.works(
        ana, ">Papers", ">Make a paper", ">Acknowledgement", ">○ The next date", ">Make it", "?not sent",
        ">Send it", ">Yes, it goes out", "?is on its way",
    )  # fmt: skip
    await resident.sees(f"There is a paper for you about {reference}")
    await life.does(resident, ">Read the paper", "?From the office")
    assert "We received your complaint on March 1, 2027" in text_of(await fetched(resident))


async def investigated(life: Life) -> None:
    """Nine days: the police did not answer in time, then they do; the case moves on, and the complainant hears it."""
    boss, _, ana = life.staff
    await life.passes(days=9)
    await ana.sees(f"{life.reference}: another office was asked to answer by March 8, 2027")
    await life.works(
        ana, ">Evidence", ">Body-worn camera", ">An answer came", "?when did the answer come", ">Today",
        "?write what they answered, or send the file", ("camera.mp4", VIDEO), "?The answer is saved",
    )  # fmt: skip
    await life.steps(ana, "Start the review", stage="Someone at the office is reading your complaint")
    assert not (await life.due())["first_contact"][1]
    await life.steps(boss, "Investigate", stage="Your complaint is being investigated")
    assert (await life.due())["first_contact"] == (date(2027, 3, 15), True)


async def interviewed(life: Life) -> None:
    """Two times are proposed, the complainant chooses one, is reminded of it twice, comes, and tells it again."""
    *_, ana = life.staff
    resident, reference = life.resident, life.reference
    await life.works(
        ana, ">Meetings", "?There are no meetings yet", ">Plan a meeting", "What happened on Park Street",
        ">At the office", "March 17, 2027 at 2 pm\nMarch 18, 2027 at 10 am",
        "?March 17, 2027, 2:00 pm", "?March 18, 2027, 10:00 am", "?Who is asked?", ">Send the invitations",
        "?everybody with a chat is being told", "?looking for a time",
    )  # fmt: skip
    asked = await resident.sees("The office would like to meet with you")
    assert "Park Street" not in asked
    await life.does(resident, ">Read", "?which times work for you", ">March 18")
    await ana.sees("somebody has answered about a meeting")
    await life.works(
        ana, ">Meetings", ">Interview", "?March 18, 2027, 10:00 am (suits: 1)", "?Complainant: comes",
        ">Choose March 18", "?set · March 18, 2027, 10:00 am",
    )  # fmt: skip
    await resident.sees(f"{reference}: there is a meeting on March 18, 2027, 10:00 am")
    await life.does(resident, ">Read", "?550 Main Street", "?open this file to keep the date")
    (event,) = Calendar.from_ical(await fetched(resident)).walk("VEVENT")
    assert (str(event["summary"]), event.start.isoformat()) == (f"Appointment {reference}", "2027-03-18T14:00:00+00:00")
    for days in (6, 1):
        await life.passes(days=days)
        await resident.sees(f"A reminder for {reference}: the meeting is on March 18, 2027, 10:00 am")
        await ana.sees(f"Reminder, {reference}: you have a meeting on March 18, 2027, 10:00 am")
    await life.passes(days=1, hours=2)
    await life.works(
        ana, ">Meetings", ">Interview", ">Complainant", "?how was it?", ">Came", "?Complainant: came",
        ">Add a recording or paper", ("talk.mp4", VIDEO + b"2"), f"?The file is with {reference}",
    )  # fmt: skip
    await life.works(
        ana, ">Meetings", ">Interview", ">Write what came of it", f"{NAME} showed on a map where it was.",
        "?what came of the meeting is kept", "?held · March 18, 2027, 10:00 am",
    )  # fmt: skip


async def heard_a_witness(life: Life) -> None:
    """Somebody who saw it is found, gets a link, and says it in their own chat."""
    *_, ana = life.staff
    await life.works(ana, ">People", ">Add a person", ">Witness", "Leo Diaz", "He called us.", "?the person is added")
    made = await life.opens(ana, ">Requests", ">Invite a witness", "Leo Diaz", "?here is the link")
    leo = await life.home.resident(link_of(made))
    await life.does(
        leo, "?may have seen or heard something", ">I have read this", "?What did you see or hear",
        "He hit her while she was down.", ">Done", ">Skip", ">Send my statement", "?The office has your statement",
    )  # fmt: skip
    assert life.reference not in "\n".join(leo.shown())
    await ana.sees(f"{life.reference}: a witness has sent a statement")
    await life.opens(ana, ">Requests", ">Witnesses", "?Leo Diaz, March 18, 2027:", "?He hit her while she was down.")


async def decided(life: Life) -> None:
    """What the reader suggested is confirmed, another allegation is added; each gets its finding about the officer."""
    *_, ana = life.staff
    await life.opens(ana, ">Allegations", "?Use of force (", ">Use of force", ">Add another", ">Discourtesy")
    await life.works(
        ana, "?Findings still missing: 2",
        ">Findings", "?Officer Reed, badge 1234: no finding yet", ">Use of force", "?How serious is it?", ">Serious",
        ">Sustained", ">Recommended", "Training.", "The camera shows it.", "?the finding is saved",
        "?Findings still missing: 1", ">Findings", ">Discourtesy", ">Minor", ">Not sustained", ">No action",
        "Nobody else heard it.", "?Every confirmed allegation has its findings",
    )  # fmt: skip


async def reported(life: Life) -> None:
    """Staff write their part and a recommendation; the paper and the Word file say all of it, and not the name."""
    *_, ana = life.staff
    await life.works(
        ana, ">Follow-ups", "?Nothing is watched yet", ">Add one", "Cameras on before every stop.", ">Chief of Police",
        "May 17, 2027", "?Recommendation to the department, Chief of Police, by May 17, 2027",
    )  # fmt: skip
    await life.works(ana, ">Report", "?• Not asked for yet: 911 call and radio", "?• Summary: not written yet")
    for part, words in (
        ("Summary", "A stop on Park Street."),
        ("What the evidence shows", "All agree."),
        ("Conclusions", "Sustained."),
    ):
        await life.does(ana, f">{part}", ">Write it", words, "?Kept, as version 1", f"?{part}: written (version 1)")
    await life.does(ana, ">Papers: make it", ">Make a paper", ">Report of investigation", ">Make it", ">Open the PDF")
    paper = text_of(await fetched(ana))
    await life.works(ana, ">Papers", ">Report of investigation", ">Word file", "?finish this file in Word")
    word = text_of_word(await fetched(ana))
    for said in (paper, word):
        for each in (
            *(life.reference, "Ana Soto", "Officer Reed, badge 1234", "UF: Use of force", "DC: Discourtesy"),
            *("Body-worn camera", "Received on March 10, 2027", "camera.mp4", "talk.mp4", "Photos, video or papers"),
            *("Interview, March 18, 2027", "550 Main Street", "Who came: the complainant", "showed on a map"),
            *("Leo Diaz, March 18, 2027", "He hit her while she was down."),
            *("Sustained: it happened and broke a rule", "The camera shows it.", "Training.", "Serious"),
            *("Not sustained: it cannot be shown either way", "Nobody else heard it.", "Minor"),
            *("A stop on Park Street.", "All agree.", "Cameras on before every stop.", "No answer yet."),
            *("The name is kept at the complainant's wish", "Not asked for yet: 911 call and radio"),
        ):
            assert each in said, each
        for secret in (*SECRETS, "Who did not come", "City camera"):
            assert secret not in said, secret


async def voted(life: Life) -> None:
    """The board has the report and votes; the chief is late: fifteen days from the day on which the board sent it."""
    boss, _, ana = life.staff
    await life.steps(ana, "The report is written", stage="The investigation is done")
    assert (await life.due())["investigation"] == (date(2027, 5, 30), True)
    assert (await life.due())["report"] == (date(2027, 4, 1), False)
    await life.passes(days=4)
    await life.steps(boss, "Submit to the board", stage="The Civilian Police Review Board has the report")
    assert (await life.due())["report"] == (date(2027, 4, 1), True)
    await life.passes(days=3)
    await life.steps(
        boss, "Board has voted", "?On which day did that happen?", ">Yesterday", ">No note",
        stage="The police chief must answer",
    )  # fmt: skip
    assert (await life.due())["chief"] == (date(2027, 4, 8), False), "fifteen days from March 24"
    for days, rule in ((7, "7 days before"), (6, "1 day before"), (1, "due today")):
        await life.passes(days=days)
        await ana.sees(rf"Reminder, {life.reference}. The police chief answers the board: by April 8, 2027. \({rule}\)")
    await life.passes(days=1)
    await boss.sees(f"Escalation, {life.reference}. The police chief answers the board: due April 8, 2027")


async def closed(life: Life) -> None:
    """The chief does not agree, the arbitrator decides; the letter is approved by somebody else; all is at rest."""
    boss, kim, _ = life.staff
    resident, reference = life.resident, life.reference
    await life.passes(days=3)
    await life.steps(
        boss, "Chief does not agree, appeal", ">Today", ">No note", stage="The chief did not agree with the board"
    )
    assert (await life.due())["chief"] == (date(2027, 4, 8), True)
    await life.passes(days=2)
    await life.steps(
        boss, "The arbitrator has decided", "?What is the outcome?", ">A violation was found",
        "The arbitrator agrees with the board.", stage="The work on your complaint is finished",
    )  # fmt: skip
    now = await life.now()
    assert (now.status, now.disposition) == ("closed", "merit")
    assert now.closed_at is not None
    await life.does(resident, ">Read", "?The arbitrator agrees with the board.")
    await life.works(
        boss, ">Papers", ">Make a paper", ">Closing letter", ">○ What we may not tell", ">Make it",
        ">Ask for approval", "?a supervisor is asked to approve it", "?waits for approval",
    )  # fmt: skip
    assert "Approve" not in boss.buttons(), "it is his own"
    await kim.sees(f"{reference}: a paper waits for your approval")
    await life.does(kim, ">See the papers", ">Closing letter", ">Approve", "?the paper is approved")
    await boss.sees(f"{reference}: your paper is approved")
    await life.does(boss, ">See the papers", ">Closing letter", ">Send it", ">Yes, it goes out", "?is on its way")
    await resident.sees(f"There is a paper for you about {reference}")
    await life.does(resident, ">Read the paper", "?From the office")
    assert "The outcome is: A violation was found" in text_of(await fetched(resident))
    await life.does(resident, "/copy", f"?{reference}, as you filed it")
    copy = text_of(await fetched(resident))
    assert NAME in copy
    assert STORY in copy
    await life.does(resident, "/verify", f"?{reference} is exactly as you filed it")
    await life.passes(days=5)
    await resident.sees("how was it to deal with this office?")
    await life.does(resident, ">Good")


async def recommendation_is_answered(life: Life) -> None:
    """The case is closed, and the department's answer is still watched; it stands in the next report, in Spanish."""
    *_, ana = life.staff
    await life.passes(days=29)
    await ana.sees(f"{life.reference}: something that others have to do is due on May 17, 2027")
    await life.does(ana, "/followups")
    assert ana.buttons() == [f"! {life.reference} · May 17, 2027 · Recommendation to the department"]
    await life.works(
        ana, ">Follow-ups", ">Recommendation", ">It is answered", ">Accepted", ">Today", "The order was changed.",
        "?Accepted. The order was changed.",
    )  # fmt: skip
    await life.works(ana, ">Papers", ">Make a paper", ">Report of investigation", ">Other language", ">Make it")
    await life.passes(days=40)


async def everything_that_was_told(life: Life) -> None:
    """Every notice that went out about the case, in order; whatever is not here was not sent."""
    boss, kim, ana = life.staff
    assert await life.told(life.resident) == [
        "receipt", "request_waiting", "paper_waiting", "news review", "news investigation",
        "meeting_asked", "meeting_set", "meeting_soon", "meeting_soon",
        "news report", "news board", "news chief", "news arbitration", "news_with_note closed", "paper_waiting",
        "how_was_it",
    ]  # fmt: skip
    both = ["evidence_waits", "new_case acknowledge", "taken", "evidence_waits", "escalation chief"]
    assert await life.told(boss) == [*both, "paper_approved"]
    assert await life.told(kim) == [*both, "paper_asked"]
    assert await life.told(ana) == [
        "evidence_waits", "new_case acknowledge", "new_evidence", "evidence_waits", "body_overdue",
        "meeting_answered", "meeting_soon_staff", "meeting_soon_staff", "witness_stated",
        *["reminder chief"] * 4, "follow_up_due", "follow_up_due",
    ]  # fmt: skip


async def every_paper(life: Life) -> None:
    """What was made, by whom, and that each says what it must and nothing of what is kept."""
    acknowledgement, report, closing, copy, again = papers = await life.papers()
    assert papers == [
        Paper("acknowledgement", "en", "sent", "Ana Soto"),
        Paper("investigation_report", "en", "kept", "Ana Soto"),
        Paper("closing", "en", "sent", "Sol Pérez"),
        Paper("copy", "en", "sent", "complainant"),
        Paper("investigation_report", "es", "kept", "Ana Soto"),
    ]
    for paper, words in (
        (acknowledgement, "The next date is March 15, 2027"),
        (report, "No answer yet."),
        (closing, "It may be that we cannot tell you everything about what follows for an officer."),
        (copy, NAME),
        (again, "Aceptada"),
        (again, "The order was changed."),
        (again, "Comprobada: ocurrió y violó una norma"),
    ):
        assert words in paper.text, words
    for paper in (acknowledgement, report, closing, again):
        for secret in SECRETS:
            assert secret not in paper.text, (paper.kind, secret)
