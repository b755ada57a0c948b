"""Answers survive being stored, in the order in which they were given."""

import json

from bot.casework.turns import Answer, Remark, pack, unpack


def test_answers_survive_storage_in_their_order() -> None:
    answers = {
        "when": Answer({"on": "2026-03-03"}, "given"),
        "hurt": Answer(False, "given"),
        "name": Answer(None, "skipped"),
        "story": Answer([{"text": "«¿Qué?» 🚓", "message": "1"}], "open"),
    }
    stored = json.loads(json.dumps(pack(answers)))
    assert unpack(stored) == answers
    assert list(unpack(stored)) == list(answers)


def test_nothing_stored_is_nothing_answered() -> None:
    assert unpack(None) == {}
    assert unpack(pack({})) == {}


def test_a_remark_is_of_the_bots_own_words_unless_said_otherwise() -> None:
    assert Remark("kept") == Remark("kept", {}, "remark")
