"""Tables: types, order, refusals as rows, and other libraries' tables."""

import datetime

import pytest

import chancery

pa = pytest.importorskip("pyarrow")

TEXT = 'Police in Minsk detained 40 demonstrators on Sunday.\nIran, "the country", attacked Iraq.'


def table():
    return pa.table(
        {
            "id": ["a", "b", None, "d"],
            "text": [TEXT, "The sun is warm.", TEXT, None],
            "date": [datetime.date(2026, 1, 20), None, None, None],
            "title": ['Arrests, "many"', "Warm, isn't it", None, None],
        }
    )


def test_a_row_for_each_event_and_for_what_has_none():
    coded = chancery.code_arrow(table())
    assert coded.schema.field("lat").type == pa.float64() and coded.schema.field("published").type == pa.date32()
    rows = coded.to_pylist()
    assert sorted({row["row"] for row in rows}) == [0, 1, 2, 3]
    assert [row["row"] for row in rows] == sorted(row["row"] for row in rows)
    first = rows[0]
    assert (first["event_id"], first["type"], first["actor_countries"]) == ("a#V1", "COERCE", "BLR")
    assert first["published"] == datetime.date(2026, 1, 20) and first["title"] == 'Arrests, "many"'
    warm = [row for row in rows if row["row"] == 1]
    assert len(warm) == 1 and warm[0]["type"] is None and warm[0]["error"] is None and warm[0]["report"] == "b"
    refused = [row for row in rows if row["error"]]
    assert len(refused) == 1 and refused[0]["row"] == 3 and "text" in refused[0]["error"] and refused[0]["report"] == "d"
    assert {row["report"] for row in rows if row["row"] == 2} == {chancery.code(TEXT).id}
    assert chancery.code_arrow(table()) == coded


def test_events_are_those_of_the_records():
    coded = chancery.code_arrow(table()).to_pylist()
    report = chancery.code(TEXT, id="a", date="2026-01-20", title='Arrests, "many"')
    rows = [row for row in coded if row["row"] == 0]
    assert len(rows) == len(report.events)
    for row, event in zip(rows, report.events):
        assert (row["event"], row["type"], row["confidence"]) == (event["id"], event["type"], event["confidence"])
        assert row["evidence"] == event["text"]


def test_a_row_for_each_report():
    rows = chancery.code_arrow(table(), rows="reports").to_pylist()
    assert [row["row"] for row in rows] == [0, 1, 2, 3]
    assert rows[3]["record"] is None and rows[3]["error"]
    import json

    assert json.loads(rows[0]["record"])["report"]["id"] == "a"


def test_columns_may_have_other_names():
    other = pa.table({"body": [TEXT], "day": ["2026-01-20"], "nr": [7]})
    row = chancery.code_arrow(other, text="body", date="day", id="nr").to_pylist()[0]
    assert row["event_id"] == "7#V1" and row["published"] == datetime.date(2026, 1, 20)
    with pytest.raises(KeyError, match="no column 'text'"):
        chancery.code_arrow(other)
    with pytest.raises(ValueError, match="rows"):
        chancery.code_arrow(other, rows="all")


def test_words_that_look_like_formulas_stay_as_they_are():
    row = chancery.code_arrow(pa.table({"id": ["=1+1"], "text": ["- " + TEXT], "title": ["@home"]})).to_pylist()[0]
    assert (row["report"], row["title"]) == ("=1+1", "@home") and not row["evidence"].startswith("'")


def test_empty_tables_keep_their_schema():
    empty = table().slice(0, 0)
    assert chancery.code_arrow(empty).schema == chancery.code_arrow(table()).schema
    assert chancery.code_arrow(empty, rows="reports").num_rows == 0


def test_pandas_frames():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"id": [1, 2], "text": [TEXT, None], "date": pd.to_datetime(["2026-01-20", None])})
    coded = list(chancery.code_many(frame.to_dict("records")))
    assert coded[0].id == "1" and coded[0].published == "2026-01-20" and not coded[1]
    events = chancery.code_arrow(pa.Table.from_pandas(frame)).to_pandas()
    assert events["type"].iloc[0] == "COERCE"


def test_polars_frames_come_through_the_c_interface():
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"id": ["a"], "text": [TEXT]})
    events = pl.from_arrow(chancery.code_arrow(frame))
    assert events["type"][0] == "COERCE"


def test_parquet_keeps_the_types_that_r_reads(tmp_path):
    from pyarrow import parquet

    coded = chancery.code_arrow(table())
    parquet.write_table(coded, tmp_path / "events.parquet")
    read = parquet.read_table(tmp_path / "events.parquet")
    assert read == coded
    types = {field.name: str(field.type) for field in read.schema}
    other = {"row": "int64", "quad": "int8"}
    other |= dict.fromkeys(("published", "date_first", "date_last"), "date32[day]")
    other |= dict.fromkeys(("scale", "goldstein", "lat", "lon", "confidence"), "double")
    assert types == dict.fromkeys(types, "string") | other
