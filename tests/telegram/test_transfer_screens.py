"""What staff see of a transfer: where a case could go, what was tried, and nothing of the story before it is taken."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.desk.offers import Offer, Package
from bot.desk.transfers import Board
from bot.telegram.delivery import Screen
from bot.telegram.screens import LANGUAGES
from bot.telegram.transfer_screens import TransferScreens
from bot.words import Words
from storage.transfers import Transfer
from tests.telegram.made import AGENCY, AT, case, file, id_of, member

SCREENS = TransferScreens(Words.load())
OTHER = AGENCY.model_copy(update={"id": "elsewhere", "short": "ELSE"})
AGENCIES = {AGENCY.id: AGENCY, OTHER.id: OTHER}
OFFERED = Transfer(
    id_of("t"), AGENCY.id, id_of("c"), OTHER.id, "offered", "Their town.", (), None, "member:m", AT,
    "2026-11-22", "complainant", AT, id_of("p"), AT + timedelta(days=7), None, None, None,
)  # fmt: skip


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def verbs(screen: Screen) -> list[str]:
    return [button.data.split(":")[1] for row in screen.rows for button in row]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["asked", "offered", "declined", "accepted", "refused", "stopped", "referred"])
def test_every_state_of_a_proposal_has_its_words(state: str, language: str) -> None:
    outside = {"target": None, "because": "Springfield Board"} if state == "referred" else {}
    tried = replace(OFFERED, state=state, answer="Not ours." if state == "refused" else None, **outside)
    screen = SCREENS.board(member(language=language), Board(case(), AGENCY, {OTHER.id: OTHER}, (), (tried,)), AGENCIES)
    assert ("Springfield Board" if outside else OTHER.name.to(language)) in plain(screen)
    assert ("Not ours." in plain(screen)) is (state == "refused")
    pending = state in {"asked", "offered"}
    assert verbs(screen) == (["transfer_stop", "open"] if pending else ["transfer_to", "transfer_out", "open"])


def test_a_closed_case_goes_nowhere_and_one_without_a_chat_is_asked_on_paper() -> None:
    closed = Board(case(closed_at=AT), AGENCY, {OTHER.id: OTHER}, (), ())
    assert verbs(SCREENS.board(member(), closed, AGENCIES)) == ["open"]
    paper = Board(case(chat=None), AGENCY, {}, (), (replace(OFFERED, state="asked"),))
    assert verbs(SCREENS.board(member(), paper, AGENCIES)) == ["transfer_yes", "transfer_stop", "open"]


def test_files_are_ticked_one_by_one() -> None:
    one, two = file(), replace(file(), id=id_of("f"))
    board = Board(case(), AGENCY, {}, (one, two), ())
    labels = [b.text for row in SCREENS.package(member(), board, OTHER, {two.id}).rows for b in row]
    assert [each[0] for each in labels[:2]] == ["☑", "☐"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_compelled_has_no_tick_and_the_reason_stands_there(language: str) -> None:
    one, two, staff = file(), replace(file(), id=id_of("f")), member(language=language)
    blind = OTHER.model_copy(update={"bodies": {}})
    asked = replace(OFFERED, state="asked")
    board = Board(case(), AGENCY, {}, (one, two), (asked,), frozenset({two.id}))
    screen = SCREENS.package(staff, board, blind, frozenset())
    assert verbs(screen) == ["transfer_file", "forget"]
    why = Words.load().say(language, "transfer.kept_back", office=blind.name.to(language))
    assert f"{why}\n2. " in plain(screen)
    assert why in plain(SCREENS.board(staff, board, {**AGENCIES, blind.id: blind}))
    assert why not in plain(SCREENS.board(staff, board, AGENCIES))
    assert verbs(SCREENS.package(staff, board, OTHER, frozenset())) == ["transfer_file", "transfer_file", "forget"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_whom_to_ask_and_nothing_of_the_complaint(language: str) -> None:
    board = Board(case(), AGENCY, {}, (), ())
    text = plain(SCREENS.letter(member(language=language), board, "Springfield Board", "today"))
    assert all(each in text for each in ("Springfield Board", board.case.reference, AGENCY.phone, AGENCY.address))


@pytest.mark.parametrize("language", LANGUAGES)
def test_offers_are_listed_page_by_page(language: str) -> None:
    staff = member(language=language, agency=OTHER.id)
    assert verbs(SCREENS.offers(staff, ([], None), AGENCIES)) == []
    more: tuple[datetime, str] = (AT, OFFERED.id)
    assert verbs(SCREENS.offers(staff, ([OFFERED], more), AGENCIES)) == ["offer", "offers"]
    shown = SCREENS.offer(staff, Offer(OFFERED, OTHER, AGENCY, 2))
    assert "Their town." in plain(shown)
    assert verbs(shown) == ["offer_read", "offer_take", "offer_no"]
    assert verbs(SCREENS.offer(staff, Offer(replace(OFFERED, state="stopped"), OTHER, AGENCY, 0))) == []
    (story,) = SCREENS.contents(staff, Package(Offer(OFFERED, OTHER, AGENCY, 0), "They hit me."))
    assert story.protected
    assert plain(story).endswith("They hit me.")
