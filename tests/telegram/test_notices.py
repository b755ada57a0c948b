"""A due notice as it arrives: whose lane, which words and buttons, and nothing in it that gives anything away."""

import asyncio
from dataclasses import replace

import pytest

from bot.casework import notices as rules
from bot.casework import staff_notices
from bot.casework.errors import TryLater, Undeliverable
from bot.desk.addresses import Parcel
from bot.telegram.delivery import Screen
from bot.telegram.notices import NoticeBoard, StaffNotices
from bot.webchat.faults import blocked, too_many
from bot.words import LANGUAGES, Words
from storage.chats import Chat
from tests.house import House
from tests.telegram.conftest import DOOR, Wire
from tests.telegram.made import AGENCY, CHAT, HOME, REFERENCE, case, id_of, member, notice

WORDS = Words.load()
STORY_WORDS = ("kick", "officer", "police", "force", "complaint about", "Ana Ruiz")
TO_COMPLAINANT = {"receipt", "news", "news_with_note", "message_waiting", "no_news", "draft_reminder",
                  "draft_limit", "limit_near", "limit_last", "limit_over",
                  "request_waiting", "request_reminder", "request_withdrawn", "question", "withdrawal_kept",
                  "meeting_asked", "meeting_set", "meeting_moved", "meeting_off", "meeting_soon",
                  "transfer_kept", "transfer_news", "how_was_it", "another_office"}  # fmt: skip
OF_NO_CASE = {"welcome", "draft_reminder", "draft_limit", "search_daily", "search_weekly", "search_threshold",
              "transfer_offered", "transfer_due", "attested_no"}  # fmt: skip
PARAMS = {"stage": "review", "priority": "high", "duty": "number", "due_on": "2026-11-27", "rule": "1 day before",
          "starts_at": "2026-11-27T16:00:00+00:00", "count": "3", "others": "OPCR-2026-00002-5"}  # fmt: skip


def board(home: House, wire: Wire) -> NoticeBoard:
    return NoticeBoard(home.app.desk, WORDS, {DOOR: wire.channel()})


def parcel(chat: Chat, *templates: str, language: str = "en", staff: bool = False, of_case: bool = True) -> Parcel:
    said = tuple(notice(each, **PARAMS) for each in templates)
    reader = member(language=language, chat=chat) if staff else None
    about = case(language=language, chat=chat) if of_case and not staff else None
    return Parcel(chat, language, said, HOME, member=reader, case=about)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_notice_arrives_and_names_nothing(home: House, wire: Wire, language: str) -> None:
    """F31: the reference, a stage, a duty and a date; never what it is about, for the phone may be in other hands."""
    chat, send = await wire.chat(), board(home, wire).send
    for template in (*rules.TEMPLATES, *staff_notices.TEMPLATES):
        staff = template not in TO_COMPLAINANT
        number = await send(
            parcel(
                chat,
                template,
                language=language,
                staff=staff,
                of_case=template not in {"draft_reminder", "draft_limit"},
            )
        )
        said = next(each["text"] for each in await wire.shown(chat) if each["message_id"] == number)
        assert said
        assert (REFERENCE in said) is (template not in OF_NO_CASE), template
        if template != "receipt":  # which is the reply to Submit and names the office
            assert not any(word.casefold() in said.casefold() for word in STORY_WORDS), said
        names = {each.name.to(language) for each in AGENCY.allegations.values()}
        assert not any(name in said for name in names)


async def test_what_is_due_together_for_a_complainant_is_one_message(home: House, wire: Wire) -> None:
    chat = await wire.chat()
    await board(home, wire).send(parcel(chat, "news", "message_waiting"))
    (shown,) = await wire.shown(chat)
    assert shown["text"].count(REFERENCE) == 2
    assert [[button["text"] for button in row] for row in shown["buttons"]] == [["Read"]]


async def test_a_receipt_goes_before_the_notices_that_wait(home: House, wire: Wire) -> None:
    chat, send = await wire.chat(), board(home, wire).send
    async with wire.database.write():  # the door is slow
        tasks = [asyncio.create_task(send(parcel(chat, each))) for each in ("news", "message_waiting", "receipt")]
        for _ in range(5):
            await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    said = await wire.texts(chat)
    starts = ("There is news about", "We have your complaint", "The office wrote")
    assert [each.startswith(start) for each, start in zip(said, starts, strict=True)] == [True] * 3


async def test_the_receipt_does_not_promise_what_it_is_itself(home: House, wire: Wire) -> None:
    chat = await wire.chat()
    await board(home, wire).send(parcel(chat, "receipt"))
    (said,) = await wire.texts(chat)
    assert "A person takes the case" in said
    assert "The case number has been sent" not in said


async def test_a_notice_that_is_longer_than_a_message_comes_in_several(home: House, wire: Wire) -> None:
    chat = await wire.chat()
    number = await board(home, wire).send(parcel(chat, *["reminder"] * 90, staff=True))
    shown = await wire.shown(chat)
    assert len(shown) > 1
    assert shown[-1]["message_id"] == number
    assert shown[-1]["buttons"]
    assert sum(each["text"].count(REFERENCE) for each in shown) == 90


async def test_failures_are_told_apart(home: House, wire: Wire) -> None:
    chat, send = await wire.chat(), board(home, wire).send
    wire.webchat.faults.next("sendMessage", too_many(7))
    with pytest.raises(TryLater) as later:
        await send(parcel(chat, "news"))
    assert later.value.after == 7.0
    other = await wire.chat(77)
    wire.webchat.faults.next("sendMessage", blocked())
    with pytest.raises(Undeliverable):
        await send(parcel(other, "news"))


async def test_what_staff_opened_is_erased_and_what_is_gone_is_fine(home: House, wire: Wire) -> None:
    chat, notice_board = await wire.chat(), board(home, wire)
    number = await notice_board.send(parcel(chat, "new_case", staff=True))
    await notice_board.erase(chat, number)
    await notice_board.erase(chat, number)
    assert [each["deleted"] for each in await wire.shown(chat)] == [True]


async def test_a_welcome_brings_the_menu_of_staff(home: House, wire: Wire) -> None:
    chat = await wire.chat()
    await board(home, wire).send(parcel(chat, "welcome", staff=True))
    assert wire.counted("setMyCommands") == [None]


# What it says to staff

STAFF = StaffNotices(WORDS)


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    return {button.text: button.data for row in screen.rows for button in row}


def told(template: str, rung: str, language: str = "en") -> str:
    one = replace(notice(template, duty="number", due_on="2026-11-25", rule=rung), to="member:m1")
    parcel = Parcel(CHAT, language, (one,), HOME, member=member(language=language))
    assert parcel.member is not None
    return plain(STAFF.told(AGENCY, parcel, parcel.member))


@pytest.mark.parametrize(
    ("rung", "english", "spanish"),
    [
        ("1 day before", "(1 day before)", "(1 día antes)"),
        ("7 days before", "(7 days before)", "(7 días antes)"),
        ("when due", "(due today)", "(vence hoy)"),
        ("1 day after", "(1 day after)", "(1 día después)"),
        ("every 1 day after", "(every day after)", "(cada día después)"),
        ("every 2 days after", "(every 2 days after)", "(cada 2 días después)"),
    ],
)
def test_a_reminder_says_its_step_of_the_ladder_in_good_grammar(rung: str, english: str, spanish: str) -> None:
    assert told("reminder", rung).endswith(english)
    assert told("reminder", rung, "es").endswith(spanish)


def test_an_escalation_before_the_date_does_not_speak_of_the_past() -> None:
    assert "due November 25, 2026. (7 days before)" in told("escalation", "7 days before")
    assert "was due" not in told("escalation", "7 days before")


def test_what_is_due_together_is_one_message_with_one_button_for_each_case() -> None:
    other = replace(notice("new_message", reference="OPCR-2026-00002-6"), case_id=id_of("z"))
    due = (notice("new_case", priority="high"), notice("new_message"), other)
    screen = STAFF.told(AGENCY, Parcel(CHAT, "en", due, HOME, member=member()), member())
    assert plain(screen).splitlines()[0] == f"New case {REFERENCE}, high."
    assert len(buttons(screen)) == 2
    assert screen.protected
    assert screen.edits is None


def test_a_notice_that_was_settled_replaces_its_message() -> None:
    screen = STAFF.told(AGENCY, Parcel(CHAT, "en", (notice("taken", message="7"),), HOME, member=member()), member())
    assert (plain(screen), screen.edits) == (f"{REFERENCE} is taken.", 7)
