"""Cases are linked and taken apart by people, from both sides, within their office and what they may know of."""

import pytest

from bot.casework import reference
from bot.casework.errors import NotYours, Refused
from bot.desk import caseload, related
from storage import cases, links, recusals
from storage.cases import Case
from storage.models import links as rows
from storage.roster import Member
from tests.desk.office import ABROAD, HOME, Office, on_one

WHY = [["text", {"percent": "83"}], ["complainant", {}]]


async def two(office: Office) -> tuple[Case, Case]:
    """Two cases that were proposed to belong together."""
    one, other = await office.files(chat="1"), await office.files(chat="2")
    async with office.desk.database.write() as session:
        now = office.clock()
        await links.propose(session, HOME, one.id, other.id, because=WHY, by="program", now=now)
    return one, other


async def seen(office: Office, member: Member, case: Case) -> list[tuple[str, str, list[str]]]:
    found = await related.related(office.desk, None, member, case.id)
    assert found.case.id == case.id
    return [(each.link.reference, each.link.state, [why.kind for why in each.reasons]) for each in found.others]


async def decide(office: Office, member: Member, case: Case, state: str) -> None:
    (shown,) = (await related.related(office.desk, None, member, case.id)).others
    await related.decide(office.desk, await office.row(), member, case.id, shown.link.id, state)


async def test_what_is_proposed_is_linked_by_a_person_and_stands_on_both_cards(office: Office) -> None:
    ana = await office.hires()
    one, other = await two(office)
    assert await seen(office, ana, one) == [(other.reference, "proposed", ["text", "complainant"])]
    card = await caseload.card(office.desk, ana, one.id)
    assert (card.linked, card.proposed) == ((), 1)
    await decide(office, ana, one, "linked")
    for case, counterpart in ((one, other), (other, one)):
        card = await caseload.card(office.desk, ana, case.id)
        assert (card.linked, card.proposed) == ((counterpart.reference,), 0)
        async with office.desk.database.read() as session:
            timeline = await cases.events(session, HOME, case.id)
        assert [each.verb for each in timeline][-1] == "related_linked"
        assert counterpart.reference not in str([each.detail for each in timeline])
    assert (f"member:{ana.id}", "relate", one.id) in await office.acts()


async def test_what_is_refused_or_taken_apart_is_gone_from_both(office: Office) -> None:
    ana = await office.hires()
    one, other = await two(office)
    await decide(office, ana, one, "linked")
    await decide(office, ana, other, "refused")
    for case in (one, other):
        assert await seen(office, ana, case) == []
        assert (await caseload.card(office.desk, ana, case.id)).linked == ()
    assert [row.state for row in await office.stored(rows)] == ["refused"]


@on_one
async def test_a_second_tap_changes_nothing_more(office: Office) -> None:
    ana = await office.hires()
    one, _ = await two(office)
    await decide(office, ana, one, "linked")
    await decide(office, ana, one, "linked")
    async with office.desk.database.read() as session:
        timeline = [each.verb for each in await cases.events(session, HOME, one.id)]
    assert timeline.count("related_linked") == 1


@on_one
async def test_a_case_is_linked_by_its_number_whatever_was_refused_before(office: Office) -> None:
    ana = await office.hires()
    one, other = await two(office)
    await decide(office, ana, one, "refused")
    typed = other.reference.lower().replace("-", " ")
    assert (await related.join(office.desk, await office.row(), ana, one.id, typed)).id == other.id
    assert await seen(office, ana, one) == [(other.reference, "linked", ["text", "complainant"])]
    third = await office.files(chat="3")
    await related.join(office.desk, await office.row(), ana, one.id, third.reference)
    await related.join(office.desk, await office.row(), ana, one.id, third.reference)
    assert (third.reference, "linked", []) in await seen(office, ana, one)


@on_one
async def test_a_case_of_another_office_cannot_be_linked(office: Office) -> None:
    ana = await office.hires()
    one, foreign = await office.files(chat="1"), await office.files(chat="2", agency=ABROAD)
    unknown = reference.issue("OPCR", 2026, 77777)
    for written in (foreign.reference, unknown, "anything", "", foreign.id):
        with pytest.raises(NotYours):
            await related.join(office.desk, await office.row(), ana, one.id, written)
    with pytest.raises(NotYours):
        await related.join(office.desk, await office.row(), ana, foreign.id, one.reference)
    assert await office.stored(rows) == []


@on_one
async def test_a_case_is_not_linked_with_itself(office: Office) -> None:
    ana, one = await office.hires(), await office.files()
    with pytest.raises(Refused) as refused:
        await related.join(office.desk, await office.row(), ana, one.id, one.reference)
    assert refused.value.because == "related_itself"
    assert await office.stored(rows) == []


@on_one
async def test_whoever_must_not_know_of_the_other_case_sees_no_link_and_makes_none(office: Office) -> None:
    ana = await office.hires()
    one, other = await two(office)
    (shown,) = (await related.related(office.desk, None, ana, one.id)).others
    async with office.desk.database.write() as session:
        now = office.clock()
        await recusals.bar(session, HOME, other.id, ana.id, state="recused", why="own", by="x", now=now)
    assert await seen(office, ana, one) == []
    assert (await caseload.card(office.desk, ana, one.id)).proposed == 0
    for tried in (
        related.decide(office.desk, await office.row(), ana, one.id, shown.link.id, "linked"),
        related.join(office.desk, await office.row(), ana, one.id, other.reference),
        related.related(office.desk, None, ana, other.id),
    ):
        with pytest.raises(NotYours):
            await tried
    assert [row.state for row in await office.stored(rows)] == ["proposed"]


@on_one
async def test_a_button_of_another_pair_or_a_made_up_one_does_nothing(office: Office) -> None:
    ana, eve = await office.hires(), await office.hires(agency=ABROAD)
    one, other = await two(office)
    (shown,) = (await related.related(office.desk, None, ana, one.id)).others
    third = await office.files(chat="3")
    for member, case_id, link_id, state in (
        (ana, third.id, shown.link.id, "linked"),
        (ana, one.id, "nothing", "linked"),
        (ana, one.id, shown.link.id, "proposed"),
        (eve, one.id, shown.link.id, "linked"),
        (eve, other.id, shown.link.id, "refused"),
    ):
        with pytest.raises(NotYours):
            await related.decide(office.desk, await office.row(), member, case_id, link_id, state)
    assert [row.state for row in await office.stored(rows)] == ["proposed"]


@on_one
async def test_who_may_not_work_on_cases_may_look_but_not_link(office: Office) -> None:
    auditor = await office.hires("auditor")
    one, _ = await two(office)
    (shown,) = (await related.related(office.desk, None, auditor, one.id)).others
    with pytest.raises(NotYours):
        await related.decide(office.desk, await office.row(), auditor, one.id, shown.link.id, "linked")
