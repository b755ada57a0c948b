"""Meetings: planned with whoever is in the case, changed only as they were seen, recorded once they have begun."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused
from bot.casework.party import NewParty
from bot.desk import bench, meetings, parties, recusal, timeline, witnesses
from bot.desk.meetings import Planning
from storage.cases import Case
from storage.chats import Chat
from storage.models import invitations, notices
from storage.models import meetings as rows
from storage.models import parties as people
from storage.roster import Member
from tests.desk.office import ABROAD, DOOR, Office, on_one
from tests.desk.test_agenda import THURSDAY, arranged, arranging, close, planned, reminders

FRIDAY = THURSDAY + timedelta(days=1)


async def steps(office: Office, member: Member, case: Case) -> list[str]:
    """What the timeline says of meetings, oldest first."""
    entries = (await timeline.history(office.desk, None, member, case.id)).entries
    return [each.detail["step"] for each in entries if each.verb == "meeting"]


async def test_one_time_sets_it_and_several_ask_which(office: Office) -> None:
    office = arranging(office)
    ana, ben, case = await office.hires(name="Ana"), await office.hires(name="Ben"), await office.files()
    people = ("complainant", f"member:{ana.id}", f"member:{ben.id}")
    one = await planned(office, ana, case, people=people)
    assert (one.state, one.starts_at, one.set_at, one.minutes) == ("set", THURSDAY, office.clock(), 60)
    told = await office.tells_whom()
    assert "meeting_set" in told["100"]
    assert "meeting_set_staff" in told[ben.chat.id]
    assert "meeting_set_staff" not in told.get(ana.chat.id, []), "whoever did it knows"
    several = await planned(office, ana, case, THURSDAY, FRIDAY)
    assert (several.state, several.starts_at, several.times) == ("proposed", None, (THURSDAY, FRIDAY))
    assert "meeting_asked" in (await office.tells_whom())["100"]
    await meetings.choose(office.desk, await office.row(ana.chat.id), ana, case.id, several.id, 1)
    assert (await arranged(office, case))[-1].starts_at == FRIDAY
    assert "meeting_set" in (await office.tells_whom())["100"]
    assert await steps(office, ana, case) == ["set", "asked", "set"]


async def test_notices_carry_the_number_and_the_time_only(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    meeting = await planned(office, ana, case)
    said = [each.params for each in await office.stored(notices) if each.template.startswith("meeting")]
    carried = {"reference": case.reference, "item": meeting.id, "starts_at": THURSDAY.isoformat()}
    assert said == [carried] * len(said)


@on_one
async def test_what_is_over_or_not_in_the_case_is_refused_and_nothing_is_kept(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    row = await office.row(ana.chat.id)
    past = Planning("interview", "", "", (office.clock(),), ("complainant",))
    with pytest.raises(Refused, match="meeting_past"):
        await meetings.plan(office.desk, row, ana, case.id, past)
    with pytest.raises(Refused, match="meeting_past"):
        await meetings.plan(office.desk, row, ana, case.id, Planning("interview", "", "", (), ("complainant",)))
    with pytest.raises(Refused, match="no_such_meeting"):
        await meetings.plan(office.desk, row, ana, case.id, Planning("tea", "", "", (THURSDAY,), ()))
    await parties.add(office.desk, None, ana, case.id, NewParty("witness", "Leo", known=True), "She said so.")  # type: ignore[arg-type]
    leo = next(each for each in (await bench.look(office.desk, ana, case.id)).people if each.name == "Leo")
    await parties.remove(office.desk, None, ana, case.id, leo.id, "A mistake.")  # type: ignore[arg-type]
    gone = Planning("interview", "", "", (THURSDAY,), ("complainant", f"party:{leo.id}"))
    with pytest.raises(Refused, match="nobody_like_that"):
        await meetings.plan(office.desk, row, ana, case.id, gone)
    assert await office.stored(rows) == []
    assert await reminders(office, "meeting_set") == []


async def test_of_two_colleagues_at_once_the_second_is_told(office: Office) -> None:
    office = arranging(office)
    ana, ben, case = await office.hires(name="Ana"), await office.hires(name="Ben"), await office.files()
    seen = await planned(office, ana, case, THURSDAY, FRIDAY)
    await meetings.choose(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, 0)
    with pytest.raises(Refused, match="meeting_changed"):
        await meetings.choose(office.desk, await office.row(ben.chat.id), ben, case.id, seen.id, 1)
    with pytest.raises(Refused, match="meeting_changed"):
        await meetings.move(office.desk, await office.row(ben.chat.id), ben, case.id, seen.id, (FRIDAY,), seen.revision)
    (there,) = await arranged(office, case)
    assert there.starts_at == THURSDAY


async def test_a_new_time_asks_everybody_anew_and_is_reminded_of_alone(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    seen = await planned(office, ana, case)
    later = THURSDAY + timedelta(days=7)
    await meetings.move(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, (later,), seen.revision)
    (there,) = await arranged(office, case)
    assert (there.starts_at, there.times, there.revision) == (later, (later,), seen.revision + 1)
    assert "meeting_moved" in (await office.tells_whom())["100"]
    assert {(on.day, state) for _, on, state in await reminders(office, "meeting_soon")} == {
        (22, "dropped"),
        (23, "dropped"),
        (29, "due"),
        (30, "due"),
    }
    await meetings.move(
        office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, (FRIDAY, later), there.revision
    )
    (there,) = await arranged(office, case)
    assert (there.state, there.starts_at, there.set_at) == ("proposed", None, None)
    assert {state for _, _, state in await reminders(office, "meeting_soon")} == {"dropped"}


async def test_a_cancelled_one_is_off_with_its_reason_for_staff(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    seen = await planned(office, ana, case)
    await office.delivers()
    await meetings.cancel(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, "She is ill.")
    (there,) = await arranged(office, case)
    assert (there.state, there.result) == ("cancelled", "She is ill.")
    assert "meeting_off" in (await office.tells_whom())["100"]
    with pytest.raises(Refused, match="meeting_changed"):
        await meetings.cancel(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, "Again.")
    with pytest.raises(Refused, match="meeting_changed"):
        await meetings.invite(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, f"member:{ana.id}")


async def test_who_came_and_what_came_of_it_is_noted_once_it_has_begun(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    seen = await planned(office, ana, case, others=("Her lawyer",))
    row = office.row
    with pytest.raises(Refused, match="meeting_ahead"):
        await meetings.attend(office.desk, await row(ana.chat.id), ana, case.id, seen.people[0].id, "came")
    with pytest.raises(Refused, match="meeting_ahead"):
        await meetings.hold(office.desk, await row(ana.chat.id), ana, case.id, seen.id, "All was said.")
    office.clock.strikes(9, 24, 20)
    for person, came in zip(seen.people, ("came", "absent", "excused"), strict=True):
        await meetings.attend(office.desk, await row(ana.chat.id), ana, case.id, person.id, came)
    await meetings.hold(office.desk, await row(ana.chat.id), ana, case.id, seen.id, "All was said.")
    (there,) = await arranged(office, case)
    assert [each.state for each in there.people] == ["came", "absent", "excused"]
    assert (there.state, there.result) == ("held", "All was said.")
    assert await steps(office, ana, case) == ["set", "came", "absent", "excused", "held"]
    for person_id, came in (("nobody", "came"), (seen.people[0].id, "perhaps")):
        with pytest.raises(Refused, match="meeting_changed"):
            await meetings.attend(office.desk, await row(ana.chat.id), ana, case.id, person_id, came)


async def test_what_took_place_can_be_noted_after_the_case_is_closed_and_nothing_planned(office: Office) -> None:
    office = arranging(office)
    boss, case = await office.hires("supervisor"), await office.files()
    seen = await planned(office, boss, case)
    office.clock.strikes(9, 24, 20)
    await close(office, boss, case)
    await meetings.hold(office.desk, await office.row(boss.chat.id), boss, case.id, seen.id, "All was said.")
    assert [each.state for each in await arranged(office, case)] == ["held"]
    with pytest.raises(Refused, match="closed_work"):
        await planned(office, boss, case, THURSDAY + timedelta(days=9))


async def test_one_more_is_asked_once_and_alone_told(office: Office) -> None:
    office = arranging(office)
    ana, ben, case = await office.hires(name="Ana"), await office.hires(name="Ben"), await office.files()
    seen = await planned(office, ana, case)
    await office.delivers()
    for _ in range(2):
        await meetings.invite(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, f"member:{ben.id}")
    await meetings.invite(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, "other", "Her lawyer")
    (there,) = await arranged(office, case)
    assert [each.name for each in there.people][-2:] == ["Ben", "Her lawyer"]
    told = await office.tells_whom()
    assert told == {ben.chat.id: ["meeting_set_staff"]}


async def test_a_witness_who_came_by_a_link_is_told_in_their_own_chat(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    _, token, _ = await witnesses.invite(office.desk, await office.row(ana.chat.id), ana, case.id, "The neighbor")
    people = (await meetings.board(office.desk, None, ana, case.id)).people
    assert not [each for each in people if each.who.startswith("witness:")], "nobody has opened the link yet"
    await witnesses.redeem(office.desk, await office.row("300"), Chat(DOOR, "300"), token, "es")
    (link,) = await office.stored(invitations)
    await planned(office, ana, case, people=("complainant", f"witness:{link.id}"))
    (sent,) = [each for each in await office.delivers() if each.to == "300"]
    assert (sent.templates, sent.parcel.guest, sent.parcel.case) == (["meeting_set"], case.id, None)
    assert [to for to, _, _ in await reminders(office, "meeting_soon") if to.startswith("witness:")]


async def test_a_name_that_is_kept_stays_out(office: Office) -> None:
    office = arranging(office)
    ana = await office.hires()
    case = await office.answers_everything(lambda id: "Rosa Vega" if id == "name" else f"plain {id}")
    async with office.desk.database.write() as session:
        await session.execute(update(people).where(people.c.role == "complainant").values(kept=True))
    there = (await meetings.board(office.desk, None, ana, case.id)).people
    assert [each.name for each in there if each.role == "complainant"] == [""]
    assert (await planned(office, ana, case)).people[0].name == ""


async def test_another_office_and_a_recused_colleague_find_nothing(office: Office) -> None:
    office = arranging(office)
    ana, ben, case = await office.hires(name="Ana"), await office.hires(name="Ben"), await office.files()
    stranger, seen = await office.hires(agency=ABROAD), await planned(office, ana, case)
    await recusal.recuse(office.desk, await office.row(ben.chat.id), ben, case.id, because="A cousin.")
    for member in (stranger, ben):
        with pytest.raises(NotYours):
            await meetings.board(office.desk, None, member, case.id)
        with pytest.raises(NotYours):
            await meetings.cancel(office.desk, await office.row(member.chat.id), member, case.id, seen.id, "No.")
    with pytest.raises(Refused, match="nobody_like_that"):
        await planned(office, ana, case, people=(f"member:{ben.id}",))
    assert ("member:" + ana.id, Verb.MEETING.value, case.id) in await office.acts()
