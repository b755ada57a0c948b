"""What of ours a chat may still show: replies and notices of two days, of this chat alone; looking changes nothing."""

from bot.desk import hiding, intake
from storage import shown
from storage.chats import Chat
from storage.models import notices
from tests.desk.office import DOOR, Office, on_one

HERE = Chat(DOOR, "100")


@on_one
async def test_replies_and_notices_of_two_days(office: Office) -> None:
    case = await office.files()
    async with office.desk.database.write() as session:
        await shown.keep(session, HERE, [5, 6], office.clock())
    (receipt,) = [row for row in await office.stored(notices) if row.template == "receipt"]
    assert await hiding.messages(office.desk, HERE) == (5, 6, receipt.message_id)
    assert await hiding.messages(office.desk, Chat(DOOR, "200")) == ()
    assert await office.now(case) == case
    office.clock.passes(hours=48)
    assert await hiding.messages(office.desk, HERE) == ()


@on_one
async def test_a_reminder_of_what_is_unfinished_is_among_them(office: Office) -> None:
    await intake.remind(office.desk, await office.row(), await office.tells(), wanted=True)
    office.clock.passes(days=8)
    await office.delivers()
    (reminded,) = [row for row in await office.stored(notices) if row.template == "draft_reminder" and row.message_id]
    assert await hiding.messages(office.desk, HERE) == (reminded.message_id,)
