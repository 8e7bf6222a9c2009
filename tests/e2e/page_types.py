"""Every type and state of page, by name, as an address on the samples and the awkward papers."""

from urllib.parse import quote

from .awkward import ARABIC, CHINESE, LONG_TITLE, MANY_AUTHORS, UNBROKEN

PAGES = {
    "home": "/?seed=3",
    "search": "/?q=networks",
    "search with filters": "/?q=learning&venue=iclr&year=2015..2019&has=abstract&keyword.not=neural%20network",
    "search with two keywords": "/?keyword=convolutional%20network&keyword=data%20augmentation&keyword.op=and",
    "search with one hit": "/?q=%22word%20vectors%22",
    "no hits": "/?q=zzzxq%20learning%20title:nowhere",
    "odd query": "/?q=%28deep%20AND%20%22net%20%5E2",
    "far page": "/?q=learning&page=2&per_page=5",
    "search for plain words": "/?q=neural%20networks",
    "facet": "/facets/keyword?q=learning&venue=iclr&year.not=2018",
    "tags": "/keywords",
    "tags by value": "/keywords?sort=value&prefix=n",
    "tag": "/keywords/neural%20network",
    "venues": "/venues",
    "venue": "/venues/iclr",
    "author": "/authors/yoshua%20bengio",
    "trends": "/trends",
    "trends of a search": "/trends?q=learning&by=venue&year=2012..&order=rising",
    "two venues compared": "/compare?q=venue%3AICLR&q=venue%3ACVPR",
    "nothing compared": "/compare",
    "help": "/help",
    "admin": "/admin",
    "empty list": "/list",
    "not found": "/nowhere",
    "wrong parameter": "/?q=x&page=abc",
}
"""Name -> address; papers are found by their title, see `PAPERS`."""
STATUS = {"not found": 404, "wrong parameter": 400}
"""Of pages that do not answer 200."""
PAPERS = {
    "paper": "Deep Residual Learning for Image Recognition",
    "paper of 200 authors": MANY_AUTHORS,
    "paper with a long title": LONG_TITLE,
    "paper of unbroken text": UNBROKEN,
    "Arabic paper": ARABIC,
    "Chinese paper": CHINESE,
    "paper with maths": "Bounds of ",
    "paper without abstract": "A Paper Without an Abstract",
}
"""Name -> how its title begins."""


def search_address(text: str) -> str:
    """The address of a search for a text."""
    return f"/?q={quote(text, safe='')}"
