"""A finished draft becomes exactly one case, whatever the reader, the network or a second replica does."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NoReturn

import pytest

from bot.casework import interview
from bot.casework.interview import Picked, Pressed
from bot.desk import caseload, filing, intake
from bot.desk import desk as desk_module
from bot.desk.desk import AlreadyApplied
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from nlp import Reader
from nlp.reading import Evidence, Label, Reading
from storage import cases, evidence
from storage.cases import Case
from storage.chats import Chat
from storage.errors import RowStale
from storage.models import cases as case_rows
from storage.models import counters, drafts, keys, notices
from tests.desk.office import ABROAD, DOOR, HOME, STORY, Office, on_one


async def test_a_case_has_everything_before_its_number_is_said(office: Office) -> None:
    await office.hires(queues=["intake"])
    draft = await office.tells()
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    case = filed.case
    assert (case.reference, case.draft_id) == ("OPCR-2026-00001-7", draft.id)
    assert (case.status, case.priority, case.queue, case.owner_id) == ("received", "high", "intake", None)
    assert case.because == ("Force is alleged. Footage must be secured before it is overwritten.",)
    assert case.moments == {"received": office.clock()}
    assert case.next_at > office.clock()
    assert case.profile == office.desk.agencies[HOME].digest
    async with office.desk.database.read() as session:
        assert await cases.narrative(session, HOME, case) == STORY
        assert [each.code for each in await cases.allegations(session, HOME, case.id)] == ["EF"]
        (event,) = await cases.events(session, HOME, case.id)
        assert event.detail["consent"]["version"] == office.desk.agencies[HOME].privacy.version
        assert (await cases.reading(session, HOME, case))["language"] == "en"
    planned = {row.template for row in await office.stored(notices)}
    assert {"receipt", "new_case", "reminder", "escalation"} <= planned
    assert filed.receipt is not None
    assert (await office.acts())[-1] == ("complainant", "file", case.id)


async def test_numbers_count_up_in_each_agency_and_year(office: Office) -> None:
    here = [await office.files(chat=str(number)) for number in (1, 2)]
    there = await office.files(chat="3", agency=ABROAD)
    office.clock.at = office.clock.at.replace(year=2027)
    later = await office.files(chat="4")
    references = [each.reference.rpartition("-")[0] for each in (*here, there, later)]
    assert references == ["OPCR-2026-00001", "OPCR-2026-00002", "ELSE-2026-00001", "OPCR-2027-00001"]


@on_one
async def test_the_year_of_a_number_is_the_agency_s(office: Office) -> None:
    office.clock.at = office.clock.at.replace(year=2027, month=1, day=1, hour=2)  # still the old year in Minneapolis
    assert (await office.files()).reference.startswith("OPCR-2026-")


# --- exactly once


async def only_case(office: Office) -> Case:
    (row,) = await office.stored(case_rows)
    assert [each.value for each in await office.stored(counters)] == [1]
    assert [each.template for each in await office.stored(notices)].count("receipt") == 1
    assert [verb for _, verb, _ in await office.acts()].count("file") == 1
    async with office.desk.database.read() as session:
        case = await cases.load(session, row.agency, row.id)
    assert case is not None
    return case


async def test_a_second_submit_finds_the_case_that_is_there(office: Office) -> None:
    draft = await office.tells()
    first = await filing.file(office.desk, await office.row(), draft)
    again = await filing.file(office.desk, await office.row(), draft)
    assert (first.first, again.first, again.case.id) == (True, False, first.case.id)
    assert (again.receipt, again.statistics) == (None, None)
    assert (await only_case(office)).id == first.case.id


async def test_a_replayed_update_changes_nothing(office: Office) -> None:
    draft = await office.tells()
    row = await office.row()
    filed = await filing.file(office.desk, row, draft)
    with pytest.raises(AlreadyApplied):
        await filing.file(office.desk, row, draft)
    assert (await only_case(office)).id == filed.case.id


async def test_fifty_taps_on_two_replicas_are_one_case(office: Office, twin: Office) -> None:
    draft = await office.tells()
    rows = [await (office, twin)[number % 2].row() for number in range(50)]
    attempts = (filing.file((office, twin)[n % 2].desk, row, draft) for n, row in enumerate(rows))
    outcomes = await asyncio.gather(*attempts)
    case = await only_case(office)
    assert {each.case.id for each in outcomes} == {case.id}
    assert [each.first for each in outcomes].count(True) == 1


async def test_a_draft_that_grew_meanwhile_is_filed_with_what_was_added(office: Office, twin: Office) -> None:
    await office.tells()
    stale = await office.draft()
    await office.says("And he took my phone.")
    filed = await intake.hear(twin.desk, await twin.row(), stale, Pressed("send_now"))
    assert isinstance(filed, Filed)
    async with office.desk.database.read() as session:
        answers = await cases.answers(session, HOME, filed.case)
    assert "And he took my phone." in str(answers)
    await only_case(office)


async def test_a_draft_that_was_cancelled_meanwhile_is_not_filed(office: Office) -> None:
    draft = await office.tells()
    await intake.cancel(office.desk, await office.row(), draft)
    with pytest.raises(RowStale):
        await filing.file(office.desk, await office.row(), draft)
    assert await office.stored(case_rows) == []


async def test_an_answer_and_a_submit_at_once_lose_nothing(office: Office, twin: Office) -> None:
    await office.tells()
    draft = await office.draft()
    rows = [await office.row(), await twin.row()]
    await asyncio.gather(
        intake.hear(office.desk, rows[0], draft, Pressed("send_now")),
        intake.hear(twin.desk, rows[1], draft, Picked("me")),
        return_exceptions=True,
    )
    await only_case(office)
    assert [row.purpose for row in await office.stored(drafts)] == ["statistics"]


# --- a reader that fails


class Broken:
    """An honest reader with something wrong with it."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        self.released = threading.Event()

    def read(self, text: str, language: str | None = None) -> Reading:
        return self._fail()

    def safety(self, text: str) -> tuple[Any, ...]:
        return self._fail()

    def _fail(self) -> NoReturn:
        if self.fault == "hangs":
            self.released.wait()
        if self.fault == "exits":
            raise SystemExit(3)
        raise ImportError("no model here: " + STORY)


@pytest.fixture(params=["throws", "hangs", "exits"])
def broken(request: pytest.FixtureRequest, office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(desk_module, "READING_LIMIT_SECONDS", 0.05)
    reader = Broken(request.param)
    yield replace(office, desk=replace(office.desk, reader=reader))
    reader.released.set()


@on_one
async def test_a_complaint_is_filed_whatever_the_reader_does_and_marked_for_a_person(broken: Office) -> None:
    await broken.tells()
    filed = await broken.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    case = filed.case
    assert case.flags == ("unread",)
    assert (case.priority, case.queue) == ("high", "intake")
    assert case.because == ("The reader could not read this story. A person reads or listens first.",)
    async with broken.desk.database.read() as session:
        assert await cases.narrative(session, HOME, case) == STORY
        assert await cases.allegations(session, HOME, case.id) == []
        assert await cases.reading(session, HOME, case) is None


class TooSlow(Broken):
    """A reader to which a story is too long; phrases it finds at once."""

    def read(self, text: str, language: str | None = None) -> Reading:
        raise TimeoutError

    def safety(self, text: str) -> tuple[Any, ...]:
        return (Label("safety", "immediate_danger", 1.0, (Evidence(0, 4),)),)


@on_one
async def test_a_story_that_takes_too_long_is_still_looked_through_for_danger(
    office: Office,
) -> None:
    slow = replace(office, desk=replace(office.desk, reader=TooSlow("throws")))
    case = await slow.files(STORY, chat="1")
    assert case.flags == ("unread",)
    assert case.priority == "urgent"
    assert any("danger" in each for each in case.because)
    ana = await slow.hires()
    (concern,) = (await caseload.card(slow.desk, ana, case.id)).concerns
    assert (concern.label, concern.words) == ("immediate_danger", (STORY[:4],))


# --- a reader without its model


@cache
def patterns() -> Reader:
    return Reader.without_model()


@pytest.fixture
def unlearned(office: Office) -> Office:
    """The office on a day on which the model could not be loaded."""
    return replace(office, desk=replace(office.desk, reader=patterns()))


@on_one
async def test_without_a_model_a_complaint_has_no_suggestion_and_is_marked_for_a_person(unlearned: Office) -> None:
    case = await unlearned.files()
    assert case.flags == ("unread",)
    assert (case.priority, case.queue) == ("high", "intake")
    ana = await unlearned.hires()
    card = await caseload.card(unlearned.desk, ana, case.id)
    assert card.suggestions == ()
    async with unlearned.desk.database.read() as session:
        kept = await cases.reading(session, HOME, case)
        assert await cases.narrative(session, HOME, case) == STORY
    assert (kept["by"], kept["labels"], kept["out_of_scope"]) == ("patterns", [], False)


@on_one
async def test_without_a_model_words_of_danger_still_raise_the_priority(unlearned: Office) -> None:
    told = "I want to kill myself since the officers came."
    case = await unlearned.files(told)
    assert (case.priority, case.queue, case.flags) == ("urgent", "critical", ("unread",))
    assert case.because[0] == unlearned.desk.agencies[HOME].triage[0].because
    assert await unlearned.desk.danger(told) == {"self_harm"}


@on_one
async def test_without_a_model_what_was_found_is_still_asked_about(unlearned: Office) -> None:
    draft = await unlearned.tells("On June 3 officer Kestrel, badge 2214, kicked me.")
    asked = intake.resume(unlearned.desk, draft)
    assert asked.step.question is not None
    assert asked.step.question.kind == "facts"
    found = interview.unpack(draft.answers)[asked.step.question.id].value
    assert {each["kind"]: each["text"] for each in found}["badge"] == "2214"


@on_one
async def test_a_story_in_another_language_is_marked_as_that_and_not_as_unread(unlearned: Office) -> None:
    reading = patterns().read("Der Polizist hat mich geschlagen und mein Telefon behalten.")
    case = await replace(unlearned, desk=replace(unlearned.desk, reader=Saying(reading))).files()
    assert (case.flags, case.priority) == (("other_language",), "high")


# --- a reading is a suggestion


class Saying:
    """A reader that says the same of every text."""

    by = "said before"

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, text: str, language: str | None = None) -> Reading:
        return self.reading

    def safety(self, text: str) -> tuple[Any, ...]:
        return ()


@on_one
@pytest.mark.parametrize("safety", [(), (Label("safety", "fear_of_reprisal", 0.9, ()),)])
async def test_what_the_reader_takes_for_no_complaint_is_a_case_like_every_other(
    office: Office, safety: tuple[Label, ...]
) -> None:
    said = Saying(Reading("en", safety, (), False, "said before"))
    office = replace(office, desk=replace(office.desk, reader=said))
    taken = await office.files(chat="1")
    said.reading = replace(said.reading, out_of_scope=True)
    outside = await office.files(chat="2")
    for what in ("status", "priority", "queue", "flags", "because", "closed_at", "moments", "next_at"):
        assert getattr(outside, what) == getattr(taken, what), what
    assert outside.closed_at is None
    planned: dict[str, list[Any]] = {taken.id: [], outside.id: []}
    for each in await office.stored(notices):
        planned[each.case_id].append((each.template, each.due_at))
    assert planned[outside.id] == planned[taken.id]


# --- what staff must know before anything else


@on_one
@pytest.mark.parametrize(
    ("told", "flags"),
    [
        ([FileCame("voice", "v1", "7")], ("listen", "no_words")),
        ([FileCame("photo", "p1", "7")], ("no_words",)),
        ([FileCame("video", "v1", "7", caption="He hit me.")], ("listen",)),
    ],
)
async def test_a_story_that_nobody_can_read_is_marked(office: Office, told: list[FileCame], flags: Any) -> None:
    await office.begins()
    for each in told:
        await office.hears(each)
    await office.hears(Pressed("done"))
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert filed.case.flags == flags
    async with office.desk.database.read() as session:
        (file,) = await evidence.of_case(session, HOME, filed.case.id)
    assert (file.draft_id, file.case_id, file.state) == (filed.case.draft_id, filed.case.id, "to_fetch")


@on_one
async def test_somebody_who_speaks_another_language_is_called_back(office: Office) -> None:
    await intake.begin(office.desk, None, Chat(DOOR, "100"), office.desk.agencies[HOME], "en")
    await office.hears(Picked("other"))
    filed = await office.says("612 555 0123, Somali")
    while isinstance(filed, Asked):
        filed = await office.hears(Pressed("submit"))
    assert (filed.case.flags, filed.case.priority, filed.statistics) == (("call_back", "no_words"), "high", None)


# --- statistics


async def test_statistics_follow_the_receipt_and_stay_with_the_case(office: Office) -> None:
    await office.tells()
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert filed.statistics is not None
    assert filed.statistics.key_id == filed.case.key_id
    await office.hears(Picked("a25_34"))
    await office.hears(Pressed("skip"))
    kept = await office.hears(Pressed("skip"))
    assert isinstance(kept, Filed)
    assert not kept.first
    async with office.desk.database.read() as session:
        given = {id: value for id, value, _ in await cases.statistics(session, HOME, filed.case)}
    assert given["age_group"] == "a25_34"
    assert await office.stored(drafts) == []
    assert len([row for row in await office.stored(keys) if row.agency == HOME]) == 1
    assert (await office.acts())[-1] == ("complainant", "add", filed.case.id)
