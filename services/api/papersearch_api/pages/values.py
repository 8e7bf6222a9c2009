"""Discovering: all tags, venues by year, authors, and a page for each tag, venue and author."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from papersearch.query.parameters import MAX_PER_PAGE, SearchParams, read_params
from papersearch.query.request import FacetSpec
from papersearch.results import Bucket, Facet, Hit
from papersearch.search.answers import ValueProfile
from papersearch.text import words
from papersearch_api.delivery import with_etag
from papersearch_api.formats import split_suffix
from papersearch_api.links import address, below_root, export_links, feed_address
from papersearch_api.negotiation import format_instead_of_page
from papersearch_api.pages.charts import bars, heat
from papersearch_api.pages.facets import facet_label, facet_plural
from papersearch_api.pages.results_model import profile_address
from papersearch_api.pages.structured_data import index_page, value_page
from papersearch_api.pages.value_lists import values_instead_of_page
from papersearch_api.services import services
from papersearch_api.views.responses import varied_page
from papersearch_api.views.search import answer_search

_TAGS_ON_A_PAGE = 600
_AUTHORS_ON_A_PAGE = 300
_VENUES_IN_TABLE = 25
_VENUES_LISTED = 200
_YEARS_IN_TABLE = 12
_NEIGHBOURS = 16
_BEST = 10
_TELLING = 6
"""Neighbours whose words say what is typical of a venue or an author."""
_BESIDE = {"keyword": ("author", "venue"), "venue": ("author",), "author": ("author", "venue")}
"""Which facets' most frequent values the page of a value lists."""
_LISTED_BESIDE = 12
_NEWEST = "added_at"


def keywords_page(suffix: str | None = None) -> ResponseReturnValue:
    """All keywords, by count or from A to Z, or those with a word that begins as asked."""
    return values_instead_of_page("keyword", suffix) or _index_page(
        "keyword", "/keywords", "keywords.html", _TAGS_ON_A_PAGE
    )


def authors_page(suffix: str | None = None) -> ResponseReturnValue:
    """All authors, likewise."""
    return values_instead_of_page("author", suffix) or _index_page(
        "author", "/authors", "authors.html", _AUTHORS_ON_A_PAGE
    )


def venues_page(suffix: str | None = None) -> ResponseReturnValue:
    """Venues and years: how many papers of each venue there are from each year, the newest first."""
    return values_instead_of_page("venue", suffix) or varied_page(_venues_html())


def _venues_html() -> str:
    table = services().search.pivot(
        FacetSpec("venue", size=_VENUES_IN_TABLE), FacetSpec("year", size=_YEARS_IN_TABLE), SearchParams()
    )
    order = sorted(range(len(table.columns)), key=lambda column: -int(table.columns[column].value))
    largest = max((count for row in table.counts for count in row), default=0)
    rows = [
        (venue, [(table.columns[c], counts[c], heat(counts[c], largest)) for c in order])
        for venue, counts in zip(table.rows, table.counts, strict=True)
    ]
    venues = services().search.facet(FacetSpec("venue", size=_VENUES_LISTED), SearchParams())
    return render_template(
        "venues.html", years=[table.columns[c] for c in order], rows=rows, venues=venues,
        api_href=address("/api/v1/pivot", [("rows", "venue"), ("cols", "year"), ("size", str(_VENUES_IN_TABLE))]),
        json_ld=_index_data("venue", venues),
    )  # fmt: skip


def keyword_page(value: str) -> ResponseReturnValue:
    """A tag."""
    return _profile_page("keyword", value)


def venue_page(value: str) -> ResponseReturnValue:
    """A venue."""
    return _profile_page("venue", value)


def author_page(value: str) -> ResponseReturnValue:
    """An author."""
    return _profile_page("author", value)


def _index_page(field: str, path: str, template: str, size: int) -> ResponseReturnValue:
    prefix, is_by_value = request.args.get("prefix", "").strip(), request.args.get("sort") == "value"
    after = request.args.get("after") if is_by_value else None
    spec = FacetSpec(field, size=size, prefix=prefix, by_value=is_by_value, after=after)
    facet = services().search.facet(spec, SearchParams())
    is_full = is_by_value and len(facet.buckets) == size
    last = str(facet.buckets[-1].value) if is_full else ""
    following = [("sort", "value"), ("prefix", prefix), ("after", last)] if is_full else []
    order = "value" if is_by_value else "count"
    asked = [("size", str(size)), ("sort", order), *([("prefix", prefix)] if prefix else [])]
    html = render_template(
        template,
        path=path,
        facet=facet,
        values=facet.buckets,
        prefix=prefix,
        sort=order,
        more_href=address(path, following) if following else None,
        api_href=address(f"/api/v1{path}", asked),
        json_ld=_index_data(field, facet),
    )
    return varied_page(html)


def _index_data(field: str, facet: Facet) -> Markup:
    listed = ((value.label, profile_address(field, str(value.value)) or address("/")) for value in facet.buckets)
    return index_page(facet_plural(field).capitalize(), listed, facet.distinct)


def _profile_page(field: str, value: str) -> ResponseReturnValue:
    name, suffix = split_suffix(value)
    if form := format_instead_of_page(suffix, request.args.get("format")):
        return answer_search({field: [name], "sort": [_NEWEST], "per_page": [str(MAX_PER_PAGE)]}, form)
    profile = services().values.profile(field, value, neighbours=_NEIGHBOURS)
    own = [(field, profile.value)]
    path = profile_address(field, profile.value) or address("/")
    hits = _typical_hits(field, own, profile)
    html = render_template(
        "profile.html",
        field=field,
        kind=facet_label(field),
        profile=profile,
        bars=bars([(each.year, each.count) for each in profile.by_year],
                  href=lambda year: address("/", [*own, ("year", str(year))])),
        hits=hits,
        beside=_beside(field, profile.value),
        all_href=address("/", [*own, ("sort", "year")]),
        api_href=address(f"/api/v1{below_root(path)}" if field != "author" else "/api/v1/papers",
                         own if field == "author" else ()),
        exports=export_links(own),
        feed_href=feed_address(own),
        feed_title=profile.label,
        json_ld=value_page(field, profile.label, path, (hit.body for hit in hits), profile.count),
    )  # fmt: skip
    return with_etag(varied_page(html), html)


def _beside(field: str, value: str) -> list[tuple[str, list[tuple[Bucket, str]]]]:
    """Headings over the values that most papers of `value` have, each value with the address of the papers of both.

    A facet of the same field counts under its own selection here: with whom an author has written.
    """
    own = [(field, value), *([(f"{field}.op", "and")] if field in _BESIDE[field] else [])]
    asked = [("facets", ",".join(_BESIDE[field])), ("facet_size", str(_LISTED_BESIDE)), ("per_page", "1")]
    facets = services().search.search(read_params([*own, *asked])).facets
    return [
        (
            "Co-authors" if name == field else facet_plural(name).capitalize(),
            [(each, address("/", [*own, (name, str(each.value))]))
             for each in facets[name].buckets
             if (name, each.value) != (field, value)],
        )
        for name in _BESIDE[field]
    ]  # fmt: skip


def _typical_hits(field: str, own: list[tuple[str, str]], profile: ValueProfile) -> list[Hit]:
    """The most typical papers of a value, and the newest where fewer have what is typical of it."""
    found: dict[str, Hit] = {}
    for more in (_most_typical(field, profile), [("sort", "year")]):
        if len(found) < min(profile.count, _BEST):
            page = services().search.search(read_params([*own, *more, ("per_page", str(_BEST))]))
            found |= {hit.id: hit for hit in page.hits if hit.id not in found}
    return list(found.values())[:_BEST]


def _most_typical(field: str, profile: ValueProfile) -> list[tuple[str, str]]:
    """A query that ranks the papers of a value by how much they have of what sets it apart from others.

    Its keywords find the papers, also extracted ones; the words of these rank them.
    """
    telling = [profile.label] if field == "keyword" else []
    telling += [str(each.value) for each in profile.neighbours[:_TELLING]]
    if not telling:
        return [("sort", "year")]
    named = ((each.replace('"', " "), " ".join(words(each))) for each in telling)
    return [("q", " OR ".join(f'keyword:"{each}" OR ({said})' for each, said in named))]
