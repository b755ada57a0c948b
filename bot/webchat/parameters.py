"""One reader for each type of Bot API parameter; `protocol` calls them: a plain value or a `Refusal`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TEXT_UNITS, CAPTION_UNITS, CALLBACK_BYTES, BUTTONS = 4096, 1024, 64, 100
_ENTITY_NAMES = (
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler"
    " blockquote expandable_blockquote code pre text_link"
)
ENTITY_TYPES = frozenset(_ENTITY_NAMES.split())
BUTTON_STYLES = frozenset({"primary", "success", "danger"})
LINK_SCHEMES = frozenset({"http", "https", "tel", "mailto"})


class Refusal(Exception):
    """A call was refused, in the words Telegram uses."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    data: bytes


Reader = Callable[[Any], Any]


def bad(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def units(text: str) -> int:
    """Length as Telegram and JavaScript count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def integer(value: Any) -> int:
    try:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError
        number = int(value)
    except ValueError:
        raise bad("an integer was expected") from None
    if abs(number) >= 1 << 63:
        raise bad("the integer is too large")
    return number


def boolean(value: Any) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False, "": False}
    if isinstance(value, bool):
        return value
    if str(value).lower() not in known:
        raise bad("a boolean was expected")
    return known[str(value).lower()]


def string(value: Any) -> str:
    if not isinstance(value, str):
        raise bad("a string was expected")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return value


def parsed(value: Any) -> Any:
    """An object or a list; a form carries it as JSON text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad("can't parse the JSON of a parameter") from None
    if not isinstance(value, dict | list):
        raise bad("an object or a list was expected")
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    items = parsed(value)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad("a list of objects was expected")
    return items


def strings(value: Any) -> list[str]:
    items = parsed(value)
    if not isinstance(items, list):
        raise bad("a list of strings was expected")
    return [string(item) for item in items]


def integers(value: Any) -> list[int]:
    items = parsed(value)
    if not isinstance(items, list):
        raise bad("a list of integers was expected")
    return [integer(item) for item in items]


def a_file(value: Any) -> Upload | str:
    """A file of the call, or the id of one that is here already; nothing is ever fetched from an address."""
    if isinstance(value, Upload):
        return value
    name = string(value)
    if "://" in name:
        raise bad("failed to get HTTP URL content")
    return name


def entities(value: Any) -> list[dict[str, Any]]:
    return [_entity(item) for item in objects(value)]


def _entity(item: dict[str, Any]) -> dict[str, Any]:
    kind, offset, length = item.get("type"), integer(item.get("offset")), integer(item.get("length"))
    if kind not in ENTITY_TYPES:
        raise bad(f"can't parse entities: unsupported type {str(kind)[:40]!r}")
    if offset < 0 or length <= 0:
        raise bad("can't parse entities: an entity lies outside of the text")
    clean: dict[str, Any] = {"type": kind, "offset": offset, "length": length}
    if kind == "text_link":
        clean["url"] = link(item.get("url"))
    if kind == "pre" and item.get("language"):
        clean["language"] = string(item["language"])
    return clean


def link(value: Any) -> str:
    """An address that a page may offer: never a script, never a file."""
    address = string(value)
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme not in LINK_SCHEMES:
        raise bad("wrong URL: only http, https, tel and mailto are shown here")
    return address


def keyboard(value: Any) -> list[list[dict[str, str]]]:
    """Rows of inline buttons; every other kind of keyboard is refused, except the order to remove one."""
    markup = parsed(value)
    if not isinstance(markup, dict):
        raise bad("can't parse reply keyboard markup")
    if markup.get("remove_keyboard"):
        return []
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("only an inline keyboard can be shown here")
    clean = [[_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in clean) > BUTTONS:
        raise bad("reply markup is too long")
    return clean


def _button(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str) or not value["text"].strip():
        raise bad("can't parse inline keyboard button: text is required")
    given = {name for name, content in value.items() if content is not None} - {"text", "style"}
    label = {"text": string(value["text"])}
    if value.get("style") in BUTTON_STYLES:
        label["style"] = value["style"]
    if given == {"url"}:
        return label | {"url": link(value["url"])}
    if given != {"callback_data"}:
        raise bad("text buttons are allowed callback_data or url only")
    data = string(value["callback_data"])
    if not 1 <= len(data.encode()) <= CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    return label | {"data": data}
