"""Measurements; none is part of the tests."""
