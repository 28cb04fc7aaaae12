"""Labelled passages in, a published model out. The only package that knows scikit-learn."""
