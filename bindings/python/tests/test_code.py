"""One report and many: records, refusals, order, own data, pickling."""

import datetime
import json
import pickle
import pathlib
import resource
import subprocess
import sys
import threading
import time

import pytest

import chancery

TEXT = "Police in Minsk detained 40 demonstrators on Sunday."


def test_a_report_has_its_events():
    report = chancery.code(TEXT, date="2026-01-20", source="Sample", id="m1", url="https://example.org", title="Arrests in Minsk")
    event = report.events[0]
    assert (event["type"], event["actors"][0]["country"]) == ("COERCE", "BLR")
    assert (report.id, report.source, report.published, report.title) == ("m1", "Sample", "2026-01-20", "Arrests in Minsk")
    start, end = event["trigger"]
    assert report.text[start:end] == "detained"
    assert report.entities and report.places and report.attributions == [] and report.notices == []
    assert "COERCE" in repr(report) and len(report) == len(report.events)


def test_to_dict_has_the_fields_of_the_contract():
    record = chancery.code(TEXT).to_dict()
    assert list(record) == ["schema", "report", "entities", "events", "attributions", "places"]
    assert record["schema"] == chancery.SCHEMA
    record["events"].clear()
    assert chancery.code(TEXT).events


def test_the_report_is_frozen():
    with pytest.raises(AttributeError):
        chancery.code(TEXT).text = "other"


def test_dates_may_be_days():
    assert chancery.code(TEXT, date=datetime.date(2026, 1, 20)).published == "2026-01-20"
    assert chancery.code(TEXT, date=datetime.datetime(2026, 1, 20, 9)).published == "2026-01-20"
    with pytest.raises(ValueError, match="no date"):
        chancery.code(TEXT, date="yesterday")


def test_html_escapes_the_text():
    report = chancery.code("<script>alert(1)</script> & more. " + TEXT, title="<b>bold</b>")
    html = report._repr_html_()
    assert "<script>" not in html and "<b>bold" not in html
    assert "&lt;script&gt;" in html and ">detained</mark>" in html


@pytest.mark.parametrize("text", ["", " \n ", "\ud800 broken " + TEXT, "\0\x1b[31m", "😀 " + TEXT, "a" * 100_000])
def test_odd_texts_are_coded(text):
    report = chancery.code(text)
    assert len(report.text) == len(text)
    for event in report.events:
        start, end = event["evidence"]
        assert report.text[start:end] == event["text"]


def test_many_are_in_order_and_none_is_lost():
    given = [{"id": n, "text": TEXT, "desk": "east"} for n in range(150)]
    given[3] = {"id": "no-text"}
    given[70] = {"id": "no-date", "text": TEXT, "date": "yesterday"}
    given[71] = 7
    given[72] = {"id": "no-json", "text": TEXT, "thing": object()}
    given[73] = {"id": "text-is-a-number", "text": 5}
    given[149] = TEXT
    coded = list(chancery.code_many(iter(given), threads=2))
    assert len(coded) == 150
    refused = {one.index: one for one in coded if not one}
    assert sorted(refused) == [3, 70, 71, 72, 73]
    assert all(isinstance(one, chancery.Refusal) and one.reason for one in refused.values())
    assert refused[70].id == "no-date" and "no date" in refused[70].reason
    for n, one in enumerate(coded[:149]):
        assert not one or one.id == str(n)
    assert coded[0].record["report"]["extra"] == {"desk": "east"}
    assert coded[149].events == coded[0].events


def test_many_are_read_as_they_are_needed():
    taken = []

    def reports():
        for n in range(1000):
            taken.append(n)
            yield TEXT

    coded = chancery.code_many(reports())
    assert not taken
    next(coded)
    assert len(taken) <= 64


def test_any_number_of_threads_gives_the_same():
    given = [TEXT, "Iran attacked Iraq on Monday, officials in Baghdad said.", ""] * 30
    one, two = (list(chancery.code_many(given, threads=threads)) for threads in (1, 2))
    assert one == two
    with pytest.raises(ValueError):
        next(chancery.code_many(given, threads=0))
    with pytest.raises(TypeError):
        next(chancery.code_many(TEXT))


def test_other_threads_run_meanwhile():
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    ticker = threading.Thread(target=tick)
    ticker.start()
    chancery.code("The president of France met the chancellor of Germany in Paris. " * 2000)
    done.set()
    ticker.join()
    assert len(ticks) > 20


def test_explain_actor_parse():
    explained = str(chancery.explain(TEXT))
    assert "event COERCE" in explained and "because" in explained
    actor = chancery.actor("Iraq's foreign minister", "2026-01-18")
    assert (actor.country, actor.sectors[0]) == ("IRQ", "GOV")
    assert chancery.actor("Iraq's foreign minister", datetime.date(2026, 1, 18)) == actor
    with pytest.raises(ValueError, match="no date"):
        chancery.actor("Iraq", "soon")
    rows = [line for line in chancery.parse(TEXT).splitlines() if line[:1].isdigit()]
    assert len(rows) == 9 and all(row.count("\t") == 9 for row in rows)


def test_an_own_world_is_known(tmp_path):
    world = tmp_path / "own.toml"
    world.write_text('[[body]]\nname = "Zorlak Front"\nkind = "armed"\ncountry = "MLI"\nsectors = ["REB"]\n')
    actor = chancery.Coder(world=world).actor("the Zorlak Front", "2026-01-18")
    assert (actor.country, actor.sectors) == ("MLI", ("REB",))
    assert chancery.actor("the Zorlak Front", "2026-01-18") != actor


def test_own_data_is_loaded_and_pickled_with_its_content(tmp_path):
    frames = tmp_path / "mine" / "zork.toml"
    frames.parent.mkdir()
    frames.write_text(
        'type = "COERCE"\nmodes = ["arrest"]\nabout = "A made-up word for an arrest."\nnot = "Nothing."\n\n'
        '[[frame]]\nid = "coerce.arrest.zork"\nverbs = ["zork"]\nactor = ["subj"]\nrecipient = ["obj"]\n\n'
        '[[example]]\ntext = "Police zorked the man."\nevents = [{ trigger = "zorked", actor = "Police", recipient = "the man" }]\n\n'
        '[[example]]\ntext = "The zork is a bird."\nevents = []\n'
    )
    coder = chancery.Coder(lexicon=frames.parent)
    text = "Police in Minsk zorked 40 demonstrators on Sunday."
    rules = [event["rule"] for event in coder.code(text).events]
    assert "coerce.arrest.zork" in rules
    assert "coerce.arrest.zork" not in [event["rule"] for event in chancery.code(text).events]
    frames.unlink()
    again = pickle.loads(pickle.dumps(coder))
    assert again.code(text) == coder.code(text)
    assert again._core is coder._core and "zork" in repr(again)


def test_faults_in_own_data_are_told(tmp_path):
    with pytest.raises(ValueError, match="cannot read"):
        chancery.Coder(world=tmp_path / "none.toml")
    bad = tmp_path / "bad.toml"
    bad.write_text("type = 5\n")
    with pytest.raises(ValueError, match="bad.toml"):
        chancery.Coder(lexicon=[bad])


def test_import_and_first_event_are_quick():
    script = f"import chancery; assert chancery.code({TEXT!r}).events"
    # CPU seconds, as wall time on a crowded machine tells of the neighbours; on an idle one they are no less than wall time.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", script], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds < 1.0, f"{seconds:.2f} s"


def test_the_records_are_those_of_the_contract_sample():
    folder = pathlib.Path(__file__).parents[3] / "examples"
    lines = [json.loads(line) for line in (folder / "reports.jsonl").read_text().splitlines()]
    for given, report in zip(lines, chancery.code_many(lines)):
        assert report.id == given["id"] and report.events
        for event in report.events:
            start, end = event["evidence"]
            assert given["text"][start:end] == event["text"]
