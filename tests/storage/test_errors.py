"""Every error says what happened in one sentence, and the tree in the docstring is the tree."""

import inspect

import pytest

from storage import errors
from storage.errors import StorageError

CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, StorageError)]
PARAMS = {"what": "case", "table": "t", "column": "c", "key": "k", "path": "/p", "mode": "0644", "url": "u"}
PARAMS |= {"found": "0001", "wanted": "0002"}


@pytest.mark.parametrize("one", CLASSES)
def test_its_docstring_is_its_message(one: type[StorageError]) -> None:
    error = one(**PARAMS)

    assert str(error).endswith((".", ":", "once."))
    assert "\n" not in str(error)
    assert "{" not in str(error)
    assert error.params == PARAMS


def test_every_class_is_in_the_tree() -> None:
    tree = inspect.getdoc(errors) or ""
    assert all(one.__name__ in tree for one in CLASSES)
