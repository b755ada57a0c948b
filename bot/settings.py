"""What an operator may set; read once by `bot.app`, refused whole when it does not hold together."""

import re
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EVERY = "all"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TOKEN = re.compile(r"[0-9]+:\S+")
ENGINES = {  # what an operator writes: the form that SQLAlchemy's async engines take
    "postgresql://": "postgresql+asyncpg://",
    "postgresql+asyncpg://": "postgresql+asyncpg://",
    "sqlite:///": "sqlite+aiosqlite:///",
    "sqlite+aiosqlite:///": "sqlite+aiosqlite:///",
}


class Settings(BaseSettings):
    """Every setting is an environment variable with the prefix `REDRESS_`; an empty one counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix="REDRESS_", env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    data: Path = Field(Path(".redress"), description="Folder for the embedded database, the key file and evidence.")
    database_url: str | None = Field(None, description="SQLite or PostgreSQL address; default: SQLite inside DATA.")
    key_file: Path | None = Field(None, description="The key file, mode 0600; default: keys.json inside DATA.")
    files_url: str | None = Field(None, description="Where evidence lies: a folder or an object store address.")
    agencies: str = Field("all", description="Profiles that are served, by commas, the default first; all: every one.")
    agencies_dir: Path | None = Field(None, description="A folder of profiles of your own; default: the built-in ones.")
    bot_token: SecretStr | None = Field(None, description="The Telegram bot's token, from BotFather.")
    bot_name: str | None = Field(None, description="The bot's name on Telegram, for invitation links.")
    telegram_api: str = Field("https://api.telegram.org", description="Base address of the Bot API server.")
    webchat_listen: str | None = Field(None, description="HOST:PORT of the web chat page; loopback addresses only.")
    public_url: str | None = Field(None, description="Base address of invitation links for the web chat's staff page.")
    clock: Path | None = Field(None, description="A file with seconds to add to the clock; for demos and tests.")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str | None) -> str | None:
        if value is None:
            return None
        engine = next((each for each in ENGINES if value.startswith(each)), None)
        if engine is None:
            raise ValueError(
                "must begin with postgresql:// or sqlite:///, such as postgresql://redress@localhost/redress"
            )
        if value == engine or not _has_port_number(value):
            raise ValueError("is not complete: it names a host, a port number if any, and a database, or a file")
        return value

    @field_validator("bot_token")
    @classmethod
    def _token_of_botfather(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a token as BotFather gives it: digits, a colon, then letters, without spaces")
        return value

    @field_validator("webchat_listen")
    @classmethod
    def _loopback_only(cls, value: str | None) -> str | None:
        if value is None:
            return None
        host, _, port = value.rpartition(":")
        if host.strip("[]") not in LOOPBACK or not (port.isascii() and port.isdigit() and int(port) < 65536):
            raise ValueError(
                "must be a loopback address and a port, such as 127.0.0.1:8080; "
                "other addresses are refused until the page has sign-in"
            )
        return value

    @field_validator("telegram_api", "public_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError("must be an address that begins with https:// or http://")
        return value

    @model_validator(mode="after")
    def _names_an_agency(self) -> Self:
        if not self.served and self.agencies != EVERY:
            raise ValueError("REDRESS_AGENCIES names no profile; set it to at least one, such as minneapolis_opcr")
        return self

    @property
    def served(self) -> tuple[str, ...]:
        """The ids of the profiles that are served, the first one being the default; empty: all there are."""
        if self.agencies == EVERY:
            return ()
        return tuple(name.strip() for name in self.agencies.split(",") if name.strip())

    @property
    def database(self) -> str:
        """The database address in the form that SQLAlchemy's async engines take."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.data / 'redress.sqlite3'}"
        plain = next(each for each in ENGINES if self.database_url.startswith(each))
        return ENGINES[plain] + self.database_url.removeprefix(plain)

    @property
    def keys(self) -> Path:
        """Where the key file lies."""
        return self.key_file or self.data / "keys.json"

    @property
    def files(self) -> str:
        """Where sealed evidence lies."""
        return self.files_url or str(self.data / "files")


def _has_port_number(address: str) -> bool:
    try:
        _ = urlsplit(address).port
    except ValueError:
        return False
    return True
