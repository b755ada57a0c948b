"""The people in a case: there from the filing on, changed with a reason, kept where the complainant asked for that."""

import pytest

from bot.casework.errors import NotYours, Refused
from bot.casework.interview import Answer
from bot.casework.party import NewParty
from bot.desk import bench, caseload, findings, parties
from bot.desk.bench import Bench
from storage import parties as rows
from storage.cases import Case
from storage.findings import Finding
from storage.models import parties as table
from storage.roster import Member
from tests.desk.office import Office, on_one

REED = NewParty("respondent", "Officer Reed, badge 4021", known=True)


async def add(office: Office, by: Member, case: Case, new: NewParty = REED) -> str:
    await parties.add(office.desk, await office.row(by.chat.id), by, case.id, new, "He said so himself.")
    return str((await office.stored(table))[-1].id)


async def remove(office: Office, by: Member, case: Case, who: str) -> None:
    await parties.remove(office.desk, await office.row(by.chat.id), by, case.id, who, "Another case.")


async def look(office: Office, by: Member, case: Case) -> Bench:
    return await bench.look(office.desk, by, case.id)


async def told(office: Office, **answers: object) -> Case:
    """A case that was filed with these answers; what they speak of is put in as the filing does it."""
    case = await office.files()
    agency = office.desk.agencies[case.agency]
    async with office.desk.database.write() as session:
        given = {id: Answer(value, "given") for id, value in answers.items()}
        await parties.fill(session, agency, case, given, office.clock())
    return case


async def test_a_case_has_its_people_from_the_filing_on(office: Office) -> None:
    ana = await office.hires()
    case = await office.answers_everything(lambda question: f"Words on {question}")
    at = await look(office, ana, case)
    assert [(each.role, each.name) for each in at.people] == [
        ("complainant", "Words on name"),
        ("affected", "Words on affected"),
        ("witness", "Words on witnesses"),
        ("respondent", "Words on respondents"),
    ]
    assert {each.by for each in at.people} == {"complainant"}


@on_one
async def test_the_shortest_complaint_has_a_complainant_and_a_respondent(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    people = (await look(office, ana, case)).people
    assert [(each.role, each.name, each.known) for each in people] == [
        ("complainant", None, False),
        ("respondent", None, False),
    ]


async def test_a_name_is_added_changed_and_taken_off_and_the_timeline_knows(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    reed = await add(office, ana, case)
    row = await office.row(ana.chat.id)
    await parties.change(office.desk, row, ana, case.id, reed, "Officer Read", "The badge list.")
    (found,) = [each for each in (await look(office, ana, case)).people if each.id == reed]
    assert (found.name, found.known) == ("Officer Read", True)
    await remove(office, ana, case, reed)
    at = await look(office, ana, case)
    assert reed not in {each.id for each in at.people}
    assert [each.id for each in at.once] == [reed]
    from storage import cases

    async with office.desk.database.read() as session:
        events = await cases.events(session, case.agency, case.id)
    assert [each.verb for each in events] == ["received", "party_added", "party_changed", "party_removed"]
    assert events[2].detail["was"] == "Officer Reed, badge 4021"
    assert [verb for _, verb, _ in await office.acts()].count("party") == 3


@on_one
async def test_somebody_who_is_off_already_cannot_be_taken_off_again(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    reed = await add(office, ana, case)
    await remove(office, ana, case, reed)
    before, acts = await office.stored(table), await office.acts()
    for attempt in (remove(office, ana, case, reed), remove(office, ana, case, "nobody")):
        with pytest.raises(Refused, match="party_gone"):
            await attempt
    assert (await office.stored(table), await office.acts()) == (before, acts)


@on_one
async def test_the_complainant_and_a_kept_name_stay(office: Office) -> None:
    ana = await office.hires()
    case = await told(office, name_choice="keep_from_investigators", name="Leo Park", affected="My son")
    at = await look(office, ana, case)
    kept = [each for each in at.people if each.kept]
    assert [each.role for each in kept] == ["complainant", "affected"]
    row = await office.row(ana.chat.id)
    with pytest.raises(Refused, match="name_kept"):
        await parties.change(office.desk, row, ana, case.id, kept[0].id, "Somebody", "I know them.")
    with pytest.raises(Refused, match="complainant_stays"):
        await remove(office, ana, case, kept[0].id)
    with pytest.raises(Refused, match="name_kept"):
        await remove(office, ana, case, kept[1].id)
    assert (await look(office, ana, case)).people == at.people


async def test_an_unknown_respondent_becomes_the_known_one_and_findings_go_along(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    reed = await add(office, ana, case)
    at = await look(office, ana, case)
    (unknown,) = [each for each in at.respondents if not each.known]
    (allegation,) = at.allegations
    await caseload.decide(office.desk, await office.row(ana.chat.id), ana, case.id, (allegation.id, "confirmed"))
    found = Finding(allegation.id, unknown.id, "b", "sustained", "none", "", "The video shows it.")
    await findings.decide(office.desk, await office.row(ana.chat.id), ana, case.id, found)
    row, both = await office.row(ana.chat.id), (unknown.id, reed)
    await parties.merge(office.desk, row, ana, case.id, both, "The badge list.")
    at = await look(office, ana, case)
    assert [each.id for each in at.respondents] == [reed]
    assert at.findings[allegation.id, reed].because == "The video shows it."
    assert at.owed == ()
    assert at.once[0].merged_into == reed
    with pytest.raises(Refused, match="party_gone"):
        await parties.merge(office.desk, await office.row(ana.chat.id), ana, case.id, both, "Again.")


@on_one
async def test_a_colleague_who_is_named_is_kept_from_the_case_until_somebody_decides(office: Office) -> None:
    boss, reed = await office.hires("supervisor"), await office.hires(name="Carla Reed")
    case = await office.files()
    assert await look(office, reed, case)
    await add(office, boss, case)
    with pytest.raises(NotYours):
        await look(office, reed, case)


@on_one
async def test_two_known_respondents_are_two(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    two = (await add(office, ana, case), await add(office, ana, case))
    with pytest.raises(Refused, match="cannot_merge"):
        await parties.merge(office.desk, await office.row(ana.chat.id), ana, case.id, two, "They look alike.")
    assert len((await look(office, ana, case)).respondents) == 3


@on_one
async def test_a_role_there_is_not_and_a_name_of_4096_characters(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    with pytest.raises(Refused, match="no_such_role"):
        await add(office, ana, case, NewParty("judge", "Somebody", known=True))
    long = await add(office, ana, case, NewParty("witness", "x" * 4096, known=True))
    async with office.desk.database.read() as session:
        stored = {each.id: each.name for each in await rows.of_case(session, case.agency, case)}
    assert stored[long] == "x" * 4096


@on_one
async def test_a_closed_case_keeps_its_people(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    reed = await add(office, boss, case)
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, None, boss, case.id, caseload.Move(action, outcome))
    before, row = await office.stored(table), await office.row(boss.chat.id)
    for attempt in (
        parties.add(office.desk, row, boss, case.id, REED, "Late."),
        parties.change(office.desk, row, boss, case.id, reed, "Other", "Late."),
        parties.remove(office.desk, row, boss, case.id, reed, "Late."),
        parties.merge(office.desk, row, boss, case.id, (reed, reed), "Late."),
    ):
        with pytest.raises(Refused, match="closed_work"):
            await attempt
    assert await office.stored(table) == before


@on_one
async def test_an_auditor_learns_nothing_of_the_people(office: Office) -> None:
    auditor, case = await office.hires("auditor"), await office.files()
    with pytest.raises(NotYours):
        await look(office, auditor, case)
    with pytest.raises(NotYours):
        await add(office, auditor, case)
