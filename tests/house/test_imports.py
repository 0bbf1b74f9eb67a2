"""Imports point down: the contracts of pyproject.toml hold, and nobody reaches into a neighbour's views or forms."""

import re
import subprocess
import sys
from pathlib import Path

import grimp

ROOM_OF_A_SLICE = re.compile(r"tot\.(?P<slice>\w+)\.(views|forms)(\..+)?")


def test_the_contracts_hold() -> None:
    root = Path(__file__).resolve().parents[2]
    lint = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    done = subprocess.run([sys.executable, "-c", lint], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr


def reaching_into_rooms(imports: list[tuple[str, str]]) -> list[str]:
    """The imports of a slice's views or forms by anybody but the slice itself and the application."""
    return [
        f"{importer} imports {imported}"
        for importer, imported in imports
        if (room := ROOM_OF_A_SLICE.fullmatch(imported))
        and room["slice"] != "web"
        and importer != "tot.app"
        and not importer.startswith(f"tot.{room['slice']}.")
    ]


def test_a_neighbours_views_and_forms_are_its_own() -> None:
    graph = grimp.build_graph("tot", cache_dir=None)
    imports = [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    ]
    assert len(imports) > 50
    assert reaching_into_rooms(imports) == []


def test_reaching_into_a_neighbours_room_is_noticed() -> None:
    seen = reaching_into_rooms(
        [
            ("tot.cohorts.views", "tot.accounts.forms"),
            ("tot.cohorts.views", "tot.cohorts.forms"),
            ("tot.cohorts.forms", "tot.web.forms"),
            ("tot.app", "tot.accounts.views"),
        ]
    )
    assert seen == ["tot.cohorts.views imports tot.accounts.forms"]
