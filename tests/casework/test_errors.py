"""Every error has a name, and its docstring is its message."""

import pytest

from bot.casework import errors
from bot.casework.errors import (
    BadProfile,
    BadReference,
    NotYours,
    RedressError,
    Refused,
    Stale,
    TryLater,
    Undeliverable,
    Unreadable,
)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RedressError(), "Something went wrong that has no better name."),
        (BadProfile(["a.toml: x", "a.toml: y"]), "The agency profiles cannot be used: \n- a.toml: x\n- a.toml: y"),
        (Unreadable("date_future", year=2027), "The reply could not be read: date_future."),
        (Refused("closed"), "This is not allowed here: closed."),
        (NotYours(), "There is nothing here for you under that name."),
        (Stale(), "This belongs to an older version of what is now on the screen."),
        (BadReference("OPCR-1"), "This is not a case number: OPCR-1"),
        (Undeliverable("blocked"), "The message can never be delivered: blocked."),
        (TryLater(2.5), "The message cannot be delivered now; try again in 2.5 seconds."),
    ],
)
def test_the_docstring_is_the_message(error: RedressError, message: str) -> None:
    assert str(error) == message
    assert isinstance(error, RedressError)


def test_what_is_wrong_travels_with_the_error() -> None:
    assert BadProfile(("one", "two")).problems == ("one", "two")
    assert Unreadable("date_future", year=2027).params == {"year": 2027, "sentence": "date_future"}
    assert Unreadable("date_future").sentence == "date_future"
    assert Refused("taken").because == "taken"
    assert Undeliverable("blocked").because == "blocked"
    assert TryLater(30).after == 30


def test_permanent_and_temporary_are_kept_apart() -> None:
    assert not issubclass(TryLater, Undeliverable)
    assert not issubclass(Undeliverable, TryLater)


def test_unknown_foreign_and_forbidden_look_the_same() -> None:
    assert isinstance(NotYours(), Refused)
    assert NotYours().because == "not_yours"


def test_an_error_without_a_docstring_still_has_parameters() -> None:
    class Nameless(RedressError):
        pass

    assert Nameless(place="here").params == {"place": "here"}


def test_the_tree_in_the_docstring_names_every_error() -> None:
    tree = errors.__doc__ or ""
    named = [name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, RedressError)]
    assert [name for name in named if name not in tree] == []
