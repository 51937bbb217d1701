"""The table a person reads."""

from __future__ import annotations

from typing import Any

from bench.measure import Line

COLUMNS = ("data", "page", "reader", "requests/s", "alone, ms", "CPU, ms", "floor, ms", "x floor", "bytes")


def heading() -> str:
    """The head of the table, as Markdown."""
    return f"| {' | '.join(COLUMNS)} |\n| {' | '.join('---' for _ in COLUMNS)} |"


def row(line: Line) -> str:
    """One line of it."""
    share = f"{line.per_second:,.0f} ({line.per_second / line.floor_per_second:.0%} of the floor)"
    cells = (
        line.data, line.page, line.reader, share, f"{line.latency:.1f}", f"{line.cpu:.2f}", f"{line.floor_cpu:.3f}",
        f"{line.ratio:.1f}", f"{line.size:,}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def changes(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """What moved since an earlier run, in words: ratios to the floor, which do not depend on the machine's mood."""
    old = {_key(line): line["ratio"] for site in before for line in site["lines"]}
    said = []
    for line in (line for site in now for line in site["lines"]):
        was = old.get(_key(line))
        if was:
            said.append(
                f"{', '.join(_key(line))}: {was:.1f} -> {line['ratio']:.1f} x floor ({line['ratio'] / was:.2f})"
            )
    return said


def _key(line: dict[str, Any]) -> tuple[str, str, str]:
    return line["data"], line["page"], line["reader"]
