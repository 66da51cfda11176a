"""Chancery on Spark: every executor process loads the coder once and codes batches of rows where they lie; there is no shuffle and no state."""

from .arrow import coded_batches, schema

_SPARK = {"int8": "tinyint", "int32": "int", "int64": "bigint", "double": "double", "string": "string", "date32[day]": "date"}


def ddl(rows="events"):
    """The schema of the result as Spark writes it."""
    return ", ".join(f"`{field.name}` {_SPARK[str(field.type)]}" for field in schema(rows) if field.name != "row")


class _CodeBatches:
    """What is sent to the executors: settings, and the content of own files, never a loaded model."""

    def __init__(self, rows, coder, names):
        self.rows, self.coder, self.names = rows, coder, names

    def __call__(self, batches):
        # A task has one core: more threads would only fight with the neighbouring tasks.
        for batch in coded_batches(batches, self.rows, 1, self.coder, **self.names):
            yield batch.drop_columns(["row"])


def code(df, text="text", date=None, id=None, source=None, title=None, url=None, rows="events", coder=None):
    """Codes the column `text` of a DataFrame. `date="…"`, `id="…"` and so on name columns; those with these very names are read anyway.

    The result has the columns of `chancery.code_arrow` without `row`. A row that cannot be coded becomes a row with its reason in
    `error`; the job goes on. Ids are made from the input alone, so a task that is run again writes the same rows. `coder` is a
    `chancery.Coder` with your own lexicon and world; it is loaded once in each executor process."""
    given = {"date": date, "id": id, "source": source, "title": title, "url": url}
    given = {field: name for field, name in given.items() if name}
    missing = [name for name in (text, *given.values()) if name not in df.columns]
    if missing:
        raise KeyError(f"the DataFrame has no column {missing[0]!r}; it has {', '.join(df.columns)}")
    wanted = [text, *(given.get(field, field) for field in ("date", "id", "source", "title", "url"))]
    columns = [name for name in dict.fromkeys(wanted) if name in df.columns]
    return df.select(*columns).mapInArrow(_CodeBatches(rows, coder, {"text": text, **given}), ddl(rows))
