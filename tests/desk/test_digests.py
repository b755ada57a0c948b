"""A member's morning: once each workday at the hour they chose, about what is theirs, and silent when nothing is."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.casework.errors import NotYours
from bot.desk import digests, ownership, roster
from bot.desk.digests import Digest
from storage import cases, recusals
from storage.digests import Rhythm
from storage.models import notices
from storage.outbox import Notice
from storage.roster import Member
from tests.desk.counting import statements
from tests.desk.office import HOME, Office, on_one


async def coming(office: Office) -> list[tuple[str, str, datetime]]:
    """What is planned for whom and when: digests and figures that are not sent or taken back."""
    return sorted(
        (row.to, row.template, row.due_at)
        for row in await office.stored(notices)
        if row.template in {"digest", "weekly_figures"} and row.sent_at is None and row.dropped_at is None
    )


async def due(office: Office, member: Member) -> Notice:
    """The member's digest as the courier hands it out on the next morning."""
    await digests.round(office.desk)
    (at,) = [at for to, template, at in await coming(office) if to == f"member:{member.id}" and template == "digest"]
    office.clock.at = at
    on = at.astimezone(office.desk.agencies[HOME].zone).date()
    return Notice(1, HOME, None, None, f"member:{member.id}", "digest", {}, 3, at, f"{member.id}:digest:{on}", 1)


def parts(found: Digest | None) -> dict[str, tuple[int, set[str]]]:
    assert found is not None
    return {part: (glance.count, {id for id, _ in glance.first}) for part, glance in found.parts}


async def moved(office: Office, case: Any, **changes: object) -> None:
    async with office.desk.database.write() as session:
        held = await cases.hold(session, HOME, case.id)
        assert held is not None
        await cases.record(session, HOME, held, changes=changes, now=office.clock())


async def test_everybody_has_one_morning_planned_and_the_next_when_it_is_over(office: Office) -> None:
    ana, boss, auditor = await office.hires(), await office.hires("supervisor"), await office.hires("auditor")
    await office.hires("custodian")
    tomorrow = office.clock() - timedelta(minutes=90) + timedelta(days=1)  # at 8:30 on Tuesday
    monday = tomorrow + timedelta(days=6)
    planned = sorted(
        [
            (f"member:{ana.id}", "digest", tomorrow),
            (f"member:{boss.id}", "digest", tomorrow),
            (f"member:{boss.id}", "weekly_figures", monday),
            (f"member:{auditor.id}", "weekly_figures", monday),
        ]
    )
    assert await digests.round(office.desk) == 4
    assert await coming(office) == planned
    assert await digests.round(office.desk) == 0, "another round, or another replica, plans nothing twice"
    office.clock.at = tomorrow
    await digests.round(office.desk)
    days = [at for to, template, at in await coming(office) if to == f"member:{ana.id}"]
    assert days == [tomorrow, tomorrow + timedelta(days=1)]


@on_one
async def test_the_hour_is_chosen_changed_and_taken_back(office: Office) -> None:
    ana = await office.hires()
    await digests.round(office.desk)
    assert await digests.rhythm(office.desk, ana) == Rhythm()
    morning = office.clock() + timedelta(hours=1)  # it is ten, eleven is to come today
    await digests.choose(office.desk, await office.row(), ana, Rhythm(hour=11))
    assert [at for _, _, at in await coming(office)] == [morning]
    await digests.choose(office.desk, await office.row(), ana, Rhythm(hour=7))
    assert [at for _, _, at in await coming(office)] == [morning + timedelta(hours=20)]
    await digests.choose(office.desk, await office.row(), ana, Rhythm(daily=False))
    assert await coming(office) == []
    assert await digests.round(office.desk) == 0
    await digests.choose(office.desk, await office.row(), ana, Rhythm(hour=11))
    assert [at for _, _, at in await coming(office)] == [morning]
    assert await digests.rhythm(office.desk, ana) == Rhythm(hour=11)


@on_one
async def test_a_digest_tells_what_is_overdue_due_and_new(office: Office) -> None:
    ana = await office.hires()
    late, today, later, new = [await office.files(chat=str(100 + n)) for n in range(4)]
    for each in (late, today, later):
        await ownership.claim(office.desk, await office.row(), ana, each.id)
    notice = await due(office, ana)
    now = office.clock()
    await moved(office, late, next_at=now - timedelta(days=1))
    await moved(office, today, next_at=now + timedelta(hours=5))
    await moved(office, later, next_at=now + timedelta(days=5))
    found = parts(await digests.of_member(office.desk, ana, notice))
    assert found == {"overdue": (1, {late.id}), "due": (1, {today.id}), "new": (1, {new.id})}


@on_one
async def test_at_most_five_are_named_and_none_that_the_member_must_not_know_of(office: Office) -> None:
    ana = await office.hires()
    filed = [await office.files(chat=str(100 + n)) for n in range(7)]
    async with office.desk.database.write() as session:
        await recusals.bar(session, HOME, filed[0].id, ana.id, state="recused", why="own", by="x", now=office.clock())
    count, named = parts(await digests.of_member(office.desk, ana, await due(office, ana)))["new"]
    assert (count, len(named)) == (6, 5)
    assert filed[0].id not in named


@on_one
async def test_nothing_to_say_is_not_said(office: Office) -> None:
    ana = await office.hires()
    notice = await due(office, ana)
    assert await digests.of_member(office.desk, ana, notice) is None
    await office.files()
    assert await digests.of_member(office.desk, ana, notice) is not None
    other = await office.hires(name="Ben")
    assert await digests.of_member(office.desk, other, notice) is None, "what was turned to a cover is not theirs"


@on_one
@pytest.mark.parametrize("hours", [8, 20, 24 * 3])
async def test_after_downtime_yesterday_s_digest_is_not_said(office: Office, hours: int) -> None:
    ana = await office.hires()
    notice = await due(office, ana)
    await office.files()
    office.clock.passes(hours=hours)
    assert await digests.of_member(office.desk, ana, notice) is None


@on_one
async def test_days_of_downtime_leave_one_morning_not_many(office: Office) -> None:
    ana = await office.hires()
    await digests.round(office.desk)
    office.clock.passes(days=10)
    await digests.round(office.desk)
    await digests.round(office.desk)
    assert len(await coming(office)) == 2, "the one that was missed, and the next"
    await office.delivers()
    assert [template for template in office.post.to(ana.chat.id) if template == "digest"] == ["digest"]


@on_one
async def test_a_round_with_nothing_new_writes_nothing_however_many_they_are(office: Office) -> None:
    asked = []
    for _ in range(2):
        await office.hires("supervisor")
        with statements() as first:
            assert await digests.round(office.desk) == 2, "a digest and the week's figures"
        assert sum("INSERT" in each for each in first) == 1
        with statements() as second:
            assert await digests.round(office.desk) == 0
        assert {each.split()[0] for each in second} <= {"BEGIN", "SELECT"}
        assert "BEGIN IMMEDIATE" not in second
        asked.append(len(second))
    assert asked[0] == asked[1]


@on_one
async def test_whoever_was_removed_is_told_nothing_and_chooses_nothing(office: Office) -> None:
    ana = await office.hires()
    await digests.round(office.desk)
    await roster.remove(office.desk, roster.CONSOLE, HOME, ana.id)
    office.clock.passes(days=1)
    await office.delivers()
    assert "digest" not in office.post.to(ana.chat.id)
    assert await digests.round(office.desk) == 0
    with pytest.raises(NotYours):
        await digests.choose(office.desk, await office.row(), ana, Rhythm(hour=9))
    with pytest.raises(NotYours):
        await digests.rhythm(office.desk, await office.hires("custodian"))
