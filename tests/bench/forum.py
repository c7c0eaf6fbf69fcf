"""What forum pages and posts cost, beside stock machina on the same database: `make bench-forum`.

Two server processes of each, PostgreSQL, one client process. CPU is that of the servers and of PostgreSQL, so it holds
on a busy machine; requests a second and delays do not. Each page is asked for by visitors without an account, and by
members in turn. Ours is also measured with nothing kept (`cold`), as after every post.
"""

import http.client
import json
import os
import re
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

import psutil
import psycopg

from tests.bench.processes import Program, cpu_of, cpu_of_all, tell
from tests.database import PostgresCopy
from tests.services import HOST, PostgreSQL, Valkey, free_port, wait_until
from tests.site import Site

PROCESSES = 2
REQUESTS = {"ours": 240, "machina": 72}  # for each page: enough for a second of CPU
AT_ONCE = 16
AUTHORS, REPLIES = 8, 64  # at once; in all
WARMING = 16  # authors who have written ten replies each before any is measured: a server runs for weeks
TARGETS = {"index": 15, "list": 8, "topic": 8, "page 50": 8}  # a member's page costs at most 1/15, 1/8 of machina's
ANONYMOUS_TARGET = 18
MEMBER_QUERIES, ANY_QUERIES = 8, 12
BIGGEST_PAGE = 60  # KB
TOKEN = "x" * 32
COLD = "UPDATE freshness_sitestate SET number = number + 1"


@dataclass
class Cost:
    """What one page costs one kind of viewer."""

    server: float = 0.0  # CPU ms for each request
    database: float = 0.0
    rate: dict[int, float] = field(default_factory=dict)  # requests a second, by connections
    delays: dict[int, list[float]] = field(default_factory=dict)  # seconds, sorted
    queries: int = 0
    size: int = 0  # bytes

    @property
    def cpu(self) -> float:
        return self.server + self.database

    def delay(self, connections: int, share: float) -> float:
        """Milliseconds."""
        found = self.delays[connections]
        return found[min(len(found) - 1, int(len(found) * share))] * 1000

    def line(self) -> str:
        delays = "".join(
            f"{self.rate[number]:>8.0f}{self.delay(number, 0.5):>7.1f}{self.delay(number, 0.99):>8.1f}"
            for number in (1, AT_ONCE)
        )
        return f"{self.server:>8.2f}{self.database:>7.2f}{self.queries:>6}{self.size / 1000:>8.1f}{delays}"


HEADER = (
    f"{'':<26}{'server':>8}{'db':>7}{'quer.':>6}{'KB':>8}{'1: req/s':>8}{'p50':>7}{'p99':>8}"
    f"{'16: r/s':>8}{'p50':>7}{'p99':>8}   (CPU ms for a request; delays in ms)"
)


class Forum:
    """The server processes of one of the two, and where its pages are."""

    def __init__(self, name: str, world: dict, ports: list[int], pids: list[int]) -> None:
        self.name, self.world, self.ports, self.pids = name, world, ports, pids

    def path(self, page: str) -> str:
        if page == "index":
            return "/forum/"
        if page == "list":
            return self.forum_path(self.world["forum"]["pk"])
        topic = self.topic_path(self.world["topic" if page == "topic" else "long"])
        return topic + ("?page=50" if page == "page 50" else "")

    def forum_path(self, pk: int) -> str:
        slug = self.world["forums"][str(pk)]
        return f"/forum/{pk}-{slug}/" if self.name == "ours" else f"/forum/forum/{slug}-{pk}/"

    def topic_path(self, topic: dict) -> str:
        if self.name == "ours":
            return f"/forum/topic/{topic['pk']}-{topic['slug']}/"
        return f"{self.forum_path(topic['forum'])}topic/{topic['slug']}-{topic['pk']}/"

    def reply_path(self, topic: dict) -> str:
        if self.name == "ours":
            return f"/forum/topic/{topic['pk']}/reply/"
        return f"{self.topic_path(topic)}post/create/"

    def reply_form(self, turn: int) -> dict[str, str]:
        words = f"Reply {turn}: " + "we tried it with forty members for a year and it paid for itself. " * 9
        form = {"csrfmiddlewaretoken": TOKEN, "content": words[:600]}
        if self.name == "ours":
            return form | {"client_id": str(uuid4()), "language": "en"}
        return form | {"subject": "A reply", "poll-TOTAL_FORMS": "0", "poll-INITIAL_FORMS": "0"}

    def cpu(self) -> float:
        return sum(cpu_of(pid) for pid in self.pids)


class Visitor:
    """One connection that asks for pages; a member if it has a session."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def get(self, path: str, session: str = "") -> tuple[float, int]:
        """Seconds, and bytes of the page."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers=_cookies(session))
        answer = self.connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return time.perf_counter() - begun, size

    def post(self, path: str, form: dict[str, str], session: str) -> float:
        begun = time.perf_counter()
        headers = _cookies(session) | {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, urlencode(form), headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status not in {302, 303}:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return time.perf_counter() - begun


def _cookies(session: str) -> dict[str, str]:
    return {"Cookie": f"sessionid={session}; csrftoken={TOKEN}"} if session else {}


class Bench:
    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.postgres = stack.enter_context(PostgreSQL())
        valkey = stack.enter_context(Valkey())
        database = PostgresCopy(self.postgres.url, "bench")
        database.fill()
        shared = stack.enter_context(tempfile.TemporaryDirectory())
        self.url = database.url
        self.variables = {"DATABASE_URL": self.url, "REDIS_URL": valkey.url, "VAR_DIR": shared}
        world = json.loads(Program("tests.bench.forum_world", **self.variables).hear())
        sites = [Site(self.url, valkey.url, server="uvicorn", VAR_DIR=shared) for _ in range(PROCESSES)]
        for site in sites:
            stack.callback(site.close)
            site.start()
        stock = [self._stock(free_port()) for _ in range(PROCESSES)]
        self.ours = Forum("ours", world, [site.port for site in sites], [site.process.pid for site in sites])
        self.machina = Forum("machina", world, [port for port, _ in stock], [one.process.pid for _, one in stock])
        self.database = psutil.Process(self.postgres.process.pid)

    def _stock(self, port: int) -> tuple[int, Program]:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.machina_settings"}
        program = Program("tests.bench.machina", str(port), **self.variables, **settings)
        self.stack.callback(program.close)
        if program.hear().strip() != "ready":
            raise RuntimeError("Stock machina did not start")
        wait_until(lambda: Visitor(port).get("/forum/")[1] > 0, "Stock machina does not answer")
        return port, program

    def page(self, forum: Forum, path: str, *, member: bool) -> Cost:
        """What the page costs, asked for over one connection and over sixteen."""
        sessions = forum.world["sessions"] if member else [""]
        number = REQUESTS[forum.name]
        for port in forum.ports:  # whoever reads a topic for the first time has it marked as read
            for session in sessions:
                _, size = Visitor(port).get(path, session)
        cost = Cost(size=size, queries=self.queries(forum, path, sessions[0]))
        used, theirs = forum.cpu(), cpu_of_all(self.database)
        for connections in (1, AT_ONCE):
            cost.rate[connections], cost.delays[connections] = ask(forum, path, sessions, number, connections)
        cost.server = (forum.cpu() - used) / number / 2 * 1000
        cost.database = (cpu_of_all(self.database) - theirs) / number / 2 * 1000
        return cost

    def cold(self, path: str, number: int = 60) -> float:
        """CPU ms of our page for who has no account when nothing is kept, server and database."""
        visitor = Visitor(self.ours.ports[0])
        with psycopg.connect(self.url, autocommit=True) as connection:
            used = self.ours.cpu() + cpu_of_all(self.database)
            for _ in range(number):
                connection.execute(COLD)
                visitor.get(path)
            return (self.ours.cpu() + cpu_of_all(self.database) - used) / number * 1000

    def queries(self, forum: Forum, path: str, session: str) -> int:
        visitor = Visitor(forum.ports[0])
        visitor.get(path, session)
        with self.statements() as found:
            visitor.get(path, session)
        return len(found)

    @contextmanager
    def statements(self):
        """What PostgreSQL is asked meanwhile, as a list that is filled at the end."""
        found: list[str] = []
        with psycopg.connect(self.postgres.url, autocommit=True) as connection:
            self._log(connection, "SET log_statement = 'all'")
            begun = len(self.postgres.log())
            yield found
            self._log(connection, "RESET log_statement")
            asked = re.findall(r"LOG:  (?:statement|execute [^:]*): (\w+)", self.postgres.log()[begun:])
            found += [word for word in asked if word.upper() not in {"BEGIN", "COMMIT", "ALTER", "SET"}]

    def _log(self, connection: psycopg.Connection, setting: str) -> None:
        connection.execute(f"ALTER SYSTEM {setting}")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)

    def count(self, table: str) -> int:
        with psycopg.connect(self.url) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608

    def replies(self, forum: Forum, topics: list[dict], first: int) -> tuple[float, float]:
        """CPU ms for a reply in the server and in PostgreSQL, eight authors at once, into these topics in turn.

        `first`: the first of the authors, who are others each time, as nobody may write too fast.
        """

        def write(author: int, number: int) -> None:
            visitor = Visitor(forum.ports[author % PROCESSES])
            for turn in range(number):
                topic = topics[(author + turn * AUTHORS) % len(topics)]
                visitor.post(forum.reply_path(topic), forum.reply_form(turn), forum.world["writers"][first + author])

        together(AUTHORS, lambda author: write(author, 2))
        used, theirs = forum.cpu(), cpu_of_all(self.database)
        together(AUTHORS, lambda author: write(author, REPLIES // AUTHORS))
        server = (forum.cpu() - used) / REPLIES * 1000
        return server, (cpu_of_all(self.database) - theirs) / REPLIES * 1000

    def reply_queries(self, forum: Forum, topic: dict, writer: int = -1) -> int:
        visitor, session = Visitor(forum.ports[0]), forum.world["writers"][writer]
        visitor.get(forum.path("index"), session)  # nobody comes to a server with a reply
        with self.statements() as found:
            visitor.post(forum.reply_path(topic), forum.reply_form(99), session)
        return len(found)


def together(number: int, work) -> None:
    """Run `work(0)` to `work(number - 1)` at once; raises what one of them raised."""
    wrongs: list[BaseException] = []

    def run(turn: int) -> None:
        try:
            work(turn)
        except Exception as error:
            wrongs.append(error)

    threads = [threading.Thread(target=run, args=[turn]) for turn in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrongs:
        raise wrongs[0]


def ask(forum: Forum, path: str, sessions: list[str], number: int, connections: int) -> tuple[float, list[float]]:
    """Requests a second, and the delays, sorted."""
    delays: list[float] = []

    def visit(turn: int) -> None:
        visitor = Visitor(forum.ports[turn % PROCESSES])
        for request in range(number // connections):
            delays.append(visitor.get(path, sessions[(turn + request * connections) % len(sessions)])[0])

    begun = time.perf_counter()
    together(connections, visit)
    return len(delays) / (time.perf_counter() - begun), sorted(delays)


def pages(bench: Bench) -> None:
    print(HEADER, flush=True)
    for member in (False, True):
        costs, made = {}, 0
        for page, share in TARGETS.items():
            target = share if member else ANONYMOUS_TARGET
            viewer = "member" if member else "anonymous"
            theirs = bench.page(bench.machina, bench.machina.path(page), member=member)
            print(f"{viewer + ', ' + page:<18}machina {theirs.line()}", flush=True)
            sessions = bench.count("django_session")
            costs[page] = cost = bench.page(bench.ours, bench.ours.path(page), member=member)
            made += bench.count("django_session") - sessions
            print(f"{'':<18}ours    {cost.line()}", flush=True)
            if not member:
                print(f"{'':<18}cold    {bench.cold(bench.ours.path(page)):>8.2f} in all", flush=True)
            tell(f"at most 1/{target} of machina", cost.cpu * target <= theirs.cpu, f"1/{theirs.cpu / cost.cpu:.1f}")
            most = MEMBER_QUERIES if member and page == "topic" else ANY_QUERIES
            tell(f"at most {most} queries", cost.queries <= most, str(cost.queries))
            if page in {"topic", "page 50"}:
                tell(f"under {BIGGEST_PAGE} KB", cost.size < BIGGEST_PAGE * 1000, f"{cost.size / 1000:.1f}")
        late = costs["page 50"].cpu / costs["topic"].cpu
        tell("page 50 of 2,000 posts costs as the topic of 20", late < 1.25, f"{late:.2f} ×")
        if not member:
            tell("no session for visitors without an account", made == 0, f"{made} rows")


def posting(bench: Bench) -> None:
    world = bench.ours.world
    for forum in (bench.machina, bench.ours):
        for first in range(0, WARMING, AUTHORS):
            bench.replies(forum, world["warming"], first)
    one = "one topic of 2,000", [world["long"]], WARMING
    cases = one, ("100 topics", world["many"], WARMING + AUTHORS)
    for name, topics, first in cases:
        found = {}
        for forum in (bench.machina, bench.ours):
            server, database = bench.replies(forum, topics, first)
            queries = bench.reply_queries(forum, topics[0])
            found[forum.name] = server + database
            print(f"a reply into {name:<22}{forum.name:<9}{server:>8.2f}{database:>7.2f}{queries:>6}", flush=True)
        ratio = found["ours"] / found["machina"]
        tell("at most half of machina", ratio <= 0.5, f"{ratio:.2f} ×")
    for writer in (-2, -3):  # a follower whose mail waits, as the long one has
        bench.reply_queries(bench.ours, world["topic"], writer)
    long, short = (bench.reply_queries(bench.ours, topic, -4) for topic in (world["long"], world["topic"]))
    tell("as many queries in a long topic as in a short one", long == short, f"{long} and {short}")


def reading_all(bench: Bench) -> None:
    session = bench.ours.world["sessions"][-1]
    seconds = Visitor(bench.ours.ports[0]).post("/forum/read/", {"csrfmiddlewaretoken": TOKEN}, session)
    tell("everything marked as read within 0.1 s", seconds < 0.1, f"{seconds * 1000:.0f} ms")


CASES = {"pages": pages, "posting": posting, "reading-all": reading_all}


def main() -> int:
    wanted = os.environ.get("CASE", "").split() or list(CASES)
    if unknown := set(wanted) - set(CASES):
        print(f"There is no case {', '.join(sorted(unknown))}: choose from {', '.join(CASES)}.", file=sys.stderr)
        return 1
    with ExitStack() as stack:
        bench = Bench(stack)
        print(f"{os.cpu_count()} cores, PostgreSQL {bench.postgres.version}, {PROCESSES} processes each", flush=True)
        for name in wanted:
            CASES[name](bench)
    return 0


if __name__ == "__main__":
    sys.exit(main())
