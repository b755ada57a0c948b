"""Papers are made of the case as it is, kept sealed, approved by somebody else, sent once and never changed then."""

import io
from hashlib import sha256

import pytest
from pypdf import PdfReader

from bot.casework.authorization import COMPLAINANT
from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.letter import TEMPLATES
from bot.desk import caseload, documents, own_papers, timeline
from bot.desk.caseload import Move
from bot.desk.desk import Desk
from bot.desk.filing import Filed
from bot.desk.papers import BUILDERS
from bot.desk.papers.wording import Chosen
from bot.desk.roster import CONSOLE
from bot.documents import templates
from storage.cases import Case
from storage.disposal import dispose
from storage.documents import SENT
from storage.models import documents as rows
from storage.roster import Member
from tests.desk.office import HOME, STORY, Office, on_one


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


async def makes(
    office: Office,
    member: Member,
    case: Case,
    kind: str,
    language: str = "en",
    chosen: Chosen = documents.NOTHING_CHOSEN,
) -> documents.Paper:
    row = await office.row(member.chat.id if member.chat else "901")
    return await documents.make(office.desk, row, member, case.id, kind, language, chosen)


async def steps(office: Office, member: Member, case: Case) -> list[tuple[str, str]]:
    """What the timeline says of papers: who did what."""
    shown = await timeline.history(office.desk, None, member, case.id, "all")
    return [(each.by or "", each.detail["step"]) for each in shown.entries if each.verb == "document"]


async def closed(desk: Desk, member: Member, case: Case) -> Case:
    """The case with an outcome, by whatever way the profile has."""
    for _ in range(6):
        moves = await caseload.moves(desk, member, case.id)
        agency = desk.agencies[case.agency]
        action = next(
            (each for each in moves.actions if agency.statuses[each.to].terminal and not each.findings),
            next(iter(moves.actions)),
        )
        ended = "dismissed" if "dismissed" in agency.dispositions else next(iter(agency.dispositions))
        move = Move(action.id, ended if action.disposition else None, "A note." if action.note else None)
        case = await caseload.act(desk, None, member, case.id, move)  # type: ignore[arg-type]
        if case.closed_at is not None:
            return case
    raise AssertionError("no way out")


def test_every_template_has_its_builder_and_its_name_in_profiles() -> None:
    assert set(BUILDERS) == set(TEMPLATES)
    assert set(TEMPLATES) <= set(templates())


async def test_a_paper_is_made_kept_sealed_and_opened_again(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    made = await makes(office, ana, case, "copy", "es")
    assert STORY in text_of(made.data)
    assert f"Lo que usted mandó: {case.reference}" in text_of(made.data)
    again = await documents.open_document(office.desk, ana, case.id, made.document.id)
    assert (again.data, again.document) == (made.data, made.document)
    assert STORY.encode() not in await office.desk.files.get(made.document.path)
    shelf = await documents.shelf(office.desk, ana, case.id)
    assert [each.id for each in shelf.made] == [made.document.id]
    assert "copy" in [each.id for each in shelf.kinds]
    assert shelf.names[made.document.by] == ana.name


@on_one
async def test_a_kind_that_there_is_not_is_refused_and_nothing_is_kept(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    with pytest.raises(Refused, match="no_such_document"):
        await makes(office, ana, case, "../copy")
    assert not (await documents.shelf(office.desk, ana, case.id)).made


@on_one
async def test_a_paper_of_another_case_is_not_there(office: Office) -> None:
    one, other, ana = await office.files(), await office.files(chat="200"), await office.hires()
    made = await makes(office, ana, one, "copy")
    with pytest.raises(Stale):
        await documents.open_document(office.desk, ana, other.id, made.document.id)
    with pytest.raises(Stale):
        await documents.send(office.desk, await office.row(), ana, other.id, made.document.id)


async def test_a_letter_goes_out_once_is_read_with_a_tap_and_never_changes(office: Office) -> None:
    case, ana = await office.files(language="es"), await office.hires()
    await office.delivers()
    chosen = Chosen(frozenset({"help"}), "Nos vemos el martes.")
    made = await makes(office, ana, case, "acknowledgement", "es", chosen)
    await documents.send(office.desk, await office.row(ana.chat.id), ana, case.id, made.document.id)
    (told,) = [each for each in await office.delivers() if each.to == "100"]
    assert told.templates == ["paper_waiting"]
    assert told.parcel.notices[0].params == {"reference": case.reference, "item": made.document.id}
    (handed,) = await own_papers.read(office.desk, await office.row(), case)
    assert handed.data == made.data
    assert sha256(handed.data).hexdigest() == handed.document.sha256
    assert "Nos vemos el martes." in text_of(handed.data)
    assert await own_papers.read(office.desk, await office.row(), case) == ()
    (again,) = await own_papers.read(office.desk, await office.row(), case, made.document.id)
    assert again.data == made.data
    for verb in (documents.send, documents.ask_approval):
        with pytest.raises(Refused, match="paper_not_now"):
            await verb(office.desk, await office.row(ana.chat.id), ana, case.id, made.document.id)
    me = f"member:{ana.id}"
    assert await steps(office, ana, case) == [(me, "made"), (me, "sent"), (COMPLAINANT, "read")]
    async with office.desk.database.write() as session:
        from storage import documents as kept

        (one,) = await kept.of_case(session, case.agency, case)
        assert one.state == SENT
        assert not await kept.turn(session, case.agency, case, one, "kept", by=me, now=office.clock())


async def test_a_closing_letter_needs_somebody_elses_approval(office: Office) -> None:
    case, ana = await office.files(), await office.hires("supervisor")
    ben = await office.hires("supervisor", name="Ben")
    await closed(office.desk, ana, case)
    made = (await makes(office, ana, case, "closing")).document
    row = office.row
    with pytest.raises(Refused, match="paper_unapproved"):
        await documents.send(office.desk, await row(ana.chat.id), ana, case.id, made.id)
    await documents.ask_approval(office.desk, await row(ana.chat.id), ana, case.id, made.id)
    told = await office.tells_whom()
    assert "paper_asked" in told[ben.chat.id]
    assert "paper_asked" not in told[ana.chat.id], "whoever made it may not approve it"
    with pytest.raises(Refused, match="paper_own"):
        await documents.approve(office.desk, await row(ana.chat.id), ana, case.id, made.id)
    with pytest.raises(Refused, match="paper_unapproved"):
        await documents.send(office.desk, await row(ana.chat.id), ana, case.id, made.id)
    await documents.approve(office.desk, await row(ben.chat.id), ben, case.id, made.id)
    assert (await office.tells_whom())[ana.chat.id] == ["paper_approved"]
    await documents.send(office.desk, await row(ana.chat.id), ana, case.id, made.id)
    assert "paper_waiting" in (await office.tells_whom())["100"]


@on_one
async def test_what_was_not_approved_has_a_reason_and_stays_in_the_office(office: Office) -> None:
    case, ana, ben = await office.files(), await office.hires(), await office.hires("supervisor", name="Ben")
    await closed(office.desk, ben, case)
    made = (await makes(office, ana, case, "closing")).document
    await documents.ask_approval(office.desk, await office.row(ana.chat.id), ana, case.id, made.id)
    await office.delivers()
    with pytest.raises(Refused, match="no_words"):
        await documents.refuse(office.desk, await office.row(ben.chat.id), ben, case.id, made.id, " ")
    with pytest.raises(NotYours):
        await documents.approve(office.desk, await office.row(ana.chat.id), ana, case.id, made.id)
    await documents.refuse(office.desk, await office.row(ben.chat.id), ben, case.id, made.id, "Too short.")
    assert (await office.tells_whom())[ana.chat.id] == ["paper_refused"]
    (one,) = (await documents.shelf(office.desk, ana, case.id)).made
    assert (one.answer, one.decided_by) == ("Too short.", f"member:{ben.id}")
    for verb in (documents.send, documents.ask_approval):
        with pytest.raises(Refused, match="paper_not_now"):
            await verb(office.desk, await office.row(ana.chat.id), ana, case.id, made.id)


@on_one
async def test_whoever_has_no_chat_gets_it_on_paper(office: Office) -> None:
    from tests.desk.test_staff_intake import files

    rosa = await office.hires("intake", name="Rosa")
    filed = await files(office, rosa)
    assert isinstance(filed, Filed)
    made = (await makes(office, rosa, filed.case, "acknowledgement")).document
    await documents.send(office.desk, await office.row(rosa.chat.id), rosa, filed.case.id, made.id)
    assert (await steps(office, rosa, filed.case))[-1] == (f"member:{rosa.id}", "handed")
    assert all("paper_waiting" not in each.templates for each in await office.delivers())


@on_one
async def test_a_letter_with_a_hole_or_an_unknown_variable_is_refused_and_names_it(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    with pytest.raises(Refused, match="letter_too_early") as lacks:
        await makes(office, ana, case, "closing")
    assert lacks.value.params["name"] == "disposition"
    with pytest.raises(Refused, match="letter_variable") as unknown:
        await makes(office, ana, case, "status", chosen=Chosen(words="Dear {badge}"))
    assert unknown.value.params["name"] == "badge"
    assert "{reference}" in str(unknown.value.params["known"])
    assert not (await documents.shelf(office.desk, ana, case.id)).made


@on_one
async def test_a_kind_that_stays_in_the_office_or_belongs_to_another_role_is_not_sent(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    home = office.desk.agencies[HOME]
    copy = home.documents["copy"].model_copy(update={"sent": False})
    closing = home.documents["closing"].model_copy(update={"by": ("supervisor",)})
    kinds = {**home.documents, "copy": copy, "closing": closing}
    office.desk.agencies[HOME] = home.model_copy(update={"documents": kinds})  # type: ignore[index]
    made = (await makes(office, ana, case, "copy")).document
    with pytest.raises(Refused, match="paper_not_now"):
        await documents.send(office.desk, await office.row(ana.chat.id), ana, case.id, made.id)
    with pytest.raises(Refused, match="no_such_document"):
        await makes(office, ana, case, "closing")


@on_one
async def test_a_kept_name_is_on_no_paper_of_the_staff_and_on_the_complainants_own(office: Office) -> None:
    async def kept(case: Case) -> Case:
        async with office.desk.database.write() as session:
            from storage import cases

            changes = {"name_choice": "keep_from_investigators"}
            return await cases.record(session, case.agency, case, changes=changes, now=office.clock())

    case = await kept(await office.answers_everything(lambda about: f"words about {about}"))
    ana = await office.hires()
    assert "words about name" not in text_of((await makes(office, ana, case, "copy")).data)
    letter = await makes(office, ana, case, "acknowledgement")
    assert "words about name" not in text_of(letter.data)
    own = await own_papers.copy(office.desk, await office.row(), case)
    assert "words about name" in text_of(own.data)
    assert own.document.id not in [each.id for each in (await documents.shelf(office.desk, ana, case.id)).made]
    with pytest.raises(Stale):
        await documents.open_document(office.desk, ana, case.id, own.document.id)


HOSTILE = "{phone} #strong[x] {{badge} \u202egnp <b> \\ $x$ \x00 “” 中文 😀 {}"


@on_one
async def test_hostile_words_in_every_field_of_a_letter_stay_words(office: Office) -> None:
    case = await office.answers_everything(lambda about: f"{about} {HOSTILE}")
    ana = await office.hires()
    made = await makes(office, ana, case, "acknowledgement", chosen=Chosen(words="I read #strong[it] <b> \\ $x$ } {"))
    shown = text_of(made.data)
    assert "name {phone} #strong[x] {{badge}" in shown
    assert "I read #strong[it] <b> \\ $x$ } {" in shown
    copied = text_of((await makes(office, ana, case, "copy")).data)
    assert "story {phone} #strong[x]" in copied


async def test_the_files_and_rows_of_papers_go_with_the_case(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    made = await makes(office, ana, case, "acknowledgement")
    own = await own_papers.copy(office.desk, await office.row(), case)
    async with office.desk.database.write() as session:
        paths = await dispose(session, case.agency, await office.now(case))
    assert {made.document.path, own.document.path} <= set(paths)
    assert await office.stored(rows) == []


async def test_a_pdf_is_known_by_its_bytes_alone(office: Office) -> None:
    case, ana = await office.files(), await office.hires()
    made = await makes(office, ana, case, "acknowledgement")
    (found,) = await documents.verified(office.desk, CONSOLE, HOME, made.document.sha256)
    assert (found.reference, found.document.id) == (case.reference, made.document.id)
    changed = made.data.replace(b"%%EOF", b"%%EOF ")
    assert await documents.verified(office.desk, CONSOLE, HOME, sha256(changed).hexdigest()) == []
    assert ("operator", "verify", case.id) in [(by.partition(":")[0], verb, of) for by, verb, of in await office.acts()]
