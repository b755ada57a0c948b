"""How the chat page looks to somebody who came by an office's link: its title and its icon; read by `pages`.

A link names an office; afterwards a cookie that says no more than the beginning of its case numbers keeps the look.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

COOKIE = "look"


@dataclass(frozen=True, slots=True)
class Face:
    """One office's page: its titles by language, the file of its icon, and a short word for it."""

    word: str
    title: Mapping[str, str]
    icon: str = "icon.svg"

    def titled(self, request: web.Request) -> str:
        """The title in the language that the browser asks for."""
        spanish = request.headers.get("Accept-Language", "").strip().casefold().startswith("es")
        return self.title["es" if spanish else "en"]


@dataclass(frozen=True, slots=True)
class Faces:
    """The looks there are: one for who came without a link, others by the office's name in the link."""

    usual: Face
    by_link: Mapping[str, Face]

    def of(self, request: web.Request) -> Face:
        """The look of the office in the link, else the one that the cookie remembers, else the usual one."""
        named = self.by_link.get(request.query.get("start", "").partition("-")[0])
        known = {each.word: each for each in self.by_link.values()}
        return named or known.get(request.cookies.get(COOKIE, ""), self.usual)

    def remember(self, request: web.Request, response: web.Response) -> None:
        """Keep the look for this browser until it is closed; the address bar loses the link at once."""
        face = self.of(request)
        if face.word and request.cookies.get(COOKIE) != face.word:
            response.set_cookie(COOKIE, face.word, path="/", httponly=True, samesite="Strict")
