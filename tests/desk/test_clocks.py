"""A case's duties as rows: its reminders and its next date follow the profile whenever the case moves."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.casework.agency import Deadline, Text
from bot.casework.interview import Picked, Pressed
from bot.casework.parts import When
from bot.desk import caseload, clocks, correspondence, ownership, reports, roster, standing
from bot.desk.caseload import Move
from bot.desk.filing import Filed
from storage import cases
from storage.cases import Case
from storage.chats import Chat
from storage.models import notices
from tests.desk.counting import statements
from tests.desk.office import DOOR, HOME, STORY, Office, on_one

SHOT = "The officer shot my brother and he died."
DEADLY = "critical_incident"


def with_a_duty(office: Office, when: When, unless: When | None = None) -> Office:
    """The office of an agency with a single duty, one day long, that applies only `when` and not `unless`."""
    duty = Deadline(
        name="call",
        title=Text(en="call", es="llamar"),
        within="1 day",
        of="received",
        until=("closed",),
        remind=("when due",),
        public=True,
        source="this test",
        checked_on=date(2026, 11, 22),
        when=when,
        unless=unless or {},
    )
    agency = office.desk.agencies[HOME].model_copy(update={"deadlines": (duty,)})
    return replace(office, desk=replace(office.desk, agencies={HOME: agency}))


async def files_for_somebody_else(office: Office, *words: str) -> Case:
    """Somebody has told the story of another person, who was not hurt, and submits what there is."""
    await office.tells(*words)
    await office.hears(Picked("someone_else"))
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    return filed.case


async def ladder(office: Office, case: Case) -> dict[tuple[str, str], list[str]]:
    """The days on which each duty's unsent reminders and escalations are due, by (duty, template)."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in await office.stored(notices):
        if row.case_id == case.id and ":duty:" in row.key and row.sent_at is None and row.dropped_at is None:
            found.setdefault((row.params["duty"], row.template), []).append(f"{row.due_at:%m-%d}")
    return {key: sorted(days) for key, days in found.items()}


async def test_filing_plans_the_ladder_of_every_public_duty(office: Office) -> None:
    await office.tells()
    case = await office.files(chat="101")
    assert await ladder(office, case) == {
        ("number", "reminder"): ["09-16", "09-17", "09-21"],
        ("number", "escalation"): ["09-18", "09-24"],
        ("review", "reminder"): ["10-07", "10-13", "10-14", "10-16"],
        ("review", "escalation"): ["10-15", "10-21"],
        ("investigation", "reminder"): ["02-11", "03-05", "03-12", "03-15", "03-22"],
        ("investigation", "escalation"): ["03-05", "03-15", "03-29"],
    }  # the complainant has the number: the receipt went out


async def test_a_met_duty_stops_and_the_next_date_moves_on(office: Office) -> None:
    ana = await office.hires()
    case = await office.files()
    assert case.next_at == datetime(2026, 9, 18, 5, tzinfo=UTC)  # the end of the third day in Minneapolis

    case = await ownership.claim(office.desk, await office.row(ana.chat.id), ana, case.id)
    assert set(await ladder(office, case)) == {
        (duty, template) for duty in ("review", "investigation") for template in ("reminder", "escalation")
    }
    assert (await ladder(office, case))["review", "reminder"] == ["10-07", "10-13", "10-14", "10-16"]
    assert case.next_at == datetime(2026, 10, 15, 5, tzinfo=UTC)

    for action in ("start", "reviewed"):
        case = await caseload.act(office.desk, await office.row(ana.chat.id), ana, case.id, Move(action))
    assert {duty for duty, _ in await ladder(office, case)} == {"routing", "investigation"}


async def test_a_closed_case_reminds_nobody(office: Office) -> None:
    boss = await office.hires("supervisor")
    case = await office.files()
    for action, disposition in (("start", None), ("close", "no_merit")):
        row = await office.row(boss.chat.id)
        case = await caseload.act(office.desk, row, boss, case.id, Move(action, disposition))
    assert case.closed_at == office.clock()
    assert await ladder(office, case) == {}


async def test_a_case_without_an_open_duty_still_has_a_next_date(office: Office) -> None:
    case = await office.files()
    moments = dict.fromkeys(("claimed", "notified", "routing", "director_decision", "investigation"), office.clock())
    async with office.desk.database.write() as session:
        case = await cases.record(session, HOME, case, changes={"moments": moments}, now=office.clock())
        case = await clocks.replan(session, office.desk.agencies[HOME], case, office.clock())
    assert (case.next_at - office.clock()).days == office.desk.agencies[HOME].next_check_days


async def test_replanning_twice_changes_nothing(office: Office) -> None:
    case = await office.files()
    before = await office.stored(notices)
    async with office.desk.database.write() as session:
        again = await clocks.replan(session, office.desk.agencies[HOME], case, office.clock())
    assert again == case
    assert await office.stored(notices) == before


# A duty that depends on what the case is about

IN_A_DAY = datetime(2026, 9, 16, 5, tzinfo=UTC)  # the end of the next day in Minneapolis
CALL = {("call", "reminder"): ["09-15"]}


@on_one
@pytest.mark.parametrize(
    ("when", "words", "applies"),
    [
        ({"for_whom": "someone_else"}, STORY, True),
        ({"for_whom": "me"}, STORY, False),
        ({"story": "given"}, STORY, True),
        ({"hope": "given"}, STORY, False),
        ({"allegation": "EF"}, STORY, True),
        ({"allegation": "TH"}, STORY, False),
        ({"safety": DEADLY}, SHOT, True),
        ({"safety": DEADLY}, STORY, False),
        ({"flag": "no_words"}, "?!", True),
        ({"flag": "no_words"}, STORY, False),
        ({"allegation": "EF", "for_whom": ["me", "someone_else"]}, STORY, True),
        ({"allegation": "EF", "for_whom": "me"}, STORY, False),
    ],
)
async def test_a_duty_applies_where_its_conditions_hold(office: Office, when: When, words: str, applies: bool) -> None:
    office = with_a_duty(office, when)
    case = await files_for_somebody_else(office, words)
    assert (case.next_at == IN_A_DAY) is applies
    assert await ladder(office, case) == (CALL if applies else {})


async def test_a_duty_goes_and_comes_back_with_the_allegation_it_depends_on(office: Office) -> None:
    boss, office = await office.hires("supervisor"), with_a_duty(office, {"allegation": "EF"})
    case = await office.files()
    (suggested,) = (await caseload.card(office.desk, boss, case.id)).suggestions
    for decision, applies in (
        ((suggested.row.id, "confirmed"), True),
        ((suggested.row.id, "rejected"), False),
        (("TH", "added"), False),
        (("EF", "added"), True),
    ):
        await caseload.decide(office.desk, await office.row(boss.chat.id), boss, case.id, decision)
        assert ((await office.now(case)).next_at == IN_A_DAY) is applies
        assert await ladder(office, case) == (CALL if applies else {})


async def test_a_duty_comes_and_goes_with_the_allegation_that_excludes_it(office: Office) -> None:
    boss, office = await office.hires("supervisor"), with_a_duty(office, {}, {"allegation": "EF"})
    case = await office.files()
    assert await ladder(office, case) == {}
    (suggested,) = (await caseload.card(office.desk, boss, case.id)).suggestions
    for decision, applies in (((suggested.row.id, "rejected"), True), (("EF", "added"), False)):
        await caseload.decide(office.desk, await office.row(boss.chat.id), boss, case.id, decision)
        assert ((await office.now(case)).next_at == IN_A_DAY) is applies
        assert await ladder(office, case) == (CALL if applies else {})


async def test_a_duty_outlasts_every_move_of_its_case(office: Office) -> None:
    boss, office = await office.hires("supervisor"), with_a_duty(office, {"for_whom": "someone_else"})
    case = await files_for_somebody_else(office)
    case = await ownership.claim(office.desk, await office.row(boss.chat.id), boss, case.id)
    case = await caseload.act(office.desk, await office.row(boss.chat.id), boss, case.id, Move("start"))
    assert case.next_at == IN_A_DAY
    assert await ladder(office, case) == CALL


async def test_a_flag_starts_and_ends_the_duties_that_depend_on_it(office: Office) -> None:
    asked, lost = (with_a_duty(office, {"flag": flag}) for flag in ("withdrawal_asked", "unreachable"))
    case = await office.files()
    await correspondence.ask_to_withdraw(asked.desk, await office.row(), case)
    assert await ladder(office, case) == CALL

    boss = await office.hires("supervisor")
    await caseload.message(office.desk, await office.row(boss.chat.id), boss, case.id, "Please write.")
    office.post.closed.add("100")
    await lost.delivers()
    assert (await office.now(case)).next_at == IN_A_DAY
    assert await ladder(office, case) == CALL
    await correspondence.add_words(lost.desk, await office.row(), case, "I am here.")
    assert await ladder(office, case) == {}


async def test_everybody_who_looks_sees_the_duty_that_applies(office: Office) -> None:
    boss, office = await office.hires("supervisor"), with_a_duty(office, {"for_whom": "someone_else"})
    case = await files_for_somebody_else(office)
    assert [each.name for each in (await caseload.card(office.desk, boss, case.id)).duties] == ["call"]
    (found,) = await standing.standings(office.desk, Chat(DOOR, "100"))
    assert [each.name for each in found.duties] == ["call"]
    (told,) = [row for row in await office.stored(notices) if row.template == "new_case"]
    assert (told.params["duty"], told.params["due_on"]) == ("call", "2026-09-15")
    out = io.StringIO()
    await reports.export(office.desk, roster.CONSOLE, HOME, out, as_csv=True)
    assert "call: due 2026-09-15, met no" in out.getvalue()


@on_one
async def test_a_case_whose_key_is_gone_is_asked_nothing(office: Office) -> None:
    office = with_a_duty(office, {"for_whom": "someone_else"})
    case = await files_for_somebody_else(office)
    async with office.desk.database.read() as session:
        agency = office.desk.agencies[HOME]
        assert len(await clocks.duties(session, agency, case)) == 1
        assert await clocks.duties(session, agency, replace(case, readable=False)) == ()
        agency = with_a_duty(office, {}, {"for_whom": "me"}).desk.agencies[HOME]
        assert len(await clocks.duties(session, agency, case)) == 1
        assert await clocks.duties(session, agency, replace(case, readable=False)) == ()


def opened(asked: list[str]) -> int:
    """How often somebody's answers were fetched."""
    return sum("SELECT cases.answers" in each for each in asked)


@on_one
async def test_what_the_clocks_go_by_is_fetched_once_for_the_person_and_not_at_all_when_filing(office: Office) -> None:
    office = with_a_duty(office, {"for_whom": "someone_else"})
    with statements() as asked:
        case = await files_for_somebody_else(office)
    assert opened(asked) == 0, "what was just decided need not be read again"
    assert await ladder(office, case) == CALL
    with statements() as asked:
        (found,) = await standing.standings(office.desk, Chat(DOOR, "100"))
    assert [each.name for each in found.duties] == ["call"]
    assert opened(asked) == 1
