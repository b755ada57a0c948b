"""A happening is a plain value that names its case, and every one there is can be told of."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import get_args

import pytest

from bot.casework import happening, notices
from bot.casework.happening import Happened, WithdrawalAsked


def test_every_happening_is_one_that_notices_tell_of() -> None:
    defined = {each for each in vars(happening).values() if is_dataclass(each)}
    assert defined == set(get_args(Happened))
    assert all(getattr(notices, each.__name__) is each for each in get_args(Happened))


@pytest.mark.parametrize("kind", get_args(Happened))
def test_it_names_its_case_first(kind: type) -> None:
    assert [each.name for each in fields(kind)][:2] == ["case", "reference"]


def test_what_has_happened_stays_as_it_was() -> None:
    asked = WithdrawalAsked("c", "N-1", None, "intake")
    with pytest.raises(FrozenInstanceError):
        asked.owner = "m"  # type: ignore[misc]
