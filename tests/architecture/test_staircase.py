"""The order of the floors (design 2): a module imports only from floors below its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

# From the ground up. A module belongs to the longest name that it starts with.
FLOORS = [
    "community.lib",
    "community.freshness",
    "community.people",
    "community.moderation",
    "community.notifications",
    "community.tokens",
    "community.search",
    "community.live",
    "forum",
    "cms",
    "events",
    "events.academy",
    "community.front",
    "community.api",
    "community",  # wiring: settings, urls, asgi, the style guide, the demo world
]

# Each engine lives in one room; the names are the modules that may import it.
ENGINE_ROOMS = {
    "machina": {"forum"},
    "channels": {"community.live", "community.asgi"},
    "wagtail": {"cms", "events", "community.urls", "community.demo"},
    "modelsearch": set(),
    "django_tasks": {"community.notifications"},
    "ninja": {"community.api"},
    "pydantic": {"community.api"},
    "allauth": {"community.people", "community.urls"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for top in ("community", "forum", "events", "cms"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if "migrations" not in parts:
                yield name, path


def imports(name: str, path: Path) -> Iterator[str]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            yield ".".join(part for part in (base, node.module or "") if part)


def floor_of(name: str) -> int | None:
    homes = [floor for floor in FLOORS if name == floor or name.startswith(f"{floor}.")]
    return FLOORS.index(max(homes, key=len)) if homes else None


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_only_from_its_own_floor_or_below(name, path):
    own = floor_of(name)
    upward = sorted({found for found in imports(name, path) if (floor := floor_of(found)) is not None and floor > own})
    assert not upward, f"{name} reaches up to {', '.join(upward)}"


@pytest.mark.parametrize("engine", ENGINE_ROOMS)
def test_an_engine_is_imported_in_its_own_room_only(engine):
    strangers = sorted(
        name
        for name, path in modules()
        if any(found.split(".")[0] == engine for found in imports(name, path))
        and not any(name == room or name.startswith(f"{room}.") for room in ENGINE_ROOMS[engine])
    )
    assert not strangers, f"{engine} is imported outside its room by {', '.join(strangers)}"
