"""What staff do with cases: each verb permitted, in one transaction, audited."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.workdays import day_at
from bot.desk import caseload, clocks, correspondence
from bot.desk.caseload import Move
from bot.desk.desk import AlreadyApplied
from bot.desk.evidence import FileCame
from storage import cases
from storage.cases import Case
from storage.models import notices
from storage.roster import Member
from tests.desk.office import HOME, STORY, Office, on_one
from tests.desk.papers.test_complaint_to_swear import CHRO, WHOLE, files, in_connecticut


async def act(office: Office, member: Member, case: Case, *move: str | None) -> Case:
    return await caseload.act(office.desk, await office.row(member.chat.id), member, case.id, Move(*move))


@on_one
async def test_a_card_shows_the_words_that_a_suggestion_rests_on(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    card = await caseload.card(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert [each.row.code for each in card.suggestions] == ["EF"]
    assert all(words in STORY for words in card.suggestions[0].words)
    assert (card.owner, card.may_assign, [each.id for each in card.actions]) == (None, False, ["start"])
    assert {each.name for each in card.duties} == {"number", "notify", "review", "investigation"}
    assert (await office.acts())[-1] == (f"member:{ana.id}", "open", case.id)


@on_one
async def test_what_waits_is_counted_until_staff_read_it(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await correspondence.add_words(office.desk, await office.row(), case, "One of them was called Reed.")
    await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", "f1", "9"))
    assert (await caseload.card(office.desk, ana, case.id)).waiting == 1
    _, (message,) = await caseload.talk(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert (message.text, message.direction) == ("One of them was called Reed.", "in")
    card = await caseload.card(office.desk, ana, case.id)
    assert (card.waiting, [each.kind for each in card.files]) == (0, ["photo"])
    _, files = await caseload.media(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert [each.state for each in files] == ["to_fetch"]


@on_one
async def test_a_narrative_is_read_with_its_answers(office: Office) -> None:
    ana = await office.hires()
    case = await office.files("First they shouted.", "Then they kicked me.")
    told = await caseload.read(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert told.narrative == "First they shouted.\n\nThen they kicked me."
    assert [each[0] for each in told.answers][:3] == ["language", "notice", "story"]
    assert not told.identity_kept


@on_one
async def test_the_name_stays_shut_where_the_complainant_asked_for_that(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    async with office.desk.database.write() as session:
        changes = {"name_choice": "keep_from_investigators"}
        await cases.record(session, HOME, case, changes=changes, now=office.clock())
    assert (await caseload.read(office.desk, ana, case.id, await office.row(ana.chat.id))).identity_kept


@on_one
@pytest.mark.parametrize("written", ["{}", " {} ", "{}9", "", "OPCR-2026-00001-9", "OPCR-2026-99999-5", "=1+1"])
async def test_a_reference_finds_the_case_or_nothing_at_all(office: Office, written: str) -> None:
    ana = await office.hires()
    case = await office.files()
    if written.strip() == "{}":
        found = await caseload.find(office.desk, ana, written.format(case.reference.lower().replace("-", " ")))
        assert found.id == case.id
    else:
        with pytest.raises(NotYours):
            await caseload.find(office.desk, ana, written.format(case.reference))


@on_one
async def test_suggestions_are_confirmed_rejected_and_added_once(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    (suggestion,) = (await caseload.card(office.desk, ana, case.id)).suggestions

    async def decide(what: str, state: str) -> None:
        await caseload.decide(office.desk, await office.row(ana.chat.id), ana, case.id, (what, state))

    async def states() -> list[tuple[str, str]]:
        return [
            (each.row.code, each.row.state) for each in (await caseload.card(office.desk, ana, case.id)).suggestions
        ]

    await decide(suggestion.row.id, "rejected")
    assert await states() == [("EF", "rejected")]
    await decide("EF", "added")
    assert await states() == [("EF", "confirmed")]
    await decide("RE", "added")
    await decide("RE", "added")
    assert await states() == [("EF", "confirmed"), ("RE", "added")]
    for what, state in (("nothing", "confirmed"), ("ZZ", "added")):
        with pytest.raises(Stale):
            await decide(what, state)
    assert [verb for _, verb, _ in await office.acts()].count("decide") == 4


@on_one
async def test_a_suggestion_of_another_case_cannot_be_decided_here(office: Office) -> None:
    ana = await office.hires()
    mine, other = await office.files(chat="1"), await office.files(chat="2")
    (suggestion,) = (await caseload.card(office.desk, ana, other.id)).suggestions
    with pytest.raises(Stale):
        await caseload.decide(office.desk, await office.row(ana.chat.id), ana, mine.id, (suggestion.row.id, "rejected"))
    assert [each.row.state for each in (await caseload.card(office.desk, ana, other.id)).suggestions] == ["suggested"]


async def test_a_status_moves_on_and_the_complainant_hears_of_it(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await office.delivers()
    case = await act(office, ana, case, "start", None, "We will call you on Monday.")
    assert (case.status, case.moments["review"]) == ("review", office.clock())
    (news,) = await office.delivers()
    assert (news.to, news.templates) == ("100", ["news_with_note"])
    assert news.parcel.notices[0].params == {"reference": case.reference, "stage": "review"}
    (said,) = await correspondence.news(office.desk, await office.row(), case)
    assert said.text == "We will call you on Monday."
    await act(office, ana, case, "reviewed")
    assert [each.templates for each in await office.delivers() if each.to == "100"] == [["news"]]


@on_one
async def test_the_first_time_a_status_is_reached_counts(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    for action in ("start", "reviewed", "investigate", "finish"):
        case = await act(office, boss, case, action)
    first = case.moments["investigation"]
    office.clock.passes(days=3)
    case = await act(office, boss, case, "back")
    assert (case.status, case.moments["investigation"]) == ("investigation", first)


@on_one
async def test_closing_asks_for_an_outcome_and_nothing_else_takes_one(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    with pytest.raises(Stale):
        await act(office, boss, case, "start", "no_merit")
    with pytest.raises(Stale):
        await act(office, boss, case, "start", "=HYPERLINK(1)")
    case = await act(office, boss, case, "start")
    for outcome in (None, "nonsense"):
        with pytest.raises(Refused) as refused:
            await act(office, boss, case, "close", outcome)
        assert refused.value.because == "needs_disposition"
    case = await act(office, boss, case, "close", "no_merit")
    assert (case.status, case.disposition, case.closed_at) == ("closed", "no_merit", office.clock())
    assert case.moments["closed"] == office.clock()
    with pytest.raises(Refused) as refused:
        await act(office, boss, case, "close", "merit")
    assert refused.value.because == "closed"


@on_one
@pytest.mark.parametrize(("action", "because"), [("close", "no_such_action"), ("nonsense", "no_such_action")])
async def test_an_action_that_is_not_offered_changes_nothing(office: Office, action: str, because: str) -> None:
    ana = await office.hires()
    case = await office.files()
    before = await office.acts()
    with pytest.raises(Refused) as refused:
        await act(office, ana, case, action)
    assert refused.value.because == because
    assert (await office.now(case), await office.acts()) == (case, before)


@on_one
async def test_a_role_that_may_not_take_an_action_is_refused(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    case = await act(office, ana, case, "start")
    with pytest.raises(Refused) as refused:
        await act(office, ana, case, "close", "no_merit")
    assert refused.value.because == "not_your_role"


@on_one
async def test_a_note_stays_inside_and_a_message_goes_out(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    await office.delivers()
    await caseload.note(office.desk, await office.row(ana.chat.id), ana, case.id, "Ask for the footage.")
    assert await office.delivers() == []
    await caseload.message(office.desk, await office.row(ana.chat.id), ana, case.id, "When can we call you?")
    (sent,) = await office.delivers()
    assert (sent.to, sent.templates) == ("100", ["message_waiting"])
    read = await correspondence.news(office.desk, await office.row(), case)
    assert [each.text for each in read] == ["When can we call you?"]
    _, talk = await caseload.talk(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert [(each.kind, each.direction, each.by) for each in talk] == [
        ("note", "out", f"member:{ana.id}"),
        ("message", "out", f"member:{ana.id}"),
    ]


async def test_an_update_that_was_applied_is_not_applied_again(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    row = await office.row(ana.chat.id)
    await caseload.note(office.desk, row, ana, case.id, "Once.")
    before = await office.acts()
    for again in (caseload.note, caseload.message):
        with pytest.raises(AlreadyApplied):
            await again(office.desk, row, ana, case.id, "Twice.")
    with pytest.raises(AlreadyApplied):
        await caseload.act(office.desk, row, ana, case.id, Move("start"))
    _, talk = await caseload.talk(office.desk, ana, case.id, await office.row(ana.chat.id))
    assert [each.text for each in talk] == ["Once."]
    assert (await office.acts())[:-1] == before
    assert (await office.now(case)).status == "received"


async def test_a_case_that_moved_on_meanwhile_is_stale_and_not_overwritten(office: Office) -> None:
    case = await office.files()
    async with office.desk.database.write() as session:
        await cases.record(session, HOME, case, changes={"priority": "urgent"}, now=office.clock())
    ana = await office.hires()
    before = await office.acts()
    with pytest.raises(Stale):
        async with caseload.on_case(office.desk, await office.row(ana.chat.id), ana, case.id, caseload.Verb.NOTE) as (
            session,
            agency,
            _,
        ):
            await cases.record(session, agency.id, case, changes={"priority": "normal"}, now=office.clock())
    assert (await office.now(case)).priority == "urgent"
    assert await office.acts() == before


@on_one
async def test_a_reply_to_a_closed_case_is_told_and_opens_nothing(office: Office) -> None:
    boss, case = await office.hires("supervisor", queues=[]), await office.files()
    for move in (Move("start"), Move("close", "no_merit")):
        case = await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, move)
    await office.delivers()
    await caseload.message(office.desk, await office.row(boss.chat.id), boss, case.id, "The letter is on its way.")
    assert (await office.tells_whom())["100"] == ["message_waiting"]
    now = await office.now(case)
    assert (now.status, now.closed_at, now.disposition) == (case.status, case.closed_at, case.disposition)


@on_one
async def test_an_action_with_outcomes_of_its_own_takes_no_other(office: Office) -> None:
    case, chief = await office.files(), await office.hires("supervisor")
    for action in ("start", "reviewed"):
        await caseload.act(office.desk, await office.row(), chief, case.id, Move(action))
    with pytest.raises(Refused, match="needs_disposition"):
        await caseload.act(office.desk, await office.row(), chief, case.id, Move("dismiss", "merit"))
    dismissed = await caseload.act(office.desk, await office.row(), chief, case.id, Move("dismiss", "duplicate"))
    assert (dismissed.status, dismissed.disposition) == ("dismissed", "duplicate")


async def test_of_two_who_record_at_once_that_it_was_sworn_one_does(office: Office, twin: Office) -> None:
    """Two colleagues, two replicas, two days: the clocks run from one of them, and the other learns of it."""
    office, twin = in_connecticut(office), in_connecticut(twin)
    case = await files(office, WHOLE)
    kit, ben = [await office.hires("intake", agency=CHRO, name=each) for each in ("Kit", "Ben")]
    office.clock.passes(days=5)
    days = (date(2026, 9, 15), date(2026, 9, 17))
    rows = (await office.row(kit.chat.id), await twin.row(ben.chat.id))
    outcomes = await asyncio.gather(
        *(
            caseload.act(each.desk, row, member, case.id, Move("swear", on=on))
            for each, row, member, on in zip((office, twin), rows, (kit, ben), days, strict=True)
        ),
        return_exceptions=True,
    )
    (won,) = [each for each in outcomes if isinstance(each, Case)]
    (lost,) = [each for each in outcomes if isinstance(each, Refused)]
    assert lost.because == "no_such_action"
    agency = office.desk.agencies[CHRO]
    sworn_on = day_at(agency, won.moments["filed"])
    assert sworn_on == days[outcomes.index(won)]
    async with office.desk.database.read() as session:
        stored = await cases.load(session, CHRO, case.id)
        events = [each for each in await cases.events(session, CHRO, case.id) if each.verb == "status"]
        due = {each.name: each.due_on for each in await clocks.duties(session, agency, won)}
    assert stored is not None
    assert (stored.status, stored.moments["filed"]) == ("filed", won.moments["filed"])
    assert [each.detail["on"] for each in events] == [sworn_on.isoformat()]
    assert due["serve"] == sworn_on + timedelta(days=15)
    told = [each for each in await office.stored(notices) if each.template == "news" and each.case_id == case.id]
    assert len(told) == 1
    assert [verb for _, verb, _ in await office.acts()].count("act") == 1
