"""What a profile may say about what others have to do, and what is named with the advice what to write instead."""

from typing import Any

import pytest

from bot.casework import soundness
from bot.casework.follow_up import FollowUpKind
from bot.casework.parts import Choice, Text
from tests.casework.talking import AGENCY, LABELS

NAME = Text(en="Remedy", es="Reparación")
PAID = Choice(id="paid", label=NAME)


@pytest.mark.parametrize(
    ("id", "changes", "where"),
    [
        ("remedy", {}, None),
        ("remedy", {"body": next(iter(AGENCY.bodies))}, None),
        ("remedy", {"choices": ()}, "follow_up.remedy.choices"),
        ("remedy", {"choices": (PAID, PAID)}, "follow_up.remedy.choices"),
        ("remedy", {"choices": (Choice(id="It is paid", label=NAME),)}, "follow_up.remedy.choices.It is paid"),
        ("remedy", {"body": "nobody"}, "follow_up.remedy.body"),
        ("remedy", {"remind": ("every 2 days after",)}, "follow_up.remedy.remind"),
        ("remedy", {"remind": ("soon",)}, "follow_up.remedy.remind"),
        ("A remedy", {}, "follow_up.A remedy"),
    ],
)
def test_a_kind_has_outcomes_and_reminders_that_end(id: str, changes: dict[str, Any], where: str | None) -> None:
    kind = FollowUpKind.model_validate({"id": id, "name": NAME, "choices": (PAID,), **changes})
    found = dict(soundness.problems(AGENCY.model_copy(update={"follow_ups": {id: kind}}), LABELS))
    assert list(found) == ([where] if where else [])
