"""How fast a live room is: `make bench-live`, or one case of it with CASE=… (their names: CASE=list).

The server has one core, everything else the other: readers, PostgreSQL, Valkey, and the process that writes the
messages (as one of the processes for pages would), so that the CPU of the server is that of telling alone. It counts
whole: hints, reading from the database, encoding, writing, heads, acknowledgements. A delivery's time runs from the
commit of its message until it has arrived at the socket of a reader. On a machine that others use too, trust the CPU
and the ratios.
"""

import http.client
import json
import math
import os
import re
import sys
import tempfile
import time
from array import array
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from tests.bench.processes import OTHER_CORE, SERVER_CORE, Program, cpu_of, cpu_of_all, on_core, tell
from tests.database import PostgresCopy
from tests.services import HOST, PostgreSQL, Valkey, free_port
from tests.site import Site

SECONDS = 10.0
PATIENCE = 60.0  # seconds that any step of a case may take


@dataclass
class Result:
    """What one case has measured."""

    name: str
    sockets: int
    rate: float
    delivered: float = 0.0  # of all that should have come
    delays: list[float] = field(default_factory=list)  # seconds, sorted
    cpu: float = 0.0  # seconds of the server
    deliveries: int = 0
    memory: float = 0.0  # KB for each idle socket
    notes: list[str] = field(default_factory=list)

    @property
    def cost(self) -> float:
        """CPU µs for each delivery."""
        return self.cpu / self.deliveries * 1e6 if self.deliveries else math.inf

    def delay(self, share: float) -> float:
        """Milliseconds within which this share of the deliveries came."""
        return self.delays[min(len(self.delays) - 1, int(len(self.delays) * share))] * 1000 if self.delays else math.inf

    def line(self) -> str:
        delays = "".join(f"{self.delay(share):>9.1f}" for share in (0.5, 0.95, 0.99, 1.0))
        return (
            f"{self.name:<12}{self.sockets:>7}{self.rate:>6g}{self.delivered:>9.1%}{delays}"
            f"{self.cost:>10.1f}{self.memory:>9.1f}"
        )


HEADER = (
    f"{'server':<12}{'sockets':>7}{'msg/s':>6}{'told':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}"
    f"{'CPU µs/d':>10}{'KB/sock':>9}"
)


# --- Processes -------------------------------------------------------------------------------------------------------


def readers(stack: ExitStack, port: int, sockets: int, slug: str = "", after: int = 0) -> tuple[Program, Path]:
    results = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "results"
    order = {"port": port, "sockets": sockets, "slug": slug, "after": after, "results": str(results)}
    program = Program("tests.bench.readers", json.dumps(order))
    stack.callback(program.close)
    return program, results


def memory_of(pid: int) -> int:
    return psutil.Process(pid).memory_info().rss


class World:
    """PostgreSQL, Valkey and a migrated database with a room in it."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.postgres = stack.enter_context(PostgreSQL())
        self.valkey = stack.enter_context(Valkey())
        database = PostgresCopy(self.postgres.url, "bench")
        database.fill()
        self.variables = {"DATABASE_URL": database.url, "REDIS_URL": self.valkey.url, "DATABASE_POOL_SIZE": "8"}
        self.variables["VAR_DIR"] = stack.enter_context(tempfile.TemporaryDirectory())
        self.room = json.loads(self.run("make"))

    def run(self, *arguments: str) -> str:
        program = self.program(*arguments)
        told = program.hear()
        program.close()
        return told

    def program(self, *arguments: str) -> Program:
        return Program("tests.bench.world", *arguments, **self.variables)

    def site(self, stack: ExitStack, server: str) -> Site:
        shared = {"VAR_DIR": self.variables["VAR_DIR"], "LIVE_SOCKETS_PER_ADDRESS": "100000"}  # and so the secret key
        site = Site(self.variables["DATABASE_URL"], self.valkey.url, server=server, **shared)
        with on_core(SERVER_CORE):
            stack.callback(site.close)
            return site.start()

    def head(self) -> int:
        with psycopg.connect(self.variables["DATABASE_URL"]) as connection:
            return connection.execute("SELECT head_seq FROM live_room WHERE slug = 'bench'").fetchone()[0]

    @contextmanager
    def counted(self):
        """How many statements PostgreSQL was sent meanwhile, as a list that is filled at the end."""
        found: list[str] = []
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET log_statement = 'all'")
            connection.execute("SELECT pg_reload_conf()")
            time.sleep(1)
            begun = len(self.postgres.log())
            yield found
            time.sleep(1)
            found += re.findall(r"LOG:  (?:statement|execute [^:]*): (.*)", self.postgres.log()[begun:])
            connection.execute("ALTER SYSTEM RESET log_statement")
            connection.execute("SELECT pg_reload_conf()")


# --- Measuring -------------------------------------------------------------------------------------------------------


def measure(result: Result, pid: int, port: int, writer: Program, slug: str = "", after: int = 0) -> Result:
    """Let `writer` write to the readers of the server `pid`, and fill in the result."""
    sockets = result.sockets
    with ExitStack() as stack:
        idle = memory_of(pid)
        crowd, results = readers(stack, port, sockets, slug, after)
        joined = json.loads(crowd.hear())
        time.sleep(2)
        result.memory = (memory_of(pid) - idle) / sockets / 1024
        result.notes.append(f"{sockets} had joined after {joined['seconds']:.1f} s")
        writer.tell("warm up")
        writer.hear()
        time.sleep(0.5)
        used = cpu_of(pid)
        writer.tell("go")
        committed = json.loads(writer.hear())["committed"]
        time.sleep(1.5)
        result.cpu = cpu_of(pid) - used
        crowd.tell("stop")
        told = json.loads(crowd.hear())
        _add_samples(result, results.read_bytes(), committed, told["samples"])
        if told["refused"]:
            result.notes.append(f"{told['refused']} connections were refused or lost")
    return result


def _add_samples(result: Result, data: bytes, committed: list[float], samples: int) -> None:
    numbers, moments = array("I"), array("d")
    numbers.frombytes(data[: samples * numbers.itemsize])
    moments.frombytes(data[samples * numbers.itemsize :])
    result.delays = sorted(moment - committed[number] for number, moment in zip(numbers, moments, strict=True))
    result.deliveries = samples
    result.delivered = samples / (len(committed) * result.sockets)


def ours(world: World, server: str, sockets: int, rate: float) -> Result:
    with ExitStack() as stack:
        site = world.site(stack, server)
        writer = world.program("write", str(rate), str(SECONDS))
        stack.callback(writer.close)
        slug = world.room["slug"]
        result = Result(server, sockets, rate)
        return measure(result, site.process.pid, site.port, writer, slug, world.head())


def yardstick(name: str, sockets: int, rate: float) -> Result:
    port = free_port()
    with on_core(SERVER_CORE):
        server = Program("tests.bench.yardsticks", name, str(port), str(rate), str(SECONDS))
    try:
        if server.hear().strip() != "ready":
            raise RuntimeError(f"{name} did not start")
        return measure(Result(name, sockets, rate), server.process.pid, port, server)
    finally:
        server.close()


def storm(world: World, server: str, sockets: int) -> str:
    """Everyone is cut off at once and comes back, from before the thirty messages that were written last."""
    with ExitStack() as stack:
        site = world.site(stack, server)
        slug, after = world.room["slug"], world.head()
        crowd, _results = readers(stack, site.port, sockets, slug, after)
        crowd.hear()
        writer = world.program("write", "5", "4")
        stack.callback(writer.close)
        for order in ("warm up", "go"):
            writer.tell(order)
            writer.hear()
        time.sleep(3)
        with world.counted() as statements:
            used = cpu_of(site.process.pid)
            crowd.tell("cut")
            settled = json.loads(crowd.hear())
        cpu = cpu_of(site.process.pid) - used
    verdict = "met" if settled["seconds"] < 15 else "MISSED"
    reads = [one for one in statements if not one.startswith(("BEGIN", "COMMIT"))]
    return (
        f"{sockets} readers cut off at once on {server}: all back after {settled['seconds']:.1f} s "
        f"(target 15: {verdict}), {len(reads)} database queries in all, {cpu:.1f} s CPU"
    )


def posts(world: World, server: str, number: int = 150) -> str:
    """What a message costs where it is posted: the whole request, in the server and in PostgreSQL."""
    with ExitStack() as stack:
        site = world.site(stack, server)
        database = psutil.Process(world.postgres.process.pid)
        poster = Poster(site.port, world.room)
        for _ in range(40):
            poster.post()
        used, theirs = cpu_of(site.process.pid), cpu_of_all(database)
        for _ in range(number):
            poster.post()
        cpu = (cpu_of(site.process.pid) - used) / number * 1000
        theirs = (cpu_of_all(database) - theirs) / number * 1000
        with world.counted() as statements:
            for _ in range(10):
                poster.post()
    verdict = "met" if cpu + theirs < 12 else "MISSED"
    return (
        f"A message posted on {server}: {cpu:.1f} ms CPU in the server + {theirs:.1f} ms in PostgreSQL "
        f"(target 12 in all: {verdict}), {len(statements) / 10:g} statements"
    )


class Poster:
    """Members who post in turn, by HTTP, as the page does."""

    def __init__(self, port: int, room: dict) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=10)
        self.room, self.turn = room, 0

    def post(self) -> None:
        self.turn += 1
        sessions, token = self.room["sessions"], "x" * 32
        headers = {
            "Cookie": f"sessionid={sessions[self.turn % len(sessions)]}; csrftoken={token}",
            "X-CSRFToken": token,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        identity = f"00000000-0000-4000-8000-{time.monotonic_ns() % 10**12:012d}"
        body = f"text=A+message+{self.turn}&client_id={identity}"
        self.connection.request("POST", f"/live/{self.room['slug']}/messages", body, headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 201:
            raise RuntimeError(f"A message was answered with {answer.status}")


# --- Cases -----------------------------------------------------------------------------------------------------------

RECOMMENDED, EMBEDDED = "uvicorn", "daphne"
CASES = {
    "500": [("websockets", 500, 20), (RECOMMENDED, 500, 20), (EMBEDDED, 500, 20), ("channels", 500, 20)],
    "2000": [("websockets", 2000, 20), (RECOMMENDED, 2000, 20), (EMBEDDED, 2000, 10)],
    "quick": [("websockets", 200, 20), (RECOMMENDED, 200, 20), (EMBEDDED, 200, 20)],
    "chat-2000": [("channels", 2000, 20)],
    "storm": [],
    "post": [],
}


def run(name: str, world: World) -> None:
    print(f"\n{name}: text frames with 200 bytes of message, for {SECONDS:g} s", flush=True)
    if name == "storm":
        for server in (RECOMMENDED, EMBEDDED):
            print(storm(world, server, 2000), flush=True)
    elif name == "post":
        for server in (RECOMMENDED, EMBEDDED):
            print(posts(world, server), flush=True)
    else:
        compare(CASES[name], world)


def compare(cases: list[tuple[str, int, float]], world: World) -> None:
    print(HEADER, flush=True)
    results = []
    for server, sockets, rate in cases:
        measured = (
            yardstick(server, sockets, rate)
            if server in {"websockets", "channels"}
            else ours(world, server, sockets, rate)
        )
        print(measured.line(), "", *measured.notes, sep="  ", flush=True)
        results.append(measured)
    judge(results)


def judge(results: list[Result]) -> None:
    """Say of each target whether it is met, with the figure."""
    of = {result.name: result for result in results}
    base = of.get("websockets")
    for name, times, delays in ((RECOMMENDED, 1.0, {500: 10, 2000: 50}), (EMBEDDED, 4.0, {2000: 250})):
        if (result := of.get(name)) is None:
            continue
        tell(f"{name} told everyone", result.delivered >= 0.99999, f"{result.delivered:.2%}")
        if base and base.rate == result.rate:
            ratio = result.cost / base.cost
            tell(f"{name}: CPU at most {times:g} × websockets.broadcast", ratio <= times, f"{ratio:.2f} ×")
        if limit := delays.get(result.sockets):
            tell(f"{name}: p99 under {limit} ms", result.delay(0.99) < limit, f"{result.delay(0.99):.1f} ms")
        tell(f"{name}: under 32 KB for an idle socket", result.memory < 32, f"{result.memory:.1f} KB")
    if chat := of.get("channels"):
        for name in (RECOMMENDED, EMBEDDED):
            if name in of:
                share = chat.cost / of[name].cost
                print(f"  {name} costs 1/{share:.0f} of a Channels group chat, which told {chat.delivered:.0%}")


def main() -> int:
    wanted = os.environ.get("CASE", "") or " ".join(name for name in CASES if name != "quick")
    if unknown := set(wanted.split()) - set(CASES):
        print(f"There is no case {', '.join(sorted(unknown))}: choose from {', '.join(CASES)}.", file=sys.stderr)
        return 1
    os.sched_setaffinity(0, OTHER_CORE)
    with ExitStack() as stack:
        world = World(stack)
        print(f"{os.cpu_count()} cores, PostgreSQL {world.postgres.version}, Valkey {world.valkey.version}", flush=True)
        for name in wanted.split():
            run(name, world)
    return 0


if __name__ == "__main__":
    sys.exit(main())
