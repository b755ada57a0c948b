"""A kept name stands nowhere: whole, in parts, in capitals, in nested data; ordinary words stay."""

from bot.desk.papers import kept_names


def test_a_kept_name_is_taken_out_wherever_it_stands() -> None:
    data = {"a": ["Ana María Ruiz came.", {"b": "RUIZ, Ana"}], "c": 3, "d": None, "e": ("ana maría ruiz",)}
    assert kept_names.without(data, ["Ana María Ruiz"], "[kept]") == {
        "a": ["[kept] came.", {"b": "[kept], [kept]"}],
        "c": 3,
        "d": None,
        "e": ["[kept]"],
    }


def test_words_that_only_look_alike_stay() -> None:
    said = "Will it rain? An analysis of Ruizville, will you? mi hijo"
    assert kept_names.without(said, ["Luis Ruiz, mi hijo"], "[kept]") == said
    assert kept_names.without("He will.", ["Will Oak"], "[kept]") == "He will."


def test_ways_to_reach_somebody_are_names_too() -> None:
    said = "Call 860-555-0123 or ana@example.org."
    assert kept_names.without(said, ["860-555-0123", "ana@example.org"], "-") == "Call - or -."
    kept = ["+18605550123, after 5, or write to ana@example.org"]
    for written in ("860-555-0123", "(860) 555 0123", "8605550123"):
        cleaned = kept_names.without(f"{written}, ana@example.org, 860-555-0199", kept, "-")
        assert written.strip("(") not in cleaned
        assert cleaned.endswith("-, -, 860-555-0199")


def test_without_names_nothing_changes() -> None:
    assert kept_names.without(["x"], [], "[kept]") == ["x"]
    assert kept_names.without(["x"], ["", " Jo"], "[kept]") == ["x"]
