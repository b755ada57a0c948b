"""What is seen between offices: who can help, each with a way to reach them; one's own story; other offices; places."""

import pytest

from bot.casework import guidance, interview
from bot.casework.interview import Answer
from bot.casework.parts import Text as Both
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.draft_screens import DraftScreens
from bot.telegram.guide_screens import GuideScreens, poster
from bot.words import LANGUAGES, Words
from storage.drafts import Draft
from tests.casework.test_guidance import AGENCIES, GUIDE, served
from tests.telegram.made import AGENCY, case, draft

SCREENS = GuideScreens(Words.load())
STORY = Answer([{"text": "They hit me.", "message": "1"}], "given")
IN_A_PRISON = {"which_city": Answer("connecticut", "given"), "who_acted": Answer("prison", "given")}


def told(language: str = "en", **answers: Answer) -> Draft:
    return draft(answers={"language": Answer(language, "given"), **answers}, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_can_help_is_named_with_a_way_to_reach_them(language: str) -> None:
    screen = SCREENS.elsewhere(served(), told(language, story=STORY, **IN_A_PRISON))
    said = screen.text.as_html()
    for each in guidance.elsewhere(GUIDE, {"which_city": "connecticut", "who_acted": "prison"}):
        assert each.name.to(language) in screen.text.as_markdown() or each.name.to(language) in said
        assert (each.phone or each.web or "") in said
    assert [row[0].data.split(":")[1] for row in screen.rows] == ["story", "back", "cancel"]


def test_without_a_story_there_is_nothing_to_copy() -> None:
    screen = SCREENS.elsewhere(served(), told(language="en"))
    assert [row[0].data.split(":")[1] for row in screen.rows] == ["back", "cancel"]
    assert "211" in screen.text.as_html()


def test_the_story_comes_back_as_it_was_written() -> None:
    first, second, third = SCREENS.story(told(story=STORY), b"%PDF")
    assert third.attachment is not None
    assert third.attachment.name == "my-story.pdf"
    assert "to copy" in first.text.as_html()
    assert second.text.as_html() == "They hit me."
    (only,) = SCREENS.story(told(story=Answer([{"evidence": "e", "kind": "voice", "message": "1"}], "given")), None)
    assert "no words" in only.text.as_html()


def test_another_office_is_offered_with_its_reason() -> None:
    also = guidance.Also(to="hartford_oig", because=Both(en="It looks at police.", es="Revisa."))
    (screen,) = SCREENS.also(case(), [also], AGENCIES)
    assert "It looks at police." in screen.text.as_html()
    (button,), (no,) = screen.rows
    assert no.text == "No, thank you"
    assert "Inspector General" in button.text
    assert len(button.data.encode()) <= LIMIT_BYTES
    assert SCREENS.also(case(), [], AGENCIES) == []


def test_the_place_of_the_poster_is_offered_where_it_is_asked_and_nowhere_else() -> None:
    hartford = AGENCIES["hartford_oig"]
    step = interview.Step("question", hartford.question("where"), None, ())
    by_poster = draft(answers={}, notes={"place": "headquarters"})
    assert poster(hartford, by_poster) == hartford.places["headquarters"]
    said, ((button,),) = SCREENS.here(hartford, by_poster, step)
    assert "police headquarters" in said
    assert button.text == "Yes, it happened at police headquarters"
    assert SCREENS.here(hartford, draft(answers={}, notes={}), step) == ("", ())
    other = interview.Step("question", hartford.question("for_whom"), None, ())
    assert SCREENS.here(hartford, by_poster, other) == ("", ())
    assert poster(AGENCY, by_poster) is None


def test_the_guide_never_offers_to_send() -> None:
    screen = DraftScreens(Words.load()).crisis(GUIDE, told())
    assert [row[0].data.split(":")[1] for row in screen.rows] == ["go_on"]
