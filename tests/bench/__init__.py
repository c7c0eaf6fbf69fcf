"""Measurements, not tests: `make bench-live`. Each prints what was measured, how, and whether a target is met."""
