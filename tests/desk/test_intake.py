"""A complainant talks and a draft grows; nothing said is lost, and what is cancelled is gone."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.casework import interview
from bot.casework.interview import Attached, Edit, Edited, Picked, Pressed, Said, TakenOut
from bot.desk import intake
from bot.desk.evidence import FileCame
from bot.desk.intake import Asked
from storage.chats import Chat
from storage.models import drafts, evidence, keys, notices
from tests.desk.office import DOOR, HOME, STORY, Office, on_one


def asked(outcome: object) -> str:
    assert isinstance(outcome, Asked)
    return outcome.step.question.id if outcome.step.question else outcome.step.kind


async def answers(office: Office, chat: str = "100") -> dict[str, interview.Answer]:
    return interview.unpack((await office.draft(chat)).answers)


async def story(office: Office, chat: str = "100") -> str:
    return interview.narrative(await answers(office, chat))


@on_one
async def test_a_conversation_survives_in_the_draft_alone(office: Office) -> None:
    await office.begins()
    await office.says("First they shouted.")
    draft = await office.draft()
    assert asked(intake.resume(office.desk, draft)) == "story"
    assert (draft.language, draft.revision) == ("en", 4)
    office.clock.passes(days=40)
    await office.says("Then they kicked me.")
    assert await story(office) == "First they shouted.\n\nThen they kicked me."


@on_one
async def test_the_notice_that_was_read_is_recorded_once(office: Office) -> None:
    await office.begins()
    consent = (await office.draft()).notes["consent"]
    assert consent == {
        "version": office.desk.agencies[HOME].privacy.version,
        "language": "en",
        "at": office.clock().isoformat(),
    }
    office.clock.passes(days=1)
    await office.says("Hello there, this is what happened to me.")
    assert (await office.draft()).notes["consent"] == consent


async def test_a_new_start_takes_the_place_of_an_empty_draft_and_its_key(office: Office) -> None:
    chat = Chat(DOOR, "100")
    for _ in range(3):
        begun = await intake.begin(office.desk, await office.row(), chat, office.desk.agencies[HOME], "en")
    assert [row.id for row in await office.stored(drafts)] == [begun.draft.id]
    assert len(await office.stored(keys)) == 1


@on_one
async def test_an_answer_is_taken_back_and_edited(office: Office) -> None:
    await office.tells()
    await office.hears(Picked("me"))
    assert asked(await office.hears(Pressed("back"))) == "for_whom"
    await office.hears(Picked("saw_it"))
    assert asked(await office.hears(Edit("for_whom"))) == "for_whom"
    await office.hears(Pressed("keep"))
    assert (await answers(office))["for_whom"].value == "saw_it"


@on_one
async def test_an_edited_message_changes_the_story(office: Office) -> None:
    await office.begins()
    await office.hears(Said("He hit me once.", "71"))
    await office.hears(Edited("He hit me twice.", "71"))
    assert await story(office) == "He hit me twice."


@on_one
async def test_words_in_the_wrong_place_are_kept_and_that_is_said(office: Office) -> None:
    await office.tells()
    outcome = await office.says("My sister saw it all from the porch.")
    assert isinstance(outcome, Asked)
    assert [each.key for each in outcome.remarks] == ["kept"]
    assert (await answers(office))["also"].value[0]["text"] == "My sister saw it all from the porch."
    outcome = await intake.put_aside(
        office.desk, await office.row(), await office.draft(), Said("Forwarded.", "8"), "forwarded"
    )
    assert [each["text"] for each in (await answers(office))["also"].value][1] == "Forwarded."
    assert outcome.draft.revision == (await office.draft()).revision


@on_one
async def test_what_is_taken_out_in_the_review_is_gone_its_files_too(office: Office) -> None:
    await office.tells()
    for came in (Said("me /cancel no", "80"), FileCame("photo", "f1", "81"), FileCame("photo", "f2", "82")):
        await office.hears(came)
    await office.hears(Pressed("review"))
    kept = [each.get("evidence") for each in (await answers(office))["also"].value]
    for place, left in ((0, kept[1:]), (0, kept[2:])):
        outcome = await office.hears(TakenOut(place))
        assert isinstance(outcome, Asked)
        assert [each.key for each in outcome.remarks] == ["taken_out"]
        assert [each["evidence"] for each in (await answers(office))["also"].value] == left
    assert [row.id for row in await office.stored(evidence)] == kept[2:]


async def test_two_replicas_lose_nothing_that_was_said_at_once(office: Office, twin: Office) -> None:
    await office.begins()
    draft = await office.draft()
    rows = [await office.row(), await twin.row()]
    await asyncio.gather(
        intake.hear(office.desk, rows[0], draft, Said("One.", "1")),
        intake.hear(twin.desk, rows[1], draft, Said("Two.", "2")),
    )
    assert sorted((await story(office)).split("\n\n")) == ["One.", "Two."]


async def test_an_album_of_ten_is_ten_files_and_one_reply(office: Office, twin: Office) -> None:
    await office.begins()
    replies = []
    for number in range(10):
        one = (office, twin)[number % 2]
        came = FileCame("photo", f"f{number}", str(number), album="a1")
        replies.append(await intake.hear(one.desk, await one.row(), await one.draft(), came))
    assert [each.quiet for each in replies if isinstance(each, Asked)] == [False] + [True] * 9
    rows = await office.stored(evidence)
    assert {row.state for row in rows} == {"to_fetch"}
    told = {piece["evidence"] for piece in (await answers(office))["story"].value}
    assert told == {row.id for row in rows}
    assert len(rows) == 10
    assert not (await office.hears(FileCame("photo", "f10", "10", album="a2"))).quiet


@on_one
async def test_what_was_found_in_the_story_is_offered_once(office: Office) -> None:
    await office.begins()
    await office.says("Officer Reed, badge 2214, hit me on March 3 near Lake Street.")
    offered = await office.hears(Pressed("done"))
    assert asked(offered) == "facts"
    found = {each["kind"] for each in (await answers(office))["facts"].value}
    assert "badge" in found
    assert asked(await office.hears(Pressed("done"))) == "for_whom"


# --- danger


@on_one
async def test_danger_interrupts_at_most_once_an_hour(office: Office) -> None:
    await office.begins()
    words = "I want to kill myself."
    assert (await office.says(words)).crisis
    assert not (await office.says(words)).crisis
    office.clock.passes(minutes=59)
    assert not (await office.says(words)).crisis
    office.clock.passes(minutes=1)
    assert (await office.says(words)).crisis
    assert datetime.fromisoformat((await office.draft()).notes["crisis_at"]) == office.clock()
    assert (await story(office)).count(words) == 4


@pytest.mark.parametrize("words", ["Quiero matarme.", "Me quiero quitar la vida."])
async def test_danger_is_heard_in_both_languages_and_in_captions(office: Office, words: str) -> None:
    await office.begins()
    assert (await office.hears(FileCame("photo", "f", "1", caption=words))).crisis


@on_one
async def test_what_is_harmless_interrupts_nobody(office: Office) -> None:
    await office.begins()
    assert not (await office.says("They took my phone and my keys.")).crisis


# --- reminders of a draft


async def waiting(office: Office) -> list[str]:
    rows = await office.stored(notices)
    return [f"{row.due_at:%m-%d}" for row in rows if row.draft_id and not row.dropped_at and not row.sent_at]


async def test_reminders_come_only_to_who_wants_them_and_count_from_the_last_touch(office: Office) -> None:
    await office.begins()
    assert await waiting(office) == []
    await intake.remind(office.desk, await office.row(), await office.draft(), wanted=True)
    assert await waiting(office) == ["09-21", "10-14"]
    office.clock.passes(days=2)
    await office.says("One more thing.")
    assert await waiting(office) == ["09-23", "10-16"]
    office.clock.passes(days=2)
    await intake.put_aside(office.desk, await office.row(), await office.draft(), Said("Aside.", "9"), "forwarded")
    assert await waiting(office) == ["09-25", "10-19"]
    await intake.speak(office.desk, await office.row(), await office.draft(), "es")
    office.clock.strikes(9, 25)
    (sent,) = await office.delivers()
    assert (sent.templates, sent.parcel.language, sent.parcel.notices[0].params) == (["draft_reminder"], "es", {})
    await intake.remind(office.desk, await office.row(), await office.draft(), wanted=False)
    assert await waiting(office) == []
    office.clock.passes(days=40)
    assert await office.delivers() == []


async def test_a_filed_draft_is_reminded_of_nothing(office: Office) -> None:
    await office.tells()
    await intake.remind(office.desk, await office.row(), await office.draft(), wanted=True)
    await office.hears(Pressed("send_now"))
    assert await waiting(office) == []


# --- the end


@pytest.mark.parametrize("how", ["cancel", "restart"])
async def test_what_is_cancelled_is_gone_with_its_files_and_key(office: Office, how: str) -> None:
    await office.begins()
    await office.says(STORY)
    office.post.files["f"] = b"a photo"
    await office.hears(FileCame("photo", "f", "1"))
    await office.collects()
    assert await office.desk.files.paths() != []
    await intake.remind(office.desk, await office.row(), await office.draft(), wanted=True)
    (old,) = await office.stored(keys)
    if how == "cancel":
        await intake.cancel(office.desk, await office.row(), await office.draft())
        assert await office.stored(drafts) == []
    else:
        outcome = await office.hears(Pressed("restart"))
        assert asked(outcome) == "language"
        assert (await office.draft()).answers == {}
    assert await office.stored(evidence) == []
    assert await waiting(office) == []
    assert old.id not in {row.id for row in await office.stored(keys)}
    assert await office.desk.files.paths() == []
    assert [verb for _, verb, _ in await office.acts()] == ["keep", "cancel"]


@on_one
async def test_a_draft_of_an_older_revision_cannot_be_saved_over_a_newer(office: Office) -> None:
    await office.begins()
    old = await office.draft()
    await office.says("Newer.")
    outcome = await intake.hear(office.desk, await office.row(), replace(old), Said("Also.", "5"))
    assert isinstance(outcome, Asked)
    assert await story(office) == "Newer.\n\nAlso."


@on_one
async def test_an_attachment_that_the_interview_made_is_not_a_file(office: Office) -> None:
    await office.begins()
    await office.hears(Attached("invented", "photo", None, None, "3"))
    assert await office.stored(evidence) == []


@on_one
async def test_the_rest_of_a_message_that_was_cut_answers_nothing_and_what_comes_later_does(office: Office) -> None:
    """A name of 5,000 letters: chat apps send it as two messages, at once."""
    await office.begins()
    for came in (Said(STORY, "2"), Pressed("done"), Picked("me"), Picked("use_name")):
        await office.hears(came)
    now = office.clock()
    parts = ("x" * 4096, "x" * 900, "and so on")
    for number, (part, late) in enumerate(zip(parts, (0, 1, 2), strict=True)):
        heard = await office.hears(Said(part, f"7{number}", now + timedelta(seconds=late)))
        assert isinstance(heard, Asked)
        assert (asked(heard), [each.key for each in heard.remarks]) == ("name", ["too_long"])
    assert [each["text"] for each in (await answers(office))[interview.ALSO].value] == [*parts]
    assert "name" not in await answers(office)
    await office.hears(Said("Ana Ruiz", "80", now + timedelta(seconds=6)))
    assert (await answers(office))["name"].value == "Ana Ruiz"
    assert "long_at" not in (await office.draft()).notes
    assert asked(await office.hears(Said("860-555-0100", "81", now + timedelta(seconds=7)))) == "when"
