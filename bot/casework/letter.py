"""Papers and letters in a profile: which variables paragraphs may have, and the paragraphs filled in; for the desk.

Every variable is on one list. What stands for one is never read again: a person's words in braces stay words.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from bot.casework.advice import Found, is_id, misnamed, unknown
from bot.casework.errors import Refused
from bot.casework.parts import ROLES, Part, Text

if TYPE_CHECKING:
    from bot.casework.agency import Agency

TEMPLATES: Final = (
    "copy",
    "letter",
    "panel_packet",
    "investigation_report",
    "complaint_to_swear",
)  # what the program can fill; desk.papers says with what
TEMPLATE: Final = "letter"
VARIABLES: Final = (
    *("reference", "received", "today", "stage", "disposition", "next_duty", "next_date"),
    *("name", "office", "phone", "address", "web"),
)
"""What a paragraph may name in braces; `desk.papers.letter` knows what each stands for."""
REFUSALS: Final = ("letter_variable", "letter_lacks", "letter_too_early")
"""Every key of the locale table [refused] that can be asked for here."""
_NAMED: Final = re.compile(r"\{([^{}\n]*)\}")


class Block(Text):
    """One paragraph of a letter; an optional one is chosen by its name before the letter is made."""

    id: str
    name: Text | None = None
    optional: bool = False


class DocumentKind(Part):
    """A paper that the office makes about a case: by which template, who makes it, and whether it may go out.

    `approval`: a supervisor has to agree before it is sent. `block`: the paragraphs of a letter, in order.
    """

    id: str
    name: Text
    template: str
    by: tuple[str, ...] = ("intake", "investigator", "supervisor")
    sent: bool = False
    approval: bool = False
    block: tuple[Block, ...] = ()


def variables(text: str) -> tuple[str, ...]:
    """Everything that stands in braces in a text, in order."""
    return tuple(dict.fromkeys(_NAMED.findall(text)))


def check(text: str) -> None:
    """Raise Refused for a text that names a variable that there is not."""
    for name in variables(text):
        if name not in VARIABLES:
            raise Refused("letter_variable", name=name, known=known())


def known() -> str:
    """Every variable, as somebody writes it."""
    return ", ".join(f"{{{each}}}" for each in VARIABLES)


def paragraphs(
    kind: DocumentKind, language: str, chosen: Collection[str], words: str, values: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the letter's paragraphs in order, filled; staff's own words come last but one. Raises Refused.

    A letter that would say what is not known yet is refused: nobody gets a sentence with a hole in it. What lacks in a
    paragraph that cannot be left out means that it is too early for this letter.
    """
    blocks = [each for each in kind.block if not each.optional or each.id in chosen]
    check(words)
    own = [_filled(words, values)] if words else []
    texts = [_filled(each.to(language), values, must=not each.optional) for each in blocks]
    return (*texts[:-1], *own, *texts[-1:])


def _filled(text: str, values: Mapping[str, str], *, must: bool = False) -> str:
    for name in variables(text):
        if not values.get(name):
            raise Refused("letter_too_early" if must else "letter_lacks", name=name)
    return _NAMED.sub(lambda match: values[match[1]], text)


def problems(agency: "Agency") -> Found:
    """Name what is wrong with an agency's papers: template, roles, paragraphs."""
    yield from misnamed("document", agency.documents)
    for id, kind in agency.documents.items():
        if kind.template not in TEMPLATES:
            yield f"document.{id}", unknown(kind.template, TEMPLATES, "template")
        yield from ((f"document.{id}", unknown(role, ROLES, "role")) for role in kind.by if role not in ROLES)
        if kind.template == TEMPLATE and not any(not each.optional for each in kind.block):
            yield f"document.{id}", "this letter could be empty. Add a [[document.….block]] that is not optional."
        seen: set[str] = set()
        for number, block in enumerate(kind.block, 1):
            yield from _block(block, f"document.{id}.block.{number}", seen)


def _block(block: Block, where: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    if not is_id(block.id):
        yield where, f'"{block.id}" cannot be a name. Use up to 24 small letters, digits and _.'
    if block.id in seen:
        yield where, f'"{block.id}" is there twice. Give each paragraph a name of its own.'
    seen.add(block.id)
    if block.optional and block.name is None:
        yield where, 'nobody can choose this paragraph. Add name = { en = "…", es = "…" } for its button.'
    for text in (block.en, block.es):
        for name in variables(text):
            if name not in VARIABLES:
                yield where, unknown(name, VARIABLES, "variable")
