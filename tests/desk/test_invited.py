"""Those who are asked to a meeting see their own part of it and answer in their chat; nobody else can for them."""

from datetime import timedelta

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import caseload, intake, invited, meetings, witnesses
from bot.desk.invited import Guest
from storage.cases import Case
from storage.chats import Chat
from storage.models import drafts, invitations
from storage.roster import Member
from tests.desk.office import DOOR, Office, on_one
from tests.desk.test_agenda import THURSDAY, arranged, arranging, close, planned, reminders

FRIDAY = THURSDAY + timedelta(days=1)
ROSA = Chat(DOOR, "100")


async def rosa(office: Office, case: Case) -> Guest:
    return await invited.guest(office.desk, ROSA, case.id)


async def test_which_times_suit_is_kept_and_told_once_an_hour(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires("intake"), await office.files()
    await office.delivers()
    seen = await planned(office, ana, case, THURSDAY, FRIDAY)
    guest = await rosa(office, case)
    for number in (0, 1, 0):
        (shown,) = await invited.suits(office.desk, await office.row(), guest, seen.id, number)
    assert (shown.me.suits, shown.me.state) == ((1,), "comes")
    assert (await arranged(office, case))[0].people[0].suits == (1,)
    told = await office.tells_whom()
    assert told[ana.chat.id].count("meeting_answered") == 1
    for wrong in (2, -1):
        with pytest.raises(Refused, match="meeting_over"):
            await invited.suits(office.desk, await office.row(), guest, seen.id, wrong)
    (shown,) = await invited.suits(office.desk, await office.row(), guest, seen.id, 1)
    assert (shown.me.suits, shown.me.state) == ((), "asked"), "a second tap takes it back"


async def test_whom_no_time_suits_says_when_and_is_not_reminded(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    seen = await planned(office, ana, case)
    guest = await rosa(office, case)
    office.clock.passes(minutes=1)
    await invited.write(office.desk, await office.row(), guest, seen.id, cannot=True)
    assert {state for _, _, state in await reminders(office, "meeting_soon")} == {"dropped"}
    draft = await intake.draft_of(office.desk, ROSA)
    assert draft is not None
    await invited.words(office.desk, await office.row(), draft, case, "Only on Mondays, and I need a sign interpreter.")
    (there,) = await arranged(office, case)
    assert (there.people[0].state, there.people[0].said) == (
        "cannot",
        "Only on Mondays, and I need a sign interpreter.",
    )
    _, talk = await caseload.talk(office.desk, ana, case.id, None)
    assert talk[-1].text.startswith("Only on Mondays"), "the words are with the messages too"
    assert [each for each in await office.stored(drafts) if each.purpose == "meeting"] == []


async def test_others_are_known_only_where_staff_allow_it(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(name="Ana"), await office.files()
    await planned(office, ana, case, others=("Mr. Gray",))
    await planned(office, ana, case, others=("Mr. Gray",), open=True)
    closed, open = await invited.look(office.desk, await office.row(), await rosa(office, case))
    assert closed.others == ()
    assert open.others == ("Ana", "Mr. Gray")


async def test_a_cancelled_one_is_shown_until_its_day_and_one_that_is_over_is_not(office: Office) -> None:
    office = arranging(office)
    boss, case = await office.hires("supervisor"), await office.files()
    await planned(office, boss, case)
    await planned(office, boss, case, THURSDAY, FRIDAY)
    await close(office, boss, case)
    guest = await rosa(office, case)
    shown = await invited.look(office.desk, await office.row(), guest)
    assert [each.meeting.state for each in shown] == ["cancelled", "cancelled"]
    with pytest.raises(Refused, match="meeting_over"):
        await invited.write(office.desk, await office.row(), guest, shown[0].meeting.id, cannot=True)
    with pytest.raises(Refused, match="meeting_over"):
        await invited.write(office.desk, await office.row(), guest, shown[0].meeting.id)
    office.clock.passes(days=40)
    assert await invited.look(office.desk, await office.row(), guest) == ()


async def witness(office: Office, ana: Member, case: Case, chat: str = "300") -> Guest:
    _, token, _ = await witnesses.invite(office.desk, await office.row(ana.chat.id), ana, case.id, "The neighbor")
    await witnesses.redeem(office.desk, await office.row(chat), Chat(DOOR, chat), token, "es")
    return await invited.guest(office.desk, Chat(DOOR, chat), case.id)


async def test_a_witness_answers_for_themselves_alone(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    leo = await witness(office, ana, case)
    (link,) = await office.stored(invitations)
    assert leo.who == f"witness:{link.id}"
    seen = await planned(office, ana, case, THURSDAY, FRIDAY, people=("complainant", leo.who))
    other = await planned(office, ana, case)
    (shown,) = await invited.look(office.desk, await office.row("300"), leo)
    assert shown.meeting.id == seen.id
    await invited.suits(office.desk, await office.row("300"), leo, seen.id, 0)
    there = (await arranged(office, case))[0]
    assert [(each.who, each.suits) for each in there.people] == [("complainant", ()), (leo.who, (0,))]
    with pytest.raises(Refused, match="meeting_over"):
        await invited.write(office.desk, await office.row("300"), leo, other.id, cannot=True)
    assert (await invited.write(office.desk, await office.row("300"), leo, seen.id)).who == leo.who
    assert [each for each in await office.stored(drafts) if each.purpose == "meeting"] == [], "a witness just writes"


@on_one
async def test_nobody_is_a_guest_of_a_case_that_is_not_theirs(office: Office) -> None:
    office = arranging(office)
    ana, case, other = await office.hires(), await office.files(), await office.files(chat="102")
    seen = await planned(office, ana, case)
    for chat, case_id in (("102", case.id), ("100", other.id), ("999", case.id), ("100", "no-such-case")):
        with pytest.raises(NotYours):
            await invited.guest(office.desk, Chat(DOOR, chat), case_id)
    stranger = await invited.guest(office.desk, Chat(DOOR, "102"), other.id)
    with pytest.raises(Refused, match="meeting_over"):
        await invited.write(office.desk, await office.row("102"), stranger, seen.id, cannot=True)
    await meetings.cancel(office.desk, await office.row(ana.chat.id), ana, case.id, seen.id, "No.")
