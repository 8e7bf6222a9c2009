"""The schemas of what we write, as checks that raise with what is wrong."""

import json
from functools import lru_cache
from typing import Any

import jsonschema
from lxml import etree

from tests.support.paths import ROOT

SCHEMAS = ROOT / "tests/support/schemas"
ATOM = "{http://www.w3.org/2005/Atom}"


@lru_cache
def _atom() -> Any:
    return etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))


@lru_cache
def _oai_pmh() -> Any:
    return etree.XMLSchema(etree.parse(SCHEMAS / "oai_pmh.xsd"))


@lru_cache
def _csl() -> Any:
    schema = json.loads((SCHEMAS / "csl_json.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def check_atom(text: str | bytes) -> Any:
    """The feed, if RFC 4287 allows it: the schema, and what a schema cannot say.

    No two entries of an id and a date, and no two alternates of a type and a language.
    """
    feed = etree.fromstring(text.encode() if isinstance(text, str) else text)
    _atom().assertValid(feed)
    seen = [(each.findtext(f"{ATOM}id"), each.findtext(f"{ATOM}updated")) for each in feed.iter(f"{ATOM}entry")]
    assert len(seen) == len(set(seen))
    for parent in [feed, *feed.iter(f"{ATOM}entry")]:
        links = parent.findall(f"{ATOM}link")
        alternates = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        assert len(alternates) == len(set(alternates))
        assert alternates or parent is feed
    return feed


def check_oai(text: str | bytes) -> Any:
    """The answer, if the protocol allows it; metadata in Dublin Core is checked, too."""
    answer = etree.fromstring(text.encode() if isinstance(text, str) else text)
    _oai_pmh().assertValid(answer)
    return answer


def check_csl(text: str) -> list[dict[str, Any]]:
    """The items, if CSL knows their types, variables, names and dates."""
    items: list[dict[str, Any]] = json.loads(text)
    _csl().validate(items)
    assert len({item["id"] for item in items}) == len(items)
    return items
