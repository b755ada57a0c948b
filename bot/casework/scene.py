"""One moment of an interview: the answers so far and what is being asked; made by interview.reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.casework import guidance, passing, position
from bot.casework.agency import Agency
from bot.casework.parts import Question
from bot.casework.pieces import Piece
from bot.casework.turns import ALSO, Answer, Answers, Context, Remark, Turn

NOT_HERE = Remark("not_here")


@dataclass(frozen=True, slots=True)
class Scene:
    """What every part of a reply needs to know; `question` is None on the review."""

    agency: Agency
    answers: Answers
    context: Context
    questions: list[Question]
    question: Question | None

    @classmethod
    def of(cls, agency: Agency, answers: Answers, context: Context) -> "Scene":
        """Compute where these answers lead to."""
        questions = position.applying(agency, answers, context.purpose)
        return cls(agency, answers, context, questions, position.current(questions, answers))

    @property
    def answer(self) -> Answer | None:
        """Return what the present question has been answered so far."""
        return self.answers.get(self.question.id) if self.question else None

    @property
    def today(self) -> date:
        """Return the date on the agency's wall."""
        return self.context.now.astimezone(self.agency.zone).date()

    def pieces(self, id: str) -> list[Piece]:
        """Return the messages and files that an answer is made of so far."""
        answer = self.answers.get(id)
        return [*answer.value] if answer and answer.value else []

    def first(self, kind: str) -> Question | None:
        """Return the first question of a kind that applies."""
        return next((question for question in self.questions if question.kind == kind), None)

    def turn(
        self,
        changed: Mapping[str, Answer] | None = None,
        *remarks: Remark,
        outcome: Literal["ask", "file", "restart"] = "ask",
        closed_story: bool = False,
    ) -> Turn:
        """Put changed answers in place, and compute what is on the screen then."""
        answers = {**self.answers, **(changed or {})}
        step = position.step(self.agency, answers, self.context.purpose)
        if step.kind == "review" and self.context.purpose == "statistics":
            outcome = "file"  # nothing to review: three taps that nobody has to give
        if self.context.purpose == guidance.PURPOSE and outcome != "restart":
            # Nothing is sent from here: it ends when an office is chosen, and else on the list of who can help.
            outcome = "file" if step.kind == "review" and passing.chosen(self.agency, answers) else "ask"
        return Turn(answers, step, remarks, outcome, closed_story)

    def aside(self, piece: Piece, key: str) -> Turn:
        """Keep what came while something else was being asked, and say so."""
        at = self.question.id if self.question else "review"
        asked = self.question.name.to(self.context.language) if self.question else ""
        kept = [*self.pieces(ALSO), piece | {"at": at}]
        remark = Remark(key, {"asked": asked}) if self.question else Remark(f"{key}_review")
        return self.turn({ALSO: Answer(kept, "given")}, remark)
