"""Turns what Python holds into input lines of the contract, or says why it cannot."""

import datetime
import json
import re
from collections.abc import Mapping

_SURROGATE = re.compile("[\ud800-\udfff]")


def mended(text):
    """The text with U+FFFD for half a surrogate pair, which is no character; all positions stay."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def plain(value):
    """A day, number or missing value of pandas or Arrow as JSON has it."""
    if isinstance(value, (datetime.datetime, datetime.date)):
        # pandas' "not a time" is a datetime, but not equal to itself.
        return value.isoformat() if value == value else None
    if value is None or value != value:
        return None
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


def _known(value):
    """NaN and pandas' NA are how tables write that nothing is there."""
    missing = type(value).__name__ == "NAType" or isinstance(value, float) and value != value
    return None if missing else value


def line_of(report):
    """`(line, text, id)` of a string, or of a mapping with the fields of an input line; `TypeError` and `ValueError` say what is wrong."""
    if isinstance(report, str):
        fields = {"text": report}
    elif isinstance(report, Mapping):
        fields = {str(name): _known(value) for name, value in report.items()}
    else:
        raise TypeError(f"a report is a str or a mapping with `text`, not a {type(report).__name__}")
    line = mended(json.dumps(fields, ensure_ascii=False, default=plain, allow_nan=False))
    text, name = fields.get("text"), fields.get("id")
    return line, mended(text) if isinstance(text, str) else "", None if name is None else str(name)
