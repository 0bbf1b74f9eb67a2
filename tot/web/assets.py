"""Style sheets, scripts and pictures: ours and the packages', named after their content and compressed once."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from tot.config import ROOT

COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}


def sources() -> dict[str, Path]:
    """What is served, by the name that templates use: everything in static/, and Bootstrap from its package."""
    import flask_bootstrap

    bootstrap = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
    ours = ROOT / "static"
    found = {str(path.relative_to(ours)): path for path in sorted(ours.rglob("*")) if path.is_file()}
    return {"bootstrap/bootstrap.min.css": bootstrap / "css" / "bootstrap.min.css", **found}


def build(folder: Path) -> dict[str, str]:
    """Fills `folder` with hashed, compressed copies where it is not up to date; returns name → hashed name."""
    files = sources()
    manifest = {name: _hashed(name, path) for name, path in files.items()}
    note = folder / "manifest.json"
    if note.exists() and json.loads(note.read_text()) == manifest:
        return manifest
    folder.mkdir(parents=True, exist_ok=True)
    for name, hashed in manifest.items():
        _copy(files[name], folder / "www" / hashed)
    note.write_text(json.dumps(manifest, indent=1))
    return manifest


def _hashed(name: str, path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{digest}{dot}{ending}"


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in COMPRESSED:
        import brotli

        content = source.read_bytes()
        if source.suffix == ".css":  # Bootstrap names a source map that nobody serves
            content = content.split(b"/*# sourceMappingURL=")[0]
        target.with_name(target.name + ".br").write_bytes(brotli.compress(content, quality=11))
        target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
        target.write_bytes(content)
    else:
        shutil.copyfile(source, target)


def connect(app: Flask, folder: Path) -> None:
    """Serves the copies at /static/ before Flask sees the request, for a year; `asset(name)` gives the address."""
    manifest = build(folder)
    www = folder / "www"
    www.mkdir(parents=True, exist_ok=True)
    noise = WhiteNoise(
        app.wsgi_app,
        max_age=31_536_000,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=lambda headers, _path, _url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )
    noise.add_files(str(www), prefix="/static/")
    app.wsgi_app = noise  # type: ignore[method-assign]
    addresses = {name: f"/static/{hashed}" for name, hashed in manifest.items()}
    app.jinja_env.globals["asset"] = addresses.__getitem__
