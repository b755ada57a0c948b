"""A story goes to the offices that its owner chose: once to each, its files too, and it is nowhere else any more."""

import io
from dataclasses import replace

import pytest
import pytest_asyncio
from pypdf import PdfReader

from bot.casework import guidance, interview
from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.interview import Incoming, Picked, Pressed
from bot.desk import intake, passing, retention, standing
from bot.desk.evidence import FileCame
from bot.desk.filing import Filed
from bot.desk.intake import Asked
from storage import evidence
from storage.chats import Chat
from storage.drafts import Draft
from storage.models import cases, drafts, keys, notices
from storage.models import evidence as files
from tests.desk.office import DOOR, STORY, Office, on_one
from tests.house import agencies, everybody

ME = Chat(DOOR, "100")
HARTFORD, RIGHTS, MINNEAPOLIS = "hartford_oig", "ct_chro", "minneapolis_opcr"


@pytest_asyncio.fixture(loop_scope="session")
async def guided(office: Office) -> Office:
    """A deployment that serves every profile."""
    served = {**agencies(everybody())}
    if RIGHTS not in served:
        served[RIGHTS] = served[MINNEAPOLIS].model_copy(update={"id": RIGHTS, "short": "RIGHTS"})
        served["guide"] = guidance.serving(served["guide"], served.values())
    return replace(office, desk=replace(office.desk, agencies=served))


async def asked(office: Office, *incoming: Incoming) -> Asked:
    """The story is told to the guide, with a photo, and these answers follow."""
    await office.begins(agency="guide")
    await office.says(STORY)
    office.post.files["f1"] = b"a photo"
    await office.hears(FileCame("photo", "f1", "7"))
    outcome: Asked | Filed = await office.hears(Pressed("done"))
    for each in incoming:
        outcome = await office.hears(each)
    assert isinstance(outcome, Asked)
    return outcome


IN_MINNEAPOLIS = (Picked("minneapolis"), Picked("police"))
IN_HARTFORD = (Picked("hartford"), Picked("police"), Picked("yes"))


async def kept(office: Office) -> list[tuple[str, str]]:
    return sorted((row.agency, row.purpose) for row in await office.stored(drafts))


async def test_one_office_and_the_story_is_not_typed_again(guided: Office) -> None:
    await asked(guided, *IN_MINNEAPOLIS)
    before = await guided.draft()
    assert (before.agency, before.purpose) == ("guide", "guide")
    outcome = await guided.hears(Picked(MINNEAPOLIS))
    assert isinstance(outcome, Asked)
    assert await kept(guided) == [(MINNEAPOLIS, "complaint")], "it is with the office that was chosen, and nowhere else"
    assert (outcome.step.question and outcome.step.question.kind) == "notice"
    assert "send_now" not in outcome.step.buttons, "not before the office's own notice was read"
    assert [each.key for each in outcome.remarks] == ["passed"]
    answers = interview.unpack(outcome.draft.answers)
    assert interview.narrative(answers) == STORY
    assert {"notice", "which_city", "who_acted"}.isdisjoint(answers)
    after = {row.id for row in await guided.stored(keys)}
    assert before.key_id not in after, "what the guide kept cannot be opened any more"


async def test_nothing_is_sent_before_the_notice_of_the_office_was_read(guided: Office) -> None:
    await asked(guided, *IN_MINNEAPOLIS, Picked(MINNEAPOLIS))
    for early in ("send_now", "submit", "review"):
        await guided.hears(Pressed(early))  # type: ignore[arg-type]
        await guided.hears(Pressed("submit"))
    assert await guided.stored(cases) == []
    await guided.hears(Pressed("done"))
    draft = await guided.draft()
    assert draft.notes["consent"]["version"] == guided.desk.agencies[MINNEAPOLIS].privacy.version
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert filed.case.agency == MINNEAPOLIS
    assert filed.following is None


async def test_the_files_are_fetched_again_under_the_key_of_the_office(guided: Office) -> None:
    await asked(guided)
    await guided.collects()
    for each in (*IN_MINNEAPOLIS, Picked(MINNEAPOLIS), Pressed("done")):
        await guided.hears(each)
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    await guided.collects()
    async with guided.desk.database.read() as session:
        (one,) = await evidence.of_case(session, MINNEAPOLIS, filed.case.id)
    assert (one.state, one.key_id) == ("stored", filed.case.key_id)
    assert [row.agency for row in await guided.stored(files)] == [MINNEAPOLIS]


async def both(office: Office) -> Filed:
    """Two offices were chosen, and the first has its case."""
    await asked(office, *IN_HARTFORD, Picked(HARTFORD), Picked(RIGHTS), Pressed("done"), Pressed("done"))
    filed = await office.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    return filed


async def test_two_offices_get_a_case_each_with_a_consent_each(guided: Office) -> None:
    first = await both(guided)
    assert first.case.agency == HARTFORD
    assert first.statistics is None, "asked once, after the last office"
    assert first.following is not None
    assert first.following.agency == RIGHTS
    assert first.also == (), "what was chosen already is not offered again"
    assert "consent" not in first.following.notes
    where = intake.resume(guided.desk, await guided.draft())
    assert (where.step.question and where.step.question.kind) == "notice"
    await guided.hears(Pressed("done"))
    second = await guided.hears(Pressed("send_now"))
    assert isinstance(second, Filed)
    assert (second.case.agency, second.following) == (RIGHTS, None)
    assert second.case.key_id != first.case.key_id
    assert second.case.reference != first.case.reference
    assert len(await guided.stored(cases)) == 2
    assert [purpose for _, purpose in await kept(guided) if purpose == "complaint"] == []


async def test_what_was_answered_for_the_first_office_is_not_asked_by_the_second(guided: Office) -> None:
    await asked(guided, *IN_HARTFORD, Picked(HARTFORD), Picked(RIGHTS), Pressed("done"), Pressed("done"))
    assert await where(guided) == "for_whom"
    while (await where(guided)) != "name_choice":
        await guided.hears(Picked("me") if await where(guided) == "for_whom" else Pressed("skip"))
    await guided.hears(Picked("use_name"))
    await guided.says("Rosa Diaz")
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert filed.following is not None
    carried = interview.unpack(filed.following.answers)
    assert carried["name"].value == "Rosa Diaz"
    assert carried["for_whom"].value == "me"
    assert carried["language"].value == "en"
    assert "notice" not in carried


async def where(office: Office) -> str:
    question = intake.resume(office.desk, await office.draft()).step.question
    assert question is not None
    return question.id


async def test_no_office_and_the_story_waits_to_be_copied_then_goes(guided: Office) -> None:
    outcome = await asked(guided, Picked("minnesota"), Picked("work"))
    assert outcome.step.kind == "review"
    paper = await passing.paper(guided.desk, await guided.draft(), "September 14, 2026")
    assert paper is not None
    assert "They threw me on the ground" in PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    for early in ("submit", "send_now"):
        await guided.hears(Pressed(early))  # type: ignore[arg-type]
    assert await guided.stored(cases) == []
    assert await kept(guided) == [("guide", "guide")]
    guided.clock.passes(days=guided.desk.agencies["guide"].draft_kept_days + 1)
    assert await retention.round(guided.desk) == 1
    assert await kept(guided) == []
    assert await guided.stored(keys) == []


async def test_whoever_wants_none_of_them_gets_the_list_and_may_choose_again(guided: Office) -> None:
    outcome = await asked(guided, *IN_MINNEAPOLIS, Picked("elsewhere"))
    assert outcome.step.kind == "review"
    outcome2 = await guided.hears(Pressed("back"))
    assert isinstance(outcome2, Asked)
    assert (outcome2.step.question and outcome2.step.question.id) == "offices"
    await guided.hears(Picked(MINNEAPOLIS))
    assert await kept(guided) == [(MINNEAPOLIS, "complaint")]


async def test_a_guided_draft_is_reminded_of_and_cancelled_as_any(guided: Office) -> None:
    await asked(guided)
    draft = await guided.draft()
    reminded = await intake.remind(guided.desk, await guided.row(), draft, wanted=True)
    assert {row.draft_id for row in await guided.stored(notices)} == {draft.id}
    await intake.cancel(guided.desk, await guided.row(), reminded)
    assert await kept(guided) == []


async def test_two_taps_choose_once(guided: Office) -> None:
    await asked(guided, *IN_MINNEAPOLIS)
    stale = await guided.draft()
    await guided.hears(Picked(MINNEAPOLIS))
    with pytest.raises(Exception, match="draft"):
        await intake.hear(guided.desk, await guided.row(), stale, Picked(MINNEAPOLIS))
    assert await kept(guided) == [(MINNEAPOLIS, "complaint")]


async def test_from_the_link_of_one_office_to_another_one(guided: Office) -> None:
    await guided.tells(agency=HARTFORD)
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert [each.to for each in filed.also] == [RIGHTS]
    begun = await also(guided, filed)
    assert (begun.agency, begun.purpose) == (RIGHTS, "complaint")
    assert interview.narrative(interview.unpack(begun.answers)) == STORY
    again = await also(guided, filed)
    assert again.id == begun.id, "a second tap goes on where the first began"
    guided.clock.passes(minutes=1)
    await intake.pause(guided.desk, await guided.row(), again, paused=True)
    await guided.hears(Pressed("done"))
    second = await guided.hears(Pressed("send_now"))
    assert isinstance(second, Filed)
    assert second.also == (), "not back to where it came from"
    with pytest.raises(Refused):
        await also(guided, filed)


async def test_the_offer_is_kept_with_the_case_until_it_is_answered(guided: Office) -> None:
    """Whoever held the notice died: the courier says once that there is more, and /status says which office."""
    await guided.tells(agency=HARTFORD)
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert filed.offer is not None
    assert await offered(guided, filed) == [RIGHTS]
    assert guided.post.to("100") == []
    guided.clock.passes(seconds=61)
    assert (await guided.tells_whom())["100"] == ["receipt", "another_office"]
    guided.clock.passes(days=1)
    assert "another_office" not in (await guided.tells_whom())["100"]
    await also(guided, filed)
    assert await offered(guided, filed) == [], "it was answered by beginning"
    draft = await intake.draft_of(guided.desk, ME)
    assert draft is not None
    await intake.cancel(guided.desk, await guided.row(), draft)
    assert await offered(guided, filed) == [RIGHTS], "nothing was filed there"
    await passing.no_other(guided.desk, await guided.row(), filed.case)
    await passing.no_other(guided.desk, await guided.row(), filed.case)
    assert await offered(guided, filed) == []


async def test_what_came_with_the_receipt_does_not_come_again(guided: Office) -> None:
    await guided.tells(agency=HARTFORD)
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    assert filed.offer is not None
    await guided.courier.was_said(filed.offer)
    guided.clock.passes(seconds=61)
    assert (await guided.tells_whom())["100"] == ["receipt"]


@on_one
async def test_the_offer_stands_as_long_as_a_draft_would_have_been_kept(guided: Office) -> None:
    await guided.tells(agency=HARTFORD)
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    guided.clock.passes(days=guided.desk.agencies[HARTFORD].draft_kept_days - 1)
    assert await offered(guided, filed) == [RIGHTS]
    guided.clock.passes(days=1)
    assert await offered(guided, filed) == []


async def offered(office: Office, filed: Filed) -> list[str]:
    """Which office the case's own page names, checked against what the button shows."""
    case = await office.now(filed.case)
    found = await passing.others(office.desk, case)
    (shown,) = [each for each in await standing.standings(office.desk, ME) if each.case.id == case.id]
    assert list(shown.others) == [office.desk.agencies[each.to].name for each in found]
    return [each.to for each in found]


async def also(office: Office, filed: Filed) -> Draft:
    return await passing.file_also(office.desk, await office.row(), ME, filed.case.id, RIGHTS)


@on_one
async def test_only_what_is_offered_and_only_for_ones_own_case(guided: Office) -> None:
    await guided.tells(agency=HARTFORD)
    filed = await guided.hears(Pressed("send_now"))
    assert isinstance(filed, Filed)
    with pytest.raises(Stale):
        await passing.file_also(guided.desk, await guided.row(), ME, filed.case.id, MINNEAPOLIS)
    with pytest.raises(NotYours):
        await passing.file_also(guided.desk, await guided.row("200"), Chat(DOOR, "200"), filed.case.id, RIGHTS)


@on_one
async def test_crisis_words_interrupt_the_guide(guided: Office) -> None:
    await guided.begins(agency="guide")
    outcome = await guided.says("I want to kill myself")
    assert isinstance(outcome, Asked)
    assert outcome.crisis


@on_one
async def test_starting_over_keeps_where_the_poster_hangs(guided: Office) -> None:
    begun = await intake.begin(guided.desk, await guided.row(), ME, guided.desk.agencies[MINNEAPOLIS], "en", "lobby")
    assert begun.draft.notes["place"] == "lobby"
    await guided.hears(Picked("en"))
    await guided.hears(Pressed("restart"))
    assert (await guided.draft()).notes["place"] == "lobby"
