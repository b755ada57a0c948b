"""What went out is noted on the case; what never can is written down, and somebody at the office hears of it."""

from datetime import timedelta

from bot.casework.agenda import WITNESS
from bot.casework.errors import TryLater
from bot.desk import caseload, correspondence, ownership, roster
from storage import invitations
from storage.cases import Case
from storage.chats import Chat
from storage.models import notices
from tests.desk.office import DOOR, HOME, Office, on_one
from tests.desk.test_agenda import THURSDAY, arranging, planned


async def test_the_receipt_is_the_moment_of_being_notified(office: Office) -> None:
    case = await office.files()
    assert case.moments["notified"] == office.clock()
    assert ("program", "deliver", case.id) in await office.acts()
    assert not [row for row in await office.stored(notices) if ":notify:" in row.key and not row.dropped_at]


async def test_until_the_receipt_arrives_the_duty_to_notify_stays_open(office: Office) -> None:
    office.post.faults["100"].append(TryLater(after=300))
    case = await office.files()
    assert "notified" not in case.moments
    office.clock.passes(seconds=301)
    await office.delivers()
    case = await office.now(case)
    assert case.moments["notified"] == office.clock()
    assert office.post.to("100") == ["receipt"]


async def test_a_blocked_complainant_flags_the_case_and_staff_are_told_once(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    await office.delivers()
    office.post.closed.add("100")
    for text in ("One.", "Two."):
        await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, text)
        await office.delivers()
    assert (await office.now(case)).flags.count("unreachable") == 1
    assert office.post.to(ana.chat.id).count("unreachable") == 1
    attempts = [chat for _, chat in office.post.tried].count("100")
    office.clock.passes(days=3)
    await office.delivers()
    assert [chat for _, chat in office.post.tried].count("100") == attempts == 3  # the receipt, and once for each

    office.post.closed.clear()
    await correspondence.add_words(office.desk, await office.row(), case, "I am back.")
    assert "unreachable" not in (await office.now(case)).flags


async def test_of_a_witness_whose_chat_is_gone_the_owner_hears_once(office: Office) -> None:
    office = arranging(office)
    ana, boss, case = await office.hires(), await office.hires("supervisor"), await office.files()
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    lee = await came(office, case, "7")
    kim = await came(office, case, "8")
    await office.delivers()
    office.post.closed.add("7")
    people = (f"{WITNESS}{lee}", f"{WITNESS}{kim}", f"member:{ana.id}")
    await planned(office, ana, case, THURSDAY, people=people)
    await office.delivers()
    await planned(office, ana, case, THURSDAY + timedelta(days=1), people=people)
    await office.delivers()
    assert office.post.to(ana.chat.id).count("witness_unreachable") == 1
    assert "witness_unreachable" not in office.post.to(boss.chat.id)
    assert "meeting_asked" in office.post.to("8") or "meeting_set" in office.post.to("8")
    assert ("program", "deliver", case.id) in (await office.acts())[-8:]
    office.post.closed.add("8")
    await planned(office, ana, case, THURSDAY + timedelta(days=2), people=people)
    await office.delivers()
    assert office.post.to(ana.chat.id).count("witness_unreachable") == 2, "the other witness is another one"


@on_one
async def test_of_a_witness_in_a_case_that_nobody_has_the_supervisors_hear(office: Office) -> None:
    office = arranging(office)
    boss, case = await office.hires("supervisor"), await office.files()
    lee = await came(office, case, "7")
    await office.delivers()
    office.post.closed.add("7")
    await planned(office, boss, case, people=(f"{WITNESS}{lee}",))
    await office.delivers()
    assert office.post.to(boss.chat.id).count("witness_unreachable") == 1


async def came(office: Office, case: Case, chat: str) -> str:
    """A witness who has opened their link in this chat; the id of the invitation."""
    async with office.desk.database.write() as session:
        now = office.clock()
        invited = await invitations.invite(
            session, HOME, case, who="Lee", token_digest=chat * 64, by="x", expires_at=now, now=now
        )
        await invitations.redeem(session, HOME, invited, Chat(DOOR, chat))
    return invited.id


@on_one
async def test_what_an_unreachable_member_cannot_hear_the_supervisor_does(office: Office) -> None:
    ana, boss = await office.hires(), await office.hires("supervisor", queues=[])
    await office.delivers()
    office.post.closed.add(ana.chat.id)
    case = await office.files()
    await office.delivers()
    assert office.post.to(boss.chat.id) == ["welcome", "new_case_unattended"]
    await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    office.clock.strikes(10, 7)
    await office.delivers()
    assert office.post.to(boss.chat.id)[-1] == "reminder"
    office.post.closed.add(boss.chat.id)
    office.clock.strikes(10, 14)
    await office.delivers()  # nobody can be told, and that ends
    assert await office.courier.round() == 0


@on_one
async def test_what_a_colleague_has_heard_goes_to_no_supervisor(office: Office) -> None:
    ana, ben, boss = await office.hires(), await office.hires(), await office.hires("supervisor", queues=[])
    office.post.closed.add(ana.chat.id)
    await office.files()
    await office.delivers()
    assert "new_case" in office.post.to(ben.chat.id)
    assert office.post.to(boss.chat.id) == ["welcome"]


async def test_a_notice_for_somebody_who_is_gone_is_dropped_and_says_so(office: Office) -> None:
    ana = await office.hires()
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    await office.delivers()
    (row,) = [row for row in await office.stored(notices) if row.template == "welcome"]
    assert (row.outcome, row.sent_at) == ("no_address", None)
