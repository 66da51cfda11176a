"""Answers to "why this, and why not that?" and "who is this?"."""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """Who a phrase stands for on a day; all fields are empty where nobody is known."""

    country: str | None
    sectors: tuple
    name: str | None
    office: str | None
    why: str

    @classmethod
    def from_line(cls, line):
        """From its JSON."""
        fields = json.loads(line)
        return cls(**{**fields, "sectors": tuple(fields["sectors"])})


@dataclass(frozen=True, repr=False)
class Explanation:
    """For each sentence its `text`, its `words` (a tree), its `events` with what decided, frames `inside` others, and what came `near`."""

    sentences: list = field(hash=False)

    @classmethod
    def from_line(cls, line):
        """From its JSON."""
        return cls(json.loads(line))

    def __str__(self):
        return "\n".join(line for number, one in enumerate(self.sentences, 1) for line in _lines(number, one))

    __repr__ = __str__


def _lines(number, sentence):
    yield f"{number}. {sentence['text']}"
    for event in sentence["events"]:
        yield f"  event {event['type']}"
        yield from (f"    because {reason}" for reason in event["reasons"])
    missed = sentence["inside"] + sentence["near"]
    yield from (f"  no event: {why}" for why in missed)
    if not sentence["events"] and not missed:
        yield "  no event: no word of the sentence is a trigger in the lexicon"
