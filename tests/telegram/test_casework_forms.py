"""Every form can be asked in both languages, and every choice fits on a button."""

import pytest

from bot.casework.agency import Agency
from bot.telegram.callbacks import LIMIT_BYTES, STAFF, Press
from bot.telegram.casework_forms import CaseForms
from bot.telegram.casework_screens import CaseWorkScreens
from bot.telegram.exchange import Reply
from bot.words import LANGUAGES, Words
from storage.roster import Member
from tests.telegram.made import AGENCY, AT, id_of, member, suggestion
from tests.telegram.test_casework_screens import bench, party, task

WORDS = Words.load()


class Still:
    """A desk of which only the clock is looked at."""

    def clock(self):  # type: ignore[no-untyped-def]
        return AT


async def after(member: Member, case_id: str, done: str) -> Reply:
    return Reply()


FORMS = CaseForms(Still(), WORDS, CaseWorkScreens(WORDS), after).forms()  # type: ignore[arg-type]
FULL = bench(
    people=tuple(party(chr(97 + number), name=f"Officer {number}", known=bool(number % 2)) for number in range(5)),
    allegations=(suggestion(state="confirmed").row,),
    colleagues=(member(name="Ana", id=id_of("n")), member(name="Ben")),
    tasks=(task(), task(2, done_at=AT)),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", FORMS)
def test_every_question_has_its_sentence_and_every_choice_its_button(verb: str, language: str) -> None:
    for number, each in enumerate(FORMS[verb].fields):
        assert WORDS.say(language, f"ask.{verb}_{each.name}", reference="R")
        assert each.choices is not None or each.words is not None, "somehow it can be answered"
        choices = each.choices(FULL, {}, member(language=language)) if each.choices else []
        assert bool(choices) is (each.choices is not None)
        for id, label in choices:
            assert label
            assert len(Press(STAFF, "fill", id_of("c"), f"{number}.{id}").pack().encode()) <= LIMIT_BYTES
    assert WORDS.say(language, f"work.done_{verb}", reference="R")


def test_oneself_comes_first_among_the_colleagues() -> None:
    field = FORMS["task_new"].fields[-1]
    assert field.choices is not None
    assert [label for _, label in field.choices(FULL, {}, member())] == ["Ben", "Ana"]


def test_a_task_goes_to_somebody_who_does_not_have_it_and_only_what_is_open_goes() -> None:
    which, owner = FORMS["task_give"].fields
    assert which.choices is not None
    assert owner.choices is not None
    assert [id for id, _ in which.choices(FULL, {}, member())] == [FULL.tasks[0].id]
    given = {"task": FULL.tasks[0].id}
    assert {id for id, _ in owner.choices(FULL, given, member())} == {id_of("m"), id_of("n")} - {FULL.tasks[0].owner_id}


def test_only_known_respondents_are_offered_to_merge_into() -> None:
    field = FORMS["person_merge"].fields[0]
    assert field.choices is not None
    assert [label for _, label in field.choices(FULL, {}, member())] == ["Officer 1", "Officer 3"]


def test_codes_of_the_profile_fit_into_buttons() -> None:
    agency: Agency = AGENCY
    assert all(len(code) < 24 for code in (*agency.findings, *agency.severities))
