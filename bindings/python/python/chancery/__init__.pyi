"""Types of the public names; what they mean stands at their definitions."""

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import pyarrow

SCHEMA: str
__version__: str

Day = str | datetime.date | datetime.datetime
Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

class Report:
    text: str
    record: dict[str, Any]
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def published(self) -> str | None: ...
    @property
    def events(self) -> list[dict[str, Any]]: ...
    @property
    def entities(self) -> list[dict[str, Any]]: ...
    @property
    def attributions(self) -> list[dict[str, Any]]: ...
    @property
    def places(self) -> list[dict[str, Any]]: ...
    @property
    def notices(self) -> list[dict[str, Any]]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> Literal[True]: ...
    def _repr_html_(self) -> str: ...

class Refusal:
    index: int
    id: str | None
    reason: str
    def __bool__(self) -> Literal[False]: ...

class Actor:
    country: str | None
    sectors: tuple[str, ...]
    name: str | None
    office: str | None
    why: str

class Explanation:
    sentences: list[dict[str, Any]]

class Coder:
    def __init__(self, lexicon: Paths = (), world: Paths = ()) -> None: ...
    def code(
        self,
        text: str,
        date: Day | None = None,
        source: str | None = None,
        title: str | None = None,
        url: str | None = None,
        id: str | int | None = None,
    ) -> Report: ...
    def code_many(self, reports: Iterable[str | Mapping[str, Any]], threads: int | None = None) -> Iterator[Report | Refusal]: ...
    def explain(
        self,
        text: str,
        date: Day | None = None,
        source: str | None = None,
        title: str | None = None,
        url: str | None = None,
        id: str | int | None = None,
    ) -> Explanation: ...
    def actor(self, phrase: str, date: Day | None = None) -> Actor: ...
    def parse(self, text: str) -> str: ...

def default_coder() -> Coder: ...
def code(
    text: str,
    date: Day | None = None,
    source: str | None = None,
    title: str | None = None,
    url: str | None = None,
    id: str | int | None = None,
) -> Report: ...
def code_many(reports: Iterable[str | Mapping[str, Any]], threads: int | None = None) -> Iterator[Report | Refusal]: ...
def code_arrow(
    table: Any,
    rows: Literal["events", "reports"] = "events",
    threads: int | None = None,
    coder: Coder | None = None,
    text: str = "text",
    *,
    id: str | None = None,
    date: str | None = None,
    source: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> pyarrow.Table: ...
def explain(
    text: str,
    date: Day | None = None,
    source: str | None = None,
    title: str | None = None,
    url: str | None = None,
    id: str | int | None = None,
) -> Explanation: ...
def actor(phrase: str, date: Day | None = None) -> Actor: ...
def parse(text: str) -> str: ...
