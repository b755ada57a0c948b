"""What others have to do: noted with a day, settled once, put off or dropped with a reason, listed a page at a time."""

from datetime import date, timedelta

import pytest

from bot.casework.errors import NotYours, Refused
from bot.desk import digests, follow_ups, ownership, recusal, timeline
from bot.desk.follow_ups import PAGE, Settled
from storage.cases import Case
from storage.follow_ups import FollowUp, NewFollowUp
from storage.models import follow_ups as rows
from storage.models import notices
from storage.roster import Member
from tests.desk.office import ABROAD, Office, on_one
from tests.desk.test_agenda import arranging, close, reminders

OCTOBER = date(2026, 10, 14)
NEW = NewFollowUp("remedy", "Pay the lost wages", "the shop", OCTOBER)


async def noted(office: Office, by: Member, case: Case, new: NewFollowUp = NEW) -> FollowUp:
    await follow_ups.add(office.desk, await office.row(by.chat.id), by, case.id, new)
    return (await follow_ups.look(office.desk, None, by, case.id)).follow_ups[-1]


async def test_it_is_settled_once_with_its_outcome_and_stays_on_the_timeline(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    one = await noted(office, ana, case)
    row = office.row
    settled = Settled("paid", "All of it, by check.", office.clock().date())
    await follow_ups.settle(office.desk, await row(ana.chat.id), ana, case.id, one.id, settled)
    (there,) = (await follow_ups.look(office.desk, None, ana, case.id)).follow_ups
    assert (there.state, there.outcome, there.answer) == ("settled", "paid", "All of it, by check.")
    assert {state for _, _, state in await reminders(office, "follow_up_due")} == {"dropped"}
    for again in (
        follow_ups.settle(office.desk, await row(ana.chat.id), ana, case.id, one.id, settled),
        follow_ups.drop(office.desk, await row(ana.chat.id), ana, case.id, one.id, "No."),
        follow_ups.put_off(office.desk, await row(ana.chat.id), ana, case.id, one.id, OCTOBER, "No."),
    ):
        with pytest.raises(Refused, match="follow_up_over"):
            await again
    entries = (await timeline.history(office.desk, None, ana, case.id)).entries
    assert [each.detail["step"] for each in entries if each.verb == "follow_up"] == ["added", "settled"]


async def test_it_is_put_off_with_its_reminders_and_dropped_with_a_reason(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    one, later = await noted(office, ana, case), date(2026, 11, 16)
    await follow_ups.put_off(office.desk, await office.row(ana.chat.id), ana, case.id, one.id, later, "A new owner.")
    due = [on for _, on, state in await reminders(office, "follow_up_due") if state == "due"]
    assert due == [date(2026, 11, 9), later, date(2026, 11, 23), date(2026, 12, 16)]
    await follow_ups.drop(office.desk, await office.row(ana.chat.id), ana, case.id, one.id, "The shop is gone.")
    (there,) = (await follow_ups.look(office.desk, None, ana, case.id)).follow_ups
    assert (there.state, there.answer) == ("dropped", "The shop is gone.")
    assert [on for _, on, state in await reminders(office, "follow_up_due") if state == "due"] == []


@on_one
async def test_what_cannot_be_is_refused_and_nothing_is_kept(office: Office) -> None:
    office = arranging(office)
    ana, case = await office.hires(), await office.files()
    yesterday = office.clock().date() - timedelta(days=1)
    for new, because in (
        (NewFollowUp("remedy", "Pay", "x", yesterday), "task_in_past"),
        (NewFollowUp("remedy", "Pay", "x", date(2126, 1, 1)), "task_too_far"),
        (NewFollowUp("tea", "Pay", "x", OCTOBER), "no_such_follow_up"),
        (NewFollowUp("remedy", "Pay", "x", OCTOBER, body="nobody"), "no_such_follow_up"),
    ):
        with pytest.raises(Refused, match=because):
            await noted(office, ana, case, new)
    assert await office.stored(rows) == []
    one = await noted(office, ana, case)
    tomorrow = Settled("paid", "", office.clock().date() + timedelta(days=1))
    unknown = Settled("gone", "", office.clock().date())
    for settled, because in ((tomorrow, "day_future"), (unknown, "no_such_outcome")):
        with pytest.raises(Refused, match=because):
            await follow_ups.settle(office.desk, await office.row(ana.chat.id), ana, case.id, one.id, settled)
    with pytest.raises(Refused, match="follow_up_over"):
        await follow_ups.drop(office.desk, await office.row(ana.chat.id), ana, case.id, "no-such-row", "No.")


async def test_a_member_sees_theirs_across_cases_a_page_at_a_time_closed_ones_too(office: Office) -> None:
    office = arranging(office)
    boss, ben = await office.hires("supervisor"), await office.hires(name="Ben")
    case, other = await office.files(), await office.files(chat="102")
    await ownership.claim(office.desk, await office.row(ben.chat.id), ben, case.id)
    for number in range(PAGE + 1):
        await noted(office, ben, case, NewFollowUp("remedy", f"{number}", "x", OCTOBER + timedelta(days=-number)))
    await noted(office, boss, other)
    first = await follow_ups.mine(office.desk, ben)
    assert [each.what for _, each in first.follow_ups] == [str(PAGE - number) for number in range(PAGE)]
    second = await follow_ups.mine(office.desk, ben, first.after)
    assert ([each.what for _, each in second.follow_ups], second.after) == (["0"], None)
    await close(office, boss, other)
    assert [reference for reference, _ in (await follow_ups.mine(office.desk, boss)).follow_ups] == [other.reference]
    await recusal.recuse(office.desk, await office.row(ben.chat.id), ben, case.id, because="A cousin.")
    assert (await follow_ups.mine(office.desk, ben)).follow_ups == ()


async def test_the_morning_tells_of_what_is_due(office: Office) -> None:
    office = arranging(office)
    ben, case = await office.hires(name="Ben"), await office.files()
    await ownership.claim(office.desk, await office.row(ben.chat.id), ben, case.id)
    await noted(office, ben, case)
    office.clock.strikes(10, 14, 11)
    await digests.round(office.desk)
    (planned,) = [each for each in await office.stored(notices) if each.template == "digest" and ben.id in each.key]
    office.clock.at = planned.due_at
    found = await digests.of_member(office.desk, ben, planned)
    assert found is not None
    assert dict(found.parts)["follow_ups"].first == ((case.id, case.reference),)


@on_one
async def test_another_office_finds_nothing(office: Office) -> None:
    office = arranging(office)
    ana, case, stranger = await office.hires(), await office.files(), await office.hires(agency=ABROAD)
    one = await noted(office, ana, case)
    with pytest.raises(NotYours):
        await follow_ups.look(office.desk, None, stranger, case.id)
    with pytest.raises(NotYours):
        await follow_ups.drop(office.desk, await office.row(stranger.chat.id), stranger, case.id, one.id, "No.")
