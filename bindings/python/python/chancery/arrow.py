"""Tables in, tables out, through pyarrow: the columns of the flat table (docs/record.md) with types, and a row for what was refused.

Tables of polars, DuckDB and others come in through the Arrow C interface without a copy; texts are copied once on their way to the coder, which
costs nothing beside coding them. The result is built by pyarrow: the package itself links no Arrow."""

import csv
import io
import itertools
import json

from ._core import columns
from .coder import default_coder

_COLUMNS = tuple(columns())
_TYPES = {"quad": "int8", "date_first": "date32", "date_last": "date32", "published": "date32"}
_TYPES |= dict.fromkeys(("scale", "goldstein", "lat", "lon", "confidence"), "float64")
_FIELDS = ("id", "text", "date", "source", "title", "url")


def pyarrow():
    """The library, or an error that says how to get it."""
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("tables need pyarrow: pip install 'chancery[arrow]'") from error
    return pyarrow


def schema(rows="events"):
    """The schema of the result."""
    pa = pyarrow()
    named = {"int8": pa.int8(), "date32": pa.date32(), "float64": pa.float64()}
    if rows == "events":
        flat = [(name, named.get(_TYPES.get(name), pa.string())) for name in _COLUMNS]
        return pa.schema([("row", pa.int64()), ("event_id", pa.string()), *flat, ("error", pa.string())])
    if rows == "reports":
        return pa.schema(
            [("row", pa.int64()), ("report", pa.string()), ("events", pa.int32()), ("record", pa.string()), ("error", pa.string())]
        )
    raise ValueError(f"`rows` is {rows!r}; give 'events' or 'reports'")


def code_arrow(table, rows="events", threads=None, coder=None, text="text", **names):
    """Codes the column `text` of a table (pyarrow, polars, or whatever speaks Arrow's C interface) and gives a `pyarrow.Table`.

    `id="…"`, `date="…"`, `source="…"`, `title="…"`, `url="…"` name the columns to read; those with these very names are read anyway.
    `rows="events"` gives a row for each event; a report without events, or one that was refused (`error` says why), has one row with
    no `type`. `rows="reports"` gives a row for each report with its whole `record` as JSON."""
    pa = pyarrow()
    batches = table.to_reader() if isinstance(table, pa.Table) else pa.RecordBatchReader.from_stream(table)
    coded = [batch for batch in coded_batches(batches, rows, threads, coder, text, **names)]
    return pa.Table.from_batches(coded, schema(rows))


def coded_batches(batches, rows="events", threads=None, coder=None, text="text", **names):
    """The same for record batches as they come, with memory for one at a time."""
    pa, shape = pyarrow(), schema(rows)
    unknown = set(names) - set(_FIELDS)
    if unknown:
        raise TypeError(f"no such column to read: {', '.join(sorted(unknown))}; there are {', '.join(_FIELDS)}")
    wanted = {field: names.get(field) or field for field in _FIELDS} | {"text": text}
    named = {"text"} | {field for field, name in names.items() if name}
    n_before = 0
    for batch in batches:
        missing = [wanted[field] for field in named if wanted[field] not in batch.schema.names]
        if missing:
            raise KeyError(f"the table has no column {missing[0]!r}; it has {', '.join(batch.schema.names)}")
        found = {field: name for field, name in wanted.items() if name in batch.schema.names}
        coder = coder or default_coder()
        answers = coder.answers(_reports(batch, found), threads)
        make = _events if rows == "events" else _records
        yield from make(pa, shape, answers, n_before)
        n_before += batch.num_rows


def _reports(batch, found):
    """Row after row, as the fields of input lines. An id may be a number."""
    columns_found = [batch.column(name) for name in found.values()]
    for at in range(batch.num_rows):
        yield {field: column[at].as_py() for field, column in zip(found, columns_found)}


def _records(pa, shape, answers, n_before):
    rows = []
    for index, (_, _, name), (record, why, n_events) in answers:
        if record is None:
            rows.append((n_before + index, name, None, None, why))
        else:
            rows.append((n_before + index, json.loads(record)["report"]["id"], n_events, record, None))
    lists = list(zip(*rows)) or [[] for _ in shape]
    yield pa.RecordBatch.from_arrays([pa.array(values, one.type) for values, one in zip(lists, shape)], schema=shape)


def _events(pa, shape, answers, n_before):
    """The rows that the native half wrote as CSV, so that both tables are the same, read back with their types."""
    from pyarrow import compute
    from pyarrow import csv as arrow_csv

    flat = pa.schema([shape.field(name) for name in _COLUMNS])
    options = arrow_csv.ConvertOptions(column_types=flat, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True)
    reading = arrow_csv.ReadOptions(column_names=list(_COLUMNS), use_threads=False, block_size=64 << 20)
    parsing = arrow_csv.ParseOptions(newlines_in_values=True)
    while some := list(itertools.islice(answers, 512)):
        table, numbers, reports, errors = io.StringIO(newline=""), [], [], []
        for index, (_, _, name), (record, rows, n_events) in some:
            head = None if record is None else json.loads(record)["report"]
            if n_events:
                table.write(rows)
            elif head:
                _bare(table, head["id"], head["source"], head["published"], head["title"])
            else:
                _bare(table, name)
            reports += [head["id"] if head else name] * (n_events or 1)
            numbers += [n_before + index] * (n_events or 1)
            errors += [rows if record is None else None] * (n_events or 1)
        read = arrow_csv.read_csv(io.BytesIO(table.getvalue().encode()), reading, parsing, options)
        cells = {name: read.column(name).combine_chunks() for name in _COLUMNS}
        for name, column in cells.items():
            if column.type == pa.string():
                # A spreadsheet would run some words as a formula, so the CSV table leads them with an apostrophe; here they are as told.
                cells[name] = compute.replace_substring_regex(column, r"^'([=+\-@\t\r])", r"\1")
        cells["report"] = pa.array(reports, pa.string())
        ids = [f"{report}#{event}" if event else None for report, event in zip(reports, cells["event"].to_pylist())]
        given = [pa.array(numbers, pa.int64()), pa.array(ids, pa.string()), *cells.values(), pa.array(errors, pa.string())]
        yield from pa.Table.from_arrays(given, schema=shape).to_batches()


def _bare(table, *head):
    """A row that tells which report, and no event."""
    cells = [value or "" for value in head]
    csv.writer(table).writerow(cells + [""] * (len(_COLUMNS) - len(cells)))
