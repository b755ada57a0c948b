"""The work on a case in the chat, from the card to what is kept; every refusal is a sentence and changes nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import bench, caseload, parties
from bot.desk.caseload import Move
from bot.telegram import errors
from storage.models import events, findings, tasks
from storage.models import parties as people
from tests.desk.office import HOME, Office
from tests.desk.test_parties import REED
from tests.house import House
from tests.telegram.clerk import WORDS, Clerk, office_in
from tests.telegram.talk import begins


@pytest_asyncio.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as office:
        yield office


async def test_the_menu_says_what_is_open_and_leads_everywhere(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    shown = await ana.opens(case)
    for part in ("Case work on OPCR-", "Open tasks: 0 (late: 0)", "People: 2", "No allegation is confirmed yet."):
        assert part in shown
    for verb in ("history", "notes", "todo", "people", "findings", "contacts", "versions"):
        assert case.reference in await ana.opens(case, verb), verb
        assert all(each.protected for each in ana.screens), verb
        assert await ana.taps("Case work")


async def test_a_task_is_made_in_three_steps_done_and_opened_again(office: Office) -> None:
    ana, case = Clerk(office, await office.hires(name="Ana")), await office.files()
    await office.hires(name="Ben")
    await ana.opens(case, "todo")
    assert "There are no tasks yet" in "\n".join(each.text.render()[0] for each in ana.screens)
    assert "What has to be done" in await ana.taps("Add a task")
    assert "By when?" in await ana.says("Ask for the body camera")
    assert "Who does it?" in await ana.says("in two weeks")
    assert ana.labels()[:2] == ["Ana", "Ben"]
    assert "is noted" in await ana.taps("Ben")
    shown = await ana.opens(case, "todo")
    assert "○ Ask for the body camera, Ben: by September 28, 2026" in shown
    assert "✓ Ask for the body camera" in await ana.taps("✓ Done")
    assert "○ Ask for the body camera" in await ana.taps("Open again")
    ben = Clerk(office, (await bench.look(office.desk, ana.member, case.id)).colleagues[1])
    assert "Your tasks" in await ben.says("/tasks")
    office.clock.passes(days=20)
    await ben.says("/tasks")
    assert ben.labels() == [f"! {case.reference} · September 28, 2026 · Ask for the body camera"]
    assert "was due September 28" in await ben.taps("!")


async def test_a_task_is_moved_to_another_day_and_given_to_a_colleague(office: Office) -> None:
    ana, case = Clerk(office, await office.hires(name="Ana")), await office.files()
    await office.hires(name="Ben")
    assert "Move a task" not in await ana.opens(case, "todo") + str(ana.labels())
    for title in ("Ask for the footage", "Call the shop"):
        await ana.presses(f"s:task_new:{case.id}::")
        await ana.says(title)
        await ana.taps("Tomorrow")
        await ana.taps("Ana")
    await ana.opens(case, "todo")
    assert "Which task" in await ana.taps("Move a task")
    assert ana.labels()[:2] == ["Ask for the footage", "Call the shop"]
    assert "By when now?" in await ana.taps("Call the shop")
    assert "That day is over" in await ana.says("2026-09-01")
    assert "has its new day" in await ana.says("in two weeks")
    await ana.opens(case, "todo")
    await ana.taps("Pass a task on")
    assert "from now on" in await ana.taps("Call the shop")
    assert ana.labels() == ["Ben", "Cancel"]
    assert "in other hands" in await ana.taps("Ben")
    shown = await ana.opens(case, "todo")
    assert "○ Ask for the footage, Ana: by September 15, 2026" in shown
    assert "○ Call the shop, Ben: by September 28, 2026" in shown
    history = await ana.opens(case, "history")
    assert "Task is due September 28, 2026 now: Call the shop" in history
    assert "Task is for Ben now: Call the shop" in history


async def test_only_one_who_could_do_it_is_not_asked_for(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:task_new:{case.id}::")
    await ana.says("Call back")
    assert "is noted" in await ana.taps("Tomorrow")


async def test_a_day_in_the_past_and_no_day_are_asked_again(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:task_new:{case.id}::")
    await ana.says("Call back")
    for text, said in (("2026-09-01", "That day is over"), ("soon", "could not read a day"), ("\u200b", "not read")):
        assert said in await ana.says(text)
        assert "By when?" in "\n".join(each.text.render()[0] for each in ana.screens), "what was said before is kept"
    assert await office.stored(tasks) == []
    await ana.says("tomorrow")
    assert [each.due_on.isoformat() for each in await office.stored(tasks)] == ["2026-09-15"]


@pytest.mark.parametrize(("button", "steps"), [("task_new", 0), ("person_new", 1), ("contact", 0)])
async def test_what_is_too_long_is_said_and_asked_again(office: Office, button: str, steps: int) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:{button}:{case.id}::")
    for _ in range(steps):
        await ana.taps("Witness")
    before = await office.stored(people), await office.stored(tasks), await office.stored(events)
    assert "keep it to 200 characters" in await ana.says("x" * 4096)
    assert (await office.stored(people), await office.stored(tasks), await office.stored(events)) == before


async def test_words_where_only_a_button_answers_ask_for_one(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.presses(f"s:person_new:{case.id}::")
    assert "tap one of the buttons" in await ana.says("A witness, I think")


async def test_somebody_is_added_renamed_merged_and_taken_off(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.opens(case, "people")
    await ana.taps("Add a person")
    await ana.taps("Respondent")
    await ana.says("Officer Reed")
    assert "is added" in await ana.says("The badge list.")
    assert "Respondent: Officer Reed" in await ana.opens(case, "people")
    await ana.taps("Respondent: not identified")
    await ana.taps("Same person as")
    await ana.taps("Officer Reed")
    assert "one person now" in await ana.says("The badge list.")
    await ana.opens(case, "people")
    await ana.taps("Respondent: Officer Reed")
    await ana.taps("Write the right name")
    await ana.says("Officer Read")
    assert "name is changed" in await ana.says("The badge list.")
    await ana.opens(case, "people")
    await ana.taps("Respondent: Officer Read")
    await ana.taps("Take off the case")
    assert "off the case" in await ana.says("Somebody else.")
    shown = await ana.opens(case, "history")
    for part in ("not identified and Officer Read are one person", "“Officer Reed” is now “Officer Read”",
                 "Respondent taken off: Officer Read. Because: Somebody else."):  # fmt: skip
        assert part in shown


async def test_somebody_who_was_taken_off_meanwhile_is_gone(office: Office) -> None:
    ana, boss, case = Clerk(office, await office.hires()), await office.hires("supervisor"), await office.files()
    row = await office.row()
    await parties.add(office.desk, row, ana.member, case.id, REED, "The badge list.")
    reed = (await office.stored(people))[-1].id
    await ana.presses(f"s:person_off:{case.id}::{reed}")
    await parties.remove(office.desk, await office.row(), boss, case.id, reed, "Quicker.")
    before = await office.stored(people)
    for attempt in (lambda: ana.says("Slower."), lambda: ana.presses(f"s:person:{case.id}::{reed}")):
        with pytest.raises(Refused) as refused:
            await attempt()
        assert "already taken off" in errors.sentence(WORDS, "en", refused.value)
    assert await office.stored(people) == before
    assert "was not waiting for words just" in await ana.says("Hello?")


async def test_a_finding_is_made_step_by_step(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    assert "No allegation is confirmed" in await ana.opens(case, "findings")
    await ana.taps("Allegations")
    await ana.taps("✓ Excessive force")
    assert "○ not identified: no finding yet" in await ana.opens(case, "findings")
    assert "How serious" in await ana.taps("Excessive force"), "the only respondent is not asked for"
    await ana.taps("Category C")
    await ana.taps("Sustained")
    await ana.taps("Recommended")
    await ana.says("Ten days without pay")
    assert "the finding is saved" in await ana.says("The video shows it.")
    assert "Every confirmed allegation has its findings" in await ana.opens(case)
    shown = await ana.opens(case, "findings")
    assert "Recommended: Ten days without pay" in shown
    assert "Because: The video shows it." in shown
    assert "Finding on Excessive force, not identified: Sustained" in await ana.opens(case, "history")


async def test_where_nothing_is_graded_no_grade_is_asked_for_or_shown(office: Office) -> None:
    agency = office.desk.agencies[HOME].model_copy(update={"severities": {}})
    office = replace(office, desk=replace(office.desk, agencies={HOME: agency}))
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.opens(case, "allegations")
    await ana.taps("✓ Excessive force")
    await ana.opens(case, "findings")
    assert "How serious" not in await ana.taps("Excessive force")
    for label in ("Sustained", "No action"):
        await ana.taps(label)
    assert "the finding is saved" in await ana.says("The video shows it.")
    assert "not identified: Sustained: it happened and broke a rule\n" in await ana.opens(case, "findings")
    assert "broke a rule ·" not in await ana.opens(case, "history")


async def test_without_an_action_no_words_are_asked_for(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.opens(case, "allegations")
    await ana.taps("✓ Excessive force")
    await ana.opens(case, "findings")
    await ana.taps("Excessive force")
    for label in ("Category A", "Unfounded", "No action"):
        await ana.taps(label)
    assert "the finding is saved" in await ana.says("Nobody was there.")


async def test_an_allegation_that_was_rejected_meanwhile_takes_no_finding(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    await ana.opens(case, "allegations")
    await ana.taps("✓ Excessive force")
    await ana.opens(case, "findings")
    await ana.taps("Excessive force")
    for label in ("Category A", "Unfounded", "No action"):
        await ana.taps(label)
    (row,) = (await bench.look(office.desk, ana.member, case.id)).allegations
    await caseload.decide(office.desk, await office.row(), ana.member, case.id, (row.id, "rejected"))
    with pytest.raises(Refused) as refused:
        await ana.says("Nobody was there.")
    assert "not confirmed any more" in errors.sentence(WORDS, "en", refused.value)
    assert await office.stored(findings) == []


async def test_closing_without_findings_names_what_is_missing_before_anything_is_asked(office: Office) -> None:
    boss, case = Clerk(office, await office.hires("supervisor")), await office.files()
    await boss.opens(case, "allegations")
    await boss.taps("✓ Excessive force")
    for action in ("start", "reviewed", "investigate", "finish"):
        await caseload.act(office.desk, await office.row(), boss.member, case.id, Move(action))
    before = await office.now(case)
    await boss.opens(case, "actions")
    with pytest.raises(Refused) as refused:
        await boss.taps("Close")
    said = errors.sentence(WORDS, "en", refused.value)
    assert "findings are missing on Excessive force" in said
    assert "Uso excesivo" not in said
    assert await office.now(case) == before


async def test_a_contact_is_logged_with_a_name_or_in_words(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    assert "Nobody has been contacted yet" in await ana.opens(case, "contacts")
    await ana.taps("Add a contact")
    await ana.taps("Complainant")
    await ana.taps("Phone")
    assert "has not come yet" in await ana.says("tomorrow")
    assert "could not read a day" in await ana.says("I do not know")
    await ana.taps("Yesterday")
    assert "written down" in await ana.says("Nobody answered.")
    await ana.opens(case, "contacts")
    await ana.taps("Add a contact")
    await ana.says("The manager of the shop")
    await ana.taps("In person")
    await ana.says("September 10")
    await ana.says("Has a camera.")
    shown = await ana.opens(case, "contacts")
    assert "Contact with (gave no name) (Phone, September 13, 2026): Nobody answered." in shown
    assert "Contact with The manager of the shop (In person, September 10, 2026): Has a camera." in shown


async def test_an_answer_is_corrected_and_both_are_shown(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    assert "as it was filed" in await ana.opens(case, "versions")
    await ana.taps("Correct an answer")
    await ana.taps("When")
    assert "could not read that" in await ana.says("when it rained")
    await ana.says("September 3")
    await ana.says("The report says so.")
    await ana.presses(f"s:correct:{case.id}::")
    await ana.taps("When")
    await ana.says("September 4")
    await ana.says("The video says so.")
    shown = await ana.opens(case, "versions")
    assert "When: “September 3, 2026”. Because: The report says so." in shown
    assert "When: “September 3, 2026” is now “September 4, 2026”. Because: The video says so." in shown


@pytest.mark.parametrize("button", ["task_new", "person_new", "contact", "correct", "person_edit", "judge"])
async def test_nothing_is_begun_in_a_closed_case(office: Office, button: str) -> None:
    boss, case = Clerk(office, await office.hires("supervisor")), await office.files()
    for action, outcome in (("start", None), ("close", "duplicate")):
        await caseload.act(office.desk, await office.row(), boss.member, case.id, Move(action, outcome))
    with pytest.raises(Refused, match="closed_work"):
        await boss.presses(f"s:{button}:{case.id}::x")
    for verb in ("todo", "people", "findings", "contacts", "versions", "history", "notes"):
        await boss.opens(case, verb)
        assert not any(label.startswith(("Add a t", "Add a p", "Add a c", "Correct")) for label in boss.labels()), verb


@pytest.mark.parametrize("arg", ["9.Witness", "0.judge", "1.witness", "x", "", "0"])
async def test_a_button_of_another_question_is_stale(office: Office, arg: str) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    with pytest.raises(Stale):
        await ana.presses(f"s:fill:{case.id}::{arg}")
    await ana.presses(f"s:person_new:{case.id}::")
    with pytest.raises(Stale):
        await ana.presses(f"s:fill:{case.id}::{arg}")


@pytest.mark.parametrize("data", ["s:history:CASE::1.2", "s:history:CASE::x", "s:todo:CASE::x", "s:tasks:::2026",
                                  f"s:history:CASE::{'9' * 18}.1.1", "s:tasks:::2026-01-01.²"])  # fmt: skip
async def test_a_place_that_nobody_drew_is_stale(office: Office, data: str) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    with pytest.raises(Stale):
        await ana.presses(data.replace("CASE", case.id))


async def test_an_auditor_sees_nothing_of_it(office: Office) -> None:
    auditor, case = Clerk(office, await office.hires("auditor")), await office.files()
    for verb in ("work", "history", "notes", "todo", "people", "findings", "contacts", "versions", "task_new"):
        with pytest.raises(NotYours):
            await auditor.opens(case, verb)


async def test_case_work_over_the_wire(home: House) -> None:
    """From the card to a task, and a resident's edit to a version, as people see it."""
    investigator, person = await home.staff("investigator"), await begins(home)
    number = await person.says("He hit me.")
    await person.hears()
    for label in ("Done", "Send now"):
        await person.taps(label)
        await person.hears()
    await person.sees("We have your complaint", after=0)
    await person.edits(number, "He kicked me.")
    assert "first version is kept too" in await person.sees("I have added your new words")
    assert "kicked" not in await investigator.sees("The complainant changed the story of")
    await investigator.taps("Open OPCR")
    await investigator.sees("Suggested allegations")
    await investigator.taps("Case work")
    await investigator.sees("Open tasks: 0")
    await investigator.taps("Changes")
    assert "Before: “He hit me.” Now: “He kicked me.”" in await investigator.sees("What was changed")
    await investigator.taps("Case work")
    await investigator.sees("Open tasks: 0")
    await investigator.taps("Tasks")
    await investigator.sees("There are no tasks yet")
    await investigator.taps("Add a task")
    await investigator.sees("What has to be done")
    await investigator.says("Ask for the footage")
    await investigator.sees("By when")
    await investigator.taps("Tomorrow")
    await investigator.sees("is noted")
