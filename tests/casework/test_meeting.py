"""What a profile may say about meetings, and what is named with the advice what to write instead."""

from typing import Any

import pytest

from bot.casework import soundness
from bot.casework.meeting import MeetingKind
from bot.casework.parts import Text
from tests.casework.talking import AGENCY, LABELS

NAME = Text(en="Interview", es="Entrevista")


@pytest.mark.parametrize(
    ("id", "changes", "where"),
    [
        ("interview", {}, None),
        ("interview", {"remind": ("when due", "2 days before")}, None),
        ("interview", {"asks": ("complainant", "affected", "witness", "respondent", "owner")}, None),
        ("interview", {"minutes": 0}, "meeting.interview.minutes"),
        ("interview", {"minutes": 1441}, "meeting.interview.minutes"),
        ("interview", {"asks": ("mayor",)}, "meeting.interview.asks"),
        ("interview", {"remind": ("1 day after",)}, "meeting.interview.remind"),
        ("interview", {"remind": ("soon",)}, "meeting.interview.remind"),
        ("An interview", {}, "meeting.An interview"),
    ],
)
def test_a_kind_of_meeting_has_a_length_and_invites_whom_there_is(
    id: str, changes: dict[str, Any], where: str | None
) -> None:
    kind = MeetingKind.model_validate({"id": id, "name": NAME, **changes})
    found = dict(soundness.problems(AGENCY.model_copy(update={"meetings": {id: kind}}), LABELS))
    assert list(found) == ([where] if where else [])
