"""Papers in the chats: staff make, approve and send one with taps, and the person it is for reads it with one."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.casework.errors import Refused, Stale
from bot.desk import roster
from bot.telegram.callbacks import read
from bot.telegram.delivery import Screen
from bot.telegram.documents import attached
from tests.desk.office import HOME, Office
from tests.desk.test_documents import closed
from tests.house import House, agencies
from tests.telegram.clerk import Clerk, office_in
from tests.telegram.made import case
from tests.telegram.talk import chat_of, files
from tests.telegram.test_document_screens import paper


@pytest.fixture
async def office(migrated_file: Path, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_in(tmp_path, migrated_file) as opened:
        yield opened


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def file_of(screens: list[Screen]) -> bytes:
    return next(each.attachment.data for each in screens if each.attachment is not None)


async def test_a_letter_is_put_together_with_taps_and_words(office: Office) -> None:
    ana = Clerk(office, await office.hires())
    case = await office.files(language="es")
    await ana.opens(case)
    assert "No paper has been made yet." in await ana.taps("Papers")
    assert f"Which paper about {case.reference}?" in await ana.taps("Make a paper")
    shown = await ana.taps("Acknowledgement")
    assert "in Spanish" in shown
    assert "○ The next date" in ana.labels()
    await ana.taps("○ Interpreter")
    await ana.taps("○ How to get a copy")
    await ana.taps("✓ How to get a copy")
    assert "✓ Interpreter or other help" in ana.labels()
    refused = await ana.says("Su placa es {badge}.")
    assert "There is no {badge} that I could fill in." in refused
    assert "{reference}, {received}" in refused
    assert "✓ Interpreter or other help" in ana.labels(), "nothing is lost"
    await ana.says("Una frase que no.")
    assert "Una frase que no." not in await ana.taps("Without my paragraph")
    assert "Your paragraph:\nNos vemos el martes, {name}." in await ana.says("Nos vemos el martes, {name}.")
    lacks = await ana.taps("Make it")  # nobody gave a name
    assert "This letter says {name}, and the case has nothing to put there yet." in lacks
    assert "Your paragraph:\nNos vemos el martes, {name}." in lacks, "nothing is lost"
    await ana.says("Nos vemos el martes.")
    assert "in English" in await ana.taps("Other language")
    await ana.taps("Other language")
    made = await ana.taps("Make it")
    assert "the paper is made. Read it before it goes out." in made
    assert "Acknowledgement (in Spanish), made on September 14, 2026 by Ana: not sent" in made
    await ana.taps("Open the PDF")
    letter = text_of(file_of(ana.screens))
    assert "Nos vemos el martes." in letter
    assert "Si necesita intérprete" in letter
    assert "/copy" not in letter
    assert ana.screens[0].protected


async def test_a_paper_that_takes_no_words_says_so(office: Office) -> None:
    ana = Clerk(office, await office.hires())
    case = await office.files()
    await ana.opens(case, "paper_new")
    await ana.taps("Copy of the complaint")
    assert "takes no words of your own" in await ana.says("Hello")
    await ana.taps("Make it")
    assert "Send it" in ana.labels()
    await ana.presses(f"s:forget:{case.id}::")
    with pytest.raises(Stale):
        await ana.presses(f"s:paper_make:{case.id}::")


async def test_a_closing_letter_waits_for_another_supervisor(office: Office) -> None:
    boss, second = await office.hires("supervisor", name="Zoe"), await office.hires("supervisor", name="Ben")
    zoe, ben = Clerk(office, boss), Clerk(office, second)
    case = await closed(office.desk, boss, await office.files())
    await zoe.opens(case, "paper_new")
    await zoe.taps("Closing letter")
    await zoe.taps("Make it")
    assert "Send it" not in zoe.labels()
    assert "waits for approval" in await zoe.taps("Ask for approval")
    assert "Approve" not in zoe.labels(), "it is her own"
    await ben.opens(case, "papers")
    await ben.taps("Closing letter")
    assert "why should this paper not go out?" in await ben.taps("Do not approve")
    assert "Not approved, because: It says too little." in await ben.says("It says too little.")
    await zoe.opens(case, "papers")
    await zoe.taps("Closing letter")
    assert "Send it" not in zoe.labels()
    assert "Did not approve: Closing letter. Because: It says too little." in await zoe.opens(case, "history")


async def test_papers_stand_on_pages_the_newest_first(office: Office) -> None:
    ana = Clerk(office, await office.hires())
    case = await office.files()
    for _ in range(9):
        await ana.presses(f"s:paper_kind:{case.id}::acknowledgement")
        await ana.taps("Make it")
    await ana.opens(case, "papers")
    assert len([each for each in ana.labels() if each.startswith("Acknowledgement")]) == 8
    await ana.taps("More")
    assert len([each for each in ana.labels() if each.startswith("Acknowledgement")]) == 1


async def test_spanish_staff_see_papers_in_spanish(office: Office) -> None:
    lu = await office.hires(name="Lu")
    await roster.speak(office.desk, await office.row(), lu, "es")
    clerk, case = Clerk(office, lu), await office.files()
    await clerk.opens(case, "paper_new")
    await clerk.taps("Acuse de recibo")
    assert "○ La próxima fecha" in clerk.labels()
    assert "Acuse de recibo (en inglés), con fecha 14 de septiembre de 2026, por Lu: sin mandar" in await clerk.taps(
        "Hacerlo"
    )


async def test_an_office_that_reads_off_the_chat_opens_papers_by_the_link(office: Office) -> None:
    home = office.desk.agencies[HOME].model_copy(update={"staff_reading": "web"})
    off = replace(office, desk=replace(office.desk, agencies={**office.desk.agencies, HOME: home}))
    ana, case = Clerk(off, await off.hires()), await off.files()
    await ana.opens(case, "paper_new")
    await ana.taps("Acknowledgement")
    assert "The paint was yellow." not in await ana.says("The paint was yellow.")
    assert "Acknowledgement (in English), made on September 14, 2026 by Ana: not sent" in await ana.taps("Make it")
    with pytest.raises(Refused, match="no_reading_page"):  # this clerk's chat has none, and no PDF instead
        await ana.taps("Open the PDF")


async def test_a_forged_button_makes_nothing(office: Office) -> None:
    ana, case = Clerk(office, await office.hires()), await office.files()
    with pytest.raises(Refused, match="no_such_document"):
        await ana.presses(f"s:paper_kind:{case.id}::copyy")
    await ana.presses(f"s:paper_kind:{case.id}::acknowledgement")
    for data in (f"s:paper_block:{case.id}::received", f"s:paper:{case.id}::nothing", f"s:paper_sure:{case.id}::x"):
        with pytest.raises(Stale):
            await ana.presses(data)
    assert read(f"s:papers:{case.id}::x").verb == "papers"


async def test_a_letter_goes_over_the_wire_and_is_read_with_a_tap(home: House) -> None:
    investigator = await home.staff("investigator")
    filed = await files(home)
    resident, case = filed.person, await filed.case(home)
    await investigator.sees("New case")
    await investigator.says(f"/case {filed.reference}")
    await investigator.sees("Suggested allegations")
    for tap in ("Case work", "Papers", "Make a paper", "Acknowledgement", "Make it", "Send it", "Yes, it goes out"):
        await investigator.taps(tap)
    await investigator.sees("is on its way")
    told = await resident.sees("There is a paper")
    assert told == f"There is a paper for you about {filed.reference}."
    await resident.taps("Read the paper")
    await resident.sees("From the office")
    sent = max((each for each in resident.entries.values() if each.get("file")), key=lambda each: each["seq"])
    assert "We received your complaint" in text_of(await resident.fetches(sent["file"]["url"]))
    assert sent["file"]["name"].startswith(case.reference)
    await investigator.taps("Papers")
    await investigator.sees("Papers of")
    await investigator.taps("Acknowledgement ·")
    await investigator.sees("Opened by the complainant on")


async def test_a_closing_letter_is_approved_over_the_wire(home: House) -> None:
    first, second = await home.staff("supervisor"), await home.staff("supervisor")
    filed = await files(home)
    (member,) = await roster.of_chat(home.app.desk, chat_of(first))
    await closed(home.app.desk, member, await filed.case(home))
    await first.says(f"/case {filed.reference}")
    await first.sees("Suggested allegations")
    for tap in ("Case work", "Papers", "Make a paper", "Closing letter", "Make it", "Ask for approval"):
        await first.taps(tap)
    await second.sees("a paper waits for your approval")
    await second.taps("See the papers")
    await second.sees("Papers of")
    await second.taps("Closing letter ·")
    await second.taps("Approve")
    await second.sees("the paper is approved")
    await first.sees("your paper is approved")
    await first.taps("See the papers")
    await first.sees("Papers of")
    await first.taps("Closing letter ·")
    await first.taps("Send it")
    await first.taps("Yes, it goes out")
    await filed.person.sees("There is a paper for you about")


@pytest.mark.parametrize(
    ("office", "language", "template", "named"),
    [
        ("ct_chro", "en", "copy", "copy-of-the-complaint-"),
        ("ct_chro", "en", "complaint_to_swear", "complaint-ready-to-swear-"),
        ("ct_chro", "es", "complaint_to_swear", "queja-lista-para-jurar-"),
        ("ct_doc_parole", "en", "copy", ""),  # nobody who sees the name of the file learns that it is a complaint
    ],
)
def test_the_name_of_a_file_says_which_paper_it_is(office: str, language: str, template: str, named: str) -> None:
    agency = agencies(office)[office]
    (kind,) = [each for each in agency.documents.values() if each.template == template]
    made = paper(kind=kind.id, language=language)
    assert attached(agency, case(reference="X-1"), made, b"").name == f"X-1-{named}{made.sha256[:6]}.pdf"
