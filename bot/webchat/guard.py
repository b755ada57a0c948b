"""What stands between a browser and the conversations: headers, host and origin checks, cookies, and a pace."""

import asyncio
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.webchat.reading import PLACE
from bot.webchat.status import PLACE as STATUS

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TOKEN_BYTES = 32
COOKIE_SECONDS = 60 * 24 * 3600
OWN_HEADER = "X-Redress"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
    " form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none';"
)


def headers(*, framed: bool) -> dict[str, str]:
    """The headers of every answer; `framed` for the demo, whose page shows the others side by side."""
    who = "'self'" if framed else "'none'"
    return {
        "Content-Security-Policy": f"{_POLICY} frame-src {who}; frame-ancestors {who}",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=(), browsing-topics=()",
    }


def failure(status: int, error: str, **headers: str) -> web.Response:
    """An error that the page's script reads."""
    return web.json_response({"error": error}, status=status, headers=headers)


def own_hosts_only(hosts: Collection[str]) -> Middleware:
    """Refuse other names for this machine: a foreign site's name may be made to point at loopback."""
    known = LOOPBACK | set(hosts)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host(request.headers.get("Host", "")) not in known:
            return failure(421, "host")
        return await handler(request)

    return check


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let only our own pages change anything, or read a conversation."""
    if request.path.startswith(PLACE) or request.path == STATUS:
        return await handler(request)  # no cookie counts there, and a form without a script sends it
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.path.startswith("/chat/") and site not in ("same-origin", "none"):
        return failure(403, "origin")
    if request.method not in ("GET", "HEAD"):
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("Host", "").lower():
            return failure(403, "origin")
        if request.headers.get(OWN_HEADER) != "1":
            return failure(403, "header")
    return await handler(request)


def _host(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def new_token() -> str:
    """What a cookie holds; only its digest is stored."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def give_cookie(response: web.Response, seat: str, token: str, *, secure: bool) -> None:
    """One cookie per seat, sent back to that seat's addresses only and never shown to a script."""
    response.set_cookie(
        cookie(seat),
        token,
        path=f"/chat/{seat}",
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


def take_cookie(response: web.Response, seat: str) -> None:
    response.del_cookie(cookie(seat), path=f"/chat/{seat}", httponly=True, samesite="Strict")


def cookie(seat: str) -> str:
    return f"redress_{seat}"


class Pace:
    """A bucket that fills with time; whoever finds it empty is told for how long."""

    def __init__(self, burst: int, a_second: float) -> None:
        self._burst, self._a_second = burst, a_second
        self._spent: dict[int, tuple[float, float]] = {}

    def wait(self, who: int) -> float:
        """Take one, or say after how many seconds there will be one."""
        now = asyncio.get_running_loop().time()
        spent, since = self._spent.get(who, (0.0, now))
        spent = max(0.0, spent - (now - since) * self._a_second)
        if spent + 1 > self._burst:
            return (spent + 1 - self._burst) / self._a_second
        self._spent[who] = (spent + 1, now)
        if len(self._spent) > 10_000:
            self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        full = self._burst / self._a_second
        self._spent = {who: mark for who, mark in self._spent.items() if now - mark[1] < full}
