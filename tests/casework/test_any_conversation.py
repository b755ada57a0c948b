"""Whatever a person sends, in whatever order: no error, no lost words, and the position follows from the answers."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.interview import (
    ALSO,
    Answers,
    Context,
    Edit,
    Edited,
    Found,
    Incoming,
    Picked,
    Pressed,
    Said,
    begin,
    facts,
    narrative,
    pack,
    relevant,
    reply,
    reviewed,
    step,
    unpack,
)
from tests.casework.talking import AGENCY, NOW, fact, file

CHOICES = sorted({choice.id for question in AGENCY.questions.values() for choice in question.choices})
ACTIONS = ["done", "skip", "back", "keep", "submit", "send_now", "restart", "review", "another"]
LISTS = ("story", "respondents", "papers", ALSO)
LONG = "there is one more thing that the officer did to me, number"

taps: st.SearchStrategy[Incoming] = st.one_of(
    st.sampled_from(ACTIONS).map(Pressed),  # type: ignore[arg-type]
    st.sampled_from(ACTIONS).map(Pressed),  # type: ignore[arg-type]
    st.sampled_from([*CHOICES, "yes", "no", "0", "1", "9"]).map(Picked),
    st.sampled_from([*AGENCY.interview, "also", "x"]).map(Edit),
)
messages: st.SearchStrategy[Incoming] = st.one_of(
    st.sampled_from([LONG, "yes", "no", "31 February", "March 3, 2026", "612-555-0123", "I don't know"]).map(
        lambda text: Said(text, "0")
    ),
    st.text(max_size=40).map(lambda text: Said(text, "1")),
    st.builds(Edited, st.just("I meant that he pushed me"), st.sampled_from(["0", "1", "2"])),
    st.sampled_from(["photo", "voice", "oversize", "sticker"]).map(file),
    st.lists(st.sampled_from([fact("badge", "1234"), fact("date", "March 3, 2026"), fact("place", "Lake St")]))
    .map(tuple)
    .map(Found),
)
conversations = st.lists(st.one_of(taps, messages), max_size=40)
starts = st.sampled_from(
    [[], [Picked("en"), Pressed("done")], [Picked("es"), Pressed("done"), Said(LONG, "0"), Pressed("done")]]
)


def in_lists(answers: Answers) -> str:
    return json.dumps([answers[id].value for id in LISTS if id in answers], ensure_ascii=False)


@settings(max_examples=100, deadline=None)
@given(start=starts, conversation=conversations, language=st.sampled_from(["en", "es"]))
def test_any_conversation(start: list[Incoming], conversation: list[Incoming], language: str) -> None:
    context = Context(language, NOW)
    turn = begin(AGENCY)
    kept: set[str] = set()
    for number, incoming in enumerate([*start, *conversation]):
        said = f"{LONG} {number}" if incoming == Said(LONG, "0") else ""
        turn = reply(AGENCY, turn.answers, Said(said, f"m{number}") if said else incoming, context)
        stored = json.dumps(pack(turn.answers), ensure_ascii=False)
        assert unpack(json.loads(stored)) == turn.answers
        assert said in stored
        lists = in_lists(turn.answers)
        assert all(words in lists for words in kept)
        kept |= {said} if said and said in lists else set()
        if turn.step.kind == "question" or incoming != Pressed("review"):
            assert turn.step == step(AGENCY, turn.answers, "complaint")
        asked = {name.removeprefix("answer:") for name in facts(AGENCY, turn.answers)}  # a day is known by both names
        assert asked <= relevant(AGENCY, turn.answers).keys()
        reviewed(AGENCY, turn.answers)
        narrative(turn.answers)


@settings(max_examples=40, deadline=None)
@given(conversation=conversations)
def test_any_statistics(conversation: list[Incoming]) -> None:
    context = Context("en", NOW, "statistics")
    turn = begin(AGENCY, "statistics")
    for incoming in conversation:
        turn = reply(AGENCY, turn.answers, incoming, context)
        assert turn.step == step(AGENCY, turn.answers, "statistics") or incoming == Pressed("review")
