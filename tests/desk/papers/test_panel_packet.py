"""What a packet is made of: every text that somebody wrote, no identity, respondents by number, days without names."""

from bot.casework.redaction import OUT
from bot.desk import correspondence, documents, packets
from bot.desk.evidence import FileCame
from bot.desk.papers import panel_packet
from storage import compelled, invitations
from storage.cases import Case
from tests.desk.office import HOME, STORY, Office, on_one


async def with_all(office: Office) -> Case:
    """A whole interview, a file and a statement that was compelled."""
    case = await office.answers_everything(lambda id: f"Words of {id} and Zebulon Quick.")
    await correspondence.add_file(
        office.desk, await office.row(), case, FileCame("photo", "f", "1", name="Quick_arm.jpg")
    )
    async with office.desk.database.write() as session:
        now = office.clock()
        invited = await invitations.invite(
            session, HOME, case, who="Ulrich Vane", token_digest="t" * 64, by="x", expires_at=now, now=now
        )
        said = await invitations.state(session, HOME, invited, words="Vane was there.", contact="555", now=now)
        await compelled.mark(session, HOME, case.id, said.id, by="x", now=now)
    return case


@on_one
async def test_every_text_is_there_but_those_that_tell_who_filed(office: Office) -> None:
    case = await with_all(office)
    agency = office.desk.agencies[HOME]
    async with office.desk.database.read() as session:
        found = await panel_packet.collect(session, agency, case, "en")
        names = await panel_packet.names(session, agency, case)
    texts = " ".join(each.text for each in found)
    assert {each.part for each in found} >= {"story", "answer", "statement"}
    for identity in (id for id, each in agency.questions.items() if each.identity):
        assert f"Words of {identity} and" not in texts
    assert "Words of hope" in texts
    assert "Vane was there." in texts
    assert "555" not in [each.text for each in found if each.part == "statement"]
    assert [each.label for each in found if each.part == "statement"] == ["Statement (compelled) 1"]
    assert "Ulrich Vane" in names
    assert any("Words of name and Zebulon Quick." in each for each in names)


@on_one
async def test_the_paper_says_that_something_was_compelled_and_shows_days_without_names(office: Office) -> None:
    case, ana, chief = await with_all(office), await office.hires(), await office.hires("supervisor")
    review = await packets.begin(office.desk, await office.row(), ana, case.id, "en")
    assert review.packet is not None
    for kind in sorted({each.kind for each in review.marks}):
        await packets.settle(office.desk, await office.row(), ana, case.id, review.packet.id, kind, OUT)
    await packets.finish(office.desk, await office.row(), ana, case.id, review.packet.id)
    await packets.decide(office.desk, await office.row(), chief, case.id, review.packet.id, "")
    made = await documents.make(office.desk, await office.row(), ana, case.id, "panel_packet", "en")
    filled = made.document.filled
    assert filled["compelled"] is True
    assert filled["timeline"] == [["September 14, 2026", "Received"]]
    assert "Zebulon" not in str(filled)
    assert STORY not in str(filled)
