"""How much faster two Spark executors are than one: `python benches/spark.py REPORTS.jsonl [copies]`; each is a process of one core.

The first job of a session starts the workers and loads the coder; the second is timed."""

import json
import os
import pathlib
import subprocess
import sys
import time


def one(executors, reports, copies):
    import pyspark

    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "SPARK_HOME": str(pathlib.Path(pyspark.__file__).parent),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    from pyspark.sql import SparkSession

    from chancery.spark import code

    builder = SparkSession.builder.master(f"local-cluster[{executors},1,1024]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "20").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with open(reports, encoding="utf-8") as lines:
        given = [json.loads(line) for line in lines if line.strip()]
    rows = [(f"{report.get('id')}-{copy}", report["text"]) for copy in range(copies) for report in given]
    frame = spark.createDataFrame(rows, "id string, text string").repartition(8).cache()
    frame.count()
    code(frame.limit(20).repartition(4)).count()
    start = time.monotonic()
    n_rows = code(frame).count()
    print(f"{executors} executors: {len(rows)} reports, {n_rows} rows, {time.monotonic() - start:.1f} s", flush=True)
    spark.stop()


def main():
    if sys.argv[1] == "--one":
        one(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
        return
    copies = sys.argv[2] if len(sys.argv) > 2 else "2"
    for executors in ("1", "2", "1", "2"):
        subprocess.run([sys.executable, __file__, "--one", executors, sys.argv[1], copies], check=True)


main()
