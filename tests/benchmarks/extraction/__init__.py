"""What the extraction stages measure on public data; `python -m tests.benchmarks.extraction --data DIR`."""
