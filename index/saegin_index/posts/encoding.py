"""Bytes to text: UTF-8 first, then byte order marks, then what a library recognises, then replacement
characters.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["cp949", "utf_16_le", "utf_16_be", "johab", "shift_jis", "gb18030", "cp1252"]
_SAMPLE = 65_536
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(raw: bytes) -> tuple[str, str]:
    """The text of `raw` and a warning ("" when it is plain UTF-8). Raises ValueError when it is no text."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = (
                raw[len(mark) :].decode(encoding, "replace") if encoding == "utf-8" else raw.decode(encoding, "replace")
            )
            return text, _lost(text, encoding) if encoding == "utf-8" else _converted(encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _recognise(raw)
    # UTF-16 of Latin text is valid UTF-8 too, with a NUL for every other character.
    return _recognise(raw) if text.count("\x00") * 20 > len(text) else (text, "")


def _recognise(raw: bytes) -> tuple[str, str]:
    mended = raw.decode("utf-8", "replace")
    bad = mended.count("\ufffd")
    if bad and _is_mostly_utf8(raw, bad) and b"\x00" not in raw:
        return mended, _lost(mended, "utf-8")
    encoding = _guess(raw)
    if encoding:
        return raw.decode(encoding, "replace"), _converted(encoding)
    if len(_BINARY.findall(raw[:_SAMPLE])) * 20 > len(raw[:_SAMPLE]):
        raise ValueError("not text")
    return mended, _lost(mended, "utf-8")


def _is_mostly_utf8(raw: bytes, bad: int) -> bool:
    """A few damaged characters among well-formed ones: other encodings leave hardly any well-formed."""
    good = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", raw))
    return good > 4 * bad


def _guess(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], cp_isolation=_CANDIDATES, preemptive_behaviour=False).best()
    return best.encoding if best else ""


def _converted(encoding: str) -> str:
    return f"encoding {encoding.replace('_', '-')}: save the file as UTF-8"


def _lost(text: str, encoding: str) -> str:
    lost = text.count("\ufffd")
    return f"{lost} characters are not valid {encoding.upper()} and were replaced" if lost else ""
