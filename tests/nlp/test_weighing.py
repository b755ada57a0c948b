"""What is heard and what fits become one chance."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.weighing import FILE, SCOPE, Weighing, Weights

PLAIN = Weights(bias=-1.0, logit=1.0, gram=0.5, pattern=2.0, denied=-3.0, spanish=0.5, threshold=0.4)


def test_a_chance_rises_with_what_is_heard_and_with_a_phrase_and_falls_where_it_is_taken_back() -> None:
    low, high = PLAIN.chance(0.0, 0.0, 0, "en"), PLAIN.chance(2.0, 0.0, 0, "en")
    assert low == pytest.approx(0.269, abs=0.001)
    assert PLAIN.chance(2.0, 0.0, -1, "en") < low < PLAIN.chance(0.0, 0.0, 0, "es") < high
    assert high < PLAIN.chance(2.0, 0.0, 1, "en") == PLAIN.chance(2.0, 4.0, 0, "en")


def test_no_number_is_too_large() -> None:
    assert PLAIN.chance(1e9, 0.0, 1, "en") == pytest.approx(1.0)
    assert PLAIN.chance(-1e9, 0.0, 0, "en") == pytest.approx(0.0)


def test_it_is_kept_in_order(tmp_path: Path) -> None:
    Weighing({"conduct.b": PLAIN, "conduct.a": PLAIN}).save(tmp_path)
    read = Weighing.load(tmp_path)
    assert read.labels == {"conduct.b": PLAIN, "conduct.a": PLAIN}
    assert list(read.chances([0.0, 2.0], [0.0, 0.0], {"conduct.a": 1}, "en")) == ["conduct.b", "conduct.a"]


@pytest.mark.parametrize("written", ["", "[]", "{", '{"conduct.a": {"bias": 1}}', '{"conduct.a": 3}'])
def test_what_is_not_sound_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / FILE).write_text(written)
    with pytest.raises(ValueError):
        Weighing.load(tmp_path)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Weighing.load(tmp_path)


def lines(**thresholds: float) -> Weighing:
    names = ("conduct.slur", "basis.age", "safety.self_harm", SCOPE)
    weights = {name: Weights(0.0, 1.0, 0.0, 0.0, 0.0, 0.0, thresholds.get(name.split(".")[1], 0.5)) for name in names}
    return Weighing(weights)


@pytest.mark.parametrize(
    ("slur", "harm", "scope", "standing", "outside"),
    [
        (0.7, 0.1, 0.1, ("conduct.slur",), False),
        (0.1, 0.1, 0.1, (), False),
        (0.1, 0.1, 0.9, (), True),
        (0.7, 0.6, 0.9, ("safety.self_harm",), True),
        (0.95, 0.1, 0.9, ("conduct.slur",), False),
    ],
)
def test_outside_the_scope_only_safety_and_what_is_very_likely_stand(
    slur: float, harm: float, scope: float, standing: tuple[str, ...], outside: bool
) -> None:
    chances = {"conduct.slur": slur, "basis.age": 0.0, "safety.self_harm": harm, SCOPE: scope}
    assert lines().decide(chances) == (standing, outside)


def test_every_label_has_a_line_of_its_own() -> None:
    chances = {"conduct.slur": 0.4, "basis.age": 0.4, "safety.self_harm": 0.0, SCOPE: 0.0}
    assert lines(slur=0.3).decide(chances) == (("conduct.slur",), False)
