"""Events of a file of reports as a polars frame, by way of Arrow: no row of Python objects in between."""

import polars as pl

import chancery

reports = pl.read_ndjson("examples/reports.jsonl")
events = pl.from_arrow(chancery.code_arrow(reports))
print(events.filter(pl.col("type").is_not_null()).select("event_id", "type", "actor_countries", "recipient_countries", "place_name"))
print(events.group_by("type").len().sort("len", descending=True))
