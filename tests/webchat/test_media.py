"""A file is what its bytes say, whatever it is called."""

import pytest

from bot.webchat.media import disposition, kind, safe_name, served_as, sniff

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "mime", "travels_as"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "image/jpeg", "photo"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png", "photo"),
        (b"GIF89a", "image/gif", "document"),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "video"),
        (b"\0\0\0\x18ftypqt  ", "video/quicktime", "video"),
        (b"\0\0\0\x18ftypheic", "image/heic", "document"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead", "audio/ogg", "voice"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01vorbis", "audio/ogg", "audio"),
        (b"ID3\x03", "audio/mpeg", "audio"),
        (b"%PDF-1.7\n", "application/pdf", "document"),
        (SVG, "image/svg+xml", "document"),
        (b"<html><script>", "text/html", "document"),
        ("una nota ñ".encode(), "text/plain", "document"),
        ("ñ".encode() * 3000, "text/plain", "document"),
        (b"\x00\x01\x02\x03nothing known", "application/octet-stream", "document"),
    ],
)
def test_sniffs(data: bytes, mime: str, travels_as: str) -> None:
    assert sniff(data) == mime
    assert kind(mime, data) == travels_as


def test_a_very_large_picture_travels_as_a_document() -> None:
    assert kind("image/jpeg", bytes(10 * 1024 * 1024 + 1)) == "document"


@pytest.mark.parametrize("mime", ["image/svg+xml", "text/html", "application/xhtml+xml", "application/javascript"])
def test_nothing_that_a_browser_runs_is_served_as_itself(mime: str) -> None:
    assert served_as(mime) == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\photo.jpg", "photo.jpg"),
        ('a"b\r\nX-Evil: 1.txt', "abX-Evil 1.txt"),
        ("‮gpj.exe", "gpj.exe"),
        ("carta médica.pdf", "carta médica.pdf"),
        ("..", "document"),
        (None, "document"),
        ("a" * 300, "a" * 120),
    ],
)
def test_a_file_name_is_made_safe(name: str | None, kept: str) -> None:
    assert safe_name(name, "document") == kept


def test_a_download_is_always_saved() -> None:
    assert disposition("médica.pdf") == "attachment; filename=\"m_dica.pdf\"; filename*=UTF-8''m%C3%A9dica.pdf"
