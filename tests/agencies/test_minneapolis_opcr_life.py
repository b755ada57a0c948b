"""One case at Minneapolis from the first message to the appeal, over the wire: every notice, clock and paper."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from storage import audit
from tests.agencies.life import Life, Paper, does, fetched, joins, office, plain, text_of
from tests.chat import Person
from tests.house import House, copied

OFFICE = "minneapolis_opcr"
STORY = "Officer Marcus Delacroix threw me to the ground on Lake Street and kicked me. Call me at 612-555-0188."
SECRETS = ("Delacroix", "Marcus", "Quispe", "Ximena", "555-0188", "5550188", "Ana Soto", "Sol Pérez", "Kim Vang")

pytestmark = pytest.mark.timeout(300)


@pytest_asyncio.fixture
async def city(tmp_path: Path, empty_house: Path) -> AsyncIterator[House]:
    """A deployment that serves Minneapolis alone."""
    async with office(copied(empty_house, tmp_path / "data"), OFFICE) as opened:
        yield opened


async def test_from_the_first_message_to_the_appeal(city: House) -> None:
    boss, kim = [await joins(city, "supervisor", each) for each in ("Sol Pérez", "Kim Vang")]
    ana = await joins(city, "investigator", "Ana Soto")
    life = await Life.of(city, await files(city), boss, kim, ana)
    assert (life.case.priority, life.case.queue) == ("high", "critical")
    assert await life.due() == {
        "number": (date(2027, 3, 4), False),
        "notify": (date(2027, 3, 8), True),
        "review": (date(2027, 3, 31), False),
        "investigation": (date(2027, 8, 28), False),
    }
    assert "Received" in await public(life)
    await taken(life)
    await routed(life)
    await investigated(life)
    await read_by_the_panel(life)
    await decided(life)
    assert await life.due() == {
        "number": (date(2027, 3, 4), True),
        "notify": (date(2027, 3, 8), True),
        "review": (date(2027, 3, 31), True),
        "routing": (date(2027, 4, 22), True),
        "investigation": (date(2027, 8, 28), True),
        "chief": (date(2027, 8, 28), True),
        "more_work": (date(2027, 9, 8), True),
        "chief_final": (date(2027, 9, 15), True),
    }
    await told_in_a_letter(life)
    await looked_at_again(life)
    await recommendation_is_answered(life)
    await everything_that_was_told(life)
    await every_paper(life)
    async with city.app.desk.database.read() as session:
        assert await audit.verify(session) == []


async def public(life: Life) -> str:
    """What the page of the web door shows to anybody who has the number."""
    async with (
        aiohttp.ClientSession() as browser,
        browser.post(f"{life.home.base}/status", data={"reference": life.reference}) as answer,
    ):
        assert answer.status == 200
        return await answer.text()


async def files(home: House) -> Person:
    """The whole interview, to the receipt."""
    resident = await home.resident()
    await does(
        home, resident,
        ">English", "?the review panel and the police chief", ">I have read this", "?Tell us what happened",
        STORY, ">Done", "?Did I get this right?", ">Yes, that is right", "?Did this happen to you?",
        ">Yes, to me", "?What should happen with your name?",
        ">You may use my name", "Ximena Quispe", "612-555-0188", "?When did it happen?", "February 19, 2027",
        "?Was anyone hurt?", ">Yes", "My ribs", ">Doctor", "?Did anyone see it", ">Neither",
        "?What would you like", "That it stops", ">No, thank you", "?Here is what you told me",
        "?Where: Lake Street", "?Officers: Officer Marcus Delacroix", ">Submit my complaint",
        "?We have your complaint", "?A person takes the case: by March 4, 2027",
        "?The first review is done: by March 31, 2027", "?The investigation is finished: by August 28, 2027",
    )  # fmt: skip
    await does(home, resident, ">Skip", ">Skip", ">Skip", "?That is all")
    return resident


async def taken(life: Life) -> None:
    """Nobody takes it for two days: a reminder on the day before. Then it is claimed, and others are asked."""
    boss, _, ana = life.staff
    resident, reference = life.resident, life.reference
    await ana.sees(f"New case {reference}, high. A person takes the case: by March 4, 2027")
    await life.passes(days=2)
    for each in (boss, ana):
        await each.sees(rf"Reminder, {reference}. A person takes the case: by March 4, 2027. \(1 day before\)")
    await life.opens(ana, "?Suggested allegations", "?Excessive force", ">Claim", f"?{reference} is yours")
    assert (await life.due())["number"] == (date(2027, 3, 4), True)
    await life.steps(ana, "Start the review", stage="Someone at the office is reading your complaint")
    await life.opens(
        ana, ">Requests", ">Ask another office", "?Who do you want to ask?", ">Internal Affairs",
        "The reports of that day.", ">the story", ">That is all", "in 10 days", "?Noted. When that day is over",
        "?Asked of Internal Affairs, to come by March 13, 2027",
    )  # fmt: skip
    await life.works(
        ana, ">Papers", ">Make a paper", ">Request for information", ">○ Medical papers", ">Make it", ">Send it",
        ">Yes, it goes out", "?is on its way",
    )  # fmt: skip
    await resident.sees(f"There is a paper for you about {reference}")
    await life.does(
        resident, ">Read the paper", "?From the office", "The doctor is on Lake Street.", "?I have added that"
    )
    assert "Dear Ximena Quispe" in text_of(await fetched(resident))
    await ana.sees(f"The complainant wrote about {reference}")
    await life.opens(ana, ">Messages (1 new)", "?The doctor is on Lake Street.")


async def routed(life: Life) -> None:
    """The other office is late, then answers; the first review is done in time, and the case is routed."""
    boss, _, ana = life.staff
    await life.passes(days=12)
    await ana.sees(f"{life.reference}: another office was asked to answer by March 13, 2027")
    await life.opens(
        ana, ">Requests", ">Internal Affairs", ">An answer came", ">Today", ("report.pdf", b"%PDF-1.7 x"),
        "?The answer is saved", "?answered on March 15, 2027",
    )  # fmt: skip
    await life.passes(days=8)
    await life.steps(ana, "Review is done", stage="is deciding what should happen next")
    assert (await life.due())["review"] == (date(2027, 3, 31), True)
    assert (await life.due())["routing"] == (date(2027, 4, 22), False)
    await life.steps(boss, "Investigate", stage="Your complaint is being investigated")
    assert (await life.due())["routing"][1]
    assert "Investigation" in await public(life)


async def investigated(life: Life) -> None:
    """The officer is identified, each allegation gets its finding; the resident hears that the work goes on."""
    *_, ana = life.staff
    await life.works(
        ana, ">People", ">Respondent: Officer Marcus Delacroix", ">Write the right name", "Marcus Delacroix",
        "The duty roster.", "?the name is changed",
    )  # fmt: skip
    await life.opens(ana, ">Allegations", "?Excessive force (", ">Excessive force")
    await life.works(
        ana, "?Findings still missing: 1", ">Findings", "?Marcus Delacroix: no finding yet", ">Excessive force",
        ">Category C", ">Sustained", ">No action", "The camera shows Delacroix kick her.",
        "?Every confirmed allegation has its findings",
        ">Follow-ups", ">Add one", "Cameras on before every stop.", ">Chief of police", "September 20, 2027",
        "?Recommendation on a policy, Chief of police, by September 20, 2027",
    )  # fmt: skip
    for days in (45, 45, 38):
        await life.passes(days=days)
    await ana.sees(
        rf"Reminder, {life.reference}. The investigation is finished: by August 28, 2027. \(30 days before\)"
    )
    await life.steps(ana, "Send to the director", stage="The director is reading it")
    assert (await life.due())["investigation"] == (date(2027, 8, 28), True)


async def read_by_the_panel(life: Life) -> None:
    """The packet: reviewed all of a kind at once, agreed to by somebody else, made; no name is left in it."""
    boss, kim, _ = life.staff
    reference = life.reference
    await life.steps(boss, "Send to the panel", stage="A panel of residents and officers is reading the case")
    await life.works(boss, ">Packet", "?There is no packet yet", ">Begin in English", "?Still to decide: ")
    while open_kinds := [each for each in boss.buttons() if "to decide:" in each]:
        await life.does(boss, f">{open_kinds[0]}", ">Black out all", f"?Packet for the panel: {reference}")
    shown = await life.does(boss, "?Still to decide: 0", ">Read it all", "?as it would be read")
    assert not [each for each in SECRETS if each in shown]
    await life.does(boss, ">Back to the packet", ">Review is done", "?Somebody else has to agree")
    await life.works(
        kim, ">Packet", ">I agree", "?The packet can be made", ">Make the packet", "?cannot be read by anybody"
    )
    text = text_of(await fetched(kim))
    for each in (f"For the review panel: case {reference}", "kicked me", "Sustained: it happened", "Panel review"):
        assert each in text, each
    assert not [each for each in SECRETS if each in text]
    await life.opens(boss, ">Status", ">Send to the chief", ">No note", "?First write down what the panel said")
    await life.works(
        boss, ">Packet", ">What the panel said", "?how many of the 5", "4 for, 1 against\nSustain it.",
        "?The panel: 4 for, 1 against, 0 abstained", "?Sustain it.",
    )  # fmt: skip


async def decided(life: Life) -> None:
    """The chief has thirty days and asks for more; the office works; after a reminder the chief decides."""
    boss, _, ana = life.staff
    await life.steps(boss, "Send to the chief", stage="The case is with the police chief")
    assert (await life.due())["chief"] == (date(2027, 8, 28), False)
    await life.passes(days=10)
    await life.steps(boss, "Chief wants more", stage="The chief has asked for more work")
    assert (await life.due())["chief"][1]
    assert (await life.due())["more_work"] == (date(2027, 9, 8), False)
    await life.passes(days=6)
    await life.steps(ana, "Back to the chief", stage="The case is back with the police chief")
    assert (await life.due())["more_work"][1]
    assert (await life.due())["chief_final"] == (date(2027, 9, 15), False)
    await life.passes(days=24)
    await ana.sees(rf"Reminder, {life.reference}. The chief decides after more work: by September 15, 2027")
    await life.steps(
        boss, "Chief has decided", "?What is the outcome?", ">A violation was found",
        "The chief agrees with the panel.", stage="The work on your complaint is finished",
    )  # fmt: skip
    now = await life.now()
    assert (now.status, now.disposition) == ("closed", "merit")
    await life.does(life.resident, ">Read", "?The chief agrees with the panel.")
    assert "Closed" in await public(life)


async def told_in_a_letter(life: Life) -> None:
    """The closing letter with a paragraph of its own, sent back once, approved by somebody else, sent and read."""
    boss, kim, _ = life.staff
    resident, reference = life.resident, life.reference
    await life.works(
        boss, ">Papers", ">Make a paper", ">Closing letter", ">Make it", ">Ask for approval", "?waits for approval"
    )
    await kim.sees(f"{reference}: a paper waits for your approval")
    await life.does(kim, ">See the papers", ">Closing letter", ">Do not approve", "Say until when she can ask again.")
    await boss.sees(f"{reference}: your paper")
    await life.works(
        boss, ">Papers", ">Make a paper", ">Closing letter", ">○ Another look", "We are sorry that it took so long.",
        "?Your paragraph:", ">Make it", ">Ask for approval", "?waits for approval",
    )  # fmt: skip
    await kim.sees(f"{reference}: a paper waits for your approval")
    await life.does(kim, ">See the papers", ">Closing letter", ">Approve", "?the paper is approved")
    await boss.sees(f"{reference}: your paper is approved")
    await life.does(boss, ">See the papers", ">Closing letter", ">Send it", ">Yes, it goes out", "?is on its way")
    await resident.sees(f"There is a paper for you about {reference}")
    await life.does(resident, ">Read the paper", "?From the office")
    letter = text_of(await fetched(resident))
    for each in ("Dear Ximena Quispe", "A violation was found", "ask for another look", "We are sorry that it took"):
        assert each in letter, each


async def looked_at_again(life: Life) -> None:
    """Another look, asked for within thirty days, begins the review again."""
    boss, _, ana = life.staff
    resident, reference = life.resident, life.reference
    await life.does(
        resident, "/status", f"?{reference}", ">Ask for another look", "?why the office should look at",
        "He lied about the camera.", "?A supervisor has your request", "?by October 11, 2027",
    )  # fmt: skip
    await boss.sees(f"{reference}: the complainant asks for another look. Answer by October 11, 2027")
    await life.opens(boss, ">Asks for another look", ">Read why", "?He lied about the camera.")
    await life.opens(boss, ">Asks for another look", ">Open the case again", f"?{reference} is open again")
    await resident.sees("Someone at the office is reading your complaint")
    await ana.sees(f"{reference} is open again: the complainant gets another look")
    assert (await life.now()).status == "review"
    due = await life.due()
    assert {each for each, (_, met) in due.items() if not met} == {"second_look", "second_investigation"}
    assert due["second_look"] == (date(2027, 10, 9), False)
    assert "Intake review" in await public(life)


async def recommendation_is_answered(life: Life) -> None:
    """The day of the recommendation passes; the answer of the department is written down."""
    *_, ana = life.staff
    await life.passes(days=14)
    await ana.sees(f"{life.reference}: something that others have to do is due on September 20, 2027")
    await life.does(ana, "/followups")
    assert ana.buttons() == [f"! {life.reference} · September 20, 2027 · Recommendation on a policy"]
    await life.works(
        ana, ">Follow-ups", ">Recommendation", ">It is answered", ">The department agrees in part", ">Today",
        "From next year.", "?The department agrees in part. From next year.",
    )  # fmt: skip


async def everything_that_was_told(life: Life) -> None:
    """Every notice that went out about the case, in order; whatever is not here was not sent."""
    boss, kim, ana = life.staff
    assert await life.told(life.resident) == [
        "receipt", "news review", "paper_waiting", "news routing", "news investigation", *["no_news investigation"] * 3,
        "news director_decision", "news panel_review", "news chief_decision", "news more_work", "news chief_final",
        "news_with_note closed", "paper_waiting", "news review",
    ]  # fmt: skip
    new = ["new_case number", "reminder number"]
    assert await life.told(boss) == [
        *new, "taken", "paper_refused", "paper_approved", "appeal_asked",
    ]  # fmt: skip
    assert await life.told(kim) == [*new, "taken", "paper_asked", "paper_asked", "appeal_asked"]
    assert await life.told(ana) == [
        *new, "new_message", "body_overdue", "reminder investigation", "reminder chief_final",
        "reopened", "follow_up_due", "follow_up_due",
    ]  # fmt: skip


async def every_paper(life: Life) -> None:
    """What was made, by whom, and that each says what it must and nothing that it must not."""
    request, packet, refused, closing = papers = await life.papers()
    assert papers == [
        Paper("information_request", "en", "sent", "Ana Soto"),
        Paper("panel_packet", "en", "kept", "Kim Vang"),
        Paper("closing", "en", "refused", "Sol Pérez"),
        Paper("closing", "en", "sent", "Sol Pérez"),
    ]
    assert "If a doctor or a hospital saw you" in request.text
    assert "know who has" not in request.text, "a paragraph that was not chosen"
    assert plain("Names, numbers, addresses and other details are taken out.") in packet.text
    assert "another look" not in refused.text
    assert "If you think that we missed something, tell us and ask for another look." in closing.text
    for letter in (request, refused, closing):
        assert "Delacroix" not in letter.text, "no officer is named to the complainant by a letter"
    assert not [each for each in SECRETS if each in packet.text]
