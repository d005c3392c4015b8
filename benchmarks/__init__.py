"""Measures the pages that grow with the content, beside their floors: `python -m benchmarks --help`."""
