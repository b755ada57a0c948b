"""Letters have paragraphs of a profile, variables of one list, and no holes; what a profile gets wrong is told."""

import pytest

from bot.casework import letter
from bot.casework.errors import Refused
from bot.casework.letter import Block, DocumentKind
from bot.casework.parts import Text

NAME = Text(en="Letter", es="Carta")
VALUES = {"reference": "OPCR-1", "phone": "555 {reference}", "disposition": ""}


def block(id: str, en: str, *, optional: bool = False) -> Block:
    return Block(id=id, en=en, es=f"es {en}", optional=optional, name=NAME if optional else None)


def kind(*blocks: Block, **more: object) -> DocumentKind:
    return DocumentKind(id="x", name=NAME, template="letter", block=blocks, **more)  # type: ignore[arg-type]


THREE = kind(block("a", "First {reference}"), block("b", "Maybe", optional=True), block("c", "Last {phone}"))


def test_chosen_paragraphs_and_own_words_stand_in_order() -> None:
    plain = letter.paragraphs(THREE, "en", (), "", VALUES)
    assert plain == ("First OPCR-1", "Last 555 {reference}")  # what stands for a variable is not read again
    full = letter.paragraphs(THREE, "es", {"b"}, "Mine {reference}", VALUES)
    assert full == ("es First OPCR-1", "es Maybe", "Mine OPCR-1", "es Last 555 {reference}")


@pytest.mark.parametrize("words", ["{badge}", "{}", "{ reference }", "{reference.__class__}", "{0}"])
def test_an_unknown_variable_is_refused_with_all_that_there_are(words: str) -> None:
    with pytest.raises(Refused, match="letter_variable") as refused:
        letter.paragraphs(THREE, "en", (), f"Dear {words}", VALUES)
    assert refused.value.params["name"] == words[1:-1]
    assert all(f"{{{each}}}" in letter.known() for each in letter.VARIABLES)


@pytest.mark.parametrize("words", ["", "no braces", "{", "}", "{\n}", "} {", "costs {reference}"])
def test_braces_alone_are_words(words: str) -> None:
    letter.check(words)


def test_a_letter_never_has_a_hole() -> None:
    with pytest.raises(Refused, match="letter_too_early") as refused:
        letter.paragraphs(kind(block("a", "It ended: {disposition}")), "en", (), "", VALUES)
    assert refused.value.params["name"] == "disposition"
    may_go = kind(block("a", "Hello"), block("b", "It ended: {disposition}", optional=True))
    with pytest.raises(Refused, match="letter_lacks"):
        letter.paragraphs(may_go, "en", ("b",), "", VALUES)


def test_a_variable_is_named_once() -> None:
    assert letter.variables("{a} {b} {a}") == ("a", "b")


def found(agency: object, *kinds: DocumentKind) -> list[str]:
    named = {each.id: each for each in kinds}
    return [what for _, what in letter.problems(agency.model_copy(update={"documents": named}))]  # type: ignore[attr-defined]


def test_a_sound_letter_has_no_problems(office) -> None:  # type: ignore[no-untyped-def]
    assert found(office(), THREE, DocumentKind(id="copy", name=NAME, template="copy")) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (kind(), "this letter could be empty"),
        (kind(block("b", "Maybe", optional=True)), "this letter could be empty"),
        (kind(block("a", "One"), block("a", "Two")), '"a" is there twice'),
        (kind(block("A b", "One")), '"A b" cannot be a name'),
        (kind(block("a", "One"), Block(id="b", en="x", es="x", optional=True)), "nobody can choose this paragraph"),
        (kind(block("a", "Dear {nam}")), 'there is no variable "nam". Did you mean "name"?'),
        (kind(block("a", "One"), by=("chief",)), 'there is no role "chief"'),
        (DocumentKind(id="x", name=NAME, template="lettr"), 'there is no template "lettr". Did you mean "letter"?'),
        (DocumentKind(id="X y", name=NAME, template="copy"), '"X y" cannot be an id'),
    ],
)
def test_what_is_wrong_with_a_letter_is_told_with_advice(office, wrong: DocumentKind, words: str) -> None:  # type: ignore[no-untyped-def]
    assert any(words in each for each in found(office(), wrong))
