"""What staff see of requests, witnesses and names: everything said in both languages, every button short enough."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.casework import interview
from bot.casework.interview import Answer
from bot.desk.identity import Name, Question
from bot.desk.requests import Board, Shown
from bot.desk.witnesses import Stated
from bot.telegram.delivery import Screen
from bot.telegram.requests_screens import RequestScreens
from bot.words import LANGUAGES, Words
from storage import requests
from storage.invitations import Invitation, Statement
from storage.requests import Request
from storage.unlocks import Unlock
from tests.telegram.made import AGENCY, AT, CHAT, HOME, REFERENCE, case, file, id_of, member

WORDS = Words.load()
SCREENS = RequestScreens(WORDS)
DUE = date(2026, 12, 6)
KEPT = case(name_choice="keep_from_investigators")


def asked(**more: Any) -> Request:
    known = {
        "seq": 7,
        "id": id_of("r"),
        "case_id": id_of("c"),
        "body": None,
        "state": "open",
        "asked": "The paper, please.",
    }
    known |= {"shared": (), "answer": None, "message_id": None, "by": "member:x", "at": AT, "due_on": DUE}
    return Request(**{**known, "settled_by": None, "settled_at": None, "answered_on": None, **more})


def invitation(state: str = "invited") -> Invitation:
    chat = CHAT if state == "redeemed" else None
    return Invitation(id_of("i"), HOME, id_of("c"), state, "The baker", chat, "member:x", AT, AT + timedelta(days=14))


def board(*found: Request, **more: Any) -> Board:
    known = {"agency": AGENCY, "case": case(), "requests": found, "before": None, "invitations": (), "statements": 0}
    return Board(**{**known, "unlock": None, **more})


def unlock(state: str, **more: Any) -> Unlock:
    known = {"decided_by": None, "decision": None, "opens_until": None, **more}
    return Unlock(id_of("u"), id_of("c"), id_of("m"), state, "A call.", AT, **known)


def plain(*screens: Screen) -> str:
    return "\n".join(each.text.render()[0] for each in screens)


def verbs(*screens: Screen) -> list[str]:
    return [button.data.split(":")[1] for each in screens for row in each.rows for button in row]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["open", "offered", "answered", "withdrawn"])
@pytest.mark.parametrize("body", [None, "hospital", "gone"])
def test_a_request_stands_on_the_board_and_opens(language: str, state: str, body: str | None) -> None:
    who = member(language=language)
    screen = SCREENS.board(who, board(asked(state=state, body=body)))
    whom = {None: WORDS.say(language, "asks.complainant"), "hospital": AGENCY.bodies["hospital"].name.to(language)}
    assert whom.get(body, "gone") in plain(screen)
    assert "The paper, please." in plain(screen)
    assert screen.protected
    assert verbs(screen)[0] == "ask_one"

    shown = SCREENS.one(who, Shown(AGENCY, case(), asked(state=state, body=body), ()))
    open_ones = {"open": ["ask_ok", "ask_not"], "offered": ["ask_ok", "ask_not_yet", "ask_not"]}.get(state, [])
    wanted = ["ask_got", "ask_no", "ask_not"] if body and open_ones else open_ones
    assert verbs(*shown) == [*wanted, "asks"]


def test_an_empty_board_says_so_and_offers_everything() -> None:
    screen = SCREENS.board(member(), board())
    assert "Nobody has been asked anything yet" in plain(screen)
    assert verbs(screen) == ["ask_them", "ask_body", "bring", "witness", "open"]


def test_a_closed_case_only_takes_files_and_one_without_a_chat_offers_told() -> None:
    closed = SCREENS.board(member(), board(case=case(closed_at=AT), statements=2))
    assert verbs(closed) == ["bring", "stated", "open"]
    assert "told" in verbs(SCREENS.board(member(), board(case=case(chat=None))))
    assert "name" in verbs(SCREENS.board(member(), board(case=KEPT)))


@pytest.mark.parametrize("state", ["invited", "redeemed", "revoked"])
def test_a_link_can_be_taken_back_while_nobody_has_opened_it(state: str) -> None:
    screen = SCREENS.board(member(), board(invitations=(invitation(state),)))
    assert "The baker" in plain(screen)
    assert ("unwitness" in verbs(screen)) is (state == "invited")


def test_a_further_page_is_asked_for_by_its_key() -> None:
    screen = SCREENS.board(member(), board(asked(), before=7))
    data = [button.data for row in screen.rows for button in row]
    assert f"s:asks:{id_of('c')}::7" in data


def test_what_was_shared_and_what_came_back_is_shown() -> None:
    photo = file()
    answer = requests.Answer("They have nothing.", (id_of("z"),))
    one = asked(body="hospital", state="answered", shared=("story", photo.id), answer=answer, answered_on=DUE)
    shown = SCREENS.one(member(), Shown(AGENCY, case(), one, (photo,)))
    assert "Shared with it: the story, 1. Photo" in plain(*shown)
    assert "They have nothing." in plain(*shown)
    assert verbs(*shown) == ["file", "asks"]
    long = replace(one, asked="word " * 2000)
    assert len(SCREENS.one(member(), Shown(AGENCY, case(), long, (photo,)))) > 1


def test_what_goes_along_is_ticked() -> None:
    screen = SCREENS.share(member(), id_of("c"), [file()], ("story",), edits=4)
    assert [button.text for row in screen.rows for button in row] == ["☑ the story", "1. Photo", "That is all"]
    assert screen.edits == 4


def test_a_profile_without_other_offices_says_so() -> None:
    nobody = AGENCY.model_copy(update={"bodies": {}})
    assert "does not name any other office" in plain(SCREENS.bodies(member(), nobody, id_of("c")))
    assert len(verbs(SCREENS.bodies(member(), AGENCY, id_of("c")))) == len(AGENCY.bodies)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_is_asked_with_the_profile_s_own_number_first(language: str) -> None:
    screen = SCREENS.due(member(language=language), AGENCY, id_of("c"), DUE, again="due_past")
    assert screen.rows[0][0].data.endswith("::14")
    assert WORDS.say(language, "refused.due_past") in plain(screen)
    assert verbs(screen)[-1] == "forget"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_is_alone_in_its_message_and_what_witnesses_said_is_protected(language: str) -> None:
    who = member(language=language)
    head, link = SCREENS.links(who, AGENCY, case(), invitation(), ["https://x/?start=t"])
    assert plain(link) == "https://x/?start=t"
    assert REFERENCE in plain(head)
    said = Statement(id_of("s"), id_of("c"), id_of("i"), "I saw it.", "Rosa", (id_of("e"),), AT)
    shown = SCREENS.statements(who, AGENCY, case(), [Stated("The baker", said), Stated("x", replace(said, words=""))])
    assert all(each.protected for each in shown)
    for part in ("The baker", "I saw it.", "Rosa"):
        assert part in plain(*shown)


@pytest.mark.parametrize(
    ("asked_for", "open_now", "verb", "says"),
    [
        (None, False, "ask_name", "asked us to keep the name"),
        (unlock("asked"), False, None, "has not decided yet"),
        (unlock("opened", decision="Yes.", opens_until=AT), True, "read_name", "Yes."),
        (unlock("opened", decision="Yes.", opens_until=AT), False, "ask_name", "That is over"),
        (unlock("refused", decision="No."), False, "ask_name", "No."),
    ],
)
def test_where_a_question_about_the_name_stands(
    asked_for: Unlock | None, open_now: bool, verb: str | None, says: str
) -> None:
    screen = SCREENS.asked_name(member(), AGENCY, KEPT, asked_for, open_now=open_now)
    assert says in plain(screen)
    assert verbs(screen) == [*([verb] if verb else []), "asks"]


def test_a_custodian_reads_who_asks_and_why() -> None:
    screen = SCREENS.why_name(member(role="custodian"), Question(AGENCY, KEPT, unlock("asked"), member(name="Ana")))
    assert "Ana (Supervisor)" in plain(screen)
    assert "A call." in plain(screen)
    assert verbs(screen) == ["open_name", "refuse_name"]


def test_an_opened_name_is_all_that_was_kept_and_nothing_more() -> None:
    given = {"name": Answer("Rosa Quispe", "given"), "contact": Answer({"said": "612-555-0100"}, "given"),
             "where": Answer("Lake Street", "given"), "gone": Answer("x", "given")}  # fmt: skip
    beside = [{"text": "Call my aunt Rosa", "at": "name"}, {"text": "a receipt", "at": "where"}]
    given["also"] = Answer(beside, "given")
    opened = unlock("opened", opens_until=AT)
    screen = SCREENS.name(member(), Name(AGENCY, KEPT, interview.pack(given), opened))
    assert screen.protected
    assert "Rosa Quispe" in plain(screen)
    assert "612-555-0100" in plain(screen)
    assert "Lake Street" not in plain(screen)
    assert "Call my aunt Rosa" in plain(screen)
    assert "a receipt" not in plain(screen)
    assert "gave no name" in plain(SCREENS.name(member(), Name(AGENCY, KEPT, interview.pack({}), opened)))
