"""Benchmarks: each against a floor measured in the same run, in ratios and CPU time; none has a limit to pass."""
