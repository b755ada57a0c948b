"""What was found in the story, offered on one screen: only what the complainant confirms becomes an answer."""

from bot.casework import pieces, replies
from bot.casework.errors import Unreadable
from bot.casework.parts import Question
from bot.casework.pieces import Piece
from bot.casework.scene import Scene
from bot.casework.turns import Answer, Found, Json, Turn

_ABOUT_PEOPLE = ("officer", "badge", "vehicle")


def found(scene: Scene, came: Found) -> Turn:
    """Offer what was found; what was offered before and not changed is not asked again."""
    question = next((each for each in map(scene.agency.question, scene.agency.interview) if each.kind == "facts"), None)
    if question is None:
        return scene.turn()
    before = {(fact["kind"], fact["text"]): fact for fact in scene.pieces(question.id)}
    offered = {
        (fact["kind"], fact["text"]): {**fact, "confirmed": True} for fact in came.facts if _useful(scene, dict(fact))
    }
    facts = [before.get(key, fact) for key, fact in offered.items()]
    old = scene.answers.get(question.id)
    if not facts or (old and old.state != "open" and offered.keys() <= before.keys()):
        return scene.turn()
    return scene.turn({question.id: Answer(facts, "open")})


def _useful(scene: Scene, fact: Piece) -> bool:
    """Offer only what could become an answer; a date that cannot be read is asked later, not twice."""
    return fact["kind"] in {*_ABOUT_PEOPLE, "place"} or (
        fact["kind"] == "date" and _date(scene, fact["text"]) is not None
    )


def toggled(answer: Answer, number: str) -> Answer | None:
    """Take one fact out, or put it back; None when there is no such number."""
    if not number.isdecimal() or int(number) >= len(answer.value):
        return None
    facts = [
        {**fact, "confirmed": not fact["confirmed"]} if at == int(number) else fact
        for at, fact in enumerate(answer.value)
    ]
    return Answer(facts, "open")


def confirmed(scene: Scene, question: Question, facts: list[Piece]) -> dict[str, Answer]:
    """Turn the facts that were left in into answers; what the person has answered already stays as it is."""
    kept = [fact for fact in facts if fact["confirmed"]]
    values = {"date": _one_date(scene, kept), "place": _places(kept), "respondents": _people(kept)}
    answers = {question.id: Answer(facts, "given")}
    for kind, value in values.items():
        asked = scene.first(kind)
        if asked and value is not None and asked.id not in scene.answers:
            answers[asked.id] = Answer(value, "given")
    return answers


def _one_date(scene: Scene, kept: list[Piece]) -> Json:
    """Two dates in one story are two meanings: then the question is asked."""
    dates = [_date(scene, fact["text"]) for fact in kept if fact["kind"] == "date"]
    different = {(read["on"], read["until"]) for read in dates if read}
    return dates[0] if len(different) == 1 else None


def _date(scene: Scene, text: str) -> Json:
    try:
        return replies.date(text, scene.context.language, scene.today)
    except Unreadable:
        return None


def _places(kept: list[Piece]) -> Json:
    places = [fact["text"] for fact in kept if fact["kind"] == "place"]
    return replies.place(", ".join(places)) if places else None


def _people(kept: list[Piece]) -> Json:
    people = [fact["text"] for fact in kept if fact["kind"] in _ABOUT_PEOPLE]
    return [pieces.of_words(", ".join(people), "")] if people else None
