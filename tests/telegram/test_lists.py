"""Lists page without gaps, say in words what they are narrowed down to, and refuse a button of another profile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.casework.agency import Text
from bot.casework.errors import Stale
from bot.casework.parts import Region, Unit
from bot.casework.workdays import day_at
from bot.desk.queues import EVERYTHING, Care, Chosen, Page
from bot.telegram import lists
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.telegram.lists import ListScreens
from bot.words import Words
from tests.house import House
from tests.telegram.made import AGENCY, AT, REFERENCE, case, id_of, member
from tests.telegram.talk import files

WORDS = Words.load()
LISTS = ListScreens(WORDS)
NORTH = Region(id="north", name=Text(en="North", es="Norte"))
PLACED = AGENCY.model_copy(
    update={
        "regions": {"north": NORTH, "south": NORTH.model_copy(update={"id": "south"})},
        "units": {"team": Unit(id="team", name=Text(en="Team A", es="Equipo A"))},
    }
)
FULL = Chosen("intake", "urgent", "es", "south", "team", "held")


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    return {button.text: button.data for row in screen.rows for button in row}


def test_a_list_has_a_button_for_each_case_and_one_for_the_rest() -> None:
    late = case(next_at=AT - timedelta(days=1), id=id_of("l"))
    page = Page((late, case(priority="urgent")), (AT.replace(microsecond=123457), id_of("c")), AGENCY)
    screen = LISTS.page(member(), page, "queue", AT)
    assert list(buttons(screen)) == [
        f"! {REFERENCE} · high · November 23, 2026",
        f"{REFERENCE} · urgent · November 24, 2026",
        "More",
        "Filter",
    ]
    assert buttons(screen)["More"].endswith(f"123457.{id_of('c')}")
    assert "More" not in buttons(LISTS.page(member(), replace(page, after=None), "queue", AT))


def test_a_line_for_each_of_ones_cases_says_days_and_nothing_else() -> None:
    one, other, third = case(id=id_of("1")), case(id=id_of("2")), case(id=id_of("3"))
    today = day_at(AGENCY, AT)
    care = {
        one.id: Care(today - timedelta(days=4), today + timedelta(days=1)),
        other.id: Care(None, today - timedelta(days=1)),
    }
    page = Page((one, other, third), None, AGENCY, care=care)
    lines = plain(LISTS.page(member(), page, "mine", AT)).split("\n")
    assert lines == [
        "Your cases",
        "",
        f"{REFERENCE}: last contact November 20, 2026 · next follow-up November 25, 2026",
        f"{REFERENCE}: no contact written down · follow-up was due November 23, 2026",
        "",
        "The one due first is on top.",
    ]
    spanish = plain(LISTS.page(member(language="es"), page, "mine", AT))
    assert f"{REFERENCE}: último contacto 20 de noviembre de 2026 · próximo seguimiento" in spanish
    assert f"{REFERENCE}: ningún contacto anotado · seguimiento vencido desde el 23 de noviembre" in spanish


@pytest.mark.parametrize("verb", ["queue", "mine"])
def test_an_empty_list_says_so(verb: str) -> None:
    screen = LISTS.page(member(language="es"), Page((), None, AGENCY), verb, AT)
    assert WORDS.say("es", f"staff.{verb}_empty") in plain(screen)
    assert screen.rows == ()


def test_the_filter_stands_in_words_and_an_empty_one_can_be_left() -> None:
    screen = LISTS.page(member(), Page((), None, PLACED, FULL), "queue", AT)
    assert "Only: Intake · urgent · Spanish · North · Team A · on hold" in plain(screen)
    assert "Nothing fits" in plain(screen)
    assert list(buttons(screen)) == ["Filter", "Show everything"]


def test_every_part_can_be_chosen_and_taken_back() -> None:
    screen = LISTS.filter(member(queues=("intake",)), PLACED, "mine", replace(EVERYTHING, language="es"))
    offered = buttons(screen)
    # A supervisor has all queues; a part with one value alone is not offered.
    assert list(offered) == ["Critical", "Intake", "urgent", "high", "normal", "English", "✓ Spanish", "North",
                             "on hold", "not on hold", "Show everything"]  # fmt: skip
    chosen, _ = lists.read(PLACED, offered["urgent"].rpartition(":")[2])
    assert chosen == Chosen(priority="urgent", language="es")
    assert lists.read(PLACED, offered["✓ Spanish"].rpartition(":")[2]) == (EVERYTHING, None)
    assert offered["Show everything"].endswith(":")


@pytest.mark.parametrize("chosen", [EVERYTHING, FULL, Chosen(held="running")])
@pytest.mark.parametrize("after", [None, (AT, id_of("c"))])
def test_what_a_button_carries_comes_back(chosen: Chosen, after: tuple[object, str] | None) -> None:
    written = lists.written(PLACED, chosen, after)  # type: ignore[arg-type]
    assert lists.read(PLACED, written) == (chosen, after)
    assert len(f"s:narrow:::queue:{written}".encode()) <= LIMIT_BYTES or after is not None
    assert len(f"s:queue:::{written}".encode()) <= LIMIT_BYTES


@pytest.mark.parametrize(
    "arg",
    ["x", "------", "------zzz", "z-----{v}", "-ñ----{v}", "------{v}.x.c", "0.{c}", "-------{v}", "------{v}.²"],
)
def test_a_filter_that_nobody_drew_is_stale(arg: str) -> None:
    with pytest.raises(Stale):
        lists.read(PLACED, arg.format(v=PLACED.digest[:3], c=id_of("c")))


def test_a_filter_of_another_version_of_the_profile_is_stale() -> None:
    written = lists.written(PLACED, FULL)
    with pytest.raises(Stale):
        lists.read(PLACED.model_copy(update={"digest": "f" * 64}), written)


def test_what_a_button_cannot_carry_is_not_offered() -> None:
    many = {f"r{n}": NORTH.model_copy(update={"id": f"r{n}"}) for n in range(40)}
    agency = AGENCY.model_copy(update={"regions": many})
    assert lists.fits(agency, Chosen(region="r35"))
    assert not lists.fits(agency, Chosen(region="r36"))


async def test_a_supervisor_narrows_the_queue_and_turns_its_page(home: House) -> None:
    supervisor = await home.staff("supervisor")
    for _ in range(9):
        await files(home)
    await supervisor.says("/queue")
    await supervisor.sees("Waiting for somebody")
    await supervisor.taps("Filter")
    await supervisor.sees("What do you want to see")
    await supervisor.taps("English")
    await supervisor.sees("Only: English")
    await supervisor.taps("More")
    await supervisor.sees("Only: English")
    assert len([each for each in supervisor.buttons() if each.startswith(("OPCR", "!"))]) == 1
    await supervisor.taps("Filter")
    await supervisor.taps("Spanish")
    await supervisor.sees("Nothing fits")
    await supervisor.taps("Show everything")
    await supervisor.sees("The one due first is on top")
