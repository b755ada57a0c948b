"""Done and later: a duty is met by saying so where the profile says so, and a snooze quiets one person, no others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import Table

from bot.casework.agency import Deadline, Text
from bot.casework.errors import RedressError, Refused
from bot.casework.parts import Extension
from bot.desk import caseload, duties, ownership
from storage import models
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member
from tests.desk.office import HOME, Office, on_one

NOBODY = cast(InboxRow, None)
MET = Deadline(
    name="call", title=Text(en="call", es="llamar"), within="10 days", of="received", until=("closed",),
    remind=("3 days before", "when due", "every 2 days after"), escalate=("2 days after",), done_by=("investigator",),
    extend=Extension(most_days=20), source="this test", checked_on=date(2026, 11, 22),
)  # fmt: skip


def with_a_call(office: Office, **changes: object) -> Office:
    """The office of an agency with a single duty: due on Thursday the 24th, reminded of on the 21st."""
    deadline = MET.model_copy(update=changes)
    agency = office.desk.agencies[HOME].model_copy(update={"deadlines": (deadline,)})
    return replace(office, desk=replace(office.desk, agencies={HOME: agency}))


async def owned(office: Office) -> tuple[Office, Member, Case]:
    """A case that somebody has, and that has one duty."""
    office = with_a_call(office)
    ana = await office.hires()
    case = await office.files()
    case = await ownership.claim(office.desk, NOBODY, ana, case.id)
    await office.delivers()
    return office, ana, case


async def told(office: Office) -> list[tuple[str, list[str]]]:
    """Who of the staff gets something now, and which steps of the ladder it says."""
    to_staff = [one for one in await office.delivers() if one.parcel.member is not None]
    return [(one.to, [each.params.get("rule", "") for each in one.parcel.notices]) for one in to_staff]


async def silent(office: Office, words: str, *tables: Table) -> None:
    """These words stand nowhere in these tables, for everybody who opens the database to read."""
    for table in tables:
        assert not [row for row in await office.stored(table) if words in str(row)], table.name


async def refusal(office: Office, because: str, work: object) -> None:
    """Something is refused for this reason, and nothing at all has changed."""
    before = [await office.stored(table) for table in WATCHED]
    acts = await office.acts()
    with pytest.raises(Refused) as refused:
        await work  # type: ignore[misc]
    assert refused.value.because == because
    assert [await office.stored(table) for table in WATCHED] == before
    assert await office.acts() == acts


WATCHED = (models.cases, models.holds, models.snoozes, models.asks, models.events, models.notices)


async def test_saying_done_stops_the_reminders_and_is_written_down(office: Office) -> None:
    office, ana, case = await owned(office)
    case = await duties.meet(office.desk, NOBODY, ana, case.id, "call")
    (duty,) = (await caseload.card(office.desk, ana, case.id)).duties
    assert duty.met_at == office.clock()
    assert (f"member:{ana.id}", "meet", case.id) in await office.acts()
    assert [row for row in await office.stored(models.notices) if ":duty:" in row.key and not row.dropped_at] == []
    office.clock.passes(days=40)
    assert await told(office) == []


@on_one
async def test_done_on_a_duty_that_is_done_already_changes_nothing(office: Office) -> None:
    office, ana, case = await owned(office)
    await duties.meet(office.desk, NOBODY, ana, case.id, "call")
    await refusal(office, "duty_met", duties.meet(office.desk, NOBODY, ana, case.id, "call"))


@on_one
async def test_done_is_not_said_by_somebody_whose_word_the_profile_does_not_take(office: Office) -> None:
    office, _, case = await owned(office)
    intake = await office.hires("intake")
    await refusal(office, "not_done_by_saying", duties.meet(office.desk, NOBODY, intake, case.id, "call"))


@on_one
async def test_a_clock_that_does_not_run_cannot_be_done(office: Office) -> None:
    office, ana, case = await owned(office)
    await refusal(office, "no_such_duty", duties.meet(office.desk, NOBODY, ana, case.id, "chief"))


async def test_a_snooze_quiets_its_member_until_then_and_reminds_them_once(office: Office) -> None:
    office, ana, case = await owned(office)
    office.clock.strikes(9, 21)
    assert await told(office) == [(ana.chat.id, ["3 days before"])]
    await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 25), because="A trial.")
    office.clock.strikes(9, 24)
    assert await told(office) == []
    office.clock.strikes(9, 25, 13)
    assert await told(office) == []
    office.clock.strikes(9, 25, 14)
    assert await told(office) == [(ana.chat.id, ["snoozed"])]
    (duty,) = (await caseload.card(office.desk, ana, case.id)).duties
    assert duty.snoozed == ()
    office.clock.strikes(9, 28)
    assert sorted(await told(office)) == [(ana.chat.id, ["every 2 days after"])]


async def test_a_snooze_shows_on_the_card_and_its_reason_to_those_who_may_read(office: Office) -> None:
    office, ana, case = await owned(office)
    await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 16), because="A trial.")
    (duty,) = (await caseload.card(office.desk, ana, case.id)).duties
    assert [each.until_at for each in duty.snoozed] == [datetime(2026, 9, 16, 13, 30, tzinfo=UTC)]
    (seen,) = (await duties.look(office.desk, ana, case.id)).snoozes
    assert (seen.because, seen.member_id) == ("A trial.", ana.id)
    auditor = await office.hires("auditor")
    assert not (await duties.look(office.desk, auditor, case.id)).words
    await silent(office, "trial", models.notices, models.snoozes, models.events)


async def test_nobody_sleeps_through_an_escalation_and_no_snooze_stops_it(office: Office) -> None:
    office, ana, case = await owned(office)
    boss = await office.hires("supervisor", queues=[])
    office.clock.strikes(9, 24)
    await office.delivers()
    late = duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 30), because="Later.")
    await refusal(office, "snooze_past_escalation", late)
    await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 28), because="Later.")
    office.clock.strikes(9, 28)
    assert sorted(await told(office)) == sorted([(boss.chat.id, ["2 days after"]), (ana.chat.id, ["snoozed"])])


@on_one
@pytest.mark.parametrize("until_on", [date(2026, 9, 13), date(2026, 9, 14)])
async def test_a_snooze_into_the_past_changes_nothing(office: Office, until_on: date) -> None:
    office, ana, case = await owned(office)
    asked = duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=until_on, because="Later.")
    await refusal(office, "snooze_past", asked)


@on_one
async def test_one_member_s_snooze_leaves_the_others_of_the_queue_awake(office: Office) -> None:
    office = with_a_call(office)
    ana, ben = await office.hires(), await office.hires()
    case = await office.files()
    await office.delivers()
    await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 21), because="Away.")
    office.clock.at = datetime(2026, 9, 21, 13, 30, tzinfo=UTC) - timedelta(hours=1)
    assert await told(office) == []
    office.clock.strikes(9, 21)
    assert sorted(who for who, _ in await told(office)) == sorted([ana.chat.id, ben.chat.id])


@on_one
async def test_a_later_snooze_takes_the_place_of_an_earlier_one(office: Office) -> None:
    office, ana, case = await owned(office)
    for day in (17, 18):
        await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, day), because="Later.")
    office.clock.strikes(9, 17)
    assert await told(office) == []
    office.clock.strikes(9, 18)
    assert await told(office) == [(ana.chat.id, ["snoozed"])]


@on_one
async def test_whoever_has_the_case_next_is_reminded_as_ever(office: Office) -> None:
    office, ana, case = await owned(office)
    boss, ben = await office.hires("supervisor", queues=[]), await office.hires()
    await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 21), because="Later.")
    await ownership.assign(office.desk, NOBODY, boss, case.id, ben.id)
    await office.delivers()
    office.clock.strikes(9, 21)
    assert await told(office) == [(ben.chat.id, ["3 days before"])]
    assert await office.stored(models.snoozes) == [], "with the case goes what its owner had put off"


@on_one
async def test_everything_due_on_one_morning_is_one_message_even_beside_urgent_news(office: Office) -> None:
    office, ana, _ = await owned(office)
    await office.files(chat="2")
    other = await office.files(chat="3")
    await ownership.claim(office.desk, NOBODY, ana, other.id)
    await office.delivers()
    office.clock.strikes(9, 21)
    assert [len(rules) for _, rules in await told(office)] == [3]


@on_one
async def test_the_look_at_the_clocks_shows_what_is_owed_and_nothing_that_is_over(office: Office) -> None:
    office, ana, case = await owned(office)
    await duties.snooze(office.desk, NOBODY, ana, case.id, "call", until_on=date(2026, 9, 16), because="A trial.")
    seen = await duties.look(office.desk, ana, case.id)
    assert (seen.hold, len(seen.snoozes), seen.asks, seen.names[ana.id]) == (None, 1, (), "Ana")
    assert seen.duty("call") is not None
    assert seen.duty("chief") is None
    await duties.meet(office.desk, NOBODY, ana, case.id, "call")
    assert (await duties.look(office.desk, ana, case.id)).snoozes == ()
    with pytest.raises(RedressError):
        await duties.look(office.desk, ana, "no-such-case")
