"""Buttons live for ever and can be forged: whatever comes back, from whomever, nothing changes that was not theirs."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import intake, roster
from storage import models
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import begins, chat_of, counts, files, idle, tells
from tests.telegram.test_rights import WATCHED, stored

VERBS = [
    *(
        "pick",
        "done",
        "skip",
        "back",
        "keep",
        "submit",
        "send_now",
        "restart_yes",
        "review",
        "another",
        "edit",
        "go_on",
    ),
    *("privacy", "restart", "cancel_yes", "remind_yes", "remind_no", "status", "read", "withdraw_yes", "speak"),
    *("open", "talk", "media", "file", "allegations", "more", "confirmed", "rejected", "added", "claim", "assign"),
    *("give", "actions", "act", "outcome", "no_note", "note", "message", "forget", "admit", "queue", "mine"),
    *("work", "history", "notes", "contacts", "versions", "todo", "tasks", "people", "person", "findings", "judge"),
    *(
        "task_new",
        "task_move",
        "task_give",
        "task_done",
        "task_again",
        "person_new",
        "person_edit",
        "person_off",
        "person_merge",
        "contact",
    ),
    *("correct", "fill"),
    *("asks", "ask_one", "ask_them", "ask_body", "body", "share", "shared", "due", "ask_ok", "ask_not_yet", "ask_not"),
    *("register", "reg_kinds", "reg_new", "reg_words", "reg_not", "reg_files", "reg_link", "ask_no", "attest"),
    *("report", "passage", "passage_new", "passage_more", "paper_word"),
    *("ask_got", "ask_today", "bring", "witness", "unwitness", "stated", "name", "ask_name", "read_name", "why_name"),
    *("open_name", "refuse_name", "told", "enter_by", "enter_today", "enter_in"),
    *("withdrawal", "wd_ask", "wd_free", "wd_go_on", "wd_end", "appeal", "appeal_read", "appeal_accept"),
    *("appeal_refuse", "transfer", "transfer_to", "transfer_file", "transfer_out", "transfer_yes", "transfer_stop"),
    *("offers", "offer", "offer_read", "offer_take", "offer_no", "question", "free", "agree", "ask_up", "quiet"),
    *("loud", "mark", "leave", "also", "others", "others_no"),
]
SUBJECTS = ["DRAFT", "CASE", "MEMBER", "", "x" * 20]
ARGS = [
    "",
    "MEMBER",
    "CASE",
    "en",
    "TH",
    "start",
    "yes",
    "0",
    "9" * 30,
    "²",
    "0.CASE",
    f"{'9' * 25}.CASE",
    "-1.x",
    "\0",
]

whole = st.builds(
    lambda *parts: ":".join(parts),
    st.sampled_from(["r", "c", "s", "m", "x", ""]),
    st.sampled_from(VERBS),
    st.sampled_from(SUBJECTS),
    st.sampled_from(["", "1", "2", "3", "4", "999999999", "9999999999", "-1", "٣"]),
    st.sampled_from(ARGS),
)
cut = st.builds(
    lambda data, at, more: data[:at] + more + data[at + 1 :], whole, st.integers(0, 40), st.text(max_size=2)
)
forged = st.lists(st.one_of(whole, cut, st.text(max_size=60)), min_size=20, max_size=20)


@dataclass
class Stage:
    """A case and a draft that are somebody's, and three people whose they are not."""

    home: House
    ids: dict[str, str]
    people: list[Person]

    def named(self, data: str) -> str:
        for name, id in self.ids.items():
            data = data.replace(name, id)
        return data


@pytest_asyncio.fixture
async def stage(home: House) -> AsyncIterator[Stage]:
    filed, unfinished = await files(home), await tells(home)
    case = await filed.case(home)
    draft = await intake.draft_of(home.app.desk, chat_of(unfinished))
    assert draft is not None
    gone, member = await home.invited("supervisor", "Somebody")
    await roster.confirm(home.app.desk, roster.CONSOLE, case.agency, member.id)
    await gone.sees("You are in")
    await roster.remove(home.app.desk, roster.CONSOLE, case.agency, member.id)
    people = [await home.resident(), await begins(home), gone]
    await idle(home)
    yield Stage(home, {"DRAFT": draft.id, "CASE": case.id, "MEMBER": member.id}, people)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=forged)
async def test_forged_and_mutated_buttons_change_nothing(stage: Stage, data: list[str]) -> None:
    home = stage.home
    assert home.app.webchat is not None
    watched = (*WATCHED, models.drafts)
    before = await stored(home, watched)
    for each in data:
        for person in stage.people:
            await home.app.webchat.deliver(person.chat_id, {"callback_query": query(person, stage.named(each))})
    await idle(home)
    assert await stored(home, watched) == before
    assert (await counts(home))["quarantined"] == 0, "none of it was a fault of ours"


async def test_every_button_of_a_complaint_that_was_filed_is_dead(home: House) -> None:
    person = await begins(home)
    await person.says("He kicked me.")
    await person.hears()
    await person.taps("Done")
    await person.hears()
    draft = await intake.draft_of(home.app.desk, chat_of(person))
    assert draft is not None
    drawn: set[str] = set()
    for each in ("Skip", "I give no name", "Skip", "Back", "Send now"):
        drawn |= {data for data in buttons(person) if draft.id in data}
        await person.taps(each)
        await idle(home, person)
    assert len(drawn) > 15
    before = await stored(home, (*WATCHED, models.drafts))
    for each in drawn:
        await home.app.webchat.deliver(person.chat_id, {"callback_query": query(person, each)})  # type: ignore[union-attr]
    await idle(home, person)
    assert await stored(home, (*WATCHED, models.drafts)) == before
    assert any("This was already sent" in each for each in person.shown())


async def test_staff_may_press_everything_twice(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    await investigator.says(f"/case {filed.reference}")
    await investigator.sees("Suggested allegations")
    await investigator.taps("Claim")
    await investigator.sees("is yours")
    await idle(home, investigator)
    before = await stored(home)
    case = await filed.case(home)
    for _ in range(2):
        await home.app.webchat.deliver(  # type: ignore[union-attr]
            investigator.chat_id, {"callback_query": query(investigator, f"s:claim:{case.id}::")}
        )
    await idle(home, investigator)
    assert await stored(home) == before


def buttons(person: Person) -> list[str]:
    return [button["data"] for entry in person.entries.values() for row in entry["buttons"] or () for button in row]


def query(person: Person, data: str) -> dict[str, object]:
    """The tap of a person as the door tells it."""
    sender = {"id": person.chat_id, "is_bot": False, "first_name": "x"}
    message = {"message_id": 1, "date": 0, "chat": {"id": person.chat_id, "type": "private"}}
    return {"id": f"{person.chat_id}-x", "from": sender, "chat_instance": "1", "data": data, "message": message}
