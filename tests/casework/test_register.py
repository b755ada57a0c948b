"""A profile's register of evidence asks somebody that there is, and a rule proposes only what the register knows."""

from bot.casework import register
from bot.casework.parts import Body, Text, TriageRule
from bot.casework.register import EvidenceKind

WORDS = Text(en="words", es="palabras")


def kind(id: str = "camera", **more: object) -> EvidenceKind:
    return EvidenceKind.model_validate({"id": id, "name": WORDS, "ask": WORDS, **more})


def test_a_register_that_fits_has_no_problem(office) -> None:
    rule = TriageRule(when={"hurt": True}, priority="urgent", because="x", propose=("camera",))
    agency = office(
        evidence_kinds={"camera": kind(body="police", days=7), "photos": kind("photos")},
        bodies={"police": Body(id="police", name=WORDS)},
        triage=(rule,),
    )
    assert list(register.problems(agency)) == []


def test_what_does_not_fit_is_named_with_what_to_do(office) -> None:
    rule = TriageRule(when={"hurt": True}, priority="urgent", because="x", propose=("kamera",))
    agency = office(
        evidence_kinds={"camera": kind(body="polise", days=0), "Bad-id": kind("Bad-id")},
        bodies={"police": Body(id="police", name=WORDS)},
        triage=(rule,),
    )
    found = dict(register.problems(agency))
    assert found["register.camera.body"] == 'there is no body "polise". Did you mean "police"?'
    assert "Write 1 or more" in found["register.camera.days"]
    assert "cannot be an id" in found["register.Bad-id"]
    assert found["triage.1.propose"] == 'there is no entry of the register "kamera". Did you mean "camera"?'
