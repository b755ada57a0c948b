"""One verb, one transaction: all of it or nothing, and never twice for one update."""

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.casework.authorization import COMPLAINANT, Actor, Verb
from bot.casework.notices import welcome
from bot.desk import desk as desk_module
from bot.desk.desk import READERS, Act, AlreadyApplied
from nlp.reading import Label, Reading
from storage import outbox, profiles
from storage.models import inbox as inbox_rows
from storage.models import profiles as profile_rows
from tests.desk.office import HOME, Office

ACT = Act(Actor(COMPLAINANT, HOME, COMPLAINANT), Verb.FILE, HOME, "subject")


async def keep(office: Office, source: object, *, fail: bool = False) -> None:
    async with office.desk.transaction(source, ACT) as session:  # type: ignore[arg-type]
        await profiles.keep(session, HOME, "d" * 64, "text", office.clock())
        if fail:
            raise RuntimeError("in the middle")


async def plan(office: Office, *, fail: bool = False) -> None:
    async with office.desk.transaction(None) as session:
        await outbox.add(session, HOME, planned=[welcome("m", office.clock())], now=office.clock())
        if fail:
            raise RuntimeError("in the middle")


async def test_effect_mark_and_audit_row_come_together(office: Office) -> None:
    row = await office.row()
    await keep(office, row)
    assert len(await office.stored(profile_rows)) == 1
    assert await office.acts() == [(COMPLAINANT, "file", "subject")]
    (mark,) = await office.stored(inbox_rows)
    assert (mark.applied_at, mark.payload, mark.outcome) == (office.clock(), None, "done")


async def test_the_courier_is_woken_for_a_notice_and_for_nothing_else(office: Office) -> None:
    office.desk.woken.clear()
    await keep(office, await office.row())
    assert not office.desk.woken.is_set()
    with pytest.raises(RuntimeError):
        await plan(office, fail=True)
    assert not office.desk.woken.is_set()
    await plan(office)
    assert office.desk.woken.is_set()


async def test_a_verb_that_fails_leaves_nothing(office: Office) -> None:
    row = await office.row()
    with pytest.raises(RuntimeError):
        await keep(office, row, fail=True)
    assert await office.stored(profile_rows) == []
    assert await office.acts() == []
    (mark,) = await office.stored(inbox_rows)
    assert (mark.applied_at, mark.payload is None) == (None, False)


async def test_of_two_replicas_with_one_update_one_acts(office: Office, twin: Office) -> None:
    row = await office.row()
    outcomes = await asyncio.gather(keep(office, row), keep(twin, row), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyApplied", "NoneType"]
    assert await office.acts() == [(COMPLAINANT, "file", "subject")]
    with pytest.raises(AlreadyApplied):
        await keep(office, row)


async def test_what_no_update_asked_for_is_done_every_time(office: Office) -> None:
    await keep(office, None)
    await keep(office, None)
    assert len(await office.acts()) == 2


async def test_the_default_agency_is_the_first_one_served(office: Office) -> None:
    assert office.desk.default.id == HOME


# --- the reader


class Slow:
    """An honest reader that takes as long as it is told."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.reading = 0

    def read(self, text: str, language: str | None = None) -> Reading:
        self.reading += 1
        self.go_on.wait()
        return Reading(language or "en", (), (), False, "slow")

    def safety(self, text: str) -> tuple[Label, ...]:
        return tuple(Label("safety", word, 1.0, ()) for word in text.split())


async def test_only_what_interrupts_an_interview_is_danger(office: Office) -> None:
    desk = replace(office.desk, reader=Slow())
    assert await desk.danger("self_harm fear_of_reprisal child_at_risk") == {"self_harm"}
    assert await desk.danger("") == frozenset()


async def test_readers_that_hang_are_left_behind_and_take_nothing_with_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "READING_LIMIT_SECONDS", 0.05)
    slow = Slow()
    desk = replace(office.desk, reader=slow, reading=asyncio.Semaphore(READERS))
    read = await asyncio.gather(*(desk.read("A story.", "en") for _ in range(READERS + 5)))
    assert read == [None] * (READERS + 5)
    assert slow.reading == READERS
    assert await asyncio.to_thread(lambda: "free") == "free"  # asyncio's own threads serve the files
    slow.go_on.set()
    monkeypatch.setattr(desk_module, "READING_LIMIT_SECONDS", 20)
    reading = await desk.read("A story.", "es")
    assert reading is not None
    assert reading.to_json()["language"] == "es"


async def test_an_answer_that_comes_after_the_limit_is_ignored(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_module, "READING_LIMIT_SECONDS", 0.05)
    slow = Slow()
    desk = replace(office.desk, reader=slow, reading=asyncio.Semaphore(1))
    assert await desk.read("A story.", "en") is None
    slow.go_on.set()
    async with asyncio.timeout(20):
        await desk.reading.acquire()  # the thread has come back, and nobody minded


async def test_a_cry_for_help_is_heard_while_every_reading_hangs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "READING_LIMIT_SECONDS", 0.05)
    slow = Slow()
    desk = replace(office.desk, reader=slow, reading=asyncio.Semaphore(1), warning=asyncio.Semaphore(1))
    assert await desk.read("A story.", "en") is None
    monkeypatch.setattr(desk_module, "READING_LIMIT_SECONDS", 20)
    assert await desk.danger("self_harm") == {"self_harm"}
    assert [each.label for each in await desk.safety("child_at_risk")] == ["child_at_risk"]
    slow.go_on.set()


async def test_where_the_system_gives_no_thread_the_next_reading_gets_its_turn(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow()
    slow.go_on.set()
    desk = replace(office.desk, reader=slow, reading=asyncio.Semaphore(1))
    with monkeypatch.context() as without:
        without.setattr(threading.Thread, "start", _no_thread)
        assert await desk.read("A story.", "en") is None
    assert await desk.read("A story.", "en") is not None


def _no_thread(thread: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


async def test_more_readings_than_threads_wait_their_turn(office: Office) -> None:
    slow = Slow()
    slow.go_on.set()
    desk = replace(office.desk, reader=slow, reading=asyncio.Semaphore(2))
    read = await asyncio.gather(*(desk.read("A story.", "en") for _ in range(20)))
    assert None not in read
