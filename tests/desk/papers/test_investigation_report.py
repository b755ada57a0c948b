"""The report is filled from the case as it is: what was asked, who was heard, what was found; the rest is missing."""

from datetime import date, timedelta
from typing import Any

from bot.casework.interview import Picked, Pressed, Said
from bot.desk import caseload, documents, findings, passages, requests
from bot.desk.intake import Asked
from bot.desk.papers import investigation_report
from bot.desk.papers.wording import Wording
from bot.desk.requests import Asking
from storage import follow_ups, meetings
from storage.cases import Case
from storage.findings import Finding
from storage.follow_ups import NewFollowUp
from storage.meetings import NewMeeting
from storage.models import allegations, parties
from storage.roster import Member
from tests.desk.hartford import STORY, at_hartford
from tests.desk.office import HOME, Office, on_one

NAME = "Marta Ruizvega"


async def filled(office: Office, case: Case, language: str = "en") -> dict[str, Any]:
    agency = office.desk.agencies[HOME]
    async with office.desk.database.read() as session:
        return dict(await investigation_report.build(session, agency, case, Wording(agency, language)))


def missing(data: dict[str, Any]) -> list[str]:
    return [each["key"] for each in data["missing"]]


async def kept_name(office: Office, story: str) -> Case:
    """Somebody files who asks that investigators do not see the name."""
    await office.begins()
    await office.says(story)
    asked = await office.hears(Pressed("done"))
    if isinstance(asked, Asked) and asked.step.question is not None and asked.step.question.kind == "facts":
        await office.hears(Pressed("done"))
    await office.hears(Picked("me"))
    await office.hears(Picked("keep_from_investigators"))
    for words in (NAME, "860-555-0177, evenings"):
        await office.hears(Said(words, words, office.clock()))
    filed = await office.hears(Pressed("send_now"))
    return await office.now(filed.case)  # type: ignore[union-attr]


async def everything(office: Office, ana: Member, case: Case) -> None:
    """All that a report wants."""
    desk, now = office.desk, office.clock()
    for row in await office.stored(allegations):
        await caseload.decide(desk, await office.row(), ana, case.id, (row.id, "confirmed"))
        officer = next(each.id for each in await office.stored(parties) if each.role == "respondent")
        found = Finding(row.id, officer, "serious", "sustained", "recommended", "Training.", f"{NAME} is on the video.")
        await findings.decide(desk, await office.row(), ana, case.id, found)
    camera = Asking("Please keep it.", date(2026, 9, 21), "police_records", item="body_camera")
    asked = await requests.ask(desk, await office.row(), ana, case.id, camera)
    day = date(2026, 9, 14)
    await requests.answer(desk, await office.row(), ana, case.id, asked.id, day, "No.", refused=True)
    for part in ("summary", "analysis", "conclusion"):
        await passages.write(desk, await office.row(), ana, case.id, part, f"About {part}. MARTA was hurt.")
    people = [("complainant", NAME), ("other", "Leo")]
    planned = NewMeeting("interview", "What happened", "550 Main Street", (now,), 60, people)
    recommended = NewFollowUp("recommendation", "Cameras on.", "Chief of Police", date(2026, 12, 1), "police_chief")
    async with desk.database.write() as session:
        await meetings.add(session, HOME, case, planned, by="member:x", now=now)
        (meeting,) = await meetings.of_case(session, HOME, case)
        await meetings.answer(session, HOME, case, meeting.people[0], state=meetings.CAME, now=now)
        held = {"state": meetings.HELD, "result": f"{NAME} told it again. Call 860-555-0177."}
        await meetings.change(session, HOME, case, meeting, held)
        made = await follow_ups.add(session, HOME, case, recommended, by="member:x", now=now)
        settled = {"state": "settled", "outcome": "accepted", "answer": "We will.", "settled_on": date(2026, 11, 1)}
        await follow_ups.change(session, HOME, case, made, settled)


async def test_what_is_not_there_is_named_and_nothing_is_made_up(office: Office) -> None:
    office = at_hartford(office)
    await office.hires()
    data = await filled(office, await office.files(STORY))
    assert {"allegations", "interviews", "unasked", "passage"} <= set(missing(data))
    assert (data["allegations"], data["interviews"], data["register"]) == ([], [], [])
    assert [each["words"] for each in data["passages"]] == ["", "", ""]
    assert data["complainant"] == {"state": "unnamed", "name": ""}
    assert data["respondents"] == [{"state": "unnamed", "name": ""}]
    assert data["story"] == STORY


@on_one
async def test_a_whole_report_misses_nothing_and_says_what_came_of_everything(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await kept_name(office, STORY)
    await everything(office, ana, case)
    data = await filled(office, await office.now(case))
    left = [each for each in data["missing"] if each["key"] != "unasked"]
    assert left == []
    (entry,) = data["register"]
    assert (entry["item"], entry["state"], entry["words"]) == ("Body-worn camera", "refused", "No.")
    (talk,) = data["interviews"]
    assert [each["state"] for each in talk["came"]] == ["came", "asked"]
    assert [each["finding"] for one in data["allegations"] for each in one["findings"]] == [
        "Sustained: it happened and broke a rule"
    ] * len(data["allegations"])
    (recommended,) = data["recommendations"]
    assert (recommended["outcome"], recommended["answer"], recommended["settled"]) == ("Accepted", "We will.", True)


@on_one
async def test_a_name_that_is_kept_stays_out_of_every_part_of_it(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await kept_name(office, f"{STORY} I am {NAME}. It was officer Reed, badge 1234.")
    await everything(office, ana, case)
    for language in ("en", "es"):
        said = str(await filled(office, await office.now(case), language))
        for secret in ("Marta", "MARTA", "Ruizvega", "860-555-0177"):
            assert secret not in said, said[max(0, said.find(secret) - 80) : said.find(secret) + 80]
        assert "Park Street" in said
        assert "Reed" in said
    made = await documents.make(office.desk, await office.row(), ana, case.id, "investigation_report", "en")
    assert b"Ruizvega" not in made.data


@on_one
async def test_what_is_waited_for_is_named(office: Office) -> None:
    office = at_hartford(office)
    ana, case = await office.hires(), await office.files(STORY)
    due = (office.clock() + timedelta(days=7)).date()
    radio = Asking("Please.", due, "dispatch", item="dispatch_audio")
    await requests.ask(office.desk, await office.row(), ana, case.id, radio)
    data = await filled(office, await office.now(case), "es")
    assert {"key": "awaited", "about": "Llamada al 911 y radio"} in data["missing"]
    assert [each["state"] for each in data["register"]] == ["waiting"]
