"""The search, a facet's whole list, and how to search."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError
from papersearch.fields import FACETS
from papersearch.query.build import build_request
from papersearch.query.parameters import MAX_WINDOW, SearchParams, read_params
from papersearch.query.request import FacetSpec
from papersearch.search.suggestions import OTHER_FORMS
from papersearch.semantic.extra import is_installed
from papersearch_api.delivery import with_etag
from papersearch_api.links import Pairs, address, as_run, export_links, feed_address
from papersearch_api.negotiation import format_instead_of_page, format_of_suffix
from papersearch_api.pages import results_model
from papersearch_api.pages.facets import facet_items, facet_models, facet_plural
from papersearch_api.pages.home import home_page
from papersearch_api.pages.links import canonical_pairs, for_export, with_range, without
from papersearch_api.pages.structured_data import results_page, text_page
from papersearch_api.params import Given
from papersearch_api.services import services
from papersearch_api.views.responses import varied_page
from papersearch_api.views.search import answer_search

_MOST_VALUES = 1000
_SORTS = (
    ("relevance", "best match"), ("year", "newest"), ("year:asc", "oldest"), ("title", "title"),
    ("added_at", "recently added"), ("cited", "most cited here"),
)  # fmt: skip
_DEFAULTS = {
    "facets": ",".join(facet.name for facet in FACETS),
    "facet_size": "60",  # as many years as a histogram mostly has
    "highlight": "true",
    "match": "auto",
    "explain": "clauses",
    "per_page": "20",
}
"""What the page asks for beyond what its address says."""


def search_page() -> ResponseReturnValue:
    """Results under the parameters of the API, or the front page without any."""
    given = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if form := format_instead_of_page(parameter=request.args.get("format")):
        return answer_search(_as_given(with_range(given) or given), form)
    if not [name for name, _ in given if name != "seed"]:
        return varied_page(home_page(request.args.get("seed", type=int)))
    ranged = with_range(given)
    if ranged is not None:
        return redirect(address("/", ranged or [("sort", "year")]))
    shown = [(name, value) for name, value in given if value]  # an empty field of a form is none
    params = read_params([*_defaults(shown), *shown])
    page = services().search.search(params)
    is_best_instead = page.params.match == "best" and params.match == "auto"
    params, shown = page.params, list(as_run(shown, page))
    built = build_request(params)
    pairs = canonical_pairs(built, params, shown)
    html = render_template(
        "search.html",
        text=params.q,
        is_without_papers=not page.meta.count and not _number_of_papers(),
        page=page,
        pairs=pairs,
        kept=[(n, v) for n, v in shown if n not in {"q", "page", *(("match",) if is_best_instead else ())}],
        count_line=results_model.count_line(params.q, page.meta.count),
        all_words_href=address("/", [*without(pairs, "match"), ("match", "all")]) if is_best_instead else None,
        meaning_href=_meaning_href(params, pairs),
        exact_href=results_model.exact_href(params.q, pairs) if page.meta.count and not is_best_instead else None,
        chips=results_model.chips(page.facets, pairs),
        toggles=results_model.quick_toggles(page.facets, pairs),
        clear_href=address("/", [("q", built.rest)]),
        facets=facet_models(page, pairs),
        corrections=results_model.offer_models(page.suggestions.did_you_mean),
        other_forms=results_model.offer_models(o for o in page.suggestions.relaxed if o.kind in OTHER_FORMS),
        offers=results_model.offer_models(o for o in page.suggestions.relaxed if o.kind not in OTHER_FORMS),
        pager=results_model.pager(page, pairs, MAX_WINDOW),
        sorts=_SORTS,
        sort=params.sort or ("relevance" if built.rest else "year"),
        api_href=address("/api/v1/papers", shown),
        exports=export_links(for_export(pairs)),
        trends_href=address("/trends", for_export(pairs)),
        feed_href=feed_address(for_export(pairs)),
        json_ld=results_page(
            params.q or "All papers",
            page.meta.count,
            (params.page - 1) * params.per_page + 1,
            (h.body for h in page.hits),
        ),
    )
    return with_etag(varied_page(html), html.replace(f"Found in {page.meta.took_ms} ms", ""))


def _meaning_href(params: SearchParams, pairs: Pairs) -> str | None:
    """The same search with the other mode, where there is another and the order is by relevance."""
    if not (params.q and is_installed()) or params.sort not in {None, "relevance"}:
        return None
    kept = without(pairs, "mode")
    return address("/", kept if params.mode == "hybrid" else [*kept, ("mode", "hybrid")])


def search_file(suffix: str) -> ResponseReturnValue:
    """The page of results of the same parameters in the format of a suffix: `/papers.ris?q=graphs`."""
    return answer_search(_as_given(list(request.args.items(multi=True))), format_of_suffix(suffix))


def _as_given(pairs: Pairs) -> Given:
    """The parameters by name; an empty field of a form is none."""
    given: Given = {}
    for name, value in pairs:
        if value:
            given.setdefault(name, []).append(value)
    return given


def facet_page(field: str) -> ResponseReturnValue:
    """Every value of one facet under a search; each leads back to the search with the value selected."""
    names = [facet.name for facet in FACETS]
    if field not in names:
        raise NotFoundError(f"Facet {field!r} does not exist; the facets are {', '.join(names)}.")
    prefix = request.args.get("prefix", "").strip()
    given = [(n, v) for n, v in request.args.items(multi=True) if v and n != "prefix"]
    params = read_params(given)
    pairs = canonical_pairs(build_request(params), params, given)
    facet = services().search.facet(FacetSpec(field, size=_MOST_VALUES, prefix=prefix), params)
    chosen = {name.partition(".")[0] for name, _ in pairs}
    others = {n: services().search.facet(FacetSpec(n, size=1), params) for n in names if n in chosen - {field}}
    listing = [("size", str(_MOST_VALUES)), *([("prefix", prefix)] if prefix else [])]
    return render_template(
        "facet.html",
        field=field,
        text=params.q,
        plural=facet_plural(field),
        items=facet_items(field, facet, pairs),
        chips=results_model.chips({field: facet, **others}, pairs),
        facet=facet,
        prefix=prefix,
        kept=given,
        kept_with_text=[(n, v) for n, v in given if n not in {"q", "page"}],
        back_href=address("/", given or [("sort", "year")]),
        api_href=address(f"/api/v1/facets/{field}", [*listing, *for_export(given)]),
        json_ld=text_page(facet_plural(field)),
    )


def help_page() -> ResponseReturnValue:
    """How to search, with examples that can be tried."""
    return render_template("help.html", facets=FACETS, json_ld=text_page("How to search"))


def _number_of_papers() -> int:
    return services().search.search(read_params([("per_page", "1")])).meta.count


def _defaults(given: Pairs) -> list[tuple[str, str]]:
    return [(name, value) for name, value in _DEFAULTS.items() if name not in dict(given)]
