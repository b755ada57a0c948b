"""What an office that asks for it says unasked: no notice, title, name or number tells what this is about."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.casework.agency import Agency
from bot.casework.notices import TEMPLATES
from bot.desk.addresses import Parcel
from bot.telegram.case_screens import BUTTONS, CaseScreens
from bot.telegram.menu import RESIDENT
from bot.telegram.notices import NoticeBoard
from bot.words import LANGUAGES, Words
from tests.agencies.life import does, fetched, text_of
from tests.agencies.test_profiles import AGENCIES
from tests.desk.test_secrecy import all_notices, everything
from tests.house import copied, house
from tests.telegram.clerk import office_in
from tests.telegram.made import CHAT, case, notice

WORDS = Words.load()
FORBIDDEN = re.compile(
    r"complain|grievance|parol|probation|polic|officer|misconduct|abuse|prison|jail|inmate|custody|violation|remand"
    r"|queja|denuncia|reclam|libertad condicional|agente|oficial|abuso|prisi|c[aá]rcel|preso|violaci",
    re.IGNORECASE,
)
TO_STAFF = {
    *("conflict", "undecided", "returned", "alarm", "unreachable", "taken", "welcome", "reminder", "escalation"),
    *("new_case", "new_case_unattended", "new_case_first", "new_message", "new_evidence", "assigned"),
    *("withdrawal_asked", "withdrawal_answered", "supervisor_asked", "appeal_asked", "appeal_due", "reopened"),
    *("transfer_offered", "transfer_due", "statement_changed", "task_due", "evidence_waits", "follow_up_due"),
    *("answer_overdue", "body_overdue", "witness_stated", "file_added", "no_chat", "meeting_answered"),
    *("name_asked", "name_opened", "name_refused", "paper_asked", "paper_approved", "paper_refused"),
    *("search_each", "search_daily", "search_weekly", "search_threshold"),
    *("officer_threshold", "officer_threshold_alone", "cluster_proposed", "cluster_joins"),
}
"""Each by its name, beside those that end in `_staff`: a new notice goes to people until it is written here."""
OURS = [each for each in TEMPLATES if each not in TO_STAFF and not each.endswith("_staff")]
TO_GUESTS = ("asked", "set", "moved", "off", "soon")
MEETING = (
    *("which_suit", "details", "off_details", "off", "ics_title", "ics", "ics_off", "others", "nothing_ahead"),
    *("write", "witness_write", "forgotten", "thanks"),
)
"""What somebody who is asked to a meeting reads, and takes into their calendar, once they have tapped."""
CASE_ID = "c" * 20
FIELDS = {"stage": "investigation", "due_on": "2026-11-27", "starts_at": "2026-11-27T16:00:00+00:00"}


@pytest.fixture(params=[id for id, each in AGENCIES.items() if each.discreet])
def agency(request: pytest.FixtureRequest) -> Agency:
    return AGENCIES[request.param]


def test_the_list_is_what_goes_to_complainants() -> None:
    assert {*BUTTONS} <= {*OURS}
    assert {"receipt", "news", "news_with_note", "no_news", "draft_reminder", "request_reminder", "how_was_it"} <= {
        *OURS
    }
    assert {*TEMPLATES} > TO_STAFF


async def test_what_is_said_to_go_to_staff_goes_to_nobody_else(migrated_file: Path, tmp_path: Path) -> None:
    """A case on which everything happened: who got which notice."""
    async with office_in(tmp_path, migrated_file) as office:
        await everything(office, lambda field: field)
        sent = await all_notices(office)
    outside = {each for one in sent if one.parcel.member is None for each in one.templates}
    inside = {each for one in sent if one.parcel.member is not None for each in one.templates}
    assert len(outside) >= 9
    assert outside <= {*OURS}
    assert inside & {*TEMPLATES} <= {each for each in TEMPLATES if each not in OURS}


async def test_a_notice_arrives_without_the_subject_its_buttons_too(
    agency: Agency, migrated_file: Path, tmp_path: Path
) -> None:
    """As the program puts it together, to whoever filed and to a witness."""
    async with office_in(tmp_path, migrated_file) as office:
        board = NoticeBoard(replace(office.desk, agencies={agency.id: agency}), WORDS, {})
        for parcel in (*parcels(agency, OURS), *parcels(agency, [f"meeting_{each}" for each in TO_GUESTS], CASE_ID)):
            screen = await board._rendered(parcel)
            assert screen is not None
            said = [screen.text.render()[0], *(each.text for row in screen.rows for each in row)]
            assert not FORBIDDEN.search("\n".join(said)), said


async def test_a_witness_is_told_in_the_quiet_words_too(agency: Agency, migrated_file: Path, tmp_path: Path) -> None:
    known = {each: {key: WORDS.raw(each, key) for key in WORDS.keys(each)} for each in LANGUAGES}
    quiet = Words({each: {**known[each], "discreet.meeting.witness_set": "Quiet."} for each in LANGUAGES})
    (parcel,) = [each for each in parcels(agency, ["meeting_set"], CASE_ID) if each.language == "en"]
    async with office_in(tmp_path, migrated_file) as office:
        for discreet in (True, False):
            served = {agency.id: agency.model_copy(update={"discreet": discreet})}
            screen = await NoticeBoard(replace(office.desk, agencies=served), quiet, {})._rendered(parcel)
            assert screen is not None
            assert ("Quiet." in screen.text.render()[0]) is discreet


def parcels(agency: Agency, templates: list[str], guest: str | None = None) -> Iterator[Parcel]:
    """Each of these notices as it goes out to one person, in both languages."""
    number = f"{agency.short}-2026-00001-7"
    for language in LANGUAGES:
        about = case(id=CASE_ID, agency=agency.id, reference=number, language=language, status="investigation")
        for each in templates:
            if each != "receipt":  # read whole in the life of a case: test_ct_doc_parole_life.py
                said = (notice(each, **{**FIELDS, "reference": number}),)
                alone = guest is not None or each in {"draft_reminder", "draft_limit"}
                yield Parcel(CHAT, language, said, agency.id, case=None if alone else about, guest=guest)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", OURS)
def test_no_notice_names_the_subject(language: str, template: str) -> None:
    said = WORDS.discreet().raw(language, f"notice.{template}")
    assert not FORBIDDEN.search(said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_do_the_receipt_the_buttons_and_the_menu(language: str) -> None:
    words = WORDS.discreet()
    keys = [each for each in words.keys(language) if each.startswith(("receipt.", "meeting.witness_"))]
    keys += [f"meeting.{each}" for each in MEETING] + ["pausing.told", "pausing.status"]
    keys += [f"button.{each}" for each in ("meetings", "meeting_no", "meeting_help")]
    keys += [f"button.{each}" for each in ("status", "copy", "read", "question", "quiet", "papers")]
    keys += [f"command.{each}" for each in RESIDENT] + [
        each for each in words.keys(language) if each.startswith("hide.")
    ]
    for key in keys:
        assert not FORBIDDEN.search(words.raw(language, key)), key


SAID = (
    "kept.",
    "help.",
    "status.",
    "news.",
    "withdraw.",
    "remark.",
    "unreadable.",
    "asked.",
    "opinion.",
    "appeal.",
    "hide.",
)
"""What the bot says to whoever filed, whatever they write, tap or ask; `staff_` in it, and it is for the office."""
ALSO_SAID = (
    *("papers.yours", "papers.your_copy", "papers.nothing_to_copy", "papers.nothing_sent", "papers.all_sent"),
    *("papers.which_copy", "papers.as_filed", "papers.not_as_filed", "papers.no_fingerprint", "papers.since"),
    *("refused.no_appeal", "refused.not_closed", "refused.nothing_missed", "refused.nothing_to_withdraw"),
    *(
        "review.title",
        "review.also",
        "review.also_hint",
        "button.submit_office",
        "button.send_now",
        "button.done_story",
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_neither_do_the_answers_to_what_somebody_writes_taps_or_asks(language: str) -> None:
    words = WORDS.discreet()
    keys = [each for each in words.keys(language) if each.startswith(SAID) and ".staff_" not in each]
    for key in (*keys, *ALSO_SAID):
        assert not FORBIDDEN.search(words.raw(language, key)), key


@pytest.mark.parametrize(
    ("language", "taps"),
    [("en", ("English", "I have read", "Done", "Send now")), ("es", ("Español", "Ya lo leí", "Listo", "Enviar ya"))],
)
async def test_no_command_and_no_word_after_filing_is_answered_with_the_subject(
    agency: Agency, language: str, taps: tuple[str, ...], empty_house: Path, tmp_path: Path
) -> None:
    """Over the wire, with the copy that is handed over; once filed, nothing of it may stand on a screen again."""
    async with house(copied(empty_house, tmp_path / "data"), served=agency.id) as home:
        person = await home.resident()
        speaks, reads, done, send = taps
        await does(home, person, f">{speaks}", f">{reads}", "They changed my hours.", f">{done}")
        filed = {*person.entries}
        said = await does(home, person, f">{send}")
        for words in (
            "/hide",
            "one thing more",
            "/status",
            "/copy",
            "/verify",
            "/help",
            "/withdraw",
            "/cancel",
            "/nonsense",
        ):
            said += await does(home, person, words)
        buttons = person.buttons()
        paper = text_of(await fetched(person))
    shown = [each["text"] or "" for number, each in person.entries.items() if number not in filed]
    assert [each for each in (*shown, said, *buttons) if FORBIDDEN.search(each)] == []
    assert not FORBIDDEN.search(paper.replace("They changed my hours.", "")), paper


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
