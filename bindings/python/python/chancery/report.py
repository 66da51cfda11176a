"""What coding gives: a report with its events, or a refusal with its reason."""

import json
from dataclasses import dataclass, field

from . import notebook


@dataclass(frozen=True, repr=False)
class Report:
    """One coded report. `to_dict()` is the record of the contract (docs/record.md); the other fields are its parts."""

    text: str
    record: dict = field(hash=False)

    @classmethod
    def from_line(cls, text, line):
        """From the text and its line of JSON."""
        return cls(text, json.loads(line))

    @property
    def id(self):
        """The id given, else one made from the text, the same on every run."""
        return self.record["report"]["id"]

    @property
    def title(self):
        """The title given or the headline read."""
        return self.record["report"]["title"]

    @property
    def source(self):
        """The outlet."""
        return self.record["report"]["source"]

    @property
    def published(self):
        """Day of publication, as 2026-01-18."""
        return self.record["report"]["published"]

    @property
    def events(self):
        """Who did what to whom."""
        return self.record["events"]

    @property
    def entities(self):
        """Who is named."""
        return self.record["entities"]

    @property
    def attributions(self):
        """Who said what."""
        return self.record["attributions"]

    @property
    def places(self):
        """Every place named."""
        return self.record["places"]

    @property
    def notices(self):
        """What to know before trusting the record."""
        return self.record["report"]["notices"]

    def to_dict(self):
        """The record, equal to the line that `chancery code --to jsonl` writes."""
        return json.loads(json.dumps(self.record))

    def __len__(self):
        return len(self.events)

    def __bool__(self):
        return True

    def __repr__(self):
        head = f"Report(id={self.id!r}, title={self.title!r}, published={self.published!r}, events={len(self.events)})"
        return "\n".join([head, *("  " + told(event) for event in self.events)])

    def _repr_html_(self):
        return notebook.html(self)


@dataclass(frozen=True)
class Refusal:
    """A report that could not be coded, in its place among the others. It is false, so `filter(None, …)` drops it."""

    index: int
    id: str | None
    reason: str

    def __bool__(self):
        return False


def told(event):
    """An event on a line: "COERCE arrest: Police in Minsk (BLR COP) → 40 demonstrators"."""
    act = " ".join([event["type"], *event["modes"]])
    if event["aux"]:
        act += f" [{event['aux']}]"
    actors, recipients = (", ".join(map(_party, event[side])) for side in ("actors", "recipients"))
    line = f"{act}: {actors or '–'}" + (f" → {recipients}" if recipients else "")
    sources = ", ".join(map(_party, event["according_to"]))
    return line + (f", on the word of {sources}" if sources else "")


def _party(party):
    codes = " ".join(filter(None, [party["country"], *party["sectors"]]))
    return f"{party['text']} ({codes})" if codes else party["text"]
