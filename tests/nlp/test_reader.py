"""The reader as the desk uses it: both languages, negation, who did it, bad input, threads, memory.

What each phrase pattern must find and leave is asked of the patterns alone; of the reader, which weighs them with what
it has learnt, how many of the same plain sentences it gets right (how well it reads people is in nlp/README.md).
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from nlp import Reader
from nlp.language import LANGUAGES, told_in
from nlp.pipeline import Notes, build, notes
from nlp.reading import PATTERNS

Phrases = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    """The phrase patterns alone."""
    pipelines = {name: build(name) for name in LANGUAGES}

    def read(text: str) -> set[str]:
        spoken, also, _ = told_in(text, None)
        doc = pipelines[spoken if spoken in LANGUAGES else "en"].make_doc(text)
        doc.user_data["redress"] = Notes(languages=also)
        doc = pipelines[doc.lang_](doc)
        return {*notes(doc).standing, *(["out of scope"] if notes(doc).out_of_scope else [])}

    return read


def share(right: Iterable[bool]) -> float:
    counted = list(right)
    return sum(counted) / len(counted)


def labels(reader: Reader, text: str, group: str = "conduct", language: str | None = None) -> set[str]:
    return {label.label for label in reader.read(text, language).of(group)}


TOLD = [
    ("the cop put his hands on me for nothing", "excessive_force"),
    ("they tuned me up behind the precinct", "excessive_force"),
    ("OFFICER SLAMMED ME ON THE HOOD", "excessive_force"),
    ("cops punchd and kiked me then slamed my face", "excessive_force"),
    ("he pulled me over for no reason", "unlawful_stop"),
    ("they searched my car without a warrant", "unlawful_search"),
    ("they arrested me on bogus charges", "false_arrest"),
    ("the officer called me a dumb bitch", "discourtesy"),
    ("the cop told my uncle go back to your country", "slur"),
    ("they only stopped us because we are black", "biased_policing"),
    ("he pointed his gun at me", "threats"),
    ("that officer keeps following me home", "harassment"),
    ("the guard groped my breast", "sexual_misconduct"),
    ("police never took a report", "neglect_of_duty"),
    ("they never gave me my money back", "property"),
    ("got a ticket for nothing by this cop", "improper_citation"),
    ("the cop lied on the report", "dishonesty"),
    ("the officer was drunk and asked me for a bribe", "criminal_conduct"),
    ("since i complained the sergeant keeps pulling me over", "retaliation"),
    ("he turned off his body camera", "body_camera"),
    ("they refused to give a badge number", "refused_identification"),
    ("my ex husband is a cop and he threatens me", "domestic"),
    ("the guards would not give him his insulin", "medical_neglect"),
    ("my parole officer violated me for missing one bus", "custody_supervision"),
    ("la jura me cayó a golpes", "excessive_force"),
    ("ME EMPUJARON CONTRA LA PARED LOS POLICIAS", "excessive_force"),
    ("el policia me paro sin razon", "unlawful_stop"),
    ("entraron a mi casa sin orden", "unlawful_search"),
    ("me metieron preso por gusto los guardias", "false_arrest"),
    ("el oficial me gritó estúpido", "discourtesy"),
    ("el agente me dijo que me fuera a mi país, mojado", "slur"),
    ("me pararon por ser latino, la policía", "biased_policing"),
    ("el policía me apuntó con la pistola", "threats"),
    ("la patrulla me sigue todos los días y no me deja en paz", "harassment"),
    ("el guardia me manoseó", "sexual_misconduct"),
    ("un guardia me violó en la celda", "sexual_misconduct"),
    ("mi hija fue violada por el oficial", "sexual_misconduct"),
    ("hubo una violación sexual, fue el guardia", "sexual_misconduct"),
    ("la policía nunca llegó", "neglect_of_duty"),
    ("los policías no me devolvieron el celular", "property"),
    ("me pusieron una multa injusta", "improper_citation"),
    ("el policía mintió en el reporte", "dishonesty"),
    ("el agente me pidió dinero para no multarme", "criminal_conduct"),
    ("desde que puse la queja el sargento me para todos los días", "retaliation"),
    ("apagó la cámara", "body_camera"),
    ("no me quiso dar el número de placa el oficial", "refused_identification"),
    ("mi ex es policía y usa la patrulla para vigilarme", "domestic"),
    ("en la celda le negaron la insulina", "medical_neglect"),
    ("mi oficial de probatoria no me deja ir al funeral", "custody_supervision"),
]


@pytest.mark.parametrize(("text", "label"), TOLD)
def test_phrases_find_conduct_in_residents_own_words(phrases: Phrases, text: str, label: str) -> None:
    assert f"conduct.{label}" in phrases(text)


def test_the_reader_finds_conduct_in_plain_sentences(reader: Reader) -> None:
    assert share(label in labels(reader, text) for text, label in TOLD) >= 0.8


TAKEN_BACK = [
    ("The officer never hit me but he was rude", "excessive_force"),
    ("the cop did not punch me", "excessive_force"),
    ("no officer hit me", "excessive_force"),
    ("he was going to hit me, the cop, then he left", "excessive_force"),
    ("I saw on the news that cops beat a man", "excessive_force"),
    ("el policía nunca me pegó pero me gritó", "excessive_force"),
    ("ningún policía me golpeó", "excessive_force"),
    ("no me amenazaron los oficiales", "threats"),
    ("El oficial de parole le puso una violación por faltar a una cita", "sexual_misconduct"),
    ("mi hijo tiene audiencia de violación el 3 de diciembre", "sexual_misconduct"),
    ("los policías me violaron mis derechos", "sexual_misconduct"),
    ("mi oficial me violó por llegar tarde al programa", "sexual_misconduct"),
    ("dicen que violó las condiciones de su libertad", "sexual_misconduct"),
    ("My ex hit me and the police did nothing", "excessive_force"),
    ("I was beaten by my neighbor and police never came", "excessive_force"),
]


@pytest.mark.parametrize(("text", "label"), TAKEN_BACK)
def test_phrases_leave_what_was_denied_feared_or_done_by_others(phrases: Phrases, text: str, label: str) -> None:
    assert f"conduct.{label}" not in phrases(text)


def test_the_reader_leaves_what_was_denied_feared_or_done_by_others(reader: Reader) -> None:
    assert share(label not in labels(reader, text) for text, label in TAKEN_BACK) >= 0.8


def test_the_rest_of_a_sentence_with_a_denial_still_counts(reader: Reader) -> None:
    assert "discourtesy" in labels(reader, "He never hit me but the officer called me a stupid idiot")
    assert "discourtesy" in labels(reader, "nunca me pegó pero el policía me gritó groserías")


DISCRIMINATION = [
    ("my boss fired me when I told him I'm pregnant", "employment", "denial_or_termination", "pregnancy"),
    ("landlord won't rent to me, he don't take section 8", "housing", "denial_or_termination", "source_of_income"),
    (
        "the restaurant threw me out with my service dog",
        "public_accommodation",
        "denial_or_termination",
        "disability",
    ),
    ("el patrón me despidió por estar embarazada", "employment", "denial_or_termination", "pregnancy"),
    ("la casera no me quiso rentar porque tengo niños", "housing", "denial_or_termination", "family_status"),
]


@pytest.mark.parametrize(("text", "area", "practice", "basis"), DISCRIMINATION)
def test_phrases_find_a_setting_a_treatment_and_a_reason(
    phrases: Phrases, text: str, area: str, practice: str, basis: str
) -> None:
    assert phrases(text) >= {f"area.{area}", f"practice.{practice}", f"basis.{basis}"}


def test_the_reader_finds_a_setting_a_treatment_and_a_reason(reader: Reader) -> None:
    right = (
        label in labels(reader, text, group)
        for text, *given in DISCRIMINATION
        for group, label in zip(("area", "practice", "basis"), given, strict=True)
    )
    assert share(right) >= 0.8


ASIDE = [
    "Thank you to the officer who was so kind to my mother",
    "what time do you open and how do I get a copy of a report",
    "my landlord kept my deposit and wants more money for the carpet",
    "my neighbor hit me with a stick",
    "test",
    "gracias al oficial, muy amable",
    "a qué hora abren",
    "mi vecino me pegó con un palo",
]


@pytest.mark.parametrize("text", ASIDE)
def test_to_phrases_what_no_agency_takes_is_out_of_scope_without_conduct(phrases: Phrases, text: str) -> None:
    found = phrases(text)
    assert "out of scope" in found
    assert not any(name.startswith("conduct.") for name in found)


def test_the_reader_calls_out_of_scope_what_no_agency_takes(reader: Reader) -> None:
    readings = [reader.read(text, "en" if text == "test" else None) for text in ASIDE]
    assert share(reading.out_of_scope for reading in readings) >= 0.8
    assert not any(reading.of("conduct") for reading in readings if reading.out_of_scope)


SAFETY = [
    ("he is outside my door right now", "immediate_danger"),
    ("está afuera de mi casa ahora mismo", "immediate_danger"),
    ("i want to kill myself", "self_harm"),
    ("no quiero vivir más", "self_harm"),
    ("we need an ambulance please", "urgent_medical"),
    ("manden una ambulancia", "urgent_medical"),
    ("they pointed guns at my kids", "child_at_risk"),
    ("apuntaron a mis niños", "child_at_risk"),
    ("please don't tell him my name", "fear_of_reprisal"),
    ("tengo miedo de represalias", "fear_of_reprisal"),
    ("my brother died in the cell", "critical_incident"),
    ("mi primo murió en la celda", "critical_incident"),
]


@pytest.mark.parametrize(("text", "label"), SAFETY)
def test_safety_needs_no_language(reader: Reader, text: str, label: str) -> None:
    assert label in {found.label for found in reader.safety(text)}


@pytest.mark.parametrize(("text", "label"), SAFETY)
def test_safety_is_part_of_the_reading(reader: Reader, text: str, label: str) -> None:
    assert label in labels(reader, text, "safety")


@pytest.mark.parametrize("text", ["I never wanted to kill myself", "he never shot anybody", "nunca quise matarme"])
def test_safety_by_phrases_respects_denial(phrases: Phrases, text: str) -> None:
    assert not any(name.startswith("safety.") for name in phrases(text))


@pytest.mark.parametrize(("text", "label"), SAFETY)
def test_without_a_model_safety_is_found_and_nothing_else(text: str, label: str) -> None:
    reader = Reader.without_model()
    reading = reader.read(f"The officer punched me. {text}")
    assert reading.by == PATTERNS
    assert label in {found.label for found in reading.labels}
    assert label in {found.label for found in reader.safety(text)}
    assert {found.group for found in reading.labels} == {"safety"}
    assert not reading.out_of_scope
    assert not reading.chances


def test_every_label_that_safety_finds_is_in_the_reading(reader: Reader) -> None:
    other = {"en": "They stopped me by the river. ", "es": "Me pararon cerca del río. "}
    for text, _ in SAFETY:
        for told in (text, *(each * 12 + text for each in other.values())):
            found = {each.label for each in reader.safety(told)}
            for language in (None, *LANGUAGES):
                assert found <= {each.label for each in reader.read(told, language).of("safety")}, (told, language)


@pytest.mark.parametrize(
    "text",
    [
        "Lapolis la te frape m nan figi epi li pran tout lajan mwen nan men m yè swa",
        "警察昨天晚上打了我的脸并拿走了我的手机没有任何理由也不告诉我名字",
    ],
)
def test_a_language_that_is_not_read_is_named_in_any_conversation(reader: Reader, text: str) -> None:
    reading = reader.read(text, "en")
    assert (reading.language, reading.by) == ("other", PATTERNS)
    assert not reading.out_of_scope


@pytest.mark.parametrize("text", ["", " ", "🙂", "...", "\x00"])
def test_a_text_without_a_word_says_nothing(reader: Reader, text: str) -> None:
    reading = reader.read(text, "en")
    assert not reading.labels
    assert not reading.out_of_scope


def test_every_label_shows_the_words_it_rests_on(reader: Reader) -> None:
    for text, _ in TOLD:
        assert all(label.evidence for label in reader.read(text).labels), text


def test_a_long_complaint_stays_a_complaint_whatever_follows_it(reader: Reader) -> None:
    deed = "Officer Vega slammed me against the wall and called me a stupid animal in front of my kids. "
    talk = "I went to the store and bought bread and then I walked home again and cooked some rice. "
    reading = reader.read(deed * 3 + talk * 40, "en")
    assert not reading.out_of_scope
    assert reading.of("conduct")


def test_another_language_is_named_and_read_for_safety_alone(reader: Reader) -> None:
    reading = reader.read("Policja mnie nie pobiła ale się boję, jest na ulicy")
    assert reading.language == "other"
    assert not reading.of("conduct")


def test_the_language_given_wins_and_spanglish_is_read_in_both(reader: Reader) -> None:
    text = "el cop me empujó contra la pared y me tiró al piso and he called me a dumb idiot"
    assert reader.read(text, "es").language == "es"
    assert {"excessive_force", "discourtesy"} <= labels(reader, text)


BAD = ["", " ", "\n\t", "🙂🙂", "\x00", "a\x00b", "\ud800 hit me \udfff", "." * 5000, "a" * 100_000, "no " * 30_000]
BAD += ["ab" * 50_000, "a" + "\u0301" * 30_000 + "\u0323" * 30_000]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("language", [None, "en", "es", "xx"])
def test_no_text_makes_it_raise(reader: Reader, text: str, language: str | None) -> None:
    reading = reader.read(text, language)
    reader.safety(text)
    assert all(0 <= e.start < e.end <= len(text) for label in reading.labels for e in label.evidence)


def test_offsets_are_characters_of_the_text_as_given(reader: Reader) -> None:
    text = "\ud800🙂 the cop punched me in the face"
    (label,) = reader.read(text).of("conduct")
    assert any("punched" in text[e.start : e.end] for e in label.evidence)


def test_many_threads_one_reader(reader: Reader) -> None:
    texts = ["the cop punched me", "el policía me golpeó", "my boss fired me because I am black"] * 20
    alone = [reader.read(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(reader.read, texts)) == alone


def test_reading_leaves_nothing_behind(reader: Reader) -> None:
    pipeline = reader._pipelines["en"]
    reader.read("the cop punched me", "en")
    before = set(pipeline.vocab.strings)
    for number in range(50):
        reader.read(f"officer Zz{number}q punched my friend W{number}x", "en")
    assert set(pipeline.vocab.strings) == before


def test_safety_is_quick(reader: Reader) -> None:
    text = "they stopped my cousin and took his phone and would not give it back to him. " * 6
    reader.safety(text)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        reader.safety(text)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.03


@pytest.mark.parametrize(
    "piece",
    [
        "%",
        "😡",
        "!",
        "2214-",
        "Officer-Smith-badge-2214-June-3-",
        "https://a.b/c?d=e&",
        "9:30",
        "hit me on March" + " " * 39_900 + "9 at Elm",
    ],
)
def test_signs_without_a_space_take_no_more_time_than_words(reader: Reader, piece: str) -> None:
    def taken(text: str) -> float:
        began = time.process_time()
        reader.safety(text)
        reader.read(text, "en")
        return time.process_time() - began

    assert taken(piece.ljust(40_000) if " " in piece else (piece * 40_000)[:40_000]) < 20 * taken(
        "the officer shouted at us all " * 140
    )


def test_a_cry_for_help_is_heard_before_four_thousand_signs(reader: Reader) -> None:
    assert "self_harm" in {each.label for each in reader.safety("I want to kill myself" + "!" * 4070)}


def test_no_label_rests_on_more_words_than_somebody_reads(reader: Reader) -> None:
    cry = "I want to kill myself. " * 200
    for labels in (reader.read(cry).of("safety"), reader.safety(cry), Reader.without_model().read(cry).labels):
        assert all(1 <= len(each.evidence) <= 12 for each in labels)
        assert labels


def test_the_package_does_not_import_spacy() -> None:
    code = "import sys, nlp, nlp.vocabulary, nlp.facts, nlp.language, nlp.corpus; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
