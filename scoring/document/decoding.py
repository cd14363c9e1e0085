"""Turns a file's bytes into text, and says of a file that is none how to save it as text."""

from __future__ import annotations

from scoring.document.problem import Refused

_PROGRAMS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a Word or OpenDocument file (or another zip archive)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"%PDF-", "a PDF document"),
)
_AS_TEXT = (
    "Changing the name does not change what is inside: copy the words into a plain text editor, and save them as .yaml "
    "in UTF-8."
)
_AS_UTF8 = "Save it again as UTF-8. In Notepad: Save as, Encoding, UTF-8."
_MARKUP = ("<!doctype", "<html", "<?xml", "<head", "<body")


def decode(raw: bytes) -> str:
    """Return the text of a file, with every line ended alike.

    Raises:
        Refused: another program's document (E103), another encoding (E103), or a web page (E105).
    """
    for sign, what in _PROGRAMS:
        if raw.startswith(sign):
            raise Refused(1, 1, "E103", f"This is {what}, not plain text.", _AS_TEXT)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or _every_second_is_nothing(raw[:200]):
        raise Refused(1, 1, "E103", "This file is saved as UTF-16 (Notepad calls it Unicode).", _AS_UTF8)
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _old_encoding(raw, error.start) from None
    if text.lstrip()[:20].lower().startswith(_MARKUP):
        line = text[: len(text) - len(text.lstrip())].count("\n") + 1
        raise Refused(
            line, 1, "E105", "This is a web page.",
            "Save the file that the page shows, not the page.",
        )  # fmt: skip
    return text


def _every_second_is_nothing(head: bytes) -> bool:
    return len(head) >= 4 and (not any(head[1::2]) or not any(head[::2]))


def _old_encoding(raw: bytes, at: int) -> Refused:
    """Return the refusal of a file in an encoding of old; what it shows is read as Windows would."""
    begin = raw.rfind(b"\n", 0, at) + 1
    end = raw.find(b"\n", at)
    before = raw[begin:at].decode("utf-8")
    after = raw[at : end if end >= 0 else len(raw)].decode("cp1252", errors="replace").rstrip("\r")
    named = f"'{after[0]}' (byte 0x{raw[at]:02x})" if after[0].isprintable() else f"Byte 0x{raw[at]:02x}"
    return Refused(
        raw.count(b"\n", 0, at) + 1, len(before) + 1, "E103",
        f"{named} is saved in an older encoding, not in UTF-8.", _AS_UTF8,
        source=before + after,
    )  # fmt: skip
