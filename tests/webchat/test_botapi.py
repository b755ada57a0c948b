"""The Bot API over HTTP: who is let in, how a call may be written, and what a bad one is told."""

import aiohttp
import pytest

from bot.webchat.faults import cut, too_many
from bot.webchat.server import Addresses, WebChat
from tests.webchat.conftest import Tab
from tests.webchat.scripted import PNG, ScriptedBot


async def post(address: str, **options: object) -> tuple[int, dict[str, object]]:
    async with aiohttp.ClientSession() as session, session.post(address, **options) as answer:
        return answer.status, await answer.json()


async def test_a_wrong_token_is_unauthorized(addresses: Addresses) -> None:
    status, body = await post(f"{addresses.api}/bot1:wrong/getMe")
    assert (status, body["ok"], body["description"]) == (401, False, "Unauthorized")


async def test_an_unknown_method_is_not_found(addresses: Addresses) -> None:
    for path in (f"bot{addresses.token}/sendDice", "", "favicon.ico"):
        assert (await post(f"{addresses.api}/{path}"))[0] == 404


@pytest.mark.parametrize(
    "options",
    [
        {"params": {"chat_id": "7", "text": "Hi"}},
        {"data": {"chat_id": "7", "text": "Hi"}},
        {"json": {"chat_id": 7, "text": "Hi"}},
    ],
)
async def test_a_call_may_be_written_in_any_way(addresses: Addresses, options: dict[str, object]) -> None:
    status, body = await post(f"{addresses.api}/bot{addresses.token}/sendMessage", **options)
    assert (status, body["description"]) == (400, "Bad Request: chat not found")


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"no boundary", "multipart/form-data"),
        (b"cut off", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\nnameless\r\n--x--", "multipart/form-data; boundary=x"),
    ],
)
async def test_a_malformed_body_is_a_bad_request(addresses: Addresses, data: bytes, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    status, body = await post(f"{addresses.api}/bot{addresses.token}/sendMessage", data=data, headers=headers)
    assert (status, body["error_code"]) == (400, 400)


async def test_a_file_of_getfile_is_downloaded(addresses: Addresses, tab: Tab, bot: ScriptedBot) -> None:
    await tab.sends("a.png", PNG)
    photo = (await bot.call("getUpdates"))[-1]["message"]["photo"][-1]
    path = (await bot.call("getFile", file_id=photo["file_id"]))["file_path"]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{addresses.api}/file/bot{addresses.token}/{path}") as answer:
            assert (answer.status, await answer.read()) == (200, PNG)
        for wrong in (
            f"bot{addresses.token}/video/{photo['file_id']}",
            f"bot{addresses.token}/photo/x",
            f"bot1:x/{path}",
        ):
            async with session.get(f"{addresses.api}/file/{wrong}") as answer:
                assert answer.status in (401, 404)


async def test_a_fault_before_the_call_keeps_it_from_happening(
    webchat: WebChat, addresses: Addresses, chat_id: int
) -> None:
    webchat.faults.next("sendMessage", too_many(7))
    call = f"{addresses.api}/bot{addresses.token}/sendMessage"
    status, body = await post(call, json={"chat_id": chat_id, "text": "Hi"})
    assert (status, body["parameters"]) == (429, {"retry_after": 7})
    assert [entry["text"] for entry in await webchat.shown(chat_id)] == ["/start"]
    assert (await post(call, json={"chat_id": chat_id, "text": "Hi"}))[0] == 200


@pytest.mark.parametrize(("done", "said"), [(False, ["/start"]), (True, ["/start", "Hi"])])
async def test_a_cut_connection(
    webchat: WebChat, addresses: Addresses, chat_id: int, done: bool, said: list[str]
) -> None:
    webchat.faults.next("sendMessage", cut(done=done))
    with pytest.raises(aiohttp.ClientError):
        await post(f"{addresses.api}/bot{addresses.token}/sendMessage", json={"chat_id": chat_id, "text": "Hi"})
    assert [entry["text"] for entry in await webchat.shown(chat_id)] == said
