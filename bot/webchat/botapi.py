"""The side of the door that faces the bot: the Bot API over HTTP, on loopback, behind a token made at every start."""

import hmac
import json
from typing import Any

import structlog
from aiohttp import BodyPartReader, web

from bot.webchat.calls import Calls
from bot.webchat.faults import Fault, Faults
from bot.webchat.parameters import Refusal, Upload, bad
from bot.webchat.protocol import GETFILE_BYTES, UPLOAD_BYTES, read, spelled
from bot.webchat.requests import limited
from bot.webchat.rooms import Rooms

FIELD_BYTES = 1 << 20
log = structlog.get_logger()


class BotApi:
    """Two routes: a method, and a file that getFile pointed at."""

    def __init__(self, rooms: Rooms, token: str, faults: Faults) -> None:
        self._rooms = rooms
        self._token = token
        self._faults = faults
        self._methods = Calls(rooms).methods

    def app(self) -> web.Application:
        app = web.Application(client_max_size=FIELD_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{kind}/{file_id}", self._download)
        app.router.add_route("*", "/{rest:.*}", self._nowhere)
        return app

    async def _called(self, request: web.Request) -> web.StreamResponse:
        try:
            self._authorize(request)
            method = spelled(request.match_info["method"])
            fields, uploads = await _body(request)
            return await self._answer(request, method, fields, uploads)
        except Refusal as refusal:
            return refused(refusal)
        except web.HTTPException:
            raise
        except Exception as fault:
            # The message of a foreign exception may hold what was said: its kind is all we keep.
            log.error("webchat_fault", side="bot", fault=type(fault).__name__)
            return refused(Refusal(500, "Internal Server Error"))

    async def _answer(
        self, request: web.Request, method: str, fields: dict[str, Any], uploads: dict[str, Upload]
    ) -> web.StreamResponse:
        call = read(method, fields, uploads)
        fault = self._faults.take(method, call.get("chat_id"))
        if fault and not fault.done:
            return _spoil(request, fault)
        result = await self._methods[method](call)
        if fault:
            return _spoil(request, fault)
        return web.json_response({"ok": True, "result": result})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._authorize(request)
            room, entry = await self._rooms.known_file(request.match_info["file_id"])
        except Refusal as refusal:
            return refused(Refusal(404, "Not Found") if refusal.status == 400 else refusal)
        file = entry.body["file"]
        if file["size"] > GETFILE_BYTES or file["kind"] != request.match_info["kind"]:
            return refused(Refusal(404, "Not Found"))
        fault = self._faults.take("download", room.chat_id)
        if fault:
            return _spoil(request, fault)
        content = await self._rooms.content(room, file["id"])
        return web.Response(body=content, content_type="application/octet-stream")

    async def _nowhere(self, _request: web.Request) -> web.Response:
        return refused(Refusal(404, "Not Found"))

    def _authorize(self, request: web.Request) -> None:
        given = request.match_info["token"].encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._token.encode()):
            raise Refusal(401, "Unauthorized")


def refused(refusal: Refusal) -> web.Response:
    """An error in the Bot API's shape."""
    body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return web.json_response(body, status=refusal.status)


def _spoil(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.status is not None:
        return refused(Refusal(fault.status, fault.description, **fault.parameters))
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


async def _body(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The call's fields and files, from the query, a form, a multipart body or JSON, as Telegram takes them."""
    fields: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        return fields, {}
    if request.content_type == "application/json":
        return fields | await _json(request), {}
    if request.content_type == "multipart/form-data":
        more, uploads = await _multipart(request)
        return fields | more, uploads
    try:
        return fields | {name: value for name, value in (await request.post()).items() if isinstance(value, str)}, {}
    except (ValueError, web.HTTPRequestEntityTooLarge):
        raise bad("can't read the form") from None


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except (ValueError, web.HTTPRequestEntityTooLarge):
        raise bad("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad("a JSON object was expected")
    return body


async def _multipart(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    fields: dict[str, Any] = {}
    uploads: dict[str, Upload] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise bad("can't parse the multipart body")
            if part.filename is None:
                fields[part.name] = (await limited(part, FIELD_BYTES)).decode()
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                uploads[part.name] = Upload(part.filename, mime, await limited(part, UPLOAD_BYTES))
    except (ValueError, AssertionError):
        raise bad("can't parse the multipart body") from None
    return fields, uploads
