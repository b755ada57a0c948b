"""More days: asked for with a reason, granted once by a supervisor, never more than the profile gives."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.casework.errors import Refused, Stale
from bot.casework.parts import Extension
from bot.desk import caseload, duties, extensions
from storage.models import asks, notices
from tests.desk.office import HOME, Office, on_one
from tests.desk.test_duties import NOBODY, owned, refusal, silent, told, with_a_call


async def due_on(office: Office, member: object, case: object) -> date:
    (duty,) = (await caseload.card(office.desk, member, case.id)).duties  # type: ignore[attr-defined, arg-type]
    return duty.due_on


async def test_the_supervisor_is_asked_and_the_date_moves_when_they_agree(office: Office) -> None:
    office, ana, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    await office.delivers()
    ask = await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=14, because="Records.")
    assert [one.templates for one in await office.delivers() if one.to == boss.chat.id] == [["extension_asked"]]
    assert await due_on(office, ana, case) == date(2026, 9, 24)
    await extensions.decide(office.desk, NOBODY, boss, case.id, ask.id, grant=True)
    assert [(one.to, one.templates) for one in await office.delivers()] == [(ana.chat.id, ["extension_granted"])]
    assert await due_on(office, ana, case) == date(2026, 10, 8)
    office.clock.strikes(9, 24)
    assert await told(office) == []
    office.clock.strikes(10, 5)
    assert await told(office) == [(ana.chat.id, ["3 days before"])]
    assert {(f"member:{ana.id}", "extend", case.id), (f"member:{boss.id}", "decide_extension", case.id)} <= set(
        await office.acts()
    )
    await silent(office, "Records", notices, asks)


@on_one
async def test_a_refused_extension_leaves_the_date_and_says_so(office: Office) -> None:
    office, ana, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    ask = await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=14, because="Records.")
    await office.delivers()
    await extensions.decide(office.desk, NOBODY, boss, case.id, ask.id, grant=False)
    assert office.post.to(ana.chat.id)[-1] != "extension_refused"
    await office.delivers()
    assert office.post.to(ana.chat.id)[-1] == "extension_refused"
    assert await due_on(office, ana, case) == date(2026, 9, 24)
    again = await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=20, because="Please.")
    assert again.state == "asked"


@on_one
async def test_where_the_profile_asks_nobody_the_date_moves_at_once(office: Office) -> None:
    office, ana, case = await owned(office)
    office = with_a_call(office, extend=Extension(most_days=20, approval="none"))
    ask = await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=14, because="Records.")
    assert ask.state == "granted"
    assert await due_on(office, ana, case) == date(2026, 10, 8)
    beyond = extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=7, because="Records.")
    await refusal(office, "extension_long", beyond)


@on_one
@pytest.mark.parametrize(("days", "because"), [(21, "extension_long"), (0, "extension_long"), (-3, "extension_long")])
async def test_an_extension_beyond_what_the_profile_allows_changes_nothing(
    office: Office, days: int, because: str
) -> None:
    office, ana, case = await owned(office)
    await refusal(
        office, because, extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=days, because="Records.")
    )


@on_one
async def test_more_days_are_asked_for_once_at_a_time(office: Office) -> None:
    office, ana, case = await owned(office)
    await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=7, because="Records.")
    again = extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=9, because="Records.")
    await refusal(office, "asked_already", again)


async def test_of_two_supervisors_who_decide_at_once_one_decides(office: Office) -> None:
    office, ana, case = await owned(office)
    one, two = await office.hires("supervisor", queues=[]), await office.hires("supervisor", queues=[])
    ask = await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=14, because="Records.")
    decided = await asyncio.gather(
        extensions.decide(office.desk, NOBODY, one, case.id, ask.id, grant=True),
        extensions.decide(office.desk, NOBODY, two, case.id, ask.id, grant=False),
        return_exceptions=True,
    )
    (refused,) = [each for each in decided if isinstance(each, Refused)]
    assert refused.because == "decided_already"
    (row,) = await office.stored(asks)
    granted = row.state == "granted"
    assert await due_on(office, ana, case) == (date(2026, 10, 8) if granted else date(2026, 9, 24))
    assert [verb for _, verb, _ in await office.acts()].count("decide_extension") == 1
    await office.delivers()
    assert sum("extension_" in each for each in office.post.to(ana.chat.id)) == 1


@on_one
async def test_what_was_done_meanwhile_is_not_extended(office: Office) -> None:
    office, ana, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    ask = await extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=14, because="Records.")
    assert (await duties.look(office.desk, boss, case.id)).asks != ()
    await duties.meet(office.desk, NOBODY, ana, case.id, "call")
    assert (await duties.look(office.desk, boss, case.id)).asks == ()
    await refusal(office, "duty_met", extensions.decide(office.desk, NOBODY, boss, case.id, ask.id, grant=True))


@on_one
async def test_a_question_that_nobody_asked_is_not_decided(office: Office) -> None:
    office, _, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    with pytest.raises(Stale):
        await extensions.decide(office.desk, NOBODY, boss, case.id, "no-such-question", grant=True)


@on_one
async def test_a_date_that_the_profile_does_not_move_stays(office: Office) -> None:
    office, ana, case = await owned(office)
    office = replace(with_a_call(office, extend=None), clock=office.clock)
    assert office.desk.agencies[HOME].deadlines[0].extend is None
    await refusal(
        office, "no_extension", extensions.extend(office.desk, NOBODY, ana, case.id, "call", days=1, because="More.")
    )
