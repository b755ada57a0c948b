"""What is asked in several steps: nothing is written before the last, and no step goes to another case."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.casework.errors import Refused, Stale, Unreadable
from bot.desk import bench, roster
from bot.telegram.forms import any_words, at_most
from storage.models import events, parties
from tests.desk.office import Office
from tests.telegram.clerk import Clerk, office_in


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield office


async def test_nothing_is_kept_before_the_last_answer_and_cancel_forgets_all(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    before = await office.stored(parties), await office.stored(events)
    await ana.presses(f"s:person_new:{case.id}::")
    await ana.taps("Witness")
    await ana.says("Leo Park")
    assert "Never mind" in await ana.taps("Cancel")
    assert "was not waiting for words just" in await ana.says("He was there.")
    assert (await office.stored(parties), await office.stored(events)) == before


async def test_answers_so_far_are_sealed_in_the_prompt_and_gone_after_the_last(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:person_new:{case.id}::")
    await ana.taps("Witness")
    await ana.says("Leo Park")
    (member,) = await office.members(ana.member.chat)  # type: ignore[arg-type]
    said = {"verb": "person_new", "case": case.id, "role": "witness", "name": "Leo Park"}
    assert member.prompt == {**said, "asked_at": office.clock().isoformat()}
    await ana.says("He was there.")
    (member,) = await office.members(ana.member.chat)  # type: ignore[arg-type]
    assert member.prompt is None


async def test_turning_to_another_case_ends_the_form(office: Office) -> None:
    ana, one = Clerk(office, await office.hires()), await office.files()
    other = await office.files(chat="101")
    await ana.presses(f"s:person_new:{one.id}::")
    drawn = next(data for text, data in ana.buttons() if text == "Witness")
    await ana.opens(other)
    assert "was not waiting for words just" in await ana.says("Leo Park")
    with pytest.raises(Stale):
        await ana.presses(drawn)


async def test_a_case_that_is_closed_between_two_answers_takes_none(office: Office) -> None:
    from bot.desk import caseload

    boss, case = Clerk(office, await office.hires("supervisor")), await office.files()
    colleague = await office.hires("supervisor")
    await boss.presses(f"s:person_new:{case.id}::")
    drawn = next(data for text, data in boss.buttons() if text == "Witness")
    for action, outcome in (("start", None), ("close", "duplicate")):
        move = caseload.Move(action, outcome)
        await caseload.act(office.desk, await office.row(), colleague, case.id, move)
    with pytest.raises(Refused, match="closed_work"):
        await boss.presses(drawn)
    assert "was not waiting for words just" in await boss.says("Leo Park"), "what is refused is not asked for again"


async def test_a_colleague_who_was_removed_between_two_answers_adds_nothing(office: Office) -> None:
    from bot.casework.errors import NotYours

    ana, case = Clerk(office, await office.hires()), await office.files()
    before = await office.stored(parties)
    await ana.presses(f"s:person_new:{case.id}::")
    drawn, heard = ana.buttons()[0][1], await ana._heard()
    await roster.remove(office.desk, roster.CONSOLE, case.agency, ana.member.id)
    from bot.telegram import callbacks

    with pytest.raises(NotYours):
        await ana.staff.press(heard, callbacks.read(drawn))
    assert await office.stored(parties) == before


async def test_a_step_looks_at_the_case_once(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    looks = []
    for step in (ana.presses(f"s:contact:{case.id}::"), ana.says("The shop"), ana.taps("Phone")):
        await step
        looks.append([verb for _, verb, _ in await office.acts()].count("read"))
    assert looks == [1, 2, 3]


async def test_words_up_to_a_limit(office: Office) -> None:
    ana, case = await office.hires(), await office.files()
    at = await bench.look(office.desk, ana, case.id)
    assert any_words("x" * 4096, at, {}, ana) == "x" * 4096
    assert at_most(3)("abc", at, {}, ana) == "abc"
    with pytest.raises(Unreadable) as refused:
        at_most(3)("abcd", at, {}, ana)
    assert refused.value.params["limit"] == 3
