"""The corpus is sound: labels and spans exist, every label is told often enough, and no two texts are of one mould."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from nlp import corpus
from nlp.corpus import Row
from nlp.reading import FACT_KINDS, GROUPS
from nlp.vocabulary import labels

LANGUAGES = ("en", "es")
TO_LEARN = {"en": 2_000, "es": 1_200}
TOLD_AT_LEAST = 50
ALIKE = 0.25
LONGEST = 450


@cache
def rows(language: str, *, measured: bool | None = None) -> tuple[Row, ...]:
    """The narratives of a language: those to learn from, those to measure on, or all."""
    paths = {False: corpus.ours(), True: corpus.development(), None: [*corpus.ours(), *corpus.development()]}[measured]
    return tuple(row for path in paths for row in corpus.load(path) if row.language == language)


def words(text: str) -> list[str]:
    """As they are compared: without case and accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9']+", plain)


@cache
def runs(language: str, length: int) -> dict[str, set[str]]:
    """So many words one after the other, and in which texts they stand."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows(language):
        said = words(row.text)
        for at in range(len(said) - length + 1):
            found[" ".join(said[at : at + length])].add(row.id)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_is_sound(language: str) -> None:
    for row in rows(language):
        assert set(row.labels) == set(GROUPS), row.id
        assert all(row.labels[group] <= set(labels()[group]) for group in GROUPS), row.id
        assert row.facts is not None, row.id
        assert all(fact.kind in FACT_KINDS and fact.text.strip() == fact.text != "" for fact in row.facts), row.id
        assert row.not_a_complaint == (not any(row.labels[group] for group in GROUPS if group != "safety")), row.id
        assert row.id.startswith(f"{language}-"), row.id
        assert 2 <= len(words(row.text)) <= LONGEST, row.id
        assert not set("{}█") & set(row.text), row.id


def test_no_id_is_there_twice() -> None:
    counted = Counter(row.id for language in LANGUAGES for row in rows(language))
    assert not [id for id, count in counted.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_to_learn_from_and_a_tenth_to_measure_on(language: str) -> None:
    assert len(rows(language, measured=False)) >= TO_LEARN[language]
    assert len(rows(language, measured=True)) >= len(rows(language, measured=False)) / 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_told_often_enough(language: str) -> None:
    counted = Counter(
        label for row in rows(language, measured=False) for group in GROUPS for label in row.labels[group]
    )
    few = {label: counted[label] for group in GROUPS for label in labels()[group] if counted[label] < TOLD_AT_LEAST}
    assert not few
    measured = {label for row in rows(language, measured=True) for group in GROUPS for label in row.labels[group]}
    assert measured == {label for group in GROUPS for label in labels()[group]}


@pytest.mark.parametrize("measured", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_about_a_fifth_is_out_of_scope(language: str, measured: bool) -> None:
    these = rows(language, measured=measured)
    assert 0.15 <= sum(bool(row.not_a_complaint) for row in these) / len(these) <= 0.27


@pytest.mark.parametrize(("language", "measured"), [("en", False), ("es", False), ("es", True)])
def test_every_narrative_to_learn_from_and_every_spanish_one_is_told_in_the_other_language(
    language: str, measured: bool
) -> None:
    for row in rows(language, measured=measured):
        assert row.rendering is not None, row.id
        assert row.rendering.language != language, row.id
        assert 0.4 <= len(words(row.rendering.text)) / len(words(row.text)) <= 2.5, row.id
        marked = row.rendering.facts or ()
        assert all(fact.kind in FACT_KINDS and fact.text.strip() == fact.text != "" for fact in marked), row.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_are_alike(language: str) -> None:
    said = {row.id: len({*zip(w, w[1:], w[2:], strict=False)}) for row in rows(language) if (w := words(row.text))}
    shared: Counter[tuple[str, str]] = Counter()
    for inside in runs(language, 3).values():
        if len(inside) > 1:
            ordered = sorted(inside)
            shared.update((one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 :])
    alike = [pair for pair, count in shared.items() if count / (said[pair[0]] + said[pair[1]] - count) > ALIKE]
    assert not alike


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_a_mould(language: str) -> None:
    assert not {run: inside for run, inside in runs(language, 6).items() if len(inside) > 3}
    begun = Counter(" ".join(words(row.text)[:4]) for row in rows(language))
    assert not {first: count for first, count in begun.items() if count > len(rows(language)) / 100}


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_tell_what_happened_and_seldom_name_it(language: str) -> None:
    told, named = Counter[str](), Counter[str]()
    for row in rows(language):
        for label in (label for group in GROUPS for label in row.labels[group]):
            name = corpus.own_names(language).get(label)
            told[label] += 1
            named[label] += bool(name and name.search(row.text))
    assert not {label: (count, told[label]) for label, count in named.items() if count > told[label] / 7}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_a_name_of_its_own(language: str) -> None:
    assert set(corpus.own_names(language)) == {label for group in GROUPS for label in labels()[group]}


def test_a_clerks_text_is_known_by_its_digest_and_stays_where_it_is(tmp_path: Path) -> None:
    labelled = {"sha256": sha256(b"They ran.").hexdigest(), "conduct": ["neglect_of_duty"], "not_a_complaint": False}
    labelled_at = tmp_path / "labelled.jsonl"
    labelled_at.write_text(json.dumps(labelled) + "\n")
    told = [{"id": "1", "text": "They ran."}, {"id": "2", "text": "Nobody has labelled this."}]
    (tmp_path / corpus.CLERKS).write_text("".join(json.dumps(each) + "\n" for each in told))
    (row,) = corpus.clerks(tmp_path, labelled_at)
    assert (row.text, row.labels["conduct"], row.language) == ("They ran.", {"neglect_of_duty"}, "en")


def test_the_labels_of_clerks_texts_exist_and_hold_no_text() -> None:
    source = corpus.ours()[0].with_name("clerks.jsonl").read_text(encoding="utf-8")
    for each in map(json.loads, source.splitlines()):
        assert set(each) == {"sha256", *GROUPS, "not_a_complaint"}
        assert re.fullmatch("[0-9a-f]{64}", each["sha256"])
        assert all(set(each[group]) <= set(labels()[group]) for group in GROUPS)
        assert each["not_a_complaint"] == (not any(each[group] for group in GROUPS if group != "safety"))


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "line 2: not a row (JSONDecodeError)"),
        ("[]", "line 2: not a row (TypeError)"),
        ('{"id": "1"}', "line 2: not a row (KeyError)"),
        (
            '{"id": "1", "text": "secret words", "conduct": ["excesive_force"]}',
            "no such label 'excesive_force' in conduct",
        ),
        ('{"id": "1", "text": "t", "conduct": ["my secret story", 1]}', "line 2: no such label in conduct"),
        ("[" * 100_000, "line 2: not a row (RecursionError)"),
        ('{"id": "1", "text": "\udcff"}', "line 2: not a row (UnicodeDecodeError)"),
        ('{"id": "1", "text": "secret words", "conduct": [["x"]]}', "line 2: not a row (TypeError)"),
    ],
)
def test_a_line_that_is_no_row_is_named_without_its_words(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": "0", "text": "hi\u2028there"}\n' + line + "\n", encoding="utf-8", errors="surrogateescape")
    with pytest.raises(ValueError, match=re.escape(fault)) as raised:
        corpus.load(path)
    assert "own.jsonl" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_only_a_line_feed_ends_a_row(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": "0", "text": "a\u2028b\x85c"}\n\n{"id": "1", "text": "d"}', encoding="utf-8")
    assert [row.text for row in corpus.load(path)] == ["a\u2028b\x85c", "d"]
