"""A case goes to another office of the deployment: what it takes along, and who is told when; called by the desk."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from bot.casework.agency import Agency
from bot.casework.keeper import SUPERVISOR
from bot.casework.notices import NEWS_RANK, REMINDER_RANK, Planned, told
from bot.casework.parts import WITHIN, Question
from bot.casework.party import asks_who
from bot.casework.pieces import Piece, of_words
from bot.casework.turns import ALSO, Answer, Answers
from bot.casework.workdays import add_days, day_at, opening, rolled

CONSENT: Final = "2026-11-22"
"""The version of the words by which somebody agrees; a test holds it to the locale table [transfer]."""
LATER_DAYS: Final = (0, 3, 7, 14)
"""On which days from the due day on the supervisors hear of an offer that nobody has answered."""


def due_on(agency: Agency, offered_at: datetime) -> date:
    """Return the day by which the office that was asked answers."""
    read = WITHIN.fullmatch(agency.transfer.answer_within)
    assert read is not None  # or the profile would not have loaded
    day = add_days(agency, day_at(agency, offered_at), int(read["number"]), read["business"] is not None)
    return rolled(agency, day)


def plan_offer(agency: Agency, transfer: str, offered_at: datetime) -> tuple[Planned, ...]:
    """Return what the supervisors of the office that is asked are told, until one of them has answered."""
    day = due_on(agency, offered_at)
    said = {**told(agency, due_on=day.isoformat()), "transfer": transfer}
    mornings = (rolled(agency, day + timedelta(days=n)) for n in LATER_DAYS)
    return (
        Planned(f"transfer:{transfer}", SUPERVISOR, "transfer_offered", said, NEWS_RANK, offered_at),
        *(
            Planned(f"transfer:{transfer}:{on}", SUPERVISOR, "transfer_due", said, REMINDER_RANK, opening(agency, on))
            for on in dict.fromkeys(mornings)
        ),
    )


def keeps_apart(agency: Agency) -> bool:
    """Say whether an office knows of prosecutors: it can keep from them what somebody was compelled to give."""
    return any(each.prosecutor for each in agency.bodies.values())


def left_with(answers: Answers, files: Collection[str]) -> Answers:
    """Return the answers as they are when only these files are left of those that they name."""
    kept = {each: each for each in files}
    return {id: Answer(_with_files(answer.value, kept), answer.state) for id, answer in answers.items()}


def carried(source: Agency, target: Agency, answers: Answers, files: Mapping[str, str], language: str) -> Answers:
    """Return the answers as the other office keeps them; `files` says which file goes along, and under which new id.

    What the other office does not ask is kept in words beside the story. A name that it would not hide is left out.
    """
    kept: dict[str, Answer] = {}
    beside: list[Piece] = []
    for id, answer in answers.items():
        value = _with_files(answer.value, files)
        ours = source.questions.get(id)
        if id == ALSO:
            beside += [kept_so for each in value if (kept_so := _beside(source, target, each))]
        elif ours is None or asks_alike(source, target, id):
            kept[id] = Answer(value, answer.state)
        elif not ours.identity:
            beside += _in_words(ours, value, language)
    return {**kept, **({ALSO: Answer(beside, "given")} if beside else {})}


def _beside(source: Agency, target: Agency, piece: Piece) -> Piece | None:
    """Words that came while somebody was asked who they are go only where they are kept as well as here."""
    asked = piece.get("at")
    if asked is None or not asks_who(source, asked) or asks_alike(source, target, asked):
        return piece
    return {key: value for key, value in piece.items() if key != "text"} if "evidence" in piece else None


def asks_alike(source: Agency, target: Agency, id: str) -> bool:
    """Say whether both ask this in the same way, and the other office hides it at least as well."""
    ours, theirs = source.questions.get(id), target.questions.get(id)
    return ours is not None and theirs is not None and theirs.kind == ours.kind and theirs.identity >= ours.identity


def _with_files(value: Any, files: Mapping[str, str]) -> Any:
    """Pieces name the files they brought: those that go along by their new ids, the others not any more."""
    if not isinstance(value, list):
        return value
    return [kept for each in value if (kept := _with_file(each, files)) is not None]


def _with_file(piece: Any, files: Mapping[str, str]) -> Any:
    if not isinstance(piece, dict) or "evidence" not in piece:
        return piece
    if piece["evidence"] in files:
        return {**piece, "evidence": files[piece["evidence"]]}
    return of_words(piece["text"], piece["message"]) if piece.get("text") else None


def _in_words(question: Question, value: Any, language: str) -> list[Piece]:
    said = _said(question, value, language)
    return [of_words(f"{question.name.to(language)}: {said}", "")] if said else []


def _said(question: Question, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return ({"es": "sí"}.get(language, "yes")) if value else "no"
    labels = {choice.id: choice.label.to(language) for choice in question.choices}
    if isinstance(value, dict):
        return str(value.get("said") or labels.get(str(value.get("id")), ""))
    listed = value if isinstance(value, list) else [value]
    words = (each.get("text", "") if isinstance(each, dict) else labels.get(each, each) for each in listed)
    return ", ".join(str(word) for word in words if word)
