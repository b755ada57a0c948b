"""Settings that do not hold together are refused whole, in words, and without repeating a secret."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings

TOKEN = "123456:an-invented-token"


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"REDRESS_{name.upper()}", raising=False)


def refusal(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as refused:
        Settings()
    return str(refused.value.errors(include_input=False, include_url=False)[0]["msg"])


def test_without_any_setting_everything_lies_in_one_folder() -> None:
    settings = Settings()
    assert settings.database == "sqlite+aiosqlite:///.redress/redress.sqlite3"
    assert (settings.keys, settings.files) == (Path(".redress/keys.json"), ".redress/files")
    assert settings.served == (), "all that there are"


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"REDRESS_{name.upper()}", "")
    assert Settings() == Settings.model_construct()


@pytest.mark.parametrize(
    ("address", "engine"),
    [
        ("postgresql://office@db.example/redress", "postgresql+asyncpg://office@db.example/redress"),
        ("postgresql+asyncpg://office@db.example/redress", "postgresql+asyncpg://office@db.example/redress"),
        ("sqlite:///there/redress.sqlite3", "sqlite+aiosqlite:///there/redress.sqlite3"),
        ("sqlite+aiosqlite:///there/redress.sqlite3", "sqlite+aiosqlite:///there/redress.sqlite3"),
    ],
)
def test_a_database_address_is_given_its_driver(monkeypatch: pytest.MonkeyPatch, address: str, engine: str) -> None:
    monkeypatch.setenv("REDRESS_DATABASE_URL", address)
    assert Settings().database == engine


@pytest.mark.parametrize("address", ["redress.sqlite3", "mysql://office@db.example/redress", "postgres://office@db/x"])
def test_another_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert "must begin with postgresql:// or sqlite:///" in refusal(monkeypatch, "REDRESS_DATABASE_URL", address)


@pytest.mark.parametrize("token", ["an-invented-token", "bot123456:an-invented-token", "123456:", "123456:an invented"])
def test_a_mistyped_bot_token_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    said = refusal(monkeypatch, "REDRESS_BOT_TOKEN", token)
    assert "is not a token as BotFather gives it" in said
    assert "invented" not in said


def test_a_bot_token_is_kept_out_of_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDRESS_BOT_TOKEN", TOKEN)
    settings = Settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize("address", ["0.0.0.0:8080", "redress.example:8080", "127.0.0.1", "127.0.0.1:http"])
def test_the_page_listens_on_loopback_only(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert "must be a loopback address and a port" in refusal(monkeypatch, "REDRESS_WEBCHAT_LISTEN", address)


@pytest.mark.parametrize("address", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"])
def test_loopback_has_three_names(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("REDRESS_WEBCHAT_LISTEN", address)
    assert Settings().webchat_listen == address


def test_at_least_one_profile_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "names no profile" in refusal(monkeypatch, "REDRESS_AGENCIES", " , ")
