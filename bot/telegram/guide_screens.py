"""What people see between offices: who else can help, their story to copy, another office to file with; pure.

Used by `draft_screens` and `draft_talk`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import AnswerWords
from bot.casework import guidance, interview
from bot.casework.agency import Agency
from bot.casework.guidance import Also, Elsewhere, Place
from bot.casework.interview import Step
from bot.telegram.callbacks import CASE, DRAFT, Press
from bot.telegram.delivery import Attachment, Button, Screen
from bot.telegram.fitting import fitted
from bot.telegram.screens import Screens
from storage.cases import Case
from storage.drafts import Draft

LONGEST_OFFICE = 60


class GuideScreens(Screens):
    """Renders what follows from the guide's rules and from an office's `[[also]]` and `[place]`."""

    def elsewhere(self, guide: Agency, draft: Draft) -> Screen:
        """Who outside can help; the story stays where it is, to be copied or erased."""
        language, answers = draft.language, interview.unpack(draft.answers)
        found = guidance.elsewhere(guide, interview.facts(guide, answers))
        told = bool(interview.story_items(answers))
        lines: list[Any] = [Bold(self._words.say(language, "guide.elsewhere"))]
        lines += [part for each in found for part in ("\n\n", *self._way(each, language))]
        if told:
            kept = self._words.say(language, "guide.kept", days=guide.draft_kept_days)
            lines += ["\n\n", self._words.say(language, "guide.not_told"), " ", kept]
        verbs = (*(("story",) if told else ()), "back", "cancel")
        return Screen(Text(*lines), tuple((self._button(draft, verb),) for verb in verbs))

    def _way(self, one: Elsewhere, language: str) -> list[Any]:
        phone = self._words.say(language, "guide.phone", phone=one.phone) if one.phone else ""
        reached = " · ".join(each for each in (phone, one.web) if each)
        return [Bold(one.name.to(language)), "\n", one.words.to(language), "\n", reached]

    def story(self, draft: Draft, paper: bytes | None) -> list[Screen]:
        """A person's own words, sent back to them; `paper` is the same as a PDF."""
        words = interview.narrative(interview.unpack(draft.answers))
        if not words or paper is None:
            return [self.plain(draft.language, "guide.no_words")]
        name = self._words.say(draft.language, "guide.paper")
        kept = Screen(Text(""), attachment=Attachment(paper, f"{name}.pdf", "application/pdf"))
        return [self.plain(draft.language, "guide.story"), *fitted(Screen(Text(words))), kept]

    def day(self, on: date, language: str) -> str:
        """A day as people write it."""
        return AnswerWords(self._words).day(on, language)

    def also(self, case: Case, offers: Sequence[Also], agencies: Mapping[str, Agency]) -> list[Screen]:
        """Other offices with which the same story may be filed; nothing where there is none."""
        if not offers:
            return []
        language = case.language
        named = [(each, agencies[each.to].name.to(language)) for each in offers]
        lines: list[Any] = [self._words.say(language, "guide.also")]
        for each, office in named:
            lines += ["\n\n", Bold(office), "\n", each.because.to(language)]
        rows = tuple(
            (
                Button(
                    self._words.say(language, "button.also", office=office[:LONGEST_OFFICE]),
                    Press(CASE, "also", case.id, each.to).pack(),
                ),
            )
            for each, office in named
        )
        no = Button(self._words.say(language, "button.others_no"), Press(CASE, "others_no", case.id).pack())
        return [Screen(Text(*lines), (*rows, (no,)))]

    def here(self, agency: Agency, draft: Draft, step: Step) -> tuple[str, tuple[tuple[Button, ...], ...]]:
        """Where the poster hangs by which somebody came, offered where it is asked; it is an answer only if tapped."""
        place = poster(agency, draft)
        if place is None or step.question is None or step.question.kind != "place":
            return "", ()
        name = place.name.to(draft.language)
        said = self._words.say(draft.language, "guide.place", place=name)
        label = self._words.say(draft.language, "button.here", place=name)
        return said, ((Button(label, Press(DRAFT, "here", draft.id, "", draft.revision).pack()),),)

    def _button(self, draft: Draft, verb: str) -> Button:
        label = self._words.say(draft.language, f"button.{verb}")
        return Button(label, Press(DRAFT, verb, draft.id, "", draft.revision).pack())


def poster(agency: Agency, draft: Draft) -> Place | None:
    """The place whose poster somebody followed; None for any other beginning."""
    return agency.places.get(str(draft.notes.get("place")))
