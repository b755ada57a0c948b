"""What words, edited words and files do to the answers; called by interview.reply."""

from collections.abc import Callable

from bot.casework import listed, pieces, replies
from bot.casework.errors import Unreadable
from bot.casework.parts import Question
from bot.casework.pieces import Piece
from bot.casework.position import LISTS
from bot.casework.scene import Scene
from bot.casework.turns import ALSO, Answer, Attached, Edited, Json, Remark, Said, Turn

EMPTY = Remark("empty", kind="unreadable")
A_SENTENCE = 7  # words; an unreadable reply of this length says something and is kept
A_FULL_MESSAGE = 4000  # characters; chat apps cut what is longer, so there may be more to come
LONGEST_ANSWER = 2000  # characters; the page cuts in the second half of a message, so every cut one is longer than this
TOO_LONG = "too_long"
_TAKES_ANY_LENGTH = frozenset({"language", "story", "files"})

Reader = Callable[[str, Question, Scene], Json]

_READERS: dict[str, Reader] = {
    "language": lambda text, question, scene: replies.choice(text, question.choices, scene.context.language),
    "choice": lambda text, question, scene: replies.choice(text, question.choices, scene.context.language),
    "many": lambda text, question, scene: replies.many(text, question.choices, scene.context.language),
    "yes_no": lambda text, _, scene: replies.yes_no(text, scene.context.language),
    "text": lambda text, _, scene: replies.text(text),
    "date": lambda text, question, scene: replies.day(
        text, scene.context.language, scene.today, future=question.future
    ),
    "time": lambda text, _, scene: replies.time(text, scene.context.language),
    "place": lambda text, _, scene: replies.place(text),
    "contact": lambda text, _, scene: replies.contact(text),
}
_FIXED = frozenset({"language", "choice", "many", "yes_no"})
_OF_FILES = {"oversize": "too_big", "voice": "voice_kept", "archive": "archive_kept"}


def said(scene: Scene, came: Said) -> Turn:
    """Read words as the answer to what is being asked, or keep them where they cannot be lost."""
    text, question = visible(came.text), scene.question
    if not text:
        return scene.turn(None, EMPTY)
    piece = pieces.of_words(text, came.message)
    if question is None or question.kind in {"notice", "facts"}:
        return scene.aside(piece, "kept")
    if len(text) > LONGEST_ANSWER and question.kind not in _TAKES_ANY_LENGTH:
        return scene.aside(piece, TOO_LONG)
    if question.kind == "respondents":
        return scene.turn({question.id: Answer(_respondents(scene.pieces(question.id), piece), "given")})
    if question.kind in LISTS:
        return scene.turn({question.id: Answer([*scene.pieces(question.id), piece], "open")}, _taken(question, text))
    if question.kind == "listed":
        return _of_list(scene, question, text)
    return _read(scene, question, piece)


def _of_list(scene: Scene, question: Question, text: str) -> Turn:
    """What is on the list answers; what is nearly on it is asked; what is not on it is kept as it was said."""
    value = listed.read(text, question.choices)
    if value["near"]:
        return scene.turn({question.id: Answer(value, "open")}, Remark("nearest"))
    remarks = [] if value["id"] else [Remark("not_listed")]
    return scene.turn({question.id: Answer(value, "given")}, *remarks)


def _taken(question: Question, text: str) -> Remark:
    """Return what is said about one more message: a picture tells no story, and a full one may go on."""
    if question.kind == "story" and not any(map(str.isalnum, text)):
        return Remark("wordless")
    return Remark("heard_long" if len(text) >= A_FULL_MESSAGE else "heard")


def visible(text: str) -> str:
    """Return the words without what surrounds them; empty when there is nothing that anybody could see."""
    try:
        return replies.text(text)
    except Unreadable:
        return ""


def _read(scene: Scene, question: Question, piece: Piece) -> Turn:
    try:
        value = _READERS[question.kind](piece["text"], question, scene)
    except Unreadable as error:
        if question.kind in _FIXED:
            return scene.aside(piece, "kept")
        remark = Remark(
            error.sentence, {key: str(value) for key, value in error.params.items() if key != "sentence"}, "unreadable"
        )
        if len(piece["text"].split()) < A_SENTENCE:
            return scene.turn(None, remark)
        kept = scene.aside(piece, "kept")
        return scene.turn(kept.answers, remark, *kept.remarks)
    if question.kind == "many":
        answer = scene.answer
        for choice in value:
            answer = chosen(question, answer, choice)
        return scene.turn({question.id: answer} if answer else None)
    if question.future and _over(value, scene):
        return scene.turn({question.id: Answer(value, "open")}, Remark("day_over"))
    return scene.turn({question.id: Answer(value, "given")})


def _over(day: Json, scene: Scene) -> bool:
    """Say whether a day that should lie ahead is past; the same one said again is meant so."""
    last = day["until"] or day["on"]
    before = scene.answer.value if scene.answer else None
    meant = before is not None and before["on"] == day["on"]
    return last is not None and last < scene.today.isoformat() and not meant


def chosen(question: Question, answer: Answer | None, choice: str, *, toggle: bool = False) -> Answer:
    """Add one of many choices, or take it away again; one that goes with no other answers the question."""
    alone = {offered.id for offered in question.choices if offered.alone}
    if choice in alone:
        return Answer([choice], "given")
    before = [id for id in (answer.value or () if answer else ()) if id not in alone]
    if choice not in before:
        return Answer([*before, choice], "open")
    return Answer([id for id in before if id != choice] if toggle else before, "open")


def _respondents(before: list[Piece], piece: Piece) -> list[Piece]:
    """An empty place was made by *another*; without one, the new words correct what was said before."""
    if before and not before[-1]:
        return [*before[:-1], piece]
    return pieces.replaced(before, piece)


def edited(scene: Scene, came: Edited) -> Turn:
    """Put new words in the place of old ones, wherever they are kept; words that are nowhere are kept apart."""
    text = visible(came.text)
    if not text:
        return scene.turn(None, EMPTY)
    kinds = {id: question.kind for id, question in scene.agency.questions.items()}
    for id, answer in scene.answers.items():
        if id == ALSO or kinds.get(id) in LISTS:
            new = pieces.reworded(scene.pieces(id), Edited(text, came.message))
            if new is not None:
                remarks = [Remark("changed")] if new != answer.value else []
                return scene.turn({id: Answer(new, answer.state)}, *remarks)
    return scene.aside(pieces.of_words(text, came.message), "kept")


def attached(scene: Scene, came: Attached) -> Turn:
    """Keep a file: with the story or the papers when those are being asked, apart otherwise."""
    if came.kind not in pieces.KEPT_KINDS:
        return scene.turn(None, Remark("not_kept", kind="unreadable"))
    piece = pieces.of_file(came, visible(came.caption or ""))
    remark = Remark(_OF_FILES.get(came.kind, "file_kept"))
    question = scene.question
    if question is not None and question.kind in {"story", "files"}:
        return scene.turn({question.id: Answer([*scene.pieces(question.id), piece], "open")}, remark)
    return scene.turn(scene.aside(piece, "kept").answers, remark)
