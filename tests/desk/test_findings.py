"""A finding for each confirmed allegation and respondent; without them a case that owes them does not end."""

from dataclasses import replace

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import bench, caseload, findings, parties
from bot.desk.bench import Bench
from bot.desk.caseload import Move
from storage.cases import Case
from storage.findings import Finding
from storage.models import findings as table
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_parties import REED

TO_THE_DIRECTOR = ("start", "reviewed", "investigate", "finish")


async def look(office: Office, by: Member, case: Case) -> Bench:
    return await bench.look(office.desk, by, case.id)


async def confirmed(office: Office, by: Member, case: Case, state: str = "confirmed") -> str:
    """Decide about the one allegation that the reader suggests."""
    (allegation,) = (await look(office, by, case)).allegations
    await caseload.decide(office.desk, await office.row(by.chat.id), by, case.id, (allegation.id, state))
    return allegation.id


def found(allegation: str, party: str, finding: str = "sustained", **more: str) -> Finding:
    known = {"severity": "c", "action": "recommended", "action_words": "Training", "because": "The video shows it."}
    return Finding(allegation, party, finding=finding, **{**known, **more})


async def decide(office: Office, by: Member, case: Case, finding: Finding) -> None:
    await findings.decide(office.desk, await office.row(by.chat.id), by, case.id, finding)


async def moves(office: Office, by: Member, case: Case, *actions: str) -> None:
    for action in actions:
        await caseload.act(office.desk, await office.row(by.chat.id), by, case.id, Move(action))


async def closes(office: Office, by: Member, case: Case) -> Case:
    return await caseload.act(office.desk, await office.row(by.chat.id), by, case.id, Move("close", "merit"))


async def test_a_case_ends_only_with_its_findings(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    allegation = await confirmed(office, boss, case)
    await moves(office, boss, case, *TO_THE_DIRECTOR)
    before, acts = await office.now(case), await office.acts()
    with pytest.raises(Refused) as refused:
        await closes(office, boss, case)
    assert (refused.value.because, refused.value.params["missing"]) == ("findings_missing", "Excessive force")
    assert (await office.now(case), await office.acts()) == (before, acts)
    (person,) = (await look(office, boss, case)).respondents
    await decide(office, boss, case, found(allegation, person.id))
    assert (await closes(office, boss, case)).status == "closed"


@on_one
async def test_a_respondent_who_comes_later_owes_one_too(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    allegation = await confirmed(office, boss, case)
    (person,) = (await look(office, boss, case)).respondents
    await decide(office, boss, case, found(allegation, person.id))
    await moves(office, boss, case, *TO_THE_DIRECTOR)
    await parties.add(office.desk, await office.row(boss.chat.id), boss, case.id, REED, "The badge list.")
    with pytest.raises(Refused, match="findings_missing"):
        await closes(office, boss, case)


@on_one
async def test_an_allegation_without_any_respondent_is_owed_all_the_same(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await confirmed(office, boss, case)
    (person,) = (await look(office, boss, case)).respondents
    await parties.remove(office.desk, await office.row(boss.chat.id), boss, case.id, person.id, "Nobody was there.")
    await moves(office, boss, case, *TO_THE_DIRECTOR)
    with pytest.raises(Refused, match="findings_missing"):
        await closes(office, boss, case)


@on_one
async def test_a_case_that_ends_before_the_director_needs_none(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await confirmed(office, boss, case)
    await moves(office, boss, case, "start")
    assert (await closes(office, boss, case)).closed_at is not None


@on_one
async def test_a_case_whose_allegations_were_all_rejected_owes_none(office: Office) -> None:
    boss, case = await office.hires("supervisor"), await office.files()
    await confirmed(office, boss, case, "rejected")
    await moves(office, boss, case, *TO_THE_DIRECTOR)
    assert (await closes(office, boss, case)).closed_at is not None


async def test_the_last_finding_counts_and_the_first_stays_on_the_timeline(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    allegation = await confirmed(office, ana, case)
    (person,) = (await look(office, ana, case)).respondents
    await decide(office, ana, case, found(allegation, person.id, "not_sustained"))
    await decide(office, ana, case, found(allegation, person.id, "exonerated", action="none", action_words=""))
    made = (await look(office, ana, case)).findings[allegation, person.id]
    assert (made.finding, made.severity, made.action, made.by) == ("exonerated", "c", "none", f"member:{ana.id}")
    assert len(await office.stored(table)) == 1
    from storage import cases

    async with office.desk.database.read() as session:
        events = await cases.events(session, case.agency, case.id)
    assert [each.detail["finding"] for each in events if each.verb == "finding"] == ["not_sustained", "exonerated"]


@on_one
async def test_where_nothing_is_graded_a_finding_has_no_severity(office: Office) -> None:
    agency = office.desk.agencies[HOME].model_copy(update={"severities": {}})
    office = replace(office, desk=replace(office.desk, agencies={HOME: agency}))
    ana, case = await office.hires(), await office.files()
    allegation = await confirmed(office, ana, case)
    (person,) = (await look(office, ana, case)).respondents
    with pytest.raises(Refused, match="no_such_finding"):
        await decide(office, ana, case, found(allegation, person.id))
    await decide(office, ana, case, found(allegation, person.id, severity=""))
    assert (await look(office, ana, case)).findings[allegation, person.id].severity == ""


@on_one
async def test_no_finding_on_what_was_rejected_meanwhile(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    allegation = await confirmed(office, ana, case)
    (person,) = (await look(office, ana, case)).respondents
    await confirmed(office, ana, case, "rejected")
    with pytest.raises(Refused, match="not_confirmed"):
        await decide(office, ana, case, found(allegation, person.id))
    assert await office.stored(table) == []


@on_one
@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"finding": "guilty"}, "no_such_finding"),
        ({"severity": "z"}, "no_such_finding"),
        ({"action": "fired"}, "no_such_finding"),
        ({"party": "nobody"}, "party_gone"),
        ({"allegation": "nothing"}, "not_confirmed"),
    ],
)
async def test_what_does_not_exist_is_not_found(office: Office, change: dict[str, str], because: str) -> None:
    ana, case = await office.hires(), await office.files()
    allegation = await confirmed(office, ana, case)
    (person,) = (await look(office, ana, case)).respondents
    about = {"allegation": allegation, "party": person.id, **change}
    with pytest.raises(Refused, match=because):
        await decide(office, ana, case, found(**about))
    assert await office.stored(table) == []


@on_one
async def test_a_closed_case_gets_no_finding_and_an_intake_officer_makes_none(office: Office) -> None:
    boss, intake = await office.hires("supervisor"), await office.hires("intake")
    case = await office.files()
    allegation = await confirmed(office, boss, case)
    (person,) = (await look(office, boss, case)).respondents
    with pytest.raises(NotYours):
        await decide(office, intake, case, found(allegation, person.id))
    await moves(office, boss, case, "start")
    await closes(office, boss, case)
    with pytest.raises(Refused, match="closed_work"):
        await decide(office, boss, case, found(allegation, person.id))
    assert await office.stored(table) == []
