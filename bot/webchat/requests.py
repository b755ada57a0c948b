"""Reads what a browser sent, for `browser`: anything that is not what the page sends is a plain 400."""

import json
from typing import Any

from aiohttp import BodyPartReader, web

from bot.webchat.parameters import Refusal, Upload
from bot.webchat.protocol import UPLOAD_BYTES

FIELD_BYTES = 16 * 1024
KEY_LENGTH = 64


async def body_of(request: web.Request) -> dict[str, Any]:
    """The request's JSON object; an empty one for an empty body."""
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, web.HTTPRequestEntityTooLarge):
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


async def upload_of(request: web.Request) -> tuple[dict[str, str], Upload | None]:
    """The fields of a multipart body and its one file."""
    fields: dict[str, str] = {}
    upload: Upload | None = None
    if request.content_type != "multipart/form-data":
        raise web.HTTPBadRequest
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise web.HTTPBadRequest
            if part.name == "file":
                upload = Upload(part.filename or "", "", await limited(part, UPLOAD_BYTES))
            else:
                fields[part.name] = (await limited(part, FIELD_BYTES)).decode()
    except (ValueError, AssertionError):
        raise web.HTTPBadRequest from None
    return fields, upload


async def limited(part: BodyPartReader, limit: int) -> bytes:
    """The part's content, refused as soon as it is longer than `limit`."""
    content = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        content += chunk
        if len(content) > limit:
            raise Refusal(413, "Request Entity Too Large")
    return bytes(content)


def text_of(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise web.HTTPBadRequest
    return value


def whole(value: Any) -> int | None:
    """A number that a database can hold, or nothing."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = int(value)
    except ValueError:
        return None
    return number if 0 <= number < 1 << 31 else None


def seconds(value: Any, most: float) -> float:
    """How long somebody is ready to wait, at most `most`; nothing readable is no time at all."""
    try:
        wait = float(value)
    except (TypeError, ValueError):
        return 0.0
    return min(wait, most) if wait > 0 else 0.0


def key_of(value: Any) -> str | None:
    """The client's own name for a message, by which a repeat is known."""
    return value[:KEY_LENGTH] if isinstance(value, str) and value else None
