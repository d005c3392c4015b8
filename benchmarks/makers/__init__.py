"""Rows in great numbers: a few are made through the models, the rest are copies of them."""
