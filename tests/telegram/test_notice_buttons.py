"""Right under a reminder stands what can be done about it; several cases get a row each."""

from dataclasses import replace

from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.notice_buttons import NoticeButtons
from bot.words import Words
from storage.outbox import Notice
from tests.telegram.made import AGENCY, REFERENCE, id_of, member, notice

SCREENS = NoticeButtons(Words.load())


def about(template: str, letter: str = "c", **params: str) -> Notice:
    found = notice(template, **{"duty": "review", "due_on": "2026-12-24", "reference": f"OPCR-{letter}", **params})
    return replace(found, case_id=id_of(letter), to=f"member:{id_of('m')}")


def rows(*notices: Notice) -> list[list[str]]:
    found = SCREENS.rows(AGENCY, member(), notices)
    assert all(len(button.data.encode()) <= LIMIT_BYTES for row in found for button in row)
    return [[button.text for button in row] for row in found]


def test_a_single_reminder_carries_all_its_answers() -> None:
    assert rows(about("reminder")) == [["Open OPCR-c"], ["Done", "Later"], ["More days", "Hand over"]]
    assert rows(about("reminder", duty="number")) == [["Open OPCR-c"], ["Done", "Later"], ["Hand over"]]
    to_a_queue = replace(about("reminder"), key=f"k>{id_of('m')}")
    assert rows(to_a_queue)[-1] == ["More days", "Claim"]
    assert rows(about("reminder", duty="of an older profile")) == [["Open OPCR-c"]]


def test_several_cases_have_a_row_each() -> None:
    merged = rows(about("reminder", "b"), about("escalation", "a"), about("reminder", "b", duty="number"))
    assert merged == [["Open OPCR-a", "What to do"], ["Open OPCR-b", "What to do"]]
    assert rows(about("assigned")) == [["Open OPCR-c"]]


def test_what_a_colleague_asks_is_answered_below_its_case() -> None:
    asked = [about("extension_asked", ask=id_of("q")), about("handover_asked", "d", ask=id_of("o"))]
    assert rows(*asked) == [
        ["Open OPCR-c"], ["Give more days", "Do not give them"], ["Open OPCR-d"], ["Take it", "I cannot"],
    ]  # fmt: skip


def test_who_only_has_to_ask_for_a_supervisor_is_led_to_no_case() -> None:
    assert rows(about("undecided")) == []


def test_what_is_about_no_case_has_no_buttons() -> None:
    assert SCREENS.rows(AGENCY, member(), [replace(notice("welcome"), case_id=None)]) == ()
    assert REFERENCE
