"""The pages: server-rendered, complete without JavaScript, over the same services as the API. One table of routes."""

from flask import Blueprint, Response, render_template, request

from papersearch.paper import JsonObject
from papersearch_api.delivery import current_request_id
from papersearch_api.formats import BY_SUFFIX, split_suffix
from papersearch_api.formats.coins import coins
from papersearch_api.links import Pairs, address
from papersearch_api.maths import maths, maths_in_html
from papersearch_api.pages.admin import admin_page
from papersearch_api.pages.charts import scale_top
from papersearch_api.pages.facets import part_label
from papersearch_api.pages.paper import paper_page
from papersearch_api.pages.paper_model import web_links, worth_showing
from papersearch_api.pages.reading_list import export_list, list_page
from papersearch_api.pages.results_model import figure, profile_address
from papersearch_api.pages.search import facet_page, help_page, search_file, search_page
from papersearch_api.pages.site import logo, register_site, theme
from papersearch_api.pages.trend_charts import percent
from papersearch_api.pages.trends_page import compare_page, trends_page
from papersearch_api.pages.values import author_page, authors_page, keyword_page, keywords_page, venue_page, venues_page
from papersearch_api.problems import ProblemAnswer, is_api_path
from papersearch_api.url_prefix import root

__all__ = ["blueprint", "register_site", "render_problem"]
blueprint = Blueprint("pages", __name__)

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ROUTES = (
    ("/", search_page),
    ("/papers.<path:suffix>", search_file),
    ("/papers/<path:paper_id>", paper_page),
    ("/facets/<field>", facet_page),
    ("/keywords", keywords_page),
    ("/keywords.<suffix>", keywords_page),
    ("/keywords/<path:value>", keyword_page),
    ("/venues", venues_page),
    ("/venues.<suffix>", venues_page),
    ("/venues/<path:value>", venue_page),
    ("/authors", authors_page),
    ("/authors.<suffix>", authors_page),
    ("/authors/<path:value>", author_page),
    ("/trends", trends_page),
    ("/trends.<suffix>", trends_page),
    ("/compare", compare_page),
    ("/compare.<suffix>", compare_page),
    ("/list", list_page),
    ("/list.<form>", export_list),
    ("/help", help_page),
    ("/theme.css", theme),
    ("/logo", logo),
    ("/admin", admin_page),
    ("/operate", admin_page),  # its address until 0.1
)
for _rule, _view in _ROUTES:
    blueprint.add_url_rule(_rule, view_func=_view)
blueprint.add_url_rule("/", "long_search", search_page, methods=["POST"])
"""For texts that are too long for an address."""

for _filter in (scale_top, percent, maths, maths_in_html, web_links, worth_showing, part_label, figure, coins):
    blueprint.add_app_template_filter(_filter)
blueprint.add_app_template_global(profile_address)
blueprint.add_app_template_global(root)


def render_problem(problem: ProblemAnswer) -> str:
    """An error as a page."""
    return render_template(
        "error.html", problem=problem, request_id=current_request_id(), is_outage=problem.status in {503, 504},
        retry_href=root() + request.full_path.rstrip("?"),
    )  # fmt: skip


@blueprint.app_template_global()
def search_url(**filters: object) -> str:
    """The address of a search with these parameters."""
    return address("/", [(name, str(value)) for name, value in filters.items()])


@blueprint.app_template_global()
def search_address(pairs: Pairs) -> str:
    """The address of a search with these pairs."""
    return address("/", pairs)


@blueprint.app_template_global()
def trends_url(**filters: object) -> str:
    """The address of the trends of a search."""
    return address("/trends", [(name, str(value)) for name, value in filters.items()])


@blueprint.app_template_global()
def compare_url(field: str, label: str) -> str:
    """The page that compares the papers of a value with others."""
    return address("/compare", [("q", f'{field}:"{label.replace(chr(34), " ")}"')])


@blueprint.app_template_filter()
def thousands(number: int) -> str:
    """12345 -> 12,345."""
    return f"{number:,}"


@blueprint.app_template_filter()
def media_type(href: str) -> str:
    """The media type of an address by its suffix."""
    suffix = split_suffix(href)[1]
    return BY_SUFFIX[suffix].media_type if suffix else "text/html"


@blueprint.app_template_filter()
def upper_first(text: str) -> str:
    """The first letter upper case, the others as they are: `code` -> `Code`, `PDF` -> `PDF`."""
    return text[:1].upper() + text[1:]


@blueprint.app_template_filter()
def first_words(paper: JsonObject) -> str:
    """What a paper without title is called: the first words of its abstract."""
    words = (paper.get("abstract") or paper["id"]).split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


@blueprint.app_template_filter()
def best_id(paper: JsonObject) -> str:
    """The identifier that people would quote."""
    scheme, value = next(iter(paper["ids"].items()))
    return f"{scheme}:{value}"


@blueprint.app_template_filter()
def existing(paper: JsonObject) -> list[str]:
    """What exists beside a paper: with an address first, then what a source only states."""
    linked = [name for name in web_links(paper["links"]) if name != "html"]
    return linked + [name for name in paper["materials"] if name not in linked]


@blueprint.after_app_request
def forbid_foreign_content(response: Response) -> Response:
    """A page loads nothing from elsewhere and runs no inline script; an error's page neither."""
    if response.mimetype == "text/html" and not is_api_path(request.path):
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
