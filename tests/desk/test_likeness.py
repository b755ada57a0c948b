"""New cases are compared with the others: what is proposed and why, what is not, and who hears of a pattern."""

import json
import re
from typing import Any

from bot.casework import interview
from bot.casework.interview import Answer
from bot.casework.oversight import EarlyIntervention
from bot.desk import likeness
from storage import cases, keys, links, recusals
from storage.cases import Case
from storage.links import Link
from storage.models import arrivals, notices, traces
from storage.models import cases as case_rows
from storage.models import links as rows
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one

LAKE: dict[str, object] = {"where": "Lake St and 5th Ave", "when": "2026-09-10"}
STORY = (
    "I was walking home from work when they stopped me at the corner and asked for my papers. One of them "
    "pushed me against the wall and went through my bag. He took my phone and did not give it back to me."
)


async def filed(office: Office, chat: str, story: str = "They stopped me.", agency: str = HOME, **said: Any) -> Case:
    """A new case with these answers beside the story, not compared yet."""
    office.clock.passes(minutes=1)
    case = await office.files(story, chat=chat, agency=agency)
    if day := said.pop("when", None):
        said["when"] = {"on": day, "until": None, "precision": "day", "said": day}
    if "respondents" in said:
        said["respondents"] = [{"text": each, "message": ""} for each in said["respondents"]]
    async with office.desk.database.write() as session:
        held = await cases.hold(session, agency, case.id)
        assert held is not None
        answers = interview.unpack(await cases.answers(session, agency, held))
        answers |= {id: Answer(value, "given") for id, value in said.items()}
        changes: dict[str, object] = {"answers": interview.pack(answers), "name_choice": said.get("name_choice")}
        return await cases.record(session, agency, held, changes=changes, now=office.clock())


async def proposed(office: Office, case: Case, reader: Member) -> dict[str, list[str]]:
    """What is proposed for a case, and for which reasons, once everything is compared."""
    while await likeness.round(office.desk):
        pass
    async with office.desk.database.read() as session:
        found: list[Link] = await links.of_case(session, case.agency, case.id, reader)
    return {each.reference: [kind for kind, _ in each.because] for each in found}


async def test_one_incident_told_by_two_people_is_proposed(office: Office) -> None:
    changed(office)
    ana = await office.hires()
    one = await filed(office, "1", respondents=["Officer Smith, badge 4127"], **LAKE)
    two = await filed(office, "2", respondents=["badge 4127"], when="2026-09-10", where="5th and Lake")
    other = await filed(office, "3", respondents=["badge 4127"], when="2026-08-10", where="5th and Lake")
    assert await proposed(office, one, ana) == {two.reference: ["incident"]}
    assert await proposed(office, other, ana) == {}
    assert (await office.acts())[-1][:2] == ("program", "propose")


@on_one
async def test_the_same_words_and_the_same_complainant(office: Office) -> None:
    ana = await office.hires()
    one = await filed(office, "1", STORY, name_choice="use_name")
    copy = await filed(office, "2", STORY.replace("my bag", "my rucksack"), name_choice="no_name")
    again = await filed(office, "1", "Something else happened on Monday.", name_choice="use_name")
    found = await proposed(office, one, ana)
    assert found == {copy.reference: ["text"], again.reference: ["complainant"]}


@on_one
async def test_a_kept_name_is_not_opened_by_a_case_that_says_it(office: Office) -> None:
    ana = await office.hires()
    one = await filed(office, "1", "One thing happened.", name_choice="keep_from_investigators")
    await filed(office, "1", "Another thing happened.", name_choice="use_name")
    assert await proposed(office, one, ana) == {}
    third = await filed(office, "1", "A third thing happened.", name_choice="keep_from_investigators")
    assert await proposed(office, one, ana) == {third.reference: ["complainant"]}


@on_one
async def test_what_a_colleague_typed_in_is_not_one_complainant(office: Office) -> None:
    ana = await office.hires("intake")
    assert ana.chat is not None
    one = await filed(office, ana.chat.id, "One thing happened.")
    await filed(office, ana.chat.id, "Another thing happened.")
    assert await proposed(office, one, ana) == {}


@on_one
async def test_nothing_is_proposed_across_offices(office: Office) -> None:
    ana = await office.hires()
    one = await filed(office, "1", STORY, **LAKE)
    await filed(office, "1", STORY, agency=ABROAD, **LAKE)
    assert await proposed(office, one, ana) == {}
    assert await office.stored(rows) == []


async def test_each_case_is_compared_once_by_whoever_comes_first(office: Office, twin: Office) -> None:
    one = await filed(office, "1", STORY)
    two = await filed(office, "2", STORY)
    first, second = await likeness.round(office.desk), await likeness.round(twin.desk)
    assert (first, second) == (2, 0)
    assert len(await office.stored(rows)) == 1
    assert {each.case_id for each in await office.stored(traces)} == {one.id, two.id}
    for desk in (office.desk, twin.desk):
        await likeness.compare(desk, links.Arrival(HOME, two.id, office.clock()))  # a holder that was thought dead
    assert len(await office.stored(rows)) == 1
    assert [verb for _, verb, _ in await office.acts()].count("propose") == 1


@on_one
async def test_what_was_refused_is_not_proposed_again(office: Office) -> None:
    ana = await office.hires()
    one, two = await filed(office, "1", STORY), await filed(office, "2", STORY)
    assert len(await proposed(office, one, ana)) == 1
    async with office.desk.database.write() as session:
        await links.refuse(session, HOME, one.id, two.id, by="member:a", now=office.clock())
        await session.execute(arrivals.update().values(compared_at=None))
    assert await proposed(office, one, ana) == {}


@on_one
async def test_a_fault_in_one_case_keeps_no_other_waiting(office: Office) -> None:
    ana = await office.hires()
    one, two = await filed(office, "1", STORY), await filed(office, "2", STORY)
    bad = await filed(office, "3", STORY)
    async with office.desk.database.write() as session:
        broken = case_rows.update().where(case_rows.c.id == bad.id).values(answers=b"\1\0\0" + bytes(60))
        await session.execute(broken)
    assert await likeness.round(office.desk) == 3
    assert set(await proposed(office, one, ana)) == {two.reference}
    for _ in range(links.ATTEMPTS):
        office.clock.passes(hours=1)
        await likeness.round(office.desk)
    assert await likeness.round(office.desk) == 0


@on_one
async def test_a_case_that_cannot_be_read_any_more_is_done_with(office: Office) -> None:
    one = await filed(office, "1", STORY)
    async with office.desk.database.write() as session:
        await keys.erase(session, HOME, one.key_id)
    assert await likeness.round(office.desk) == 1
    assert await likeness.round(office.desk) == 0


@on_one
async def test_what_is_kept_for_comparing_cannot_be_read(office: Office) -> None:
    await filed(office, "1", STORY, respondents=["badge 4127"], **LAKE)
    await likeness.round(office.desk)
    stored = json.dumps([list(map(str, each)) for table in (arrivals, traces) for each in await office.stored(table)])
    for word in ("lake", "papers", "2026-09-10"):
        assert word not in stored.casefold().replace("2026-09-14", "")
    assert not stands("4127", stored)


def stands(number: str, text: str) -> bool:
    """Whether a number stands there by itself: any four digits may stand within a random id."""
    return re.search(rf"(?<![0-9a-z]){number}(?![0-9a-z])", text.casefold()) is not None


def changed(office: Office, **rule: Any) -> None:
    """The office's early-intervention rule, or none."""
    standard = {"cases": 3, "within": "365 days", "source": "x", "checked_on": "2026-01-01"}
    new = EarlyIntervention.model_validate(standard | rule) if rule else None
    home = office.desk.agencies[HOME].model_copy(update={"early_intervention": new})
    office.desk.agencies[HOME] = home  # type: ignore[index]


async def patterns(office: Office, chief: Member) -> list[Any]:
    """What came to a supervisor about officers."""
    await office.delivers()
    assert chief.chat is not None
    sent = [each for each in office.post.sent if each.to == chief.chat.id]
    return [each for parcel in sent for each in parcel.parcel.notices if each.template.startswith("officer_")]


async def test_an_officer_s_third_complaint_reaches_the_supervisor(office: Office) -> None:
    changed(office, cases=3)
    ana, chief = await office.hires(), await office.hires("supervisor", queues=[])
    first, second = [await filed(office, chat, respondents=["badge 4127"]) for chat in "12"]
    await filed(office, "3", respondents=["badge 999"])
    assert await proposed(office, first, ana) == {}
    assert await patterns(office, chief) == []
    third = await filed(office, "4", respondents=["Officer Smith, badge 4127"])
    found = await proposed(office, third, ana)
    assert found == {first.reference: ["officer"], second.reference: ["officer"]}
    (notice,) = await patterns(office, chief)
    assert notice.params == {"reference": third.reference, "others": f"{first.reference}, {second.reference}"}
    assert not stands("4127", json.dumps([list(map(str, each)) for each in await office.stored(notices)]))


@on_one
async def test_a_supervisor_reads_only_numbers_they_may_know_of(office: Office) -> None:
    changed(office, cases=2)
    one, two = await office.hires("supervisor", queues=[]), await office.hires("supervisor", queues=[])
    first = await filed(office, "1", respondents=["badge 4127"])
    second = await filed(office, "2", respondents=["badge 4127"])
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, first.id, one.id, state="recused", why="own", by="x", now=now)
    await likeness.round(office.desk)
    assert [each.params for each in await patterns(office, one)] == [{"reference": second.reference}]
    assert [each.params.get("others") for each in await patterns(office, two)] == [first.reference]


@on_one
async def test_without_a_supervisor_it_waits_for_one(office: Office) -> None:
    changed(office, cases=2)
    for chat in "12":
        await filed(office, chat, respondents=["badge 4127"])
    await likeness.round(office.desk)
    await office.delivers()
    chief = await office.hires("supervisor", queues=[])
    assert [each.template for each in await patterns(office, chief)] == ["officer_threshold_alone"]


@on_one
async def test_a_recused_supervisor_alone_hears_nothing(office: Office) -> None:
    changed(office, cases=2)
    chief = await office.hires("supervisor", queues=[])
    for chat in "12":
        await filed(office, chat, respondents=["badge 4127"])
    async with office.desk.database.write() as session:
        for case in await session.execute(case_rows.select()):
            now = office.clock()
            await recusals.bar(session, HOME, case.id, chief.id, state="recused", why="own", by="x", now=now)
    await likeness.round(office.desk)
    assert await patterns(office, chief) == []


@on_one
async def test_no_rule_no_pattern(office: Office) -> None:
    changed(office)
    ana, chief = await office.hires(), await office.hires("supervisor", queues=[])
    first, *_ = [await filed(office, chat, respondents=["badge 4127"]) for chat in "1234"]
    assert await proposed(office, first, ana) == {}
    assert await patterns(office, chief) == []


@on_one
async def test_complaints_before_the_window_do_not_count(office: Office) -> None:
    changed(office, cases=2, within="30 days")
    ana, chief = await office.hires(), await office.hires("supervisor", queues=[])
    await filed(office, "1", respondents=["badge 4127"])
    office.clock.passes(days=40)
    late = await filed(office, "2", respondents=["badge 4127"])
    assert await proposed(office, late, ana) == {}
    assert await patterns(office, chief) == []
