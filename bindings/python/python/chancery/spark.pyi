"""Types of the Spark half."""

from typing import Literal

from pyspark.sql import DataFrame

from . import Coder

def ddl(rows: Literal["events", "reports"] = "events") -> str: ...
def code(
    df: DataFrame,
    text: str = "text",
    date: str | None = None,
    id: str | None = None,
    source: str | None = None,
    title: str | None = None,
    url: str | None = None,
    rows: Literal["events", "reports"] = "events",
    coder: Coder | None = None,
) -> DataFrame: ...
