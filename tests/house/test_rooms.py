"""The house rules that an import contract cannot say, read from the code itself; each failure says why."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tot.app import SLICES
from tot.config import ROOT

CODE = ROOT / "tot"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "base", "manager", "misc"}


def modules(pattern: str = "**/*.py") -> list[Path]:
    return [path for path in sorted(CODE.glob(pattern)) if "versions" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def rooms(*names: str) -> list[Path]:
    """The modules of these rooms in every slice; a room is a module or, once it has grown, a folder."""
    return [path for name in names for path in [*modules(f"*/{name}.py"), *modules(f"*/{name}/**/*.py")]]


def names_used(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}", node.lineno


def found(paths: list[Path], forbidden: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in paths
        for name, line in names_used(path)
        if name in forbidden
    ]


def test_actions_queries_rules_and_models_never_see_a_request() -> None:
    below = rooms("actions", "queries", "rules", "models")
    forbidden = {
        "flask.request",
        "flask.session",
        "flask.g",
        "flask_login.current_user",
        "flask.redirect",
        "flask.flash",
    }
    assert found(below, forbidden) == [], "actions take `actor` and `now`; what the request said is the view's business"


def test_only_transaction_commits() -> None:
    elsewhere = [p for p in modules() if p != CODE / "db.py"]
    commits = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in elsewhere
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and "session" in ast.unparse(node.func.value)
    ]
    assert commits == [], "commit with transaction(): returning commits, raising rolls back"


@pytest.mark.parametrize("room", ["actions", "queries", "rules"])
def test_nobody_below_asks_the_clock(room: str) -> None:
    forbidden = {"datetime.now", "datetime.utcnow", "date.today", "time.time"}
    assert found(rooms(room), forbidden) == [], "pass `now`, so that a test can say when"


def test_only_the_clock_says_which_day_a_moment_is() -> None:
    local = {  # these read a time that is local already
        "tot/cohorts/sheet/cells.py",
        "tot/seminars/rules.py",
        "tot/seminars/views/planning.py",
    }
    days = [
        f"{name}:{node.lineno}"
        for path in modules()
        if path != CODE / "clock.py" and (name := str(path.relative_to(ROOT))) not in local
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
    ]
    other_clocks = {f"flask_babel.format_{what}" for what in ("date", "datetime", "time")}
    assert days == [], "a moment's date() is the day in UTC: ask clock.local_day"
    assert found(modules(), {*other_clocks, "flask_babel.to_user_timezone", "date.today"}) == []


def test_no_signals_no_listeners_no_model_query() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in modules()
        if path != CODE / "db.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ".query(" in line or "listens_for" in line or "blinker" in line
    ] == [], "what happens is said where it happens: no signals, no listeners, only select()"


def test_no_room_hides_behind_a_vague_name() -> None:
    assert [str(p.relative_to(ROOT)) for p in CODE.rglob("*") if p.stem in FORBIDDEN_NAMES] == []


def test_every_slice_has_its_folders() -> None:
    for name in SLICES:
        assert (CODE / name / "__init__.py").exists(), name
        assert (ROOT / "tests" / name).is_dir(), f"tests/{name} is missing"


def test_the_package_itself_is_empty() -> None:
    assert (CODE / "__init__.py").read_text() == "", "importing tot.quizzes.rules must run nothing else"


def test_modules_say_what_they_hold() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []
