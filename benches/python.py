"""How fast the wheel is beside the command: `python benches/python.py BINARY REPORTS.jsonl [rounds]`.

Both code the same reports on the same number of threads, by turns, whole processes with their start; the records must be equal, byte for byte
once both are written as JSON. CPU seconds are of the whole process, and on a busy machine the fairer measure."""

import json
import resource
import subprocess
import sys
import time

WHEEL = """
import json, sys, chancery
with open(sys.argv[1], encoding="utf-8") as lines:
    for report in chancery.code_many((json.loads(line) for line in lines), threads=int(sys.argv[2])):
        if sys.argv[3] == "write":
            print(json.dumps(report.record, ensure_ascii=False, separators=(",", ":")))
"""


def timed(command, **options):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, check=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main():
    binary, reports = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    with open(reports, encoding="utf-8") as lines:
        n_reports = sum(1 for line in lines if line.strip())
    command = [binary, "code", "--quiet", "--from", "jsonl", "--to", "jsonl", "--duplicates", "code", reports]
    wheel = [sys.executable, "-c", WHEEL, reports, "1", "write"]
    ours = [json.loads(line) for line in timed(wheel, stdout=subprocess.PIPE)[2].splitlines()]
    theirs = [json.loads(line) for line in timed(command, stdout=subprocess.PIPE)[2].splitlines()]
    print(f"{n_reports} reports; records equal: {ours == theirs}")
    for threads in (1, 2):
        runs = {"command": [], "wheel": []}
        for _ in range(rounds):
            runs["command"].append(timed([*command, "--threads", str(threads)], stdout=subprocess.DEVNULL)[:2])
            runs["wheel"].append(timed([*wheel[:-2], str(threads), "keep"], stdout=subprocess.DEVNULL)[:2])
        best = {who: (min(run[0] for run in each), min(run[1] for run in each)) for who, each in runs.items()}
        for who, (wall, cpu) in best.items():
            print(f"{threads} threads, {who}: {n_reports / wall:.1f} reports/s (best wall {wall:.2f} s), CPU {cpu:.2f} s")
        wall, cpu = (best["command"][at] / best["wheel"][at] for at in (0, 1))
        print(f"{threads} threads, wheel to command: {wall:.2f} by wall, {cpu:.2f} by CPU")


main()
