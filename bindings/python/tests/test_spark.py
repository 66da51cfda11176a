"""Spark: two executors, one killed mid-run, and still the rows that one process gives. Skipped without PySpark or Java."""

import os
import pathlib
import random
import shutil
import signal
import threading
import time

import pytest

import chancery

pyspark = pytest.importorskip("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java, and there is none on this machine", allow_module_level=True)

TEXTS = [
    "Police in Minsk detained 40 demonstrators on Sunday.",
    "Iran attacked Iraq on Monday, officials in Baghdad said.",
    "The sun is warm.",
    "",
    "France and Germany signed an agreement in Paris. Russia threatened to cut off gas supplies to Ukraine.",
]


@pytest.fixture(scope="module")
def spark():
    import sys

    os.environ.update(
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_DRIVER_PYTHON=sys.executable,
        SPARK_HOME=str(pathlib.Path(pyspark.__file__).parent),
        SPARK_LOCAL_IP="127.0.0.1",
    )
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master(os.environ.get("CHANCERY_SPARK_MASTER", "local-cluster[2,1,1024]"))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
        .getOrCreate()
    )
    yield session
    session.stop()


def rows():
    # The seed makes texts that differ, so that every id is its own.
    chance = random.Random(10)
    texts = [" ".join(chance.choices(TEXTS, k=12)) for _ in range(1200)]
    found = [(f"r{n}", text, "2026-01-20") for n, text in enumerate(texts)]
    found[5] = ("bad-date", found[5][1], "yesterday")
    found[6] = ("no-text", None, None)
    return found


def executors():
    """The processes that run executors, as Linux tells them."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if b"CoarseGrainedExecutorBackend" in command and _is_ours(int(folder.name)):
                found.append(int(folder.name))
    return found


def _is_ours(process):
    """Whether a process comes from this test, however many processes lie between."""
    while process > 1:
        if process == os.getpid():
            return True
        try:
            process = int(pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return False


def test_a_killed_executor_changes_nothing(spark):
    from chancery.spark import code

    given = rows()
    frame = spark.createDataFrame(given, "id string, body string, day string").repartition(12)
    killed = []

    def kill():
        # Wait until tasks have been done and others are running.
        tracker = spark.sparkContext.statusTracker()
        for _ in range(1200):
            stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
            if any(stage and stage.numTasks == 12 and stage.numCompletedTasks >= 2 and stage.numActiveTasks for stage in stages):
                victim = executors()[0]
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill)
    killer.start()
    coded = [row.asDict() for row in code(frame, text="body", date="day").collect()]
    killer.join()
    if "local-cluster" in spark.sparkContext.master:
        assert killed, "no executor was killed"
    import pyarrow as pa

    table = pa.table({"id": [r[0] for r in given], "text": [r[1] for r in given], "date": [r[2] for r in given]})
    alone = chancery.code_arrow(table).drop_columns(["row"]).to_pylist()

    def order(row):
        return (row["report"] or "", row["event_id"] or "")

    assert sorted(coded, key=order) == sorted(alone, key=order)
    refused = {row["report"] for row in coded if row["error"]}
    assert refused == {"bad-date", "no-text"}


def test_records_and_own_coders(spark):
    from chancery.spark import code

    frame = spark.createDataFrame([("a", TEXTS[0])], "id string, text string")
    row = code(frame, rows="reports", coder=chancery.Coder()).collect()[0]
    assert (row.report, row.error) == ("a", None) and row.events >= 1
    with pytest.raises(KeyError, match="no column"):
        code(frame, text="body")
