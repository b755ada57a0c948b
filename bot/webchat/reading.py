"""The page on which staff read what never goes into a chat: opened by a link, shown once, without a script.

Looking at a link uses nothing up, for chat apps look at links by themselves: only the button on the page does. What was
used, is too old or was guessed gives one and the same page.
"""

import html
from typing import Final, Protocol

from aiohttp import web

PLACE: Final = "/read/"
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
LONGEST: Final = 100


class LeafLike(Protocol):
    """A file, by shape."""

    @property
    def data(self) -> bytes: ...
    @property
    def name(self) -> str: ...
    @property
    def mime(self) -> str: ...


class SheetLike(Protocol):
    """What a link opens, by shape."""

    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def texts(self) -> tuple[str, ...]: ...
    @property
    def leaf(self) -> LeafLike | None: ...


class ShelfLike(Protocol):
    """Whoever knows what a link opens; `bot.app` names one."""

    async def open(self, token: str) -> SheetLike | None: ...


class ReadingPage:
    """One address: asked for, it offers to show; told to, it shows once."""

    def __init__(self, shelf: ShelfLike, page: str, framed: str) -> None:
        self._shelf = shelf
        self._page = page
        self._policy = (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
            f" frame-ancestors {framed}"
        )

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{PLACE}{{token}}", self._offer), web.post(f"{PLACE}{{token}}", self._show)]

    async def _offer(self, _request: web.Request) -> web.Response:
        return self._html("en", "Redress", _OFFER)

    async def _show(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        sheet = await self._shelf.open(token) if len(token) <= LONGEST else None
        if sheet is None:
            return self._html("en", "Redress", _GONE, status=410)
        if sheet.leaf is not None:
            return self._file(sheet.leaf)
        body = "".join(f'<article class="sheet">{html.escape(each)}</article>' for each in sheet.texts)
        return self._html(sheet.language, sheet.title, f'<p class="note">{html.escape(sheet.note)}</p>{body}')

    def _html(self, language: str, title: str, body: str, status: int = 200) -> web.Response:
        text = self._page.replace("{{language}}", language).replace("{{title}}", html.escape(title))
        text = text.replace("{{body}}", body, 1)  # last: what people wrote may look like one of these marks
        headers = {"Content-Security-Policy": self._policy}
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)

    def _file(self, leaf: LeafLike) -> web.Response:
        """A picture is shown; everything else is handed over as it came, and no browser runs any of it."""
        shown = leaf.mime in PICTURES
        response = web.Response(body=leaf.data, content_type=leaf.mime if shown else "application/octet-stream")
        name = "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "_" for each in leaf.name)
        kind = "inline" if shown else "attachment"
        response.headers["Content-Disposition"] = f'{kind}; filename="{name[:LONGEST]}"'
        response.headers["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; sandbox"
        return response


_OFFER: Final = """
<p>What is behind this link is shown <strong>once</strong>. Make sure that nobody looks over your shoulder.</p>
<p lang="es">Lo que está detrás de este enlace se muestra <strong>una sola vez</strong>. Fíjese en que nadie mire por
encima de su hombro.</p>
<form method="post"><button type="submit">Show it · <span lang="es">Mostrar</span></button></form>"""
_GONE: Final = """
<p>There is nothing to read here. A link works once and for a few minutes. Open the case in your chat and tap the
button again.</p>
<p lang="es">Aquí no hay nada que leer. Un enlace funciona una sola vez y por unos minutos. Abra el caso en su chat y
toque el botón otra vez.</p>"""
