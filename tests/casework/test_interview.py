"""How long the interview is, what each button does, and what a profile may leave out."""

import pytest

from bot.casework.interview import (
    ALSO,
    Answer,
    Answers,
    Context,
    Edit,
    Found,
    Incoming,
    Picked,
    Said,
    TakenOut,
    begin,
    facts,
    narrative,
    pack,
    put_aside,
    relevant,
    reply,
    returned,
    reviewed,
    unpack,
)
from tests.casework.talking import (
    AGENCY,
    ENGLISH,
    INCIDENT,
    NOW,
    OPENING,
    PERSON,
    REVIEW,
    STORY,
    TOLD,
    another,
    asked,
    back,
    done,
    fact,
    keep,
    keys,
    play,
    restart,
    review,
    say,
    send_now,
    skip,
    submit,
)


def test_the_shortest_way_takes_five_turns() -> None:
    way = [*TOLD, send_now]
    assert play(way).outcome == "file"
    assert len(way) <= 6


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_named_person_with_one_officer_takes_sixteen_turns(language: str) -> None:
    way = [Picked(language), *REVIEW[1:], submit]
    turn = play(way, Context(language, NOW))
    assert turn.outcome == "file"
    assert len(way) <= 16
    answers = relevant(AGENCY, turn.answers)
    assert answers["when"].value["on"] == "2026-03-03"
    assert answers["contact"].value["phone"] == "+16125550123"
    assert facts(AGENCY, turn.answers) == {
        "language": language,
        "notice": "given",
        "story": "given",
        "for_whom": "me",
        "name_choice": "use_name",
        "name": "given",
        "contact": "given",
        "when": "given",
        "answer:when": "2026-03-03",
        "where": "given",
        "respondents": "given",
        "hurt": False,
        "seen_or_shown": ["neither"],
        "hope": "given",
        "support": ["neither"],
    }


def test_confirmed_facts_do_not_make_it_longer() -> None:
    found = Found(
        (fact("officer", "Officer Lee"), fact("badge", "1234"), fact("date", "March 3, 2026"), fact("place", "Lake St"))
    )
    turn = play([*TOLD, found])
    assert asked(turn) == "facts"
    rest: list[Incoming] = [
        *(done, Picked("me"), Picked("use_name"), say("Ana"), say("612-555-0123")),
        *(Picked("no"), Picked("neither"), say("An apology"), Picked("neither"), submit),
    ]
    assert play(rest, turn=turn).outcome == "file"
    assert len(TOLD) + len(rest) <= 16


def test_the_longest_way_without_files_or_a_second_officer_takes_at_most_25_turns() -> None:
    way = [
        *TOLD,
        *(Picked("0"), done),
        *(
            Picked("someone_else"),
            say("My son Luis"),
            Picked("keep_from_investigators"),
            say("Ana"),
            say("a@example.org"),
        ),
        *(
            say("March 3, 2026"),
            say("Lake St"),
            say("a tall officer"),
            Picked("yes"),
            say("My arm"),
            Picked("hospital"),
        ),
        *(Picked("witness"), done, say("My neighbour")),
        *(say("An apology"), Picked("interpreter"), done, say("Spanish"), submit),
    ]
    turn = play(TOLD)
    turn = play([Found((fact("officer", "Lee"),))], turn=turn)
    for number, incoming in enumerate(way[len(TOLD) :], len(TOLD) + 1):
        assert asked(turn) != "review" or number == len(way)
        turn = play([incoming], turn=turn)
    assert turn.outcome == "file"
    assert len(way) <= 25


def test_someone_who_speaks_another_language_leaves_a_number() -> None:
    turn = play([Picked("other")])
    assert asked(turn) == "callback"
    assert "send_now" not in turn.step.buttons
    turn = play([say("Somali 612-555-0123")], turn=turn)
    assert asked(turn) == "review"
    assert play([submit], turn=turn).outcome == "file"
    assert facts(AGENCY, turn.answers) == {"language": "other", "callback": "given"}


def test_statistics_come_as_three_questions_that_file_themselves() -> None:
    context = Context("es", NOW, "statistics")
    turn = begin(AGENCY, "statistics")
    assert asked(turn) == "age_group"
    assert turn.step.buttons == ("skip",)
    turn = play([Picked("a25_34"), Picked("black"), Picked("latino"), done], context, turn=turn)
    assert turn.outcome == "ask"
    turn = play([skip], context, turn=turn)
    assert turn.outcome == "file"
    kept = relevant(AGENCY, turn.answers)
    assert {id: answer.value for id, answer in kept.items()} == {
        "age_group": "a25_34",
        "race": ["black", "latino"],
        "gender": None,
    }


def test_back_opens_the_question_before_and_keep_goes_on() -> None:
    turn = play([*PERSON, back])
    assert asked(turn) == "contact"
    assert turn.step.answer is not None
    assert turn.step.answer.state == "open"
    assert turn.step.buttons == ("keep", "skip", "back", "send_now")
    assert asked(play([back], turn=turn)) == "name"
    assert play([keep], turn=turn).answers == play(PERSON).answers
    assert asked(play([back, keep, keep], turn=turn)) == "when"


def test_back_to_a_skipped_question_has_nothing_to_keep() -> None:
    turn = play([*TOLD, skip, back])
    assert asked(turn) == "for_whom"
    assert turn.step.buttons == ("skip", "back", "send_now")


def test_an_edit_replaces_one_answer_and_returns_to_the_review() -> None:
    turn = play([*REVIEW, Edit("hope"), say("A letter")])
    assert asked(turn) == "review"
    assert turn.answers["hope"].value == "A letter"
    assert list(turn.answers) == list(play(REVIEW).answers)


def test_answers_that_no_longer_apply_are_hidden_and_return() -> None:
    turn = play([*TOLD, Picked("someone_else"), say("My son"), back, back, Picked("me")])
    assert "affected" not in relevant(AGENCY, turn.answers)
    assert turn.answers["affected"].value == "My son"
    again = play([back, Picked("someone_else"), keep], turn=turn)
    assert relevant(AGENCY, again.answers)["affected"].value == "My son"


def test_the_review_shows_what_can_be_changed() -> None:
    shown = [question.id for question in reviewed(AGENCY, play([*REVIEW, say("one more thing")]).answers)]
    assert "notice" not in shown
    assert shown[:3] == ["language", "story", "for_whom"]
    early = play([*TOLD, review])
    assert early.step.kind == "review"
    assert asked(play([Edit("story")], turn=early)) == "story"


def test_adding_to_the_story_from_the_review_closes_it_again() -> None:
    turn = play([*REVIEW, Edit("story"), say("And he laughed.", "50"), done])
    assert turn.closed_story
    assert asked(turn) == "review"
    assert narrative(turn.answers) == f"{STORY}\n\nAnd he laughed."


def test_send_now_works_from_an_open_story_and_submit_too() -> None:
    for button in (send_now, submit):
        turn = play([*OPENING, say(STORY), button])
        assert turn.outcome == "file"
        assert not turn.closed_story
        assert relevant(AGENCY, turn.answers)["story"].state == "given"


def test_what_is_half_changed_counts_as_it_stands() -> None:
    turn = play([*INCIDENT, another, send_now])
    answers = relevant(AGENCY, turn.answers)
    assert [piece["text"] for piece in answers["respondents"].value] == ["badge 1234"]
    turn = play([*TOLD, skip, back, send_now])
    assert "for_whom" not in relevant(AGENCY, turn.answers)


def test_restart_is_left_to_the_desk() -> None:
    turn = play([*TOLD, restart])
    assert turn.outcome == "restart"
    assert turn.answers == play(TOLD).answers


def test_answers_survive_packing_in_their_order() -> None:
    answers = play(REVIEW).answers
    assert unpack(pack(answers)) == answers
    assert list(unpack(pack(answers))) == list(answers)
    assert unpack(None) == {}


def test_words_can_be_put_aside_under_a_remark_of_the_callers_own() -> None:
    turn = put_aside(AGENCY, play(TOLD).answers, say("a forwarded\0 message", "60"), ENGLISH, "forwarded")
    assert keys(turn) == ["remark.forwarded"]
    assert turn.answers[ALSO].value == [{"text": "a forwarded message", "message": "60", "at": "for_whom"}]


def test_what_came_beside_the_answers_can_be_taken_out_one_by_one() -> None:
    answers = play(REVIEW).answers
    for text in ("my landlord", "me /cancel no", "He laughed."):
        answers = reply(AGENCY, answers, say(text), ENGLISH).answers
    assert texts(answers) == ["my landlord", "me /cancel no", "He laughed."]
    turn = reply(AGENCY, answers, TakenOut(1), ENGLISH)
    assert (asked(turn), keys(turn), texts(turn.answers)) == (
        "review",
        ["remark.taken_out"],
        ["my landlord", "He laughed."],
    )
    for place in (-1, 2):
        assert keys(reply(AGENCY, turn.answers, TakenOut(place), ENGLISH)) == ["remark.not_here"]
    turn = reply(AGENCY, reply(AGENCY, turn.answers, TakenOut(0), ENGLISH).answers, TakenOut(0), ENGLISH)
    assert ALSO not in relevant(AGENCY, turn.answers)


def test_whoever_looked_at_the_answers_early_is_still_there_after_taking_something_out() -> None:
    answers = put_aside(AGENCY, play(TOLD).answers, say("forwarded"), ENGLISH, "forwarded").answers
    turn = reply(AGENCY, answers, TakenOut(0), ENGLISH)
    assert (asked(turn), keys(turn), texts(turn.answers)) == ("review", ["remark.taken_out"], [])


def texts(answers: Answers) -> list[str]:
    return [each["text"] for each in answers[ALSO].value]


def test_who_comes_back_after_a_pause_is_greeted_and_answers_nothing_by_it() -> None:
    for way, place, shown in ((PERSON, "when", "when"), (REVIEW, "review", "review"), ([], "language", "language")):
        turn = returned(AGENCY, play(way).answers, say(" hello again\0", "70"), ENGLISH)
        assert keys(turn) == ["remark.welcome_back"]
        assert asked(turn) == shown
        assert turn.answers[ALSO].value == [{"text": "hello again", "message": "70", "at": place}]
        assert {**turn.answers, ALSO: None} == {**play(way).answers, ALSO: None}


def test_who_comes_back_to_the_story_goes_on_with_it() -> None:
    turn = returned(AGENCY, play([*OPENING, say("He hit me.")]).answers, say("and my brother", "70"), ENGLISH)
    assert keys(turn) == ["remark.welcome_back", "remark.heard"]
    assert narrative(turn.answers) == "He hit me.\n\nand my brother"


def test_who_comes_back_with_nothing_to_see_is_greeted_too() -> None:
    turn = returned(AGENCY, play(PERSON).answers, say("\u200b"), ENGLISH)
    assert keys(turn) == ["remark.welcome_back", "unreadable.empty"]
    assert turn.answers == play(PERSON).answers


def test_a_whole_conversation_in_spanish_words() -> None:
    way = [
        *(say("Español"), done, say("Un policía empujó a mi hijo contra el carro.", "4"), done),
        *(say("a otra persona"), say("Luis, mi hijo"), say("no doy mi nombre"), say("el 3 de marzo de 2026")),
        *(say("calle Lake y Chicago"), say("uno alto, patrulla 512"), say("sí"), say("el brazo"), say("hospital")),
        *(say("ninguno"), say("que no vuelva a pasar"), say("no, gracias")),
    ]
    turn = play(way, Context("es", NOW))
    assert asked(turn) == "review"
    answers = {id: answer.value for id, answer in relevant(AGENCY, turn.answers).items()}
    assert answers["language"] == "es"
    assert answers["name_choice"] == "no_name"
    assert answers["when"]["on"] == "2026-03-03"
    assert answers["hurt"] is True
    assert answers["care"] == "hospital"
    assert ALSO not in answers


def test_a_witness_is_asked_three_things_and_says_at_least_one() -> None:
    context = Context("en", NOW, "witness")
    turn = begin(AGENCY, "witness")
    found = []
    for incoming in (done, done, Said("I saw it.", "1"), done, skip):
        found.append(turn.step.question.id if turn.step.question else None)
        turn = reply(AGENCY, turn.answers, incoming, context)
        assert ([each.key for each in turn.remarks] == ["nothing_yet"]) is (len(found) == 2)
    assert found == ["witness_notice", "statement", "statement", "statement", "witness_contact"]
    assert turn.step.kind == "review"
    assert reply(AGENCY, turn.answers, submit, context).outcome == "file"
    assert [*relevant(AGENCY, turn.answers)] == ["witness_notice", "statement", "witness_contact"]


def test_words_that_came_while_the_name_was_asked_for_do_not_begin_the_story() -> None:
    piece = {"text": "I am Marta Ruizvega, please call me", "message": "1", "at": "name"}
    beside = {"language": Answer("en", "given"), ALSO: Answer([piece], "given")}
    turn = reply(AGENCY, beside, done, ENGLISH)
    assert "story" not in turn.answers
    assert turn.answers[ALSO].value == [piece]
