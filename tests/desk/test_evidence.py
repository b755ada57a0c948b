"""Files are expected, fetched as claimed work, sealed with their digest, and leave nothing when nobody wants them."""

import asyncio
import hashlib
from dataclasses import replace

import pytest

from bot.casework import interview
from bot.casework.errors import NotYours, TryLater, Undeliverable
from bot.desk import correspondence, intake
from bot.desk import evidence as files
from bot.desk.evidence import ATTEMPTS, BATCH, Collector, FileCame
from bot.desk.intake import Asked
from storage.cases import Case
from storage.models import evidence as rows
from tests.desk.office import ABROAD, HOME, Office, on_one

PHOTO = b"\xff\xd8 a photo of the street " * 50


async def case_with(office: Office, *files: str) -> Case:
    case = await office.files()
    for file in files:
        await correspondence.add_file(office.desk, await office.row(), case, FileCame("photo", file, "1", name="x.jpg"))
    return case


@on_one
async def test_a_file_that_is_too_large_keeps_its_place(office: Office) -> None:
    await office.begins()
    outcome = await office.hears(FileCame("video", "big", "1", size=files.FILE_LIMIT_BYTES + 1))
    (row,) = await office.stored(rows)
    assert (row.state, row.size) == ("oversize", files.FILE_LIMIT_BYTES + 1)
    (piece,) = interview.unpack((await office.draft()).answers)["story"].value
    assert (piece["kind"], piece["evidence"]) == ("oversize", row.id)
    assert isinstance(outcome, Asked)
    assert outcome.remarks


@on_one
@pytest.mark.parametrize(
    ("said", "kept"),
    [("image/jpeg", "image/jpeg"), ("x" * 300, None), ("text/plain; name=Reed", None), ("IMAGE/JPEG\n", None)],
)
async def test_of_a_media_type_only_its_usual_form_is_kept(office: Office, said: str, kept: str | None) -> None:
    await office.begins()
    await office.hears(FileCame("document", "f", "1", mime=said))
    assert [row.mime for row in await office.stored(rows)] == [kept]


async def test_a_file_is_kept_sealed_with_its_digest_and_opened_for_staff(office: Office) -> None:
    ana = await office.hires()
    case = await case_with(office, "f")
    office.post.files["f"] = PHOTO
    assert await office.collects() == 1
    (row,) = await office.stored(rows)
    assert (row.state, row.sha256, row.size) == ("stored", hashlib.sha256(PHOTO).hexdigest(), len(PHOTO))
    assert PHOTO not in await office.desk.files.get(row.path)
    opened = await files.open_file(office.desk, ana, case.id, row.id, await office.row(ana.chat.id))
    assert (opened.data, opened.evidence.name) == (PHOTO, "x.jpg")
    acts = await office.acts()
    assert ("program", "keep", row.id) in acts
    assert acts[-1] == (f"member:{ana.id}", "media", case.id)


@on_one
async def test_what_is_not_there_yet_says_so(office: Office) -> None:
    ana = await office.hires()
    case = await case_with(office, "f")
    (row,) = await office.stored(rows)
    opened = await files.open_file(office.desk, ana, case.id, row.id, await office.row(ana.chat.id))
    assert (opened.data, opened.evidence.state) == (None, "to_fetch")


async def test_a_file_of_another_case_is_nothing(office: Office) -> None:
    ana, far = await office.hires(), await office.hires(agency=ABROAD)
    case = await case_with(office, "f")
    other = await office.files(chat="2")
    (row,) = await office.stored(rows)
    for member, case_id, file_id in ((ana, other.id, row.id), (far, case.id, row.id), (ana, case.id, "nothing")):
        with pytest.raises(NotYours):
            await files.open_file(office.desk, member, case_id, file_id, await office.row(member.chat.id))


@on_one
async def test_a_server_that_is_down_is_asked_again_ever_later_and_loses_nothing(office: Office) -> None:
    await case_with(office, "f")
    office.post.files["f"] = TryLater(after=10)
    asked = 0
    for _ in range(60):  # ten hours
        asked += await office.collects()
        office.clock.passes(minutes=10)
    assert 12 < asked < ATTEMPTS
    office.post.files["f"] = PHOTO
    office.clock.passes(hours=1)
    assert await office.collects() == 1
    assert [row.state for row in await office.stored(rows)] == ["stored"]


@on_one
async def test_a_file_is_not_asked_for_before_its_time(office: Office) -> None:
    await case_with(office, "f")
    office.post.files["f"] = TryLater(after=344)
    assert await office.collects() == 1
    office.clock.passes(seconds=343)
    assert await office.collects() == 0
    office.clock.passes(seconds=2)
    assert await office.collects() == 1


@on_one
@pytest.mark.parametrize("fault", [Undeliverable("gone"), TryLater(after=1)])
async def test_a_file_that_never_comes_is_marked_and_not_asked_for_again(office: Office, fault: Exception) -> None:
    case = await case_with(office, "f")
    office.post.files["f"] = fault
    for _ in range(ATTEMPTS + 5):
        await office.collects()
        office.clock.passes(hours=2)
    (row,) = await office.stored(rows)
    assert (row.state, row.case_id) == ("failed", case.id)
    assert row.attempts == (1 if isinstance(fault, Undeliverable) else ATTEMPTS)
    assert await office.desk.files.paths() == []


@on_one
async def test_one_bad_file_does_not_stop_the_others(office: Office) -> None:
    await case_with(office, *(f"f{number}" for number in range(BATCH)))
    office.post.files |= {f"f{number}": PHOTO for number in range(BATCH)}
    office.post.files["f0"] = OSError(28, "No space left on device")
    await office.collects()
    assert sorted(row.state for row in await office.stored(rows)) == ["stored"] * (BATCH - 1) + ["to_fetch"]
    office.post.files["f0"] = PHOTO
    office.clock.passes(minutes=3)
    await office.collects()
    assert {row.state for row in await office.stored(rows)} == {"stored"}


async def test_a_draft_that_is_cancelled_while_its_file_is_on_the_way_leaves_nothing(office: Office) -> None:
    for moment in ("before", "after", "gone"):
        await office.begins()
        await office.hears(FileCame("photo", "f", "1"))
        await office.hears(FileCame("photo", "g", "2"))
        draft = await office.draft()

        async def fetch(source: tuple[str, str], moment: str = moment, draft: intake.Draft = draft) -> bytes:
            if source[1] == "f":
                await intake.cancel(office.desk, await office.row(), draft)
            if moment == "gone":
                raise Undeliverable("gone")
            if moment == "after":
                raise TryLater(after=1)
            return PHOTO

        await Collector(office.desk, fetch).round()
        assert await office.stored(rows) == []
        assert await office.desk.files.paths() == []


class CancelledInBetween:
    """A file store in which the draft is cancelled at the moment when the file lies there and the row does not."""

    def __init__(self, office: Office) -> None:
        self._office, self._files = office, office.desk.files

    def __getattr__(self, name: str) -> object:
        return getattr(self._files, name)

    async def put_sealed(self, *what: object) -> None:
        await self._files.put_sealed(*what)  # type: ignore[arg-type]
        await intake.cancel(self._office.desk, await self._office.row(), await self._office.draft())


async def test_a_draft_that_is_cancelled_after_the_file_was_written_leaves_nothing(office: Office) -> None:
    await office.begins()
    await office.hears(FileCame("photo", "f", "1"))
    office.post.files["f"] = PHOTO
    desk = replace(office.desk, files=CancelledInBetween(office))  # type: ignore[arg-type]
    await Collector(desk, office.post.fetch).round()
    assert await office.stored(rows) == []
    assert await office.desk.files.paths() == []


async def test_a_collector_that_was_too_slow_does_not_take_the_file_away(office: Office, twin: Office) -> None:
    await case_with(office, "f")
    office.post.files["f"] = PHOTO
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(source: tuple[str, str]) -> bytes:
        begun.set()
        await go_on.wait()
        return PHOTO

    slow = asyncio.create_task(Collector(office.desk, slowly).round())
    await begun.wait()
    office.clock.passes(minutes=5)  # its lease is over
    assert await twin.collects() == 1
    go_on.set()
    await slow
    (row,) = await office.stored(rows)
    assert row.state == "stored"
    assert await office.desk.files.paths() == [row.path]
    ana = await office.hires()
    opened = await files.open_file(office.desk, ana, row.case_id, row.id, await office.row(ana.chat.id))
    assert opened.data == PHOTO


async def test_two_collectors_fetch_every_file_once(office: Office, twin: Office) -> None:
    names = [f"f{number}" for number in range(12)]
    await case_with(office, *names)
    fetched: list[str] = []

    async def fetch(source: tuple[str, str]) -> bytes:
        fetched.append(source[1])
        return PHOTO

    async def work(one: Office) -> None:
        while await Collector(one.desk, fetch).round():
            pass

    await asyncio.gather(work(office), work(twin), work(office))
    assert sorted(fetched) == sorted(names)
    assert HOME in (await office.stored(rows))[0].path
