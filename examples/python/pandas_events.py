"""Events of a file of reports as a pandas frame: how often which country acts on which, in which type."""

import json

import pandas as pd

import chancery

with open("examples/reports.jsonl", encoding="utf-8") as lines:
    reports = pd.DataFrame([json.loads(line) for line in lines])

rows = []
for report in chancery.code_many(reports.to_dict("records")):
    if not report:
        print(f"row {report.index} refused: {report.reason}")
        continue
    for event in report.events:
        for actor in event["actors"]:
            for recipient in event["recipients"] or [{"country": None}]:
                rows.append((report.id, event["type"], event["aux"], actor["country"], recipient["country"], event["confidence"]))

events = pd.DataFrame(rows, columns=["report", "type", "aux", "actor", "recipient", "confidence"])
told_as_facts = events[events["aux"].isna()]
print(told_as_facts.groupby(["actor", "recipient", "type"]).size().sort_values(ascending=False))
