"""Profiles are loaded whole or not at all, and what is wrong is said in words, all of it, whatever is broken."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.agency import load
from bot.casework.errors import BadProfile
from tests.casework.talking import AGENCY, LABELS, TEXTS

FILE = "minneapolis_opcr.toml"
LINES = {file: text.splitlines() for file, text in TEXTS.items()}


def problems(texts: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(BadProfile) as caught:
        load(texts, LABELS)
    return caught.value.problems


def test_an_agency_answers_for_itself() -> None:
    assert AGENCY.zone == ZoneInfo("America/Chicago")
    assert AGENCY.workdays == (0, 1, 2, 3, 4)
    assert (AGENCY.opens, AGENCY.closes) == (time(8, 30), time(16, 30))
    assert AGENCY.question("story").kind == "story"
    assert AGENCY.allegation_for("excessive_force") == "EF"
    assert AGENCY.allegation_for("not_a_complaint") is None
    assert AGENCY.phone in AGENCY.another_way.es


def test_the_digest_names_what_the_files_say() -> None:
    again = load(dict(TEXTS), LABELS)["minneapolis_opcr"]
    changed = load({**TEXTS, "shared.toml": TEXTS["shared.toml"] + "# a comment\n"}, LABELS)["minneapolis_opcr"]
    assert again.digest == AGENCY.digest
    assert changed.digest != AGENCY.digest
    assert len(AGENCY.digest) == 64


def test_nothing_to_load_is_nothing() -> None:
    assert load({}, LABELS) == {}


def test_two_agencies_may_not_share_a_prefix() -> None:
    other = {"shared.toml": TEXTS["shared.toml"], FILE: TEXTS[FILE], "other.toml": TEXTS[FILE]}
    assert set(problems(other)) == {
        f'{file}: short: another agency uses "OPCR" too. Choose another prefix.' for file in (FILE, "other.toml")
    }
    assert set(load({**other, "other.toml": TEXTS[FILE].replace('"OPCR"', '"OTHER"')}, LABELS)) == {
        "minneapolis_opcr",
        "other",
    }


def test_two_agencies_may_not_share_a_link() -> None:
    texts = {"shared.toml": TEXTS["shared.toml"], FILE: TEXTS[FILE]}
    other = TEXTS[FILE].replace('"OPCR"', '"OTHER"')
    for link in ("minneapolis_opcr", "community"):
        assert set(
            problems({**texts, FILE: f'link = "community"\n{TEXTS[FILE]}', "other.toml": f'link = "{link}"\n{other}'})
        ) == {
            f'{file}: link: another agency is reached by "{word}". Choose another word.'
            for file, word in (("other.toml", link), *([(FILE, link)] if link == "community" else []))
        }
    assert len(load({**texts, "other.toml": f'link = "elsewhere"\n{other}'}, LABELS)) == 2


def test_a_link_is_a_plain_word() -> None:
    texts = {"shared.toml": TEXTS["shared.toml"], FILE: f'link = "com-munity"\n{TEXTS[FILE]}'}
    assert problems(texts) == (
        f'{FILE}: link: "com-munity" cannot stand in a link. Use up to 24 small letters, digits and _.',
    )


def test_an_agency_alone_hears_of_everything_that_is_missing() -> None:
    said = problems({FILE: TEXTS[FILE]})
    assert f'{FILE}: interview: there is no section "opening". Define it or remove it.' in said
    assert f"{FILE}: caution: is missing. Add it." in said
    assert f"{FILE}: priorities: is missing. Add it." in said


def test_all_problems_are_said_at_once() -> None:
    text = TEXTS[FILE].replace(', es = "Robo"', "").replace('care = "hospital"', 'caer = "hospital"')
    assert problems({**TEXTS, FILE: text.replace('within = "3 days"', 'within = "soon"')}) == (
        f'{FILE}: allegation.TH.name.es: the Spanish words are missing. Add es = "…" beside the other language.',
        f'{FILE}: triage.3.when: "caer" is not asked before this. Did you mean "care"? '
        "Name a question that comes earlier.",
        f'{FILE}: deadline.number.within: "soon" is not a time. Write it as in "3 days" or "30 business days".',
    )


def test_a_file_that_is_not_toml_is_named_and_the_rest_waits() -> None:
    said = problems({"a.toml": "short = ", "b.toml": "short = 1", **TEXTS})
    assert len(said) == 1
    assert said[0].startswith("a.toml: the file cannot be read: Invalid value")


@pytest.mark.parametrize("wrong", ["3", '"half past eight"', "[1]"])
def test_office_hours_are_times_of_day(wrong: str) -> None:
    text = TEXTS[FILE].replace("opens = 08:30:00", f"opens = {wrong}")
    sentence = "this is not a time of day. Write it without quotation marks, as in 08:30:00."
    assert problems({**TEXTS, FILE: text}) == (f"{FILE}: opens: {sentence}",)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_broken_the_answer_is_words(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(TEXTS)))
    lines = [*LINES[file]]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key = lines[at].partition("=")[0]
        wrong = data.draw(
            st.sampled_from(["", f"{key}= 3", f'{key}= "x"', f"{key}= [1]", f"{key}= {{ a = 1 }}", f"x{lines[at]}"])
        )
        lines[at] = wrong
    said = ["shared.toml: as before."]
    try:
        load({**TEXTS, file: "\n".join(lines)}, LABELS)
    except BadProfile as error:
        said = list(error.problems)
    assert said
    assert all(problem.startswith(tuple(TEXTS)) and problem.endswith((".", "?")) for problem in said)
