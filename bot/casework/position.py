"""Where an interview stands, computed from its answers alone; called by interview.py for every screen."""

from collections.abc import Iterator

from bot.casework import guidance, pieces
from bot.casework.agency import Agency
from bot.casework.conditions import holds
from bot.casework.parts import ANSWER, UNLISTED, Question
from bot.casework.turns import ALSO, Answer, Answers, Step

LISTS = frozenset({"story", "respondents", "files"})  # kinds whose answer is a list of messages and files
PRESENT = "given"  # what counts in a `when` for an answer in free words


def applying(agency: Agency, answers: Answers, purpose: str) -> list[Question]:
    """Return the questions that apply now, in the order in which they are asked."""
    ids = {"statistics": agency.statistics, "witness": agency.witness}.get(purpose, agency.interview)
    known: dict[str, object] = {}
    found: list[Question] = []
    for question in map(agency.question, ids):
        if agency.guides and question.id == guidance.OFFICES:
            question = guidance.narrowed(agency, question, known)
            if not question.choices:
                continue
        if _applies(question, answers, known, found):
            found.append(question)
            known |= _fact(question, answers.get(question.id))
    return found


def _applies(question: Question, answers: Answers, known: dict[str, object], before: list[Question]) -> bool:
    """Someone whose language we do not speak is asked only what says so; facts are asked only when some were found."""
    if question.kind == "facts" and question.id not in answers:
        return False
    foreign = [asked.id for asked in before if asked.kind == "language" and known.get(asked.id) == "other"]
    return holds(question.when, known) and all(id in question.when for id in foreign)


def current(questions: list[Question], answers: Answers) -> Question | None:
    """Return the first question without a finished answer; None when all are answered."""
    return next((question for question in questions if _open(question, answers.get(question.id))), None)


def _open(question: Question, answer: Answer | None) -> bool:
    """Say whether there is no finished answer; choices that are all not offered any more are none."""
    if answer is None or answer.state == "open":
        return True
    return question.kind == "many" and bool(answer.value) and not any(map(question.offers, answer.value))


def awaited(question: Question, answers: Answers) -> bool:
    """Say whether a question still has to be answered."""
    return _open(question, answers.get(question.id))


def relevant(agency: Agency, answers: Answers) -> dict[str, Answer]:
    """Return the answers that apply now, finished: for the review and for the case.

    An answer that is being changed counts as it stands; what was said in the wrong place comes last.
    """
    asked = [each for part in ("complaint", "statistics", "witness") for each in applying(agency, answers, part)]
    kept = {question.id: closed(answers[question.id]) for question in asked if question.id in answers}
    kept |= {ALSO: answers[ALSO]} if ALSO in answers and answers[ALSO].value else {}
    return {id: answer for id, answer in kept.items() if answer.state != "open"}


def closed(answer: Answer) -> Answer:
    """Finish an answer as it stands; without anything in it, it stays open."""
    if answer.state != "open":
        return answer
    value = [piece for piece in answer.value if piece] if isinstance(answer.value, list) else answer.value
    return Answer(value, "open" if value is None or value == [] else "given")


def facts(agency: Agency, answers: Answers) -> dict[str, object]:
    """Return what `when` may ask about: a choice, a list of choices, yes or no, or that there is an answer.

    Of a date, the day is there as well, for clocks that run from it.
    """
    known: dict[str, object] = {}
    for id, answer in relevant(agency, answers).items():
        if id != ALSO:
            known |= _fact(agency.question(id), answer)
    return known


def _fact(question: Question, answer: Answer | None) -> dict[str, object]:
    if answer is None or answer.value is None:
        return {}
    if question.kind == "listed":
        return {question.id: answer.value["id"] or UNLISTED}
    fixed = question.kind in {"language", "choice", "many", "yes_no"}
    day = {ANSWER + question.id: answer.value["on"]} if question.kind == "date" and answer.value["on"] else {}
    return {question.id: answer.value if fixed else PRESENT, **day}


def told(questions: list[Question], answers: Answers) -> bool:
    """Say whether there is a story, or a part of one."""
    stories = [answers[question.id] for question in questions if question.kind == "story" and question.id in answers]
    return any(answer.value for answer in stories)


def unread(questions: list[Question], answers: Answers) -> bool:
    """Say whether the office's notice was never agreed to: the story came with the person from somewhere else."""
    return any(question.kind == "notice" and question.id not in answers for question in questions)


def previous(questions: list[Question], answers: Answers) -> Question | None:
    """Return the question before the present one; before the review it is the last one asked.

    Found facts that were passed over are not there any more to go back to.
    """
    now = current(questions, answers)
    before = questions[: questions.index(now)] if now else questions
    left = [question for question in before if question.kind != "facts" or answers[question.id].value]
    return left[-1] if left else None


def step(agency: Agency, answers: Answers, purpose: str) -> Step:
    """Return the screen that these answers lead to."""
    questions = applying(agency, answers, purpose)
    question = current(questions, answers)
    if question is None:
        return review()
    answer = answers.get(question.id)
    buttons = tuple(each for each in _buttons(question, questions, answers) if each != "send_now" or not agency.guides)
    return Step("question", question, answer, buttons)


def review() -> Step:
    """Return the screen that shows every answer and offers to change or to submit."""
    return Step("review", None, None, ("submit", "back", "restart"))


def _buttons(question: Question, questions: list[Question], answers: Answers) -> Iterator[str]:
    answer = answers.get(question.id)
    before = previous(questions, answers)
    if question.kind in {"notice", "story", "facts", "many", "files"} and not _one_tap(question):
        yield "done"
    if answer and answer.value is not None and question.kind not in {"notice", "story", "facts", "many", "files"}:
        yield "keep"
    if question.optional:
        yield "skip"
    if before and before.kind == "respondents" and _named(answers.get(before.id)):
        yield "another"
    if before:
        yield "back"
    if question.kind != "story" and told(questions, answers) and not unread(questions, answers):
        yield "send_now"


def _one_tap(question: Question) -> bool:
    """Say whether every choice answers the question by itself."""
    return bool(question.choices) and all(choice.alone for choice in question.choices)


def _named(answer: Answer | None) -> bool:
    return answer is not None and answer.state == "given" and bool(answer.value)


def narrative(answers: Answers) -> str:
    """Return the story in the complainant's own words; empty when it was told by voice or pictures alone."""
    return pieces.words(story_items(answers))


def story_items(answers: Answers) -> list[pieces.Piece]:
    """Return the messages and files of the story, in the order in which they came."""
    return [*answers["story"].value] if "story" in answers and answers["story"].value else []
