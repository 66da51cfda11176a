"""Codes a folder of JSON lines on Spark and writes Parquet, partitioned by the day of the report.

spark-submit examples/python/spark_folder.py INPUT_FOLDER OUTPUT_FOLDER
"""

import sys

from pyspark.sql import SparkSession

from chancery.spark import code

source, target = sys.argv[1:]
spark = SparkSession.builder.appName("chancery").config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000").getOrCreate()
# With a schema, a line that is no JSON becomes a row of nulls, and so an error row; without it Spark would read all files twice.
reports = spark.read.schema("id string, text string, date string, source string, title string, url string").json(source)
# The whole result is replaced at once: a job that is run again leaves no row twice. Reports without a day have a partition of their own.
code(reports).write.partitionBy("published").mode("overwrite").parquet(target)
spark.stop()
