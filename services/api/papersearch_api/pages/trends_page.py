"""The pages of trends and of searches compared, with their pictures and tables as files."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError
from papersearch_api.links import Pairs, address
from papersearch_api.pages.compare import MOST_SEARCHES, compare
from papersearch_api.pages.facets import facet_label, facet_plural
from papersearch_api.pages.links import with_value, without
from papersearch_api.pages.structured_data import text_page
from papersearch_api.pages.trend_charts import HEIGHT, WIDTH, Line, own_scales, shared_scale, trends_csv
from papersearch_api.pages.trends import Trends, canonical, trends_of, with_both
from papersearch_api.services import services
from papersearch_api.views.responses import varied_page

MULTIPLES = 12
_FIELDS = ("keyword", "venue", "author")
_OWN = frozenset({"by", "order"})
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MOST_IN_TABLE = 12


def trends_page(suffix: str = "") -> ResponseReturnValue:
    """Keywords, venues or authors by year, as shares of all papers, under any search."""
    field = next((name for name in _FIELDS if name == request.args.get("by")), _FIELDS[0])
    is_rising = request.args.get("order") == "rising"
    given = [(n, v) for n, v in request.args.items(multi=True) if v and n not in _OWN]
    pairs = canonical(given)
    trends = trends_of(services().search, field, pairs, MULTIPLES, is_rising=is_rising)
    lines = own_scales(trends)
    chosen = [*pairs, ("by", field), *([("order", "rising")] if is_rising else [])]
    title = f"{facet_plural(field).capitalize()} by year"
    if suffix:
        return _file(suffix, "trends", trends, lines, title)
    text = dict(pairs).get("q", "")
    html = render_template(
        "trends.html", text=text, field=field, fields=[(n, facet_plural(n).capitalize()) for n in _FIELDS],
        is_rising=is_rising, pairs=pairs, trends=trends, lines=lines, title=title, width=WIDTH, height=HEIGHT,
        shown=range(len(trends.years))[-_MOST_IN_TABLE:], both=lambda value: with_both(pairs, field, value),
        label=facet_label(field), plural=facet_plural(field), search_href=address("/", pairs or [("sort", "year")]),
        hrefs={each: address("/trends", _with(chosen, *each)) for each in _choices()},
        files=[(name, address(f"/trends.{name.lower()}", chosen)) for name in ("SVG", "CSV")],
        json_ld=text_page(title),
    )  # fmt: skip
    return varied_page(html)


def compare_page(suffix: str = "") -> ResponseReturnValue:
    """Up to four searches on shared axes, and what is distinctive of each."""
    texts = list(dict.fromkeys(text.strip() for text in request.args.getlist("q") if text.strip()))[:MOST_SEARCHES]
    trends, compared = compare(services().search, texts) if texts else (Trends((), (), ()), [])
    lines = shared_scale(trends)
    if suffix:
        return _file(suffix, "compared", trends, lines, "Compared")
    chosen = [("q", text) for text in texts]
    html = render_template(
        "compare.html", trends=trends, lines=lines, compared=compared, width=WIDTH, height=HEIGHT,
        fields=[*texts, *[""] * max(1, 2 - len(texts))][:MOST_SEARCHES],
        shown=range(len(trends.years))[-_MOST_IN_TABLE:],
        files=[(name, address(f"/compare.{name.lower()}", chosen)) for name in ("SVG", "CSV")],
        json_ld=text_page("Compare searches"),
    )  # fmt: skip
    return varied_page(html)


def _choices() -> list[tuple[str, str]]:
    return [*(("by", field) for field in _FIELDS), ("order", ""), ("order", "rising")]


def _with(pairs: Pairs, name: str, value: str) -> Pairs:
    return with_value(without(pairs, name), name, value) if value else without(pairs, name)


def _file(suffix: str, name: str, trends: Trends, lines: list[Line], title: str) -> ResponseReturnValue:
    """The picture or the table as a file to download."""
    if suffix == "csv":
        response = Response(trends_csv(trends), mimetype="text/csv")
    elif suffix == "svg":
        picture = render_template("trends.svg", trends=trends, lines=lines, title=title, width=WIDTH, height=HEIGHT,
                                  is_shared=name == "compared")  # fmt: skip
        response = Response(picture, mimetype="image/svg+xml")
        response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    else:
        raise NotFoundError(f"There is no {suffix} file here; the formats are svg and csv.")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response
