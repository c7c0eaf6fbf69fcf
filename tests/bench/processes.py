"""What the benches have in common: cores, processes that are told things, CPU, and the verdict on a target."""

import os
import subprocess
import sys
from contextlib import contextmanager

import psutil

from tests.database import ROOT

SERVER_CORE, OTHER_CORE = {0}, {os.cpu_count() - 1 if os.cpu_count() else 0}


@contextmanager
def on_core(core: set[int]):
    """What is started here runs there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Program:
    """A Python module in a process of its own that is told things by lines and answers by lines of JSON."""

    def __init__(self, *command: str, **variables: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        return self.process.stdout.readline()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def cpu_of(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return used.user + used.system


def cpu_of_all(process: psutil.Process) -> float:
    """Of a server and its children. Connections are pooled, so no child ends meanwhile."""
    return sum(cpu_of(one.pid) for one in [process, *process.children()])


def tell(target: str, is_met: bool, figure: str) -> None:
    print(f"  {'met   ' if is_met else 'MISSED'}  {target}: {figure}", flush=True)
