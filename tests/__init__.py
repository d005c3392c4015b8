"""The test suite: one folder per app, and one for rules that hold for the whole site."""
