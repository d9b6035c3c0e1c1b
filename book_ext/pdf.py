"""The book as one PDF file: Chromium prints each page of the site, and the prints are joined.

    python -m book_ext.pdf _build/html _build/book.pdf

Pages come in the order in which the site leads through them. Their headings are the file's outline,
with the spaces that Chromium loses where a heading breaks into lines; links between pages lead to
pages of the file, each sheet has its number, and its tags tell screen readers what is a heading, a
list or a figure.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"]


def browser() -> str:
    """Chromium's address; exits with what to do when there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        names = ", ".join(BROWSERS)
        sys.exit(f"make pdf prints with Chromium, and none of {names} is here: install one.")
    return found


def order(site: Path) -> list[Path]:
    """The pages of the site from the first on, each the `next` of the one before."""
    pages, page = [], site / "index.html"
    while page not in pages:
        pages.append(page)
        head = page.read_text(encoding="utf-8").partition("</head>")[0]
        link = BeautifulSoup(head, "html.parser").find(rel="next")
        page = (page.parent / link["href"]).resolve() if link else page
    return pages


def show(command: str, page: Path, target: Path, profile: Path):
    """Print a page to a file."""
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-sync"]
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", *quiet]
    flags += ["--generate-pdf-document-outline", "--export-tagged-pdf"]
    # Time, of the page's own clock, for its fonts and for figures that load when they are needed.
    flags += ["--virtual-time-budget=20000"]
    arguments = [f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run([command, *flags, *arguments], check=True, capture_output=True, timeout=300)


def join(prints: dict[Path, Path], target: Path):
    """Join the prints of pages, with an outline and with links that stay within the file."""
    writer, first = PdfWriter(), {}
    trees, keys = ArrayObject(), ArrayObject()
    for page, path in prints.items():
        first[page.as_uri()] = len(writer.pages)
        reader = PdfReader(path)
        if reader.outline:
            respace(reader.trailer["/Root"]["/Outlines"], headings(page))
        title = None if reader.outline else reader.metadata.title.split(" · ")[0]
        writer.append(reader, outline_item=title)
        tree, own = tags(writer, reader, len(keys) // 2)
        trees.append(tree)
        keys.extend(own)
    add_tags(writer, trees, keys)
    for place, sheet in enumerate(writer.pages, start=1):
        sheet.merge_page(numbered(place, sheet.mediabox.width, sheet.mediabox.height))
        for link in sheet.get("/Annots", []):
            redirect(link.get_object(), writer, first)
    writer.add_metadata({"/Title": PdfReader(next(iter(prints.values()))).metadata.title})
    writer.write(target)


def headings(page: Path) -> dict[str, str]:
    """A page's headings, by what is left of them without their spaces."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for link in soup.select("a.headerlink"):
        link.decompose()
    texts = (heading.get_text().split() for heading in soup.find_all(re.compile("^h[1-6]$")))
    return {"".join(words): " ".join(words) for words in texts}


def respace(entry: DictionaryObject, titles: dict[str, str]):
    """Give the entries below this one of an outline the spaces of their headings."""
    below = entry.get("/First")
    while below is not None:
        below = below.get_object()
        title = below["/Title"]
        below[NameObject("/Title")] = TextStringObject(titles.get("".join(title.split()), title))
        respace(below, titles)
        below = below.get("/Next")


def tags(writer: PdfWriter, reader: PdfReader, start: int) -> tuple[DictionaryObject, list]:
    """The tree of tags of the print that was appended last, and its keys with where they lead.

    By its key a sheet, or a link on it, finds its tags. Those of the whole file begin at `start`.
    """
    root = reader.trailer["/Root"]["/StructTreeRoot"].clone(writer)
    for sheet, old in zip(writer.pages[-len(reader.pages) :], reader.pages, strict=True):
        sheet[NameObject("/StructParents")] = NumberObject(start + old["/StructParents"])
        for link in (each.get_object() for each in sheet.get("/Annots", [])):
            if "/StructParent" in link:
                link[NameObject("/StructParent")] = NumberObject(start + link["/StructParent"])
    own = root["/ParentTree"]["/Nums"]
    pairs = zip(own[::2], own[1::2], strict=True)
    return root.raw_get("/K"), [
        each for key, to in pairs for each in (NumberObject(start + key), to)
    ]


def add_tags(writer: PdfWriter, trees: ArrayObject, keys: ArrayObject):
    """Make one tree of those of all prints."""
    numbers = DictionaryObject({NameObject("/Nums"): keys})
    root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    root[NameObject("/K")], root[NameObject("/ParentTree")] = trees, numbers
    place = writer._add_object(root)
    for tree in trees:
        tree.get_object()[NameObject("/P")] = place
    writer.root_object[NameObject("/StructTreeRoot")] = place
    marked = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    writer.root_object[NameObject("/MarkInfo")] = marked
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")


def numbered(place: int, width: float, height: float) -> PageObject:
    """An empty sheet with a number in the middle of its lower margin."""
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F"): font})
    sheet = PageObject.create_blank_page(width=width, height=height)
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    left = float(width) / 2 - 2.5 * len(str(place))
    text = DecodedStreamObject()
    text.set_data(f"/Artifact BMC BT 0.4 g /F 9 Tf {left:.1f} 30 Td ({place}) Tj ET EMC".encode())
    sheet[NameObject("/Contents")] = text
    return sheet


def redirect(link, writer: PdfWriter, first: dict[str, int]):
    """Have a link to a page of the site lead to where this page begins in the file."""
    address = re.sub("#.*", "", link.get("/A", {}).get("/URI", ""))
    if address in first:
        sheet = writer.pages[first[address]].indirect_reference
        place = ArrayObject([sheet, NameObject("/XYZ"), *[NumberObject(0)] * 3])
        go = {NameObject("/S"): NameObject("/GoTo"), NameObject("/D"): place}
        link[NameObject("/A")] = DictionaryObject(go)


def main(site: str, target: str):
    """Print a built site."""
    command = browser()
    with tempfile.TemporaryDirectory() as folder:
        prints = {}
        for number, page in enumerate(order(Path(site).resolve())):
            prints[page] = Path(folder, f"{number}.pdf")
            show(command, page, prints[page], Path(folder, "profile"))
        join(prints, Path(target))
    print(f"{target}: {len(PdfReader(target).pages)} pages")


if __name__ == "__main__":
    main(*sys.argv[1:])
