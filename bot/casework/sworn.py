"""What a profile says about the paper that a complainant swears to; read by `agency`, checked by `soundness`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import Field

from bot.casework.advice import Found, unknown
from bot.casework.conditions import only
from bot.casework.parts import Part, Text, When
from bot.casework.questionnaire import asked, conditions

if TYPE_CHECKING:
    from bot.casework.agency import Agency

PAPER: Final = "complaint_to_swear"
"""The template of that paper."""


class Sworn(Part):
    """Which answers go where on the paper, what must not be missing, and how and where to swear.

    `sorts` are the questions that say what kind of thing it was; the law asks for some of what it `needs` (`law`).
    Where `no_notary` is all that it is about, `without_notary` is said, and `how_at_home` in the place of `how`.
    """

    sorts: tuple[str, ...] = ()
    respondents: str
    address: str
    relief: str
    needs: tuple[str, ...]
    law: tuple[str, ...] = ()
    oath: Text
    how: Text
    no_notary: When = Field(default_factory=dict)
    without_notary: Text | None = None
    how_at_home: Text | None = None

    def at_home(self, known: Mapping[str, object]) -> bool:
        """Say whether it can be signed without a notary: it is about nothing else than what needs none."""
        return bool(self.without_notary and self.how_at_home and self.no_notary) and only(self.no_notary, known)


def problems(agency: "Agency") -> Found:
    """The paper is made of questions that are asked, and a paper that is made has its words."""
    paper = any(each.template == PAPER for each in agency.documents.values())
    if agency.sworn is None:
        if paper:
            yield "sworn", "a paper to swear to is made, and nothing says what stands on it. Write a [sworn] table."
        return
    named = (*agency.sworn.sorts, agency.sworn.respondents, agency.sworn.address, agency.sworn.relief)
    for id in dict.fromkeys((*named, *agency.sworn.needs)):
        if id not in agency.interview:
            yield "sworn", unknown(id, agency.interview, "question")
    yield from (
        ("sworn.law", unknown(id, agency.sworn.needs, "thing that it needs"))
        for id in agency.sworn.law
        if id not in agency.sworn.needs
    )
    yield from conditions(agency.sworn.no_notary, asked(agency), "sworn.no_notary", {})
