"""The tables of the report add up, and for the public each stands by itself below a total that anybody may know."""

from bot.casework.tables import Table, below, crossed, listed, withheld


def test_a_list_adds_up_in_its_order_with_what_an_earlier_profile_had_last() -> None:
    made = listed("stages", {"review": 7, "of_last_year": 2}, ("received", "review"), public=False)
    assert made == Table("stages", ("received", "review", "of_last_year"), (), ((0,), (7,), (2,), (9,)))
    assert (made.total, made.partly) == (9, False)


def test_for_the_public_small_numbers_and_what_would_give_them_away_are_left_out() -> None:
    made = listed("stages", {"review": 7, "of_last_year": 2, "open": 30}, ("received", "review"), public=True)
    assert made.cells == ((0,), (None,), (None,), (30,), (39,))
    assert (made.partly, made.withheld) == (True, False)


def test_a_list_of_too_few_says_its_total_at_most() -> None:
    six = listed("came", {"phone": 3, "letter": 3}, (), public=True)
    assert (six.cells, six.withheld, six.partly) == (((None,), (None,), (6,)), True, False)
    three = listed("came", {"phone": 3}, (), public=True)
    assert (three.cells, three.total) == (((None,), (None,)), None)


def test_an_empty_list_is_empty_and_not_withheld() -> None:
    made = listed("came", {}, (), public=True)
    assert (made.cells, made.withheld) == (((0,),), False)


def test_two_things_at_once() -> None:
    counts = {("EF", "sustained"): 6, ("EF", "unfounded"): 9, ("DI", "sustained"): 8, ("DI", "unfounded"): 5}
    made = crossed("findings", counts, (("DI", "EF", "TH"), ("unfounded", "exonerated", "sustained")), public=False)
    assert (made.rows, made.columns) == (("DI", "EF"), ("unfounded", "sustained"))
    assert made.cells == ((5, 8, 13), (9, 6, 15), (14, 14, 28))
    assert crossed("findings", counts, ((), ()), public=True).cells[-1] == (14, 14, 28)


def test_one_row_alone_is_a_list() -> None:
    made = crossed("findings", {("EF", "sustained"): 6, ("EF", "unfounded"): 2}, (("EF",), ()), public=False)
    assert (made.rows, made.columns, made.total) == (("EF / sustained", "EF / unfounded"), (), 8)
    assert crossed("findings", {}, ((), ()), public=False).total == 0


def test_what_has_no_total_is_not_broken_down() -> None:
    state = listed("state", {"open": 3, "closed": 60}, ("open", "closed"), public=True)
    assert not below(state, "closed", public=True)
    assert below(listed("state", {"open": 9, "closed": 60}, (), public=True), "closed", public=True)
    assert below(state, "closed", public=False)
    assert withheld("ages").withheld
