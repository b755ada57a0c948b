"""What an office that asks for it says unasked: no notice, title, name or number tells what this is about."""

import re

import pytest

from bot.casework.agency import Agency
from bot.casework.notices import TEMPLATES
from bot.telegram.case_screens import BUTTONS, CaseScreens
from bot.telegram.menu import RESIDENT
from bot.words import LANGUAGES, Words
from tests.agencies.test_profiles import AGENCIES

WORDS = Words.load()
FORBIDDEN = re.compile(
    r"complain|grievance|parol|probation|polic|officer|misconduct|abuse|prison|jail|inmate|custody|violation|remand"
    r"|queja|denuncia|reclam|libertad condicional|agente|oficial|abuso|prisi|c[aá]rcel|preso|violaci",
    re.IGNORECASE,
)
TO_STAFF = re.compile(
    r"conflict|undecided|returned|alarm|new_|assigned|withdrawal_asked|withdrawal_answered|unreachable|taken|reminder$"
    r"|escalation|welcome|.*_overdue|witness_stated|file_added|no_chat|name_|supervisor_asked|appeal_|transfer_offered"
    r"|transfer_due|statement_changed|task_due|evidence_waits|paper_(?:asked|approved|refused)|search_|officer_|cluster_"
    r"|.*_staff|meeting_answered|follow_up_due"
)
OURS = [each for each in TEMPLATES if each in {"draft_reminder", "request_reminder"} or (not TO_STAFF.fullmatch(each)
        and not TO_STAFF.match(each))]  # fmt: skip


@pytest.fixture(params=[id for id, each in AGENCIES.items() if each.discreet])
def agency(request: pytest.FixtureRequest) -> Agency:
    return AGENCIES[request.param]


def test_the_list_is_what_goes_to_complainants() -> None:
    assert {*BUTTONS} <= {*OURS}
    assert {"receipt", "news", "news_with_note", "no_news", "draft_reminder", "request_reminder", "how_was_it"} <= {
        *OURS
    }
    assert len(OURS) >= 15


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", OURS)
def test_no_notice_names_the_subject(language: str, template: str) -> None:
    said = WORDS.discreet().raw(language, f"notice.{template}")
    assert not FORBIDDEN.search(said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_do_the_receipt_the_buttons_and_the_menu(language: str) -> None:
    words = WORDS.discreet()
    keys = [each for each in words.keys(language) if each.startswith("receipt.")]
    keys += [f"button.{each}" for each in ("status", "copy", "read", "question", "quiet", "papers")]
    keys += [f"command.{each}" for each in RESIDENT] + [
        each for each in words.keys(language) if each.startswith("hide.")
    ]
    for key in keys:
        assert not FORBIDDEN.search(words.raw(language, key)), key


def test_what_the_profile_puts_into_a_notice_is_silent_too(agency: Agency) -> None:
    texts = [each.stage for each in agency.statuses.values()] + [each.name for each in agency.dispositions.values()]
    texts += [each.title for each in agency.deadlines if each.public] + [each.say for each in agency.triage if each.say]
    texts += [agency.name, agency.bot_name, agency.page_title]
    for text in texts:
        for language in LANGUAGES:
            assert text is not None
            assert not FORBIDDEN.search(text.to(language)), text.to(language)
    assert not re.search(r"PAR|DOC|POL|CMP", agency.short)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_names_it_is_said_in_other_words(language: str) -> None:
    """A sentence under [discreet] replaces one that there is, with the same fields, for a reason."""
    quiet = [each for each in WORDS.keys(language) if each.startswith("discreet.")]
    assert quiet
    for key in quiet:
        plain = key.removeprefix("discreet.")
        assert WORDS.fields(language, plain) >= WORDS.fields(language, key)


def test_screens_keep_to_it() -> None:
    assert CaseScreens(WORDS.discreet()).plain("en", "receipt.title").text.render()[0] == "We have what you sent."
