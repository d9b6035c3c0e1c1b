"""The search as a reader uses it: every page is found by a word that no other page has."""

import re
from collections import Counter

from bs4 import BeautifulSoup


def words(html):
    """The words of a page's own text, formulas and code left out."""
    article = BeautifulSoup(html, "html.parser").select_one("article, main, body")
    for other in article.select(".katex, pre, code, script, style, nav, .headerlink, .solution"):
        other.decompose()
    return re.findall(r"[a-z]{5,}", article.get_text(" ").lower())


def distinctive(pages):
    """Path → the longest word of a page that is on the fewest pages; pages: path → its HTML."""
    found = {path: set(words(html)) for path, html in pages.items()}
    pages_with = Counter(word for page in found.values() for word in page)
    return {
        path: min(sorted(page), key=lambda word: (pages_with[word], -len(word)))
        for path, page in found.items()
    }


def search(page, home, term):
    """The paths that the search lists for a term typed into it, as the home page offers it."""
    page.goto(home)
    page.keyboard.press("Control+k")
    page.keyboard.type(term)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?*")
    said = "document.querySelector('main').textContent"
    page.wait_for_function(f"() => /found \\d|no place matches/i.test({said})")
    links = page.eval_on_selector_all("main li a", "(links) => links.map((a) => a.href)")
    return {link.removeprefix(home).partition("?")[0].partition("#")[0] for link in links}


def finds(page, home, path, term):
    """A page that its own word does not find."""
    found = search(page, home, term)
    return [] if path in found else [f"{term!r} does not find {path}, but {sorted(found)}"]
