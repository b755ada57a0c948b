"""Duty times, absences and the team as staff see them, in both languages, with buttons that fit."""

from datetime import UTC, date, datetime

from bot.casework.agency import Text
from bot.casework.parts import Region, Unit
from bot.desk.absences import Calendar
from bot.telegram.attendance_screens import SHOWN, AttendanceScreens, ahead_of, written_days
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.words import Words
from storage.absences import Absence
from tests.telegram.made import AGENCY, id_of, member

WORDS = Words.load()
SCREENS = AttendanceScreens(WORDS)
TIMES = {"0": ["08:30", "16:30"], "4": ["08:30", "12:00"]}
ANA, BEN = member(name="Ana"), member(name="Ben", id=id_of("b"), role="investigator")
AWAY = Absence(
    id_of("a"), "x", ANA.id, BEN.id, datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2026, 12, 6, 6, tzinfo=UTC), "x"
)
ALONE = Absence(
    id_of("z"), "x", BEN.id, None, datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2026, 12, 2, 6, tzinfo=UTC), "x"
)
CALENDAR = Calendar((AWAY, ALONE), {ANA.id: ANA, BEN.id: BEN}, (BEN,))


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    found = {button.text: button.data for row in screen.rows for button in row}
    assert all(len(data.encode()) <= LIMIT_BYTES for data in found.values())
    return found


def test_duty_shows_the_times_and_what_a_tap_changes() -> None:
    always = SCREENS.duty(ANA, AGENCY)
    assert "Your duty times: always." in plain(always)
    assert list(buttons(always))[:3] == ["Go off duty", "Mon", "Tue"]
    assert "Begin earlier" not in buttons(always)
    working = SCREENS.duty(member(duty_times=TIMES, languages=("es",), on_duty=False), AGENCY)
    assert "Duty times: Mon 08:30-16:30, Fri 08:30-12:00" in plain(working)
    assert "Languages you speak with complainants: Spanish" in plain(working)
    offered = buttons(working)
    assert {"Go on duty", "✓ Mon", "Tue", "Begin earlier", "End later", "Always", "✓ I speak Spanish"} <= {*offered}
    assert "lun 08:30-16:30" in plain(SCREENS.duty(member(duty_times=TIMES, language="es"), AGENCY))
    assert "Duty times: none" in plain(SCREENS.duty(member(duty_times={}), AGENCY))


def test_absences_say_from_when_to_when_and_who_covers() -> None:
    screen = SCREENS.away(ANA, AGENCY, CALENDAR, date(2026, 11, 23))
    assert "Ana: December 1, 2026 to December 5, 2026, Ben covers" in plain(screen)
    assert "Ben: December 1, 2026 to December 1, 2026, nobody covers" in plain(screen)
    assert list(buttons(screen)) == ["I am back: December 1, 2026", "Today", "Tomorrow", "Until Friday", "Other days"]
    nobody = SCREENS.away(ANA, AGENCY, Calendar((), {}, ()), date(2026, 11, 23))
    assert "Nobody is away." in plain(nobody)


def test_who_covers_is_asked_with_the_days_and_more_than_one_page_of_names() -> None:
    days = (date(2026, 12, 1), date(2026, 12, 5))
    many = Calendar((), {}, tuple(member(name=f"N{n}", id=id_of("n")) for n in range(SHOWN + 1)))
    first = SCREENS.covers(ANA, many, days, 0)
    assert "December 1, 2026 to December 5, 2026. Who covers?" in plain(first)
    assert buttons(first)["More"].endswith(f".+{SHOWN}")
    assert list(buttons(SCREENS.covers(ANA, many, days, SHOWN))) == ["N8", "Nobody"]


def test_the_team_says_who_is_away_and_who_waits_to_be_confirmed() -> None:
    new = member(id=id_of("n"), name="New One", state="redeemed", role="intake")
    invited = member(id=id_of("i"), name="Invited One", state="invited")
    screen = SCREENS.team(ANA, AGENCY, [ANA, new, invited], CALENDAR)
    assert "New One, Intake officer: waits to be confirmed" in plain(screen)
    assert "Ana: December 1, 2026" in plain(screen)
    assert list(buttons(screen)) == ["Confirm New One", "Ana: queues and units"]
    many = [member(name=f"N{n}", id=id_of("n")) for n in range(SHOWN + 1)]
    assert "More" in buttons(SCREENS.team(ANA, AGENCY, many, CALENDAR))
    assert list(buttons(SCREENS.team(ANA, AGENCY, many, CALENDAR, SHOWN))) == ["N8: queues and units"]


def test_a_colleague_is_put_into_queues_units_and_regions() -> None:
    name = Text(en="North", es="Norte")
    agency = AGENCY.model_copy(
        update={"regions": {"n": Region(id="n", name=name)}, "units": {"u": Unit(id="u", name=Text(en="U", es="U"))}}
    )
    ben = member(name="Ben", role="investigator", queues=("intake",), regions=("n",))
    screen = SCREENS.colleague(ANA, agency, ben)
    assert "Queues: Intake\nUnits: none\nRegions: North" in plain(screen)
    assert list(buttons(screen)) == ["Critical", "✓ Intake", "U", "✓ North", "Back to the team"]
    auditor = SCREENS.colleague(ANA, agency, member(role="auditor"))
    assert list(buttons(auditor)) == ["U", "Back to the team"]


def test_the_days_that_one_tap_enters() -> None:
    monday, saturday = ahead_of(date(2026, 11, 23)), ahead_of(date(2026, 11, 28))
    assert monday["week"] == (date(2026, 11, 23), date(2026, 11, 27))
    assert saturday["week"] == (date(2026, 11, 28), date(2026, 12, 4))
    assert written_days(monday["tomorrow"]) == "2026112420261124"
