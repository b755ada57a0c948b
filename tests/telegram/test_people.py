"""Assigning shows who and why; whoever must not work on a case says so in the chat, and it is gone for them."""

from bot.casework.assignment import Reason
from bot.desk.ownership import Assignee
from bot.desk.recusal import Conflicts
from bot.telegram.callbacks import LIMIT_BYTES
from bot.telegram.delivery import Screen
from bot.telegram.people import SHOWN, PeopleScreens
from bot.words import Words
from storage.recusals import Recusal
from tests.house import House
from tests.telegram.made import AGENCY, AT, case, id_of, member
from tests.telegram.talk import files, opens

WORDS = Words.load()
PEOPLE = PeopleScreens(WORDS)
BEST = (Reason("fewest", "3"), Reason("language", "es"), Reason("queue", "critical"))


def plain(screen: Screen) -> str:
    return screen.text.render()[0]


def buttons(screen: Screen) -> dict[str, str]:
    return {button.text: button.data for row in screen.rows for button in row}


def test_the_best_comes_first_with_the_reason_in_words() -> None:
    people = [Assignee(member(name="Ana"), BEST), Assignee(member(name="Ben"), (Reason("load", "9"),))]
    screen = PEOPLE.assignees(member(), AGENCY, case(), people)
    assert "Ana: fewest open cases (3), speaks Spanish, queue: Critical\nBen: open cases: 9" in plain(screen)
    assert list(buttons(screen)) == ["Ana", "Ben", "Back to the case"]
    spanish = PEOPLE.assignees(member(language="es"), AGENCY, case(), people)
    assert "Ana: menos casos abiertos (3), habla español, cola: Crítica" in plain(spanish)


def test_many_colleagues_take_more_than_one_page_and_nobody_is_said() -> None:
    people = [Assignee(member(name=f"N{number}"), BEST) for number in range(SHOWN + 1)]
    first = buttons(PEOPLE.assignees(member(), AGENCY, case(), people))
    assert first["More"].endswith(f":{SHOWN}")
    assert list(buttons(PEOPLE.assignees(member(), AGENCY, case(), people, SHOWN))) == ["N8", "Back to the case"]
    assert "Nobody can take" in plain(PEOPLE.assignees(member(), AGENCY, case(), ()))


def test_a_supervisor_decides_about_what_was_proposed() -> None:
    ana, ben, cem = (member(name=name, id=id_of(name[0])) for name in ("Ana", "Ben", "Cem"))
    said = (
        (ana, Recusal(id_of("c"), ana.id, "proposed", "named", None, "program", AT)),
        (ben, Recusal(id_of("c"), ben.id, "recused", "own", "A cousin.", "member:b", AT)),
        (cem, Recusal(id_of("c"), cem.id, "cleared", "named", None, "member:s", AT)),
    )
    screen = PEOPLE.conflicts(member(), Conflicts(case(), AGENCY, None, said, (cem,)))
    assert "Ana may be named" in plain(screen)
    assert "Ben asked not to work on it and cannot see it.\nA cousin." in plain(screen)
    assert "Cem may see this case" in plain(screen)
    assert list(buttons(screen)) == [
        "Keep Ana out",
        "No conflict: Ana",
        "No conflict: Ben",
        "Keep Cem out",
        "I must not work on this",
        "Keep somebody out",
        "Back to the case",
    ]
    assert all(len(data.encode()) <= LIMIT_BYTES for data in buttons(screen).values())
    nobody = PEOPLE.conflicts(member(), Conflicts(case(), AGENCY, ana, (), (ben,)))
    assert "Nobody is kept out" in plain(nobody)
    assert "It is with: Ana" in plain(nobody)
    investigator = PEOPLE.conflicts(member(), Conflicts(case(), AGENCY, None, (), ()))
    assert list(buttons(investigator)) == ["I must not work on this", "Back to the case"]


def test_colleagues_to_keep_out_take_more_than_one_page() -> None:
    others = [member(name=f"N{number}") for number in range(SHOWN + 1)]
    assert "More" in buttons(PEOPLE.whom(member(), case(), others, 0))
    assert list(buttons(PEOPLE.whom(member(), case(), others, SHOWN))) == ["N8", "Back"]


async def test_whoever_must_not_work_on_a_case_says_so_and_it_is_gone(home: House) -> None:
    ana = await home.staff("investigator", "Ana Test")
    supervisor = await home.staff("supervisor", "Sue Test")
    filed = await files(home)
    await opens(ana, filed)
    await ana.taps("Who works on it")
    await ana.taps("I must not work on this")
    await ana.sees("One sentence is enough")
    await ana.says("We are neighbours.")
    await ana.sees("Thank you for saying so")
    await ana.says(f"/case {filed.reference}")
    await ana.sees("I cannot find that")
    await opens(supervisor, filed)
    await supervisor.taps("Who works on it")
    await supervisor.sees("Ana Test asked not to work on it and cannot see it.\nWe are neighbours")
    await supervisor.taps("No conflict: Ana Test")
    await supervisor.sees("Ana Test may see this case")
    await opens(ana, filed)
    await supervisor.taps("Keep somebody out")
    await supervisor.taps("Ana Test")
    await supervisor.sees("Why must Ana Test not work")
    await supervisor.says("She knows the officer.")
    await supervisor.sees("Done. That colleague")
    await opens(supervisor, filed)
    await supervisor.taps("Assign")
    told = await supervisor.sees("Who takes")
    assert "Ana" not in told
