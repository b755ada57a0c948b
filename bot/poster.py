"""Posters whose code opens the chat with the right office and the place known; called by `redress poster`."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import segno

from bot.casework.agency import Agency
from bot.casework.guidance import Place
from bot.documents import pdf
from bot.settings import Settings

BOTH: Final = "both"
LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {"en": ("en",), "es": ("es",), BOTH: ("en", "es")}


def links(settings: Settings, agency: Agency, place: Place | None) -> dict[str, str]:
    """Where the codes lead, by kind: the bot on Telegram, the page; empty where the settings name neither."""
    start = f"{agency.linked}-{place.id}" if place else agency.linked
    found = {}
    if settings.bot_name:
        found["telegram"] = f"https://t.me/{settings.bot_name}?start={start}"
    if settings.public_url:
        found["web"] = f"{settings.public_url.rstrip('/')}/?start={start}"
    return found


def made(agency: Agency, place: Place | None, language: str, led: Mapping[str, str], made_at: datetime) -> bytes:
    """The poster as a PDF; `language` is en, es or both. It says nothing of what the chat is about but the office."""
    spoken = LANGUAGES[language]
    data = {
        "office": (agency.bot_name or agency.name).to(spoken[0]),  # some offices hang up nothing that says what it is
        "place": place.name.to(spoken[0]) if place else "",
        "sample": agency.sample,
        "phone": agency.phone,
        "languages": spoken,
        "names": {each: agency.poster_name.to(each) for each in spoken} if agency.poster_name else {},
        "links": [{"kind": kind, "address": address, "code": code(address)} for kind, address in led.items()],
    }
    return pdf("poster", data, spoken[0], made_at=made_at)


def code(address: str) -> str:
    """The code as an SVG; a third of it may be torn or dirty and it is still read."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=4, dark="#000", light="#fff")
    return out.getvalue().decode()
