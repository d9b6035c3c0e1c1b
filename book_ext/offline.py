"""The book without a network: all files of the site, on the device of a reader who asks for them.

`static/offline.js` offers it, and `service_worker.js` does it. Here the worker is written with what
it keeps: each file of the site with a digest of its content, so that a new version of the book
brings what changed and nothing else. The downloads of notebooks are not kept.
"""

import gzip
import json
from hashlib import sha256
from pathlib import Path

from book_ext import logo

HERE = Path(__file__).parent
WORKER, MANIFEST = "service_worker.js", "manifest.webmanifest"
ICONS = [192, 512]  # pixels, what systems ask for
LEFT_OUT = {"objects.inv", "ledger.json"}  # no page asks for them
SIZE = "SIZE"  # stands in the script for what a reader will load


def setup(app):
    """Offer it on every page; write what is needed when nothing of the site changes any more."""
    app.add_js_file("offline.js", loading_method="defer")
    app.connect("build-finished", write, priority=950)


def write(app, error):
    """Write the worker, the manifest and its icons."""
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    for size in ICONS:
        logo.png(site / "_static" / f"icon-{size}.png", size, ground="white")
    text = json.dumps(manifest(app.config.html_title), ensure_ascii=False, indent=1)
    (site / MANIFEST).write_text(text + "\n", encoding="utf-8")
    script = site / "_static" / "offline.js"
    text = script.read_text(encoding="utf-8").replace(SIZE, megabytes(site, files(site)))
    script.write_text(text, encoding="utf-8")
    source = (HERE / WORKER).read_text(encoding="utf-8")
    (site / WORKER).write_text(worker(source, site, files(site)), encoding="utf-8")


def files(site: Path) -> list[str]:
    """The files that pages ask for, as addresses within the site."""
    paths = [path.relative_to(site) for path in sorted(site.rglob("*")) if path.is_file()]
    return [path.as_posix() for path in paths
            if path.parts[0] != "_sources" and path.name not in {*LEFT_OUT, WORKER, ".buildinfo"}
            and not path.name.startswith(".")]  # fmt: skip


def digest(data: bytes) -> str:
    """What tells one content of a file from another."""
    return sha256(data).hexdigest()


def worker(source: str, site: Path, names: list[str]) -> str:
    """The worker, with the files of the site and their digests."""
    known = {name: digest((site / name).read_bytes()) for name in names}
    return source.replace("{ /* address: digest */ }", json.dumps(known, indent=1), 1)


def megabytes(site: Path, names: list[str]) -> str:
    """About how much a reader loads from a server that compresses, such as '4 MB'."""
    sizes = [min(len(data), len(gzip.compress(data, 6)))
             for data in ((site / name).read_bytes() for name in names)]  # fmt: skip
    return f"{max(round(sum(sizes) / 1e6), 1)}\N{NO-BREAK SPACE}MB"


def manifest(title: str) -> dict:
    """What a system asks of a site that it shows like an application."""
    icons = [{"src": f"_static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
             for size in ICONS]  # fmt: skip
    return {
        "name": title,
        "short_name": title.split(" and ")[0],
        "start_url": "index.html",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": logo.ACCENT,
        "icons": icons,
    }
