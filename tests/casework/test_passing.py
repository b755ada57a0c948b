"""What a story takes along: the same answers are not asked twice, the notice always is read anew."""

from datetime import timedelta

from bot.casework.guidance import PURPOSE
from bot.casework.interview import Context, Incoming, Picked, Pressed, Said, Turn, begin, reply, step
from bot.casework.passing import chosen, may_still, other_office, passed
from bot.casework.turns import ALSO, Answer
from tests.casework.talking import AGENCY, NOW
from tests.casework.test_guidance import GUIDE, OFFICES, served

STORY = Answer([{"text": "They hit me.", "message": "1"}, {"evidence": "e1", "kind": "photo", "message": "2"}], "given")
TOLD = {
    "language": Answer("en", "given"),
    "notice": Answer(True, "given"),
    "story": STORY,
    "which_city": Answer("minneapolis", "given"),
    "who_acted": Answer("police", "given"),
}
CONTEXT = Context("en", NOW, PURPOSE)


def picked(*offices: str, state: str = "given") -> dict[str, Answer]:
    return {**TOLD, "offices": Answer([*offices], state)}  # type: ignore[arg-type]


def test_what_was_chosen_counts_where_it_fits() -> None:
    guide = served(*OFFICES)
    assert chosen(guide, picked("minneapolis_opcr")) == ("minneapolis_opcr",)
    assert chosen(guide, picked("elsewhere")) == ()
    assert chosen(guide, picked("minneapolis_opcr", state="open")) == ()
    assert chosen(guide, TOLD) == ()
    assert chosen(guide, picked("hartford_oig")) == (), "it does not fit these answers any more"
    assert chosen(served(), picked("minneapolis_opcr")) == (), "it is not served any more"


def test_the_guide_gives_the_story_and_none_of_its_own_questions() -> None:
    kept = passed(GUIDE, AGENCY, picked("minneapolis_opcr"), {"e1": "new"}, "en")
    assert set(kept) == {"language", "story"}
    assert kept["story"].value[1]["evidence"] == "new"


def test_one_office_gives_what_the_next_one_asks_in_the_same_way() -> None:
    told = {
        **TOLD,
        "facts": Answer([], "given"),
        "for_whom": Answer("me", "given"),
        "hurt": Answer(True, "given"),
        "care": Answer("hospital", "given"),
        "hope": Answer(None, "skipped"),
        ALSO: Answer([{"text": "and more", "message": "3"}], "given"),
    }
    care = AGENCY.questions["care"].model_copy(update={"choices": AGENCY.questions["care"].choices[:1]})
    assert not care.offers("hospital")
    target = AGENCY.model_copy(
        update={"questions": {**{k: v for k, v in AGENCY.questions.items() if k != "facts"}, "care": care}}
    )
    kept = passed(AGENCY, target, told, {}, "en")
    assert kept["for_whom"].value == "me"
    assert kept["hurt"].value is True
    assert {"notice", "facts", "care", "hope"}.isdisjoint(kept)
    assert kept[ALSO].value[0]["text"] == "and more"


def test_what_the_next_office_does_not_ask_stays_with_the_first() -> None:
    """Somebody agreed that their story goes on: not whom the other office can call, and not what it asked besides."""
    told = {
        **TOLD,
        "injuries": Answer("my arm. swollen", "given"),
        "witnesses": Answer("Keisha Brown 860-555-0177", "given"),
        "contact": Answer({"phone": "+18605550123", "email": None, "said": None}, "given"),
        ALSO: Answer([{"text": "He laughed.", "message": "3"}], "given"),
    }
    other = {id: each for id, each in AGENCY.questions.items() if id not in {"injuries", "witnesses"}}
    other["contact"] = other["contact"].model_copy(update={"identity": False})
    kept = passed(AGENCY, AGENCY.model_copy(update={"questions": other}), told, {}, "en")
    assert {"injuries", "witnesses", "contact"}.isdisjoint(kept)
    assert [each["text"] for each in kept[ALSO].value] == ["He laughed."]


def test_what_was_found_in_the_story_is_not_asked_about_again() -> None:
    kept = passed(AGENCY, AGENCY, {**TOLD, "facts": Answer([], "given")}, {}, "en")
    assert "facts" in kept


def test_several_choices_are_known_only_if_all_are() -> None:
    (first, *_) = AGENCY.questions["support"].choices
    known = {"support": Answer([first.id], "given")}
    assert "support" in passed(AGENCY, AGENCY, known, {}, "en")
    assert "support" not in passed(AGENCY, AGENCY, {"support": Answer([first.id, "gone"], "given")}, {}, "en")


def test_a_town_that_is_on_the_list_of_both_is_not_asked_again() -> None:
    town = AGENCY.questions["for_whom"].model_copy(update={"id": "town", "kind": "listed"})
    office = AGENCY.model_copy(update={"questions": {**AGENCY.questions, "town": town}})
    for id, kept in (("me", True), ("gone", False), (None, True)):
        told = {"town": Answer({"id": id, "said": "x"}, "given")}
        assert ("town" in passed(office, office, told, {}, "en")) is kept


def guided(*came: Incoming) -> Turn:
    """What the guide asks after these, the story being told."""
    guide, answers, turn = served(*OFFICES), {}, begin(served(*OFFICES), PURPOSE)
    for each in (Picked("en"), Pressed("done"), Said("They hit me.", "1"), Pressed("done"), *came):
        turn = reply(guide, answers, each, CONTEXT)
        answers = turn.answers
    return turn


def test_the_guide_sends_nothing_and_ends_where_an_office_is_chosen() -> None:
    assert "send_now" not in guided().step.buttons
    assert guided(Pressed("send_now")).outcome == "ask"
    police = (Picked("minneapolis"), Picked("police"))
    assert "done" not in guided(*police).step.buttons, "one tap is enough"
    assert guided(*police, Picked("minneapolis_opcr")).outcome == "file"
    nobody = guided(*police, Picked("elsewhere"))
    assert (nobody.step.kind, nobody.outcome) == ("review", "ask")
    assert guided(*police, Picked("elsewhere"), Pressed("submit")).outcome == "ask"
    assert guided(Pressed("restart")).outcome == "restart"
    several = guided(Picked("hartford"), Picked("police"), Picked("yes"))
    assert "done" in several.step.buttons


def test_an_office_that_does_not_fit_any_more_is_asked_for_again() -> None:
    guide = served(*OFFICES)
    moved = {**picked("minneapolis_opcr"), "which_city": Answer("hartford", "given")}
    asked = step(guide, {**moved, "who_you_are": Answer("no", "given")}, PURPOSE)
    assert asked.question is not None
    assert (asked.question.id, [each.id for each in asked.question.choices]) == (
        "offices",
        ["hartford_oig", "elsewhere"],
    )


def test_a_story_that_came_along_is_sent_only_after_the_notice_and_read_once() -> None:
    came = {"language": Answer("en", "given"), "story": STORY}
    office = Context("en", NOW)
    notice = step(AGENCY, came, "complaint")
    assert notice.question is not None
    assert notice.question.kind == "notice"
    assert "send_now" not in notice.buttons
    early = reply(AGENCY, came, Pressed("send_now"), office)
    assert (early.outcome, early.remarks) == ("ask", ())
    accepted = reply(AGENCY, came, Pressed("done"), office)
    assert accepted.closed_story
    assert "send_now" in accepted.step.buttons
    read = reply(AGENCY, {**came, "facts": Answer([], "given")}, Pressed("done"), office)
    assert not read.closed_story
    assert reply(AGENCY, accepted.answers, Pressed("send_now"), office).outcome == "file"


def test_that_another_office_can_be_told_is_all_that_its_notice_says() -> None:
    reference = f"{AGENCY.short}-2026-00001-7"
    told = other_office(AGENCY, "case1", reference, NOW)
    assert (told.key, told.to, told.template) == ("case1:another_office", "complainant", "another_office")
    assert (told.params, told.due_at) == ({"reference": reference}, NOW)


def test_an_offer_stands_as_long_as_a_draft_is_kept() -> None:
    last = NOW + timedelta(days=AGENCY.draft_kept_days)
    assert may_still(AGENCY, NOW, last - timedelta(seconds=1))
    assert not may_still(AGENCY, NOW, last)
