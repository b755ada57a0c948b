"""The main job as people do it: in a real browser, against the demo's own process, in both languages.

Screenshots are kept in the folder that REDRESS_SCREENSHOTS names, where one is named.
"""

import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from bot.words import Words as WordsOfTheBot
from tests.house import agencies
from tests.process import Demo, demo
from tests.webchat.chromium import DESK, PHONE, accessible, chromium

PATIENCE_MS = 20_000
REFERENCE = re.compile(r"OPCR-\d{4}-\d{5}-\d")


class Script:
    """What the resident reads and taps in one language, out of the locales and the profile, and what they say."""

    def __init__(self, language: str, story: tuple[str, str], said: dict[str, str]) -> None:
        self.language = language
        self.story = story
        self.said = said
        self._words = WordsOfTheBot.load()
        self._agency = agencies()["minneapolis_opcr"]

    def key(self, name: str, /, **fields: str) -> str:
        """The words of the locale up to the first field that the test does not know."""
        text = self._words.say(self.language, name, **{"reference": "\0", "agency": "\0", **fields})
        return text.partition("\0")[0].strip()

    def ask(self, question: str) -> str:
        """A question of the interview."""
        return self._agency.question(question).ask.to(self.language)

    def choice(self, question: str, id: str) -> str:
        """An answer that can be tapped."""
        offered = self._agency.question(question).choices
        return next(each.label.to(self.language) for each in offered if each.id == id)

    def change(self, question: str) -> str:
        """The button of the review that changes an answer."""
        return self.key("button.change", name=self._agency.question(question).name.to(self.language))


ENGLISH = Script(
    "en",
    (
        "I was walking home on June 3 near Lake St and Chicago Ave. Officer Kestrel, badge 2214, grabbed me.",
        "He threw me against the hood of the squad car and called me names.",
    ),
    {
        "wish": "An apology.",
        "wish_again": "An apology, and that it does not happen to my neighbors.",
        "note": "We have read your complaint and will call you on Tuesday.",
        "question": "Can I bring my sister when you call?",
        "answer": "Yes, she is welcome.",
    },
)
SPANISH = Script(
    "es",
    (
        "Iba caminando a mi casa el 3 de junio por Lake St y Chicago Ave. El oficial Cernícalo, placa 2214, me agarró.",
        "Me aventó contra la patrulla y me insultó.",
    ),
    {
        "wish": "Una disculpa.",
        "wish_again": "Una disculpa, y que no les pase a mis vecinos.",
        "note": "Ya leímos su queja y le llamamos el martes.",
        "question": "¿Puede estar mi hermana cuando me llamen?",
        "answer": "Claro que sí.",
    },
)


@dataclass
class Tab:
    """One page of somebody's browser."""

    page: Page
    name: str

    async def sees(self, text: str | re.Pattern[str]) -> str:
        """Wait until the newest message of the bot that holds this text is there, and return it."""
        found = self.bot(text).last
        await expect(found).to_be_visible(timeout=PATIENCE_MS)
        return await found.inner_text()

    def bot(self, text: str | re.Pattern[str]) -> Locator:
        """The messages of the bot that hold this text."""
        return self.page.locator("#log .said.bot").filter(has_text=text)

    async def taps(self, label: str | re.Pattern[str]) -> None:
        """Press the newest button of that name."""
        exact = isinstance(label, str)
        await self.page.locator("#log").get_by_role("button", name=label, exact=exact).last.click(timeout=PATIENCE_MS)

    async def says(self, text: str) -> None:
        """Write a message and send it."""
        await self.page.locator("#draft").fill(text)
        await self.page.locator("#send").click()

    async def sends(self, name: str, data: bytes) -> None:
        """Choose a file and send it."""
        file: Any = {"name": name, "mimeType": "image/png", "buffer": data}
        await self.page.locator("#files").set_input_files(file)
        await self.page.locator("#send").click()

    async def pictured(self, what: str) -> None:
        """Keep a picture of the page as it is now."""
        folder = os.environ.get("REDRESS_SCREENSHOTS")
        if folder:
            await self.page.screenshot(path=Path(folder) / f"{self.name}-{what}.png")


def photo() -> bytes:
    """A small picture that nobody took."""
    buffer = io.BytesIO()
    Image.new("RGB", (320, 200), (180, 160, 120)).save(buffer, "PNG")
    return buffer.getvalue()


async def _opens(browser: Browser, running: Demo, seat: str, **options: Any) -> Tab:
    path = "/" if seat == "resident" else f"/staff/{seat}?start={running.seats[seat]}"
    context = await browser.new_context(**options)
    page = await context.new_page()
    await page.goto(running.base + path)
    return Tab(page, f"{options.get('locale', 'en-US')[:2]}-{seat}")


async def _files(resident: Tab, words: Script) -> str:
    """Step 1: from language to receipt, with a way back, a photo and a changed answer; returns the reference."""
    await resident.taps(words.choice("language", words.language))
    await resident.sees("911")
    await resident.pictured("1-notice")
    await resident.taps(words.key("button.done_notice"))
    await resident.sees(words.ask("story"))
    for part in words.story:
        await resident.says(part)
        await resident.sees(words.key("remark.heard"))
    await resident.sends("scene.png", photo())
    await expect(resident.page.get_by_role("img").last).to_be_visible(timeout=PATIENCE_MS)
    await resident.pictured("2-story")
    await resident.taps(words.key("button.done_story"))
    await resident.taps(words.key("button.done_facts"))
    await resident.taps(words.choice("for_whom", "me"))
    await resident.taps(words.choice("name_choice", "keep_from_investigators"))
    await resident.sees(words.ask("name"))
    await resident.says("Ana Cruz")
    await resident.sees(words.ask("contact"))
    await resident.says("612-673-3000")
    await resident.sees(words.ask("hurt"))
    await resident.taps(words.key("button.back"))
    await resident.taps(words.key("button.keep"))
    await expect(resident.bot(words.ask("hurt"))).to_have_count(2)
    await resident.taps(words.key("button.no"))
    await resident.taps(words.choice("seen_or_shown", "neither"))
    await resident.sees(words.ask("hope"))
    await resident.says(words.said["wish"])
    await resident.taps(words.choice("support", "neither"))
    await resident.sees(words.key("review.title"))
    await accessible(resident.page)
    await resident.taps(words.change("hope"))
    await resident.sees(words.key("interview.your_answer", answer=words.said["wish"]))
    await resident.says(words.said["wish_again"])
    await resident.sees(words.said["wish_again"])
    await resident.pictured("3-review")
    await resident.taps(words.key("button.submit"))
    receipt = await resident.sees(words.key("receipt.title"))
    await resident.pictured("4-receipt")
    found = REFERENCE.search(receipt)
    assert found is not None, receipt
    return found[0]


async def _takes(investigator: Tab, reference: str, words: Script) -> None:
    """Step 2: the notice, the card, the allegations, the claim, the status with a note."""
    await investigator.sees(f"New case {reference}")
    await investigator.taps(f"Open {reference}")
    card = await investigator.sees("Suggested allegations")
    assert "Excessive force" in card
    assert "“" in card, "the words a suggestion rests on stand in quotes"
    await investigator.pictured("5-card")
    await investigator.taps("Read the story")
    told = await investigator.sees(words.story[0])
    assert "Ana Cruz" not in told
    await investigator.taps("Allegations")
    await investigator.sees("Allegations of")
    await investigator.taps(re.compile(r"^✓ Excessive force"))
    await investigator.sees("✓ Excessive force")
    await investigator.taps("Back to the case")
    await investigator.taps("Claim")
    await investigator.sees(f"{reference} is yours")
    await investigator.taps("Status")
    await investigator.taps("Start the review")
    await investigator.sees("Write a note for the complainant")
    await investigator.says(words.said["note"])
    await investigator.sees(f"{reference} has moved on")


async def _hears_back(resident: Tab, investigator: Tab, reference: str, words: Script) -> None:
    """Step 3: the news, the status, a photo and a message that reach the investigator, and the reply."""
    await resident.sees(words.key("notice.news", stage=""))
    await resident.taps(words.key("button.read"))
    await resident.sees(words.said["note"])
    await resident.pictured("6-news")
    await resident.says("/status")
    await resident.sees(words.key("status.filed", date="\0"))
    await resident.sends("bruise.png", photo())
    await resident.sees(words.key("kept.file"))
    await resident.says(words.said["question"])
    await resident.sees(words.key("kept.message"))
    await investigator.sees(f"The complainant wrote about {reference}")
    await investigator.taps(f"Open {reference}")
    await investigator.taps(re.compile(r"^Messages \(1 new\)"))
    await investigator.sees(words.said["question"])
    await investigator.taps("Message")
    await investigator.sees("Write the message to the complainant")
    await investigator.says(words.said["answer"])
    await investigator.sees(f"The message on {reference} is on its way")
    await investigator.taps(re.compile(r"^Files \(2\)"))
    await investigator.taps(re.compile(r"^2\. Photo"))
    await expect(investigator.page.get_by_role("img").last).to_be_visible(timeout=PATIENCE_MS)
    await investigator.pictured("7-desk")
    await resident.sees(words.key("notice.message_waiting"))
    await resident.taps(words.key("button.read"))
    await resident.sees(words.said["answer"])
    await resident.pictured("8-reply")


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("words", "device"),
    [(ENGLISH, DESK | {"locale": "en-US"}), (SPANISH, PHONE | {"locale": "es-MX"})],
    ids=["en", "es"],
)
async def test_a_resident_files_and_hears_back(tmp_path: Path, words: Script, device: dict[str, Any]) -> None:
    async with demo(tmp_path / "data") as running, chromium() as browser:
        investigator = await _opens(browser, running, "investigator", **DESK)
        await investigator.sees("You are in")
        resident = await _opens(browser, running, "resident", **device)
        reference = await _files(resident, words)
        await _takes(investigator, reference, words)
        await _hears_back(resident, investigator, reference, words)


@pytest.mark.browser
@pytest.mark.timeout(300)
async def test_the_clock_brings_a_reminder_then_an_escalation_and_claiming_stops_both(tmp_path: Path) -> None:
    """Step 4, on the page that shows everybody side by side."""
    async with demo(tmp_path / "data") as running, chromium() as browser:
        context = await browser.new_context(viewport={"width": 1500, "height": 900})
        page = await context.new_page()
        await page.goto(running.base + "/demo")
        seats = page.locator("iframe")
        await expect(seats).to_have_count(3)
        tabs = [Framed(page, index, name) for index, name in enumerate(("resident", "investigator", "supervisor"))]
        resident, investigator, supervisor = tabs
        await investigator.sees("You are in")
        await supervisor.sees("You are in")
        await resident.taps("English")
        await resident.taps("I have read this. Go on")
        await resident.says("They kicked my door in and broke it. Nobody showed me a paper.")
        await resident.sees("Got it")
        await resident.taps("Done")
        await resident.sees("Did this happen to you")
        await resident.taps("Send now")
        receipt = await resident.sees("We have your complaint")
        reference = REFERENCE.search(receipt)
        assert reference is not None
        await investigator.sees(f"New case {reference[0]}")

        await _until_shown(page, investigator, f"Reminder, {reference[0]}. A person takes the case: by ")
        await _until_shown(page, supervisor, f"Escalation, {reference[0]}. A person takes the case: due ")
        await tabs[0].pictured("demo")

        await investigator.taps(f"Open {reference[0]}")
        await investigator.taps("Claim")
        await investigator.sees(f"{reference[0]} is yours")
        before = await investigator.count("A person takes the case: by"), await supervisor.count("Escalation")
        for _ in range(5):
            await _next_day(page)
        await page.get_by_role("button", name="Next day").focus()
        assert (await investigator.count("A person takes the case: by"), await supervisor.count("Escalation")) == before


@pytest.mark.browser
@pytest.mark.timeout(300)
async def test_the_entrance_of_several_offices_fits_a_narrow_phone(tmp_path: Path) -> None:
    async with demo(tmp_path / "data", served="all") as running, chromium() as browser:
        assert len(running.seats) == 8
        page = await (await browser.new_context(viewport={"width": 360, "height": 740})).new_page()
        await page.goto(running.base + "/demo")
        await expect(page.locator("iframe")).to_have_count(3)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        resident = page.frame_locator("iframe[title=Resident]")
        greetings = resident.locator("#log .said.bot").filter(has_text="Hello")
        await expect(greetings).to_have_count(1, timeout=PATIENCE_MS)
        await page.select_option("#door", "hartford_oig")
        await expect(page.locator("#staff")).to_have_value("hartford_oig")
        await expect(greetings).to_have_count(2, timeout=PATIENCE_MS)
        await resident.get_by_role("button", name="English").last.click()
        office = "Office of the Inspector General, City of Hartford"
        await expect(resident.locator("#log")).to_contain_text(office, timeout=PATIENCE_MS)


@dataclass
class Framed:
    """One seat on the demo page."""

    page: Page
    index: int
    name: str

    def _log(self) -> Any:
        return self.page.frame_locator("iframe").nth(self.index).locator("#log")

    async def sees(self, text: str) -> str:
        found = self._log().locator(".said").filter(has_text=text).last
        await expect(found).to_be_visible(timeout=PATIENCE_MS)
        return str(await found.inner_text())

    async def count(self, text: str) -> int:
        return int(await self._log().locator(".said").filter(has_text=text).count())

    async def taps(self, label: str) -> None:
        await self._log().get_by_role("button", name=label, exact=True).last.click(timeout=PATIENCE_MS)

    async def says(self, text: str) -> None:
        frame = self.page.frame_locator("iframe").nth(self.index)
        await frame.locator("#draft").fill(text)
        await frame.locator("#send").click()

    async def pictured(self, what: str) -> None:
        folder = os.environ.get("REDRESS_SCREENSHOTS")
        if folder:
            await self.page.screenshot(path=Path(folder) / f"{what}.png")


async def _next_day(page: Page) -> None:
    """Press *Next day* and wait until the page shows another date."""
    shown = page.locator("#now")
    before = await shown.inner_text()
    await page.get_by_role("button", name="Next day").click()
    await expect(shown).not_to_have_text(before, timeout=PATIENCE_MS)


async def _until_shown(page: Page, seat: Framed, text: str) -> None:
    """Let days pass, a week at most, until somebody is told."""
    for _ in range(7):
        await _next_day(page)
        if await seat.count(text):
            break
    await seat.sees(text)
