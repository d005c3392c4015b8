"""Fills a new installation: real facts (network) and, if wanted, invented content (demo)."""
