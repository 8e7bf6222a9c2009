"""What Zotero makes of COinS, of the metas of a page, of RIS and of BibTeX, by its documented rules, as far as they
concern what we write.

https://www.zotero.org/support/dev/exposing_metadata and the behaviour of the importers that it names. Each function
gives an item: `itemType`, fields under Zotero's names, and `creators` as (role, family, given); an organisation has no
given names.
"""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

Item = dict[str, Any]
ITEM_TYPES = frozenset({
    "preprint", "journalArticle", "conferencePaper", "bookSection", "book", "thesis", "report", "dataset",
    "computerProgram", "patent", "standard", "encyclopediaArticle", "magazineArticle", "webpage", "presentation",
    "document",
})  # fmt: skip
_GENRES = {"bookitem": "bookSection", "proceeding": "conferencePaper", "conference": "conferencePaper",
           "report": "report"}  # fmt: skip
_WITH_PART_TITLES = frozenset({"journalArticle", "bookSection", "conferencePaper"})
_PLAIN = {"volume": "volume", "issue": "issue", "date": "date", "issn": "ISSN", "isbn": "ISBN", "pub": "publisher",
          "publisher": "publisher", "edition": "edition", "series": "series", "inst": "publisher",
          "assignee": "assignee", "language": "language", "source": "publicationTitle", "subject": "tags"}  # fmt: skip
_ROLES = {"au": "author", "creator": "author", "inventor": "inventor"}


def clean_author(name: str, role: str) -> tuple[str, str, str]:
    """A name with a comma is family name and given names; of another the last word is the family name."""
    bare = re.sub(r"[\s.,/\[\]:]+$", "", name.strip())
    if "," in name:
        family, *others = re.split(r", ?", bare)
        given = others[0] if others else ""
    else:
        given, _, family = bare.rpartition(" ")
    if given.isupper() and given.isalpha() and len(given) <= 3:
        given = " ".join(f"{letter}." for letter in given)
    tokens = [token for token in re.split(r"[\s.]+", given) if token]
    return role, family, " ".join(f"{token}." if re.fullmatch(r"-?[A-Z]", token) else token for token in tokens)


def item_of_coins(title: str) -> Item:
    """The item of a `<span class="Z3988">`. A plus sign is a space, even an encoded one."""
    pairs = [(key, unquote(re.sub(r"\+|%2[bB]", " ", value)))
             for key, _, value in (part.partition("=") for part in title.split("&"))]  # fmt: skip
    item: Item = {"itemType": _type_of_coins(pairs), "creators": [], "tags": []}
    first: dict[str, str] = {}
    for key, value in pairs:
        name = key.removeprefix("rft.")
        if key == "rft_id":
            _add_identifier(item, value)
        elif name in {"btitle", "atitle", "jtitle", "title"}:
            _add_title(item, name, value)
        elif name in {"aulast", "aufirst", "aucorp"}:
            first[name] = value
        elif name in _ROLES:
            item["creators"].append(clean_author(value, _ROLES[name]))
        elif name == "type" and value in ITEM_TYPES:
            item["itemType"] = value
        elif name == "pages" or (name == "spage" and "pages" not in item):
            item["pages"] = value
        elif name == "subject":
            item["tags"].append(value)
        elif name in _PLAIN:
            item.setdefault(_PLAIN[name], value)
    return item | {"creators": _with_first(first, item["creators"])}


def _type_of_coins(pairs: Iterable[tuple[str, str]]) -> str:
    found = dict(pairs)
    form = found["rft_val_fmt"].rpartition(":")[2]
    if form == "book":
        return _GENRES.get(found.get("rft.genre", ""), "book")
    return {"journal": "journalArticle", "dissertation": "thesis", "patent": "patent", "dc": "webpage"}[form]


def _add_identifier(item: Item, value: str) -> None:
    if value.startswith("info:doi/"):
        item["DOI"] = value.removeprefix("info:doi/")
    elif value.startswith(("http://", "https://")):
        item["url"] = value


def _add_title(item: Item, name: str, value: str) -> None:
    has_parts = item["itemType"] in _WITH_PART_TITLES
    is_container = has_parts and name != "atitle"
    item["publicationTitle" if is_container else "title"] = value


def _with_first(first: Mapping[str, str], others: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The first author in parts is one of the others, if family name and the beginning of the given names agree.

    Parts without given names break the import.
    """
    if "aucorp" in first:
        return [("author", first["aucorp"], ""), *others]
    if not first:
        return others
    family, given = first["aulast"], first["aufirst"]
    is_known = any(other[1] == family and other[2].startswith(given) and other[2] for other in others)
    return others if is_known else [("author", family, given), *others]


class _Metas(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, content = given.get("name") or given.get("property"), given.get("content")
        if tag == "meta" and name and content:
            self.found.append((name, content))


_HIGHWIRE = {
    "citation_title": "title", "citation_publication_date": "date", "citation_journal_title": "publicationTitle",
    "citation_inbook_title": "publicationTitle", "citation_volume": "volume", "citation_issue": "issue",
    "citation_series_title": "series", "citation_conference_title": "conferenceName",
    "citation_dissertation_institution": "university", "citation_technical_report_institution": "institution",
    "citation_publisher": "publisher", "citation_isbn": "ISBN", "citation_abstract": "abstractNote",
    "citation_doi": "DOI", "citation_language": "language", "citation_issn": "ISSN", "citation_pdf_url": "attachment",
    "citation_abstract_html_url": "url", "citation_pmid": "PMID", "DC.source": "publicationTitle",
}  # fmt: skip
_SAYS_TYPE = {
    "citation_journal_title": "journalArticle", "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper", "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}  # fmt: skip


def item_of_page(html: str) -> Item:
    """The item of Embedded Metadata: what a container's meta says of the type wins over `DC.type`."""
    parser = _Metas()
    parser.feed(html)
    metas = parser.found
    said = [_SAYS_TYPE[name] for name, _ in metas if name in _SAYS_TYPE]
    stated = [content for name, content in metas if name == "DC.type" and content in ITEM_TYPES]
    guess = "book" if any(name == "citation_isbn" for name, _ in metas) else "journalArticle"
    item: Item = {"itemType": said[-1] if said else stated[0] if stated else guess}
    for name, content in metas:
        if name in _HIGHWIRE:
            item.setdefault(_HIGHWIRE[name], content)
    item["tags"] = [part.strip() for name, text in metas if name == "citation_keywords" for part in text.split(";")]
    ends = [text for name, text in metas if name in {"citation_firstpage", "citation_lastpage"}]
    item["pages"] = "-".join(text.split("-")[0] for text in ends)
    item["creators"] = [*_people_of_metas(metas, "author"), *_people_of_metas(metas, "editor")]
    return item


def _people_of_metas(metas: Iterable[tuple[str, str]], role: str) -> list[tuple[str, str, str]]:
    texts = [content for name, content in metas if name == f"citation_{role}"]
    names = [part for text in texts for part in re.split(r"\s*;\s*", text)]
    if len(names) == 1:
        parts = re.split(r"\s*,\s*", names[0])
        if len(parts) > 1 and " " in parts[0] and " " in parts[1]:
            names = parts  # two groups of words are two people
    return [clean_author(name.replace("\u00a0", " "), role) for name in names]


_RIS_TYPES = {
    "JOUR": "journalArticle", "GEN": "journalArticle", "CONF": "conferencePaper", "CHAP": "bookSection", "BOOK": "book",
    "THES": "thesis", "RPRT": "report", "DATA": "dataset", "COMP": "computerProgram", "PAT": "patent",
    "STAND": "report",
    "ENCYC": "encyclopediaArticle", "MGZN": "magazineArticle", "ELEC": "webpage", "SLIDE": "presentation",
    "MANSCPT": "manuscript",
}  # fmt: skip
_RIS_FIELDS = {"TI": "title", "AB": "abstractNote", "DO": "DOI", "UR": "url", "VL": "volume", "IS": "issue",
               "ET": "edition", "LA": "language", "PB": "publisher", "JF": "publicationTitle", "C3": "proceedingsTitle",
               "L1": "attachment", "JO": "journalAbbreviation"}  # fmt: skip
_RIS_SECOND_TITLES = {"conferencePaper": "conferenceName", "bookSection": "bookTitle", "report": "seriesTitle",
                      "encyclopediaArticle": "encyclopediaTitle", "book": "series", "webpage": "websiteTitle",
                      "computerProgram": "seriesTitle", "presentation": "meetingName"}  # fmt: skip
_RIS_EDITED = frozenset({"journalArticle", "bookSection", "conferencePaper", "encyclopediaArticle", "document"})


def items_of_ris(text: str) -> list[Item]:
    """The items of a RIS file. An unknown type is an article; `A2` is an editor of some types only."""
    items: list[Item] = []
    for line in text.splitlines():
        tag, value = line[:2], line[6:].strip()
        if tag == "TY":
            items.append({"itemType": _RIS_TYPES.get(value, "journalArticle"), "creators": [], "tags": []})
        elif tag not in {"ER", ""} and value:
            _add_ris(items[-1], tag, value)
    return items


def _add_ris(item: Item, tag: str, value: str) -> None:
    kind = item["itemType"]
    if tag in {"AU", "A2", "ED"}:
        role = "author" if tag == "AU" else "editor" if tag == "ED" or kind in _RIS_EDITED else "seriesEditor"
        family, _, given = value.partition(",")
        item["creators"].append((role, family.strip(), given.strip()))
    elif tag == "KW":
        item["tags"] += re.split(r"\s*;\s*", value)
    elif tag in {"PY", "DA"}:
        date = "-".join(part for part in value.split("/") if part)
        item["date"] = date if tag == "DA" else item.get("date", date)
    elif tag in {"SP", "EP"}:
        item["pages"] = "-".join(filter(None, (item.get("pages"), value)))
    elif tag == "SN":
        item.setdefault("ISSN" if kind in {"journalArticle", "magazineArticle"} else "ISBN", value)
    elif tag == "T2":
        item.setdefault(_RIS_SECOND_TITLES.get(kind, "publicationTitle"), value)
    elif tag in _RIS_FIELDS:
        item.setdefault(_RIS_FIELDS[tag], value)


BIBTEX_TYPES = {
    "article": "journalArticle", "inproceedings": "conferencePaper", "incollection": "bookSection", "book": "book",
    "phdthesis": "thesis", "techreport": "report", "misc": "document",
}  # fmt: skip
"""Entry types of ours in BibTeX that Zotero keeps; it drops an entry of a type that it does not know."""
