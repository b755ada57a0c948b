"""Buttons that give a link instead of words, where the profile wants that; the wire is in `test_transfers`."""

from typing import Any

import pytest

from bot.casework.errors import Refused
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.reading import PARTS, Reading
from bot.words import Words
from storage.chats import Chat
from storage.inbox import InboxRow
from storage.roster import Member
from tests.telegram.made import AGENCY, AT, HOME, id_of, member

HEARD = Heard(InboxRow(1, "webchat", 1, "100", b"{}", AT, None, 1), Chat("webchat", "100"), "en")
SHOWN = Reply()


class Desk:
    """Nothing but the profiles: no verb of the desk may run in these tests."""

    def __init__(self, where: str) -> None:
        self.agencies = {HOME: AGENCY.model_copy(update={"staff_reading": where})}


async def shows(heard: Heard, member: Member, press: Press) -> Reply:
    return SHOWN


def pressing(where: str, page: str | None) -> Any:
    desk: Any = Desk(where)
    return Reading(desk, Words.load(), page).off_chat({"read": shows, "note": shows, "file": shows})


@pytest.mark.parametrize("verb", ["read", "file"])
async def test_where_the_chat_may_be_read_in_nothing_changes(verb: str) -> None:
    press = Press(STAFF, verb, id_of("c"))
    assert await pressing("chat", None)[verb](HEARD, member(), press) is SHOWN


async def test_without_a_page_nothing_is_shown_at_all() -> None:
    with pytest.raises(Refused) as refused:
        await pressing("web", None)["read"](HEARD, member(), Press(STAFF, "read", id_of("c")))
    assert refused.value.because == "no_reading_page"


def test_only_what_people_wrote_is_taken_off_the_chat() -> None:
    assert set(pressing("web", None)) == {"read", "file"}
    assert set(PARTS) == {"read", "talk", "file", "appeal_read"}
