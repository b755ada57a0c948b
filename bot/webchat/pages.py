"""The files that a browser loads: the chat page for residents and staff, the demo, one style, a few small scripts."""

import html
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Final, Protocol

from aiohttp import web

from bot.webchat.entrance import RESIDENT, SEAT
from bot.webchat.face import Faces
from bot.webchat.guard import failure

TYPES: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "html": "text/html"}
AWAY: Final = "/away"


class Demo(Protocol):
    """What the demo page shows and turns: invitations by seat, the agency's clock, and the way to the next day.

    `offices`: name and seats of each, where there are several.
    """

    @property
    def seats(self) -> Mapping[str, str]: ...

    @property
    def offices(self) -> Mapping[str, Mapping[str, Any]]: ...

    async def next_day(self) -> datetime: ...

    def now(self) -> datetime: ...


class Pages:
    """Read once at the start; nothing on disk is ever named by a request."""

    def __init__(self, faces: Faces, demo: Demo | None) -> None:
        folder = files("bot.webchat").joinpath("page")
        self._files = {item.name: item.read_text("utf-8") for item in folder.iterdir() if "." in item.name}
        self._faces = faces
        self._demo = demo

    def routes(self) -> list[web.RouteDef]:
        always = [
            web.get("/", self._resident),
            web.get("/return", self._resident),
            web.get(f"/staff/{SEAT}", self._staff),
            web.get(AWAY, self._away),
            web.get("/page/{name}", self._file),
            web.get("/robots.txt", self._robots),
        ]
        if self._demo is None:
            return always
        return [
            *always,
            web.get("/demo", self._show_demo),
            web.get("/demo/state", self._demo_state),
            web.post("/demo/next-day", self._next_day),
            web.post(f"/chat/{SEAT}/demo/next-day", self._next_day),
        ]

    def text(self, name: str) -> str:
        """One of the files as it was read."""
        return self._files[name]

    async def _resident(self, request: web.Request) -> web.Response:
        face = self._faces.of(request)
        page = self._page("chat.html", face.titled(request), seat=RESIDENT, door=RESIDENT, icon=face.icon)
        self._faces.remember(request, page)
        return page

    async def _staff(self, request: web.Request) -> web.Response:
        seat = request.match_info["seat"]
        # The resident's cookie must not open a staff page.
        if seat == RESIDENT:
            return failure(404, "page")
        face = self._faces.usual
        return self._page("chat.html", face.titled(request), seat=seat, door="staff", icon=face.icon)

    async def _away(self, _request: web.Request) -> web.Response:
        return self._page("away.html")

    async def _show_demo(self, _request: web.Request) -> web.Response:
        return self._page("demo.html")

    def _page(self, name: str, title: str = "Redress", **values: str) -> web.Response:
        text = self._files[name]
        for key, value in {"title": title, **values}.items():
            text = text.replace("{{" + key + "}}", html.escape(value))
        return web.Response(text=text, content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        extension = name.rpartition(".")[2]
        if name not in self._files or extension not in TYPES or extension == "html":
            return failure(404, "page")
        return web.Response(text=self._files[name], content_type=TYPES[extension])

    async def _robots(self, _request: web.Request) -> web.Response:
        return web.Response(text="User-agent: *\nDisallow: /\n", content_type="text/plain")

    async def _demo_state(self, _request: web.Request) -> web.Response:
        assert self._demo is not None
        offices = {"offices": dict(self._demo.offices)} if self._demo.offices else {}
        return web.json_response({"now": self._demo.now().isoformat(), "seats": dict(self._demo.seats), **offices})

    async def _next_day(self, _request: web.Request) -> web.Response:
        assert self._demo is not None
        return web.json_response({"now": (await self._demo.next_day()).isoformat()})
