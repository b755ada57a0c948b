"""The interview as a pure function: answers and one reply give a Turn; called by desk.intake for all that comes in."""

from dataclasses import replace

from bot.casework import finding, hearing, listed, party, pieces, position, replies
from bot.casework.agency import Agency
from bot.casework.hearing import visible
from bot.casework.parts import Question
from bot.casework.position import closed, facts, narrative, relevant, step, story_items
from bot.casework.scene import NOT_HERE, Scene
from bot.casework.turns import (
    ALSO,
    Answer,
    Answers,
    Attached,
    Context,
    Edit,
    Edited,
    Found,
    FoundFact,
    Incoming,
    Json,
    Picked,
    Pressed,
    Remark,
    Said,
    Step,
    TakenOut,
    Turn,
    pack,
    unpack,
)

__all__ = [
    "ALSO",
    "Answer",
    "Answers",
    "Attached",
    "Context",
    "Edit",
    "Edited",
    "Found",
    "FoundFact",
    "Incoming",
    "Json",
    "Picked",
    "Pressed",
    "Remark",
    "Said",
    "Step",
    "TakenOut",
    "Turn",
    "begin",
    "facts",
    "narrative",
    "pack",
    "put_aside",
    "relevant",
    "reply",
    "returned",
    "reviewed",
    "step",
    "story_items",
    "unpack",
    "visible",
]

_NOTHING_YET = Remark("nothing_yet")
_WELCOME_BACK = Remark("welcome_back")
_A_FEW_WORDS = 4  # a greeting before the notice is not the beginning of the story


def begin(agency: Agency, purpose: str = "complaint") -> Turn:
    """Return the first screen of an interview."""
    return Turn({}, step(agency, {}, purpose))


def reviewed(agency: Agency, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that the review shows and lets people change: what they were only shown is left out."""
    asked = (agency.questions.get(id) for id in relevant(agency, answers))
    return tuple(question for question in asked if question and question.kind not in {"notice", "facts"})


def reply(agency: Agency, answers: Answers, incoming: Incoming, context: Context) -> Turn:
    """Return what a message or a tap leads to; it never raises for anything that a person can send."""
    scene = Scene.of(agency, answers, context)
    match incoming:
        case Said():
            return hearing.said(scene, incoming)
        case Edited():
            return hearing.edited(scene, incoming)
        case Attached():
            return hearing.attached(scene, incoming)
        case Picked():
            return _picked(scene, incoming.value)
        case Pressed():
            return _pressed(scene, incoming.action)
        case Edit():
            return _edit(scene, incoming.question)
        case TakenOut():
            return _take_out(scene, incoming.place)
    return finding.found(scene, incoming)


def put_aside(agency: Agency, answers: Answers, said: Said, context: Context, key: str) -> Turn:
    """Keep words beside the answers, whatever is being asked, and say so with the remark `key`."""
    return Scene.of(agency, answers, context).aside(pieces.of_words(replies.clean(said.text), said.message), key)


def returned(agency: Agency, answers: Answers, said: Said, context: Context) -> Turn:
    """Greet somebody who comes back after a pause and writes anything: it is no answer to a question of last week."""
    scene = Scene.of(agency, answers, context)
    text, question = visible(said.text), scene.question
    if not text or (question is not None and question.kind == "story"):
        turn = hearing.said(scene, said)
        return replace(turn, remarks=(_WELCOME_BACK, *turn.remarks))
    return replace(scene.aside(pieces.of_words(text, said.message), "kept"), remarks=(_WELCOME_BACK,))


def _picked(scene: Scene, value: str) -> Turn:
    question, answer = scene.question, scene.answer
    new: Answer | None = None
    if question is None:
        return scene.turn(None, NOT_HERE)
    if question.kind in {"language", "choice"} and question.offers(value):
        new = Answer(value, "given")
    elif question.kind == "listed" and question.offers(value):
        new = Answer(listed.picked(answer.value if answer else None, value), "given")
    elif question.kind == "many" and question.offers(value):
        new = hearing.chosen(question, answer, value, toggle=True)
    elif question.kind == "yes_no" and value in {"yes", "no"}:
        new = Answer(value == "yes", "given")
    elif question.kind == "facts" and answer:
        new = finding.toggled(answer, value)
    return scene.turn({question.id: new}) if new else scene.turn(None, NOT_HERE)


def _pressed(scene: Scene, action: str) -> Turn:
    match action:
        case "submit" | "send_now" if position.unread(scene.questions, scene.answers):
            return scene.turn(None, *([] if position.told(scene.questions, scene.answers) else [_NOTHING_YET]))
        case "submit" | "send_now":
            ready = scene.question is None or position.told(scene.questions, scene.answers)
            return scene.turn(outcome="file") if ready else scene.turn(None, _NOTHING_YET)
        case "restart":
            return scene.turn(outcome="restart")
        case "back":
            before = position.previous(scene.questions, scene.answers)
            return _reopen(scene, before) if before else scene.turn(None, Remark("first_question"))
        case "another":
            return _another(scene)
        case "review":
            return _look(scene)
        case "skip" if scene.question:
            return _skip(scene, scene.question)
        case "done" | "keep" if scene.question:
            return _done(scene, scene.question)
    return scene.turn(None, NOT_HERE)


def _reopen(scene: Scene, question: Question) -> Turn:
    value = scene.answers[question.id].value
    return scene.turn({question.id: Answer(value, "open")})


def _edit(scene: Scene, id: str) -> Turn:
    answered = {question.id: question for question in reviewed(scene.agency, scene.answers)}
    asked = {question.id for question in scene.questions}
    return _reopen(scene, answered[id]) if id in answered.keys() & asked else scene.turn(None, NOT_HERE)


def _take_out(scene: Scene, place: int) -> Turn:
    """What came beside the answers stays only as long as its owner wants it there."""
    beside = scene.pieces(ALSO)
    if not 0 <= place < len(beside):
        return scene.turn(None, NOT_HERE)
    left = {**scene.answers, ALSO: Answer(beside[:place] + beside[place + 1 :], "given")}
    return Turn(left, position.review(), (Remark("taken_out"),))


def _another(scene: Scene) -> Turn:
    """Make an empty place for one more officer; the next words go there."""
    question = scene.first("respondents")
    named = [piece for piece in scene.pieces(question.id) if piece] if question else []
    if question is None or not named:
        return scene.turn(None, NOT_HERE)
    return scene.turn({question.id: Answer([*named, {}], "open")})


def _look(scene: Scene) -> Turn:
    if not position.told(scene.questions, scene.answers):
        return scene.turn(None, _NOTHING_YET)
    return Turn(dict(scene.answers), position.review())


def _skip(scene: Scene, question: Question) -> Turn:
    if not question.optional:
        return scene.turn(None, Remark("cannot_skip"))
    if question.kind in position.LISTS and any(scene.pieces(question.id)):
        return _done(scene, question)
    return scene.turn({question.id: Answer(None, "skipped")})


def _done(scene: Scene, question: Question) -> Turn:
    answer = scene.answer
    if question.kind == "notice":
        return _accept(scene, question)
    finished = closed(answer) if answer else None
    if finished is None or finished.state == "open":
        return _nothing(scene, question)
    if question.kind == "facts":
        return scene.turn(finding.confirmed(scene, question, finished.value))
    if question.kind == "story":
        spoken = not narrative({"story": finished})
        remarks = [Remark("listen")] if spoken else []
        return scene.turn({question.id: finished}, *remarks, closed_story=True)
    return scene.turn({question.id: finished})


def _nothing(scene: Scene, question: Question) -> Turn:
    """*Done* without an answer passes over a list that may be left empty; otherwise something is still needed."""
    if question.kind == "story" or (question.kind == "files" and not question.optional):
        return scene.turn(None, _NOTHING_YET)
    if question.kind not in {"many", "files", "respondents"}:
        return scene.turn(None, NOT_HERE)
    return _skip(scene, question)


def _accept(scene: Scene, question: Question) -> Turn:
    """Go on after the notice; what was told before it was read becomes the beginning of the story."""
    accepted = {question.id: Answer(True, "given")}
    story = scene.first("story")
    if story is not None and not position.awaited(story, scene.answers):
        # The story was told before it came to this office; what is in it is read once.
        return scene.turn(accepted, closed_story=not _read(scene))
    early = [piece for piece in scene.pieces(ALSO) if _tells(scene.agency, piece)]
    if story is None or not early or scene.pieces(story.id):
        return scene.turn(accepted)
    rest = [piece for piece in scene.pieces(ALSO) if piece not in early]
    moved = {story.id: Answer(early, "open"), ALSO: Answer(rest, "given")}
    return scene.turn(accepted | moved, Remark("moved"))


def _read(scene: Scene) -> bool:
    asked = (scene.agency.questions.get(id) for id in scene.answers)
    return any(question is not None and question.kind == "facts" for question in asked)


def _tells(agency: Agency, piece: dict[str, str]) -> bool:
    """Say whether this begins the story: it is more than a greeting, and no answer to the question who they are."""
    if party.asks_who(agency, piece.get("at")):
        return False
    return "evidence" in piece or len(piece["text"].split()) >= _A_FEW_WORDS
