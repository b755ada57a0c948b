"""What acts on many cases look like: every button fits, nothing is hidden, and each step says what it is about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.bulk import Offer, Sources, Ticking
from bot.desk.bulk_plan import Preview, Report
from bot.desk.queues import EVERYTHING, Chosen
from bot.telegram import lists
from bot.telegram.bulk_screens import BulkScreens, action_of
from bot.telegram.callbacks import LIMIT_BYTES
from bot.words import LANGUAGES, Words
from storage.bulks import Bulk, Item, Listed
from tests.telegram.made import AGENCY, AT, HOME, id_of, member
from tests.telegram.test_notices import buttons, plain

WORDS = Words.load()
SCREENS = BulkScreens(WORDS)
REASONS = ("bulk_not_viewed", "bulk_elsewhere", "bulk_changed", "no_such_member", "recused", "no_such_action", "closed")


def listed(letter: str = "c", number: int = 1) -> Listed:
    return Listed(id_of(letter), f"OPCR-2026-{number:05}-8", "high", "received", AT)


def bulk(state: str = "open", **detail: str) -> Bulk:
    return Bulk(id_of("b"), HOME, id_of("m"), state, "waiting", None, detail or None, AT + timedelta(minutes=10))


def preview(*refused: str, count: int = 2, **detail: str) -> Preview:
    ready = tuple(listed("r", n) for n in range(count))
    not_ready = tuple((listed("n", 50 + n), why) for n, why in enumerate(refused))
    return Preview(bulk(**detail), ready, not_ready, member(name="Ana Ruiz") if "to" in detail else None)


def test_the_lists_to_choose_from() -> None:
    screen = SCREENS.sources(member(), AGENCY, Sources(tuple(AGENCY.queues), (member(name="Ana Ruiz"),), 3))
    data = buttons(screen)
    assert data["My cases"] == "s:bulk_from:::mine"
    assert data["Cases of Ana Ruiz"] == f"s:bulk_from:::of:{id_of('m')}"
    assert data["Go on with 3"] == "s:bulk_next:::"
    assert len([each for each in data if each.startswith("Waiting: ")]) == len(AGENCY.queues)
    alone = buttons(SCREENS.sources(member(), AGENCY, Sources(("intake",), (), 0)))
    assert list(alone) == ["My cases", "Waiting, all my queues"]


def test_a_page_shows_what_is_ticked_and_what_was_not_opened() -> None:
    cases = (listed("a", 1), listed("b", 2))
    page = Ticking(cases, frozenset({id_of("a")}), frozenset({id_of("a")}), 1, (AT, id_of("b")))
    screen = SCREENS.ticking(member(), AGENCY, page, 7)
    rows = list(buttons(screen))
    assert rows[0].startswith("☑ OPCR-2026-00001-8")
    assert not rows[0].endswith("not opened")
    assert rows[1].startswith("☐ OPCR-2026-00002-8")
    assert rows[1].endswith("not opened")
    assert buttons(screen)["More"].startswith("s:bulk_page:::")
    assert "Chosen: 1" in plain(screen)
    assert screen.edits == 7
    last = SCREENS.ticking(member(), AGENCY, Ticking(cases, frozenset(), frozenset(), 0, None))
    assert not {"More", "Go on with 0"} & set(buttons(last))
    empty = SCREENS.ticking(member(), AGENCY, Ticking((), frozenset(), frozenset(), 0, None))
    assert "no open cases" in plain(empty)


@pytest.mark.parametrize(("language", "said"), [("en", "Only: urgent · Spanish"), ("es", "Solo: urgente · español")])
def test_a_list_that_is_narrowed_down_says_so_and_pages_on_like_that(language: str, said: str) -> None:
    chosen = Chosen(priority="urgent", language="es")
    page = Ticking((listed(),), frozenset(), frozenset(), 0, (AT, id_of("c")), chosen)
    screen = SCREENS.ticking(member(language=language), AGENCY, page)
    assert said in plain(screen)
    data = buttons(screen)
    assert lists.read(AGENCY, data[WORDS.say(language, "staff.more")].rpartition(":")[2]) == (chosen, page.after)
    assert data[WORDS.say(language, "list.button_narrow")] == "s:bulk_narrow:::"
    assert data[WORDS.say(language, "list.button_all")] == "s:bulk_page:::"
    assert all(len(each.encode()) <= LIMIT_BYTES for each in data.values())
    nothing = SCREENS.ticking(member(language=language), AGENCY, replace(page, cases=(), after=None))
    assert WORDS.say(language, "list.empty") in plain(nothing)
    assert WORDS.say(language, "list.button_all") in buttons(nothing)
    whole = SCREENS.ticking(member(language=language), AGENCY, replace(page, narrowed=EVERYTHING))
    assert said not in plain(whole)
    assert WORDS.say(language, "list.button_all") not in buttons(whole)


def test_a_tap_on_a_filter_shows_the_list_to_tick() -> None:
    offered = buttons(SCREENS.filter(member(), AGENCY, "bulk_page", Chosen(language="es")))
    assert offered["✓ Spanish"] == "s:bulk_page:::"
    assert lists.read(AGENCY, offered["urgent"].rpartition(":")[2]) == (Chosen(priority="urgent", language="es"), None)


def test_what_can_be_done_says_for_how_many() -> None:
    start = AGENCY.statuses["received"].actions["start"]
    offer = Offer(((start, 2),), (member(name="Ana Ruiz"),), 3)
    data = buttons(SCREENS.offer(member(), offer))
    assert data["Start the review (possible for 2)"] == "s:bulk_do:::act:start"
    assert buttons(SCREENS.people(member(), offer))["Ana Ruiz"] == f"s:bulk_do:::to:{id_of('m')}"
    outcomes = buttons(SCREENS.outcomes(member(), AGENCY, (("merit", 2),)))
    assert outcomes == {"A violation was found (possible for 2)": "s:bulk_outcome:::merit"}
    assert "No note" in buttons(SCREENS.ask_words(member(), optional=True))
    assert "No note" not in buttons(SCREENS.ask_words(member(), optional=False))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({"do": "act", "action": "close", "disposition": "merit", "words": "Bye."}, ["“Bye.”", "«Bye.»"]),
        ({"do": "act", "action": "gone", "disposition": "gone", "words": ""}, []),
        ({"do": "assign", "to": id_of("m")}, ["Ana Ruiz"]),
        ({"do": "message", "words": "We are on it."}, ["We are on it."]),
    ],
)
def test_a_preview_says_what_happens_to_how_many_and_what_cannot(
    language: str, detail: dict[str, str], said: list[str]
) -> None:
    screen = SCREENS.preview(member(language=language), AGENCY, preview(*REASONS, "unheard_of", **detail))
    text = plain(screen)
    assert any(each in text for each in said) or not said
    assert ": 2\nOPCR-2026-00000-8, OPCR-2026-00001-8" in text
    assert f": {len(REASONS) + 1}\n• OPCR-2026-00050-8: " in text
    (go,) = [button for row in screen.rows for button in row if button.data.startswith("s:bulk_plan")]
    assert (go.data, go.style) == ("s:bulk_plan:::2", "primary")
    assert "OPCR-2026-00050-8" in buttons(screen), "what was not opened can be"
    assert screen.protected


def test_nothing_ready_has_no_button_to_do_it() -> None:
    data = buttons(SCREENS.preview(member(), AGENCY, preview("bulk_not_viewed", count=0, do="message", words="x")))
    assert not [each for each in data.values() if each.startswith("s:bulk_plan")]
    assert "Look again" in data


def test_what_is_planned_says_when_on_the_agency_s_clock() -> None:
    screen = SCREENS.planned(member(), AGENCY, bulk("planned"))
    assert "Start time: 9:10 am." in plain(screen)  # 15:00 UTC and ten minutes
    assert buttons(screen) == {"Undo": f"s:bulk_undo:::{id_of('b')}"}


def test_a_report_tells_done_refused_and_hidden() -> None:
    def item(letter: str, state: str, because: str | None = None) -> Item:
        return Item(id_of("b"), HOME, id_of(letter), f"OPCR-2026-0000{letter}-8", state, None, because)

    items = (item("1", "done"), item("2", "refused", "closed"), item("3", "refused"))
    screen = SCREENS.report(member(), Report(bulk("done"), items, 2))
    said = plain(screen)
    assert "Done: 1\nOPCR-2026-00001-8" in said
    assert "Not done: 2\n• OPCR-2026-00002-8: This case is closed" in said
    assert "Not shown to you: 2" in said
    assert set(buttons(screen)) == {"OPCR-2026-00002-8", "OPCR-2026-00003-8"}
    assert plain(SCREENS.report(member(), Report(bulk("done"), (), 0))) == "How it went\nDone: 0"
    assert "has not begun" in plain(SCREENS.report(member(), Report(bulk("planned"), items, 0)))
    assert "taken back" in plain(SCREENS.report(member(), Report(bulk("undone"), items, 0)))


def test_an_action_is_found_wherever_it_is() -> None:
    action = action_of(AGENCY, "to_chief")
    assert action is not None
    assert action.to == "chief_decision"
    assert action_of(AGENCY, "nowhere") is None
