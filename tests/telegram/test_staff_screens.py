"""The key of a page: whatever nobody drew is stale."""

import pytest

from bot.casework.errors import Stale
from bot.telegram.staff_screens import page_key, place_name
from tests.telegram.made import AGENCY


def test_a_place_that_the_profile_has_forgotten_is_shown_by_its_code() -> None:
    assert place_name(AGENCY, "queue", "critical", "es") == "Crítica"
    assert place_name(AGENCY, "unit", "gone", "en") == "gone"


@pytest.mark.parametrize("arg", ["", "1", ".c", "x.c", "-1.c", "²." + "c", "9" * 30 + ".c"])
def test_the_key_of_a_page_that_nobody_drew_is_stale(arg: str) -> None:
    with pytest.raises(Stale):
        page_key(arg)
