#!/usr/bin/env bash
# Builds the wheel, installs it in a fresh virtual environment, and runs its tests and the README's Python snippet.
# `test.sh --no-spark` leaves out PySpark (400 MB to install); without Java its test is skipped, with a line that says so.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}"
# LTO makes the build minutes longer and the coder a few per cent faster: a release is built without these three.
export CARGO_PROFILE_RELEASE_LTO="${CARGO_PROFILE_RELEASE_LTO:-off}" CARGO_PROFILE_RELEASE_CODEGEN_UNITS="${CARGO_PROFILE_RELEASE_CODEGEN_UNITS:-16}"
python="${PYTHON:-python3}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "test.sh: the wheel needs CPython 3.10 or newer; set PYTHON" >&2; exit 2; }
"$python" -m venv "$work/build"
"$work/build/bin/pip" install --quiet "maturin>=1.9,<2"
"$work/build/bin/maturin" build --release --manifest-path "$here/Cargo.toml" --out "$work/wheel" --interpreter "$python"
wheel="$(echo "$work"/wheel/chancery-*.whl)"
size="$(stat -c %s "$wheel")"
echo "wheel: $(basename "$wheel"), $((size / 1000000)) MB"
[ "$size" -lt 40000000 ] || { echo "test.sh: the wheel must stay under 40 MB" >&2; exit 1; }

"$python" -m venv "$work/fresh"
"$work/fresh/bin/pip" install --quiet "$wheel"
# The README's snippet must run with nothing but the wheel.
awk '/^```python$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$root/README.md" > "$work/snippet.py"
[ -s "$work/snippet.py" ] || { echo "test.sh: README.md has no Python snippet" >&2; exit 1; }
(cd "$root" && "$work/fresh/bin/python" "$work/snippet.py")

extra="pyspark"
[ "${1:-}" != "--no-spark" ] || extra=""
"$work/fresh/bin/pip" install --quiet pytest pyarrow pandas polars $extra
cd "$here/tests"
"$work/fresh/bin/python" -m pytest -q -rs -p no:cacheprovider .
(cd "$root" && for example in examples/python/*_events.py; do echo "$example"; "$work/fresh/bin/python" "$example" > "$work/out.txt"; tail -n 3 "$work/out.txt"; done)
