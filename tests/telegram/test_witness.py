"""A witness over the wire: a link shown once, a short notice, their own words; nothing of the case in their chat."""

import re

import pytest

from bot.desk import witnesses
from bot.words import Words
from storage.models import invitations, statements
from tests.chat import Person
from tests.house import House
from tests.telegram.talk import Filed, files, opens
from tests.telegram.test_requests import member_of
from tests.telegram.test_rights import stored, writes

WORDS = Words.load()
BAD = WORDS.say("en", "refused.invitation")


async def link(home: House, investigator: Person, filed: Filed) -> str:
    """The word of a link that was made in the chat."""
    await opens(investigator, filed)
    await investigator.taps("Requests")
    await investigator.sees("Requests about")
    await investigator.taps("Invite a witness")
    await investigator.sees("who is the witness")
    await investigator.says("The neighbor from the second floor")
    await investigator.sees("here is the link")
    shown = await investigator.sees(r"\?start=")
    found = re.fullmatch(re.escape(home.base) + r"/\?start=([\w-]+)", shown)
    assert found is not None
    return found[1]


async def test_a_witness_is_heard_and_sees_nothing_of_the_case(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    token = await link(home, investigator, filed)
    witness = await home.resident(token)
    assert "may have seen or heard something" in witness.shown()[-1]
    await witness.taps("I have read this")
    await witness.sees("What did you see or hear")
    await witness.says("Two officers held a man down.")
    await witness.sees("Got it")
    await witness.sends(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "window.jpg")
    await witness.sees("It is kept with your statement")
    await witness.taps("Done")
    await witness.sees("how can we reach you")
    await witness.says("Rosa, 612-555-0100")
    await witness.sees("Send my statement")
    await witness.taps("Send my statement")
    await witness.sees("The office has your statement")
    await witness.says("There was a third officer.")
    await witness.sees("I have added that to your statement")
    said = "\n".join(witness.shown())
    assert not any(secret in said for secret in (filed.reference, "kicked", "complaint"))

    await investigator.sees("a witness has sent a statement")
    await investigator.taps("Read the statements")
    shown = await investigator.sees("what witnesses said")
    for each in (
        "The neighbor from the second floor",
        "Two officers held a man down.",
        "Rosa, 612-555-0100",
        "third officer",
    ):
        assert each in shown
    await investigator.taps("Back to the requests")
    await investigator.sees("The neighbor from the second floor.: opened|second floor.*: opened")
    assert not any("second floor" in each or "third officer" in each for each in filed.person.shown())


async def test_links_that_do_not_work_all_look_the_same(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    used, expired, revoked = [await link(home, investigator, filed) for _ in range(3)]
    await home.resident(used)
    case, member = await filed.case(home), await member_of(home, investigator)
    row = (await stored(home, (invitations,)))[0][-1]  # type: ignore[index]
    await witnesses.revoke(home.app.desk, None, member, case.id, row[0])  # type: ignore[arg-type]
    stranger = await home.resident()
    told = await writes(home, stranger, f"/start {used}", f"/start {revoked}", f"/start {'x' * 32}")
    home.passes(days=15)
    await stranger.returns()
    told += await writes(home, stranger, f"/start {expired}")
    assert [each for each in told if each == BAD] == [BAD] * 4
    assert not any("may have seen" in each for each in told)
    assert await stored(home, (statements,)) == [[]]


async def test_staff_do_not_use_up_a_link_in_their_own_chat(home: House) -> None:
    investigator, filed = await home.staff("investigator"), await files(home)
    token = await link(home, investigator, filed)
    assert await writes(home, investigator, f"/start {token}") == [WORDS.say("en", "refused.witness_is_staff")]
    assert await witnesses.opens(home.app.desk, token)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_witness_is_never_told_of_a_complaint(language: str) -> None:
    own = [key for key in WORDS.keys(language) if key.startswith("witness.") or key.endswith("_witness")]
    own = [key for key in own if not key.startswith(("asks.", "refused."))]  # those are for staff
    assert len(own) > 8
    for key in own:
        said = WORDS.say(language, key, **dict.fromkeys(WORDS.fields(language, key), ""))
        assert "complaint" not in said
        assert "queja" not in said
