"""What a bench command found, noted for `make bench`: a line of JSON in the file that BENCH_CASES names, if one does."""

import json
import os
import statistics
from pathlib import Path


def ratio(
    name: str, unit: str, ours: list[float], reference: list[float], bar: float | None = None, at_least: bool = False,
) -> None:
    """The same work by us and by a reference, in pairs taken in turn.

    - bar: the most that the median of their ratios should be, or the least.
    """
    ratios = [mine / theirs for mine, theirs in zip(ours, reference, strict=True)]
    found = {"min": min(ratios), "median": statistics.median(ratios), "max": max(ratios)}
    _note(name, unit, statistics.median(ours), statistics.median(reference), found, bar, found["median"], at_least)


def absolute(name: str, unit: str, ours: float, bar: float | None = None) -> None:
    """One figure with nothing to compare it to but the most that it should be."""
    _note(name, unit, ours, None, None, bar, ours)


def growth(series: str, size: int, value: float, unit: str) -> None:
    """What the same thing costs at a size, for the table that bench/growth makes of the file that BENCH_GROWTH names."""
    if file := os.environ.get("BENCH_GROWTH"):
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"series": series, "size": size, "value": value, "unit": unit}) + "\n")


def _note(name, unit, ours, reference, found, bar, compared, at_least=False) -> None:
    if file := os.environ.get("BENCH_CASES"):
        holds = None if bar is None else compared >= bar if at_least else compared <= bar
        case = {"name": name, "ours": ours, "reference": reference, "unit": unit, "ratio": found, "bar": bar, "holds": holds}
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(case, ensure_ascii=False) + "\n")
