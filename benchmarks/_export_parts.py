"""The parts of an export by themselves, each in the fastest way there is: a limit, not an export.

``python -m benchmarks._export_parts URL DAY ...`` prints the CPU seconds that receiving, inflating, decoding into typed
columns and writing the replies of these days take in all. Types are taken from the first lines; nothing is checked.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from urllib.request import urlopen

import polars as pl
from isal import isal_zlib

_READ = 2**16
_SAMPLE = 4_000
_AT_ONCE = 500
"""Lines; more of them leave the processor's cache, and take longer."""
_GZIP = 31


def main(url: str, days: Sequence[str]) -> float:
    """CPU seconds of all parts."""
    began = time.process_time()
    packed = [_received(f"{url}/api/2.0/export?from_date={day}&to_date={day}") for day in days]
    received = time.process_time() - began
    return received + sum(map(_worked_on, packed))


def _received(url: str) -> bytes:
    with urlopen(url) as reply:
        return b"".join(iter(lambda: reply.read(_READ), b""))


def _worked_on(packed: bytes) -> float:
    began = time.process_time()
    lines = _inflated(packed)
    inflated = time.process_time() - began
    dtype = pl.Struct(pl.read_ndjson(io.BytesIO(b"".join(islice(io.BytesIO(lines), _SAMPLE)))).schema)
    began = time.process_time()
    texts = pl.read_lines(io.BytesIO(lines)).to_series()
    decoded = [texts[start : start + _AT_ONCE].str.json_decode(dtype) for start in range(0, len(texts), _AT_ONCE)]
    frame = pl.concat(decoded).struct.unnest().unnest("properties")
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        frame.write_parquet(file.name, compression="zstd", compression_level=1)
    return inflated + time.process_time() - began


def _inflated(packed: bytes) -> bytes:
    coding = isal_zlib.decompressobj(_GZIP)
    return b"".join(coding.decompress(packed[at : at + _READ]) for at in range(0, len(packed), _READ))


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2:]))
