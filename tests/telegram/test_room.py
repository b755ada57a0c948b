"""What the parts of staff's work have in common."""

from dataclasses import replace

import pytest

from bot.casework.errors import Stale
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.room import Room, about_to
from tests.telegram.made import id_of, member


def test_a_part_answers_to_nothing_unless_it_says_so() -> None:
    assert not {*Room().commands, *Room().presses, *Room().asked}


def test_what_was_asked_is_for_its_case_and_its_question_alone() -> None:
    press = Press(STAFF, "no_note", id_of("c"))
    asked = {"verb": "act", "case": id_of("c"), "action": "start"}
    assert about_to(member(prompt=asked), press, "act") == asked
    for prompt in (None, {**asked, "verb": "note"}, {**asked, "case": id_of("d")}):
        with pytest.raises(Stale):
            about_to(replace(member(), prompt=prompt), press, "act")
