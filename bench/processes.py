"""What processes cost, from /proc: CPU seconds and memory of a process and everything it started."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Stat:
    """One line of /proc/<pid>/stat: parent, CPU ticks of the process, and of its children that ended."""

    parent: int
    own: int
    ended: int


def _stat(pid: int) -> Stat | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return Stat(int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14]))


def family(*roots: int) -> list[int]:
    """The processes and all their descendants that are alive."""
    stats = {int(path.name): _stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    members = set(roots)
    while True:
        more = {pid for pid, stat in stats.items() if stat and stat.parent in members} - members
        if not more:
            return sorted(members)
        members |= more


def cpu_seconds(*roots: int) -> float:
    """User and system time of these processes and everything they started, also what has ended."""
    stats = [stat for pid in family(*roots) if (stat := _stat(pid))]
    return sum(stat.own + stat.ended for stat in stats) / TICK


def peak_megabytes(*roots: int) -> float:
    """The sum of the peaks (VmHWM) of the processes alive; shared pages count in each."""
    total = 0
    for pid in family(*roots):
        try:
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return total / 1024
