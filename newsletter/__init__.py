"""Composes issues out of events, posts and people, and brings each to its readers, once."""
