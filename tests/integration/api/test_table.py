"""Every row of the tables and every promise of docs/api.md and docs/query.md, through the HTTP app, on both engines."""

import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from flask.testing import FlaskClient

from papersearch.text import words
from tests.support.api_app import make_app
from tests.support.paths import GOLDEN
from tests.support.table_papers import PAPERS

API = "/api/v1"
ALL = frozenset("abcdefghijklm")
NASTY = [json.loads(line) for line in (GOLDEN / "nasty_queries.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module", params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on each engine in turn."""
    settings: dict[str, Any] = {}
    if request.param == "elasticsearch":
        settings = {
            "engine_url": request.getfixturevalue("elasticsearch_url"),
            "index_prefix": f"t{uuid.uuid4().hex[:10]}",
            "engine_timeout_s": 30.0,
        }
    app = make_app(tmp_path_factory.mktemp("home"), PAPERS, **settings)
    yield app
    app.extensions["papersearch"].close()
    if settings:
        index = f"{settings['engine_url']}/{settings['index_prefix']}-000001"
        urlopen(Request(index, method="DELETE"), timeout=30).close()


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def search(client: FlaskClient, q: str = "", **parameters: Any) -> Any:
    response = client.get(f"{API}/papers", query_string={"q": q, "per_page": 100, **parameters})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def letters(answer: Any) -> str:
    """The papers found, each by its letter, in order."""
    return "".join(hit["id"][2] for hit in answer["results"])


def found(client: FlaskClient, q: str = "", **parameters: Any) -> frozenset[str]:
    answer = search(client, q, **parameters)
    assert answer["meta"]["count"] == len(answer["results"])
    return frozenset(letters(answer))


def codes(answer: Any) -> list[str]:
    return [warning["code"] for warning in answer["meta"]["query"]["warnings"]]


ROWS = [
    ("data augmentation", "ab"),
    ('"data augmentation"', "ab"),
    ('title:"data augmentation"', "a"),
    ("“data augmentation”", "ab"),
    ('gan OR "generative adversarial" -survey', "cde"),
    ('(gan OR "generative adversarial") -survey', "de"),
    ("doubt OR graph network", "il"),
    ("title:(graph OR network) year:2018..2020", "bl"),
    ("title:(graph OR network) year:2018-2020", "bl"),
    ("title:(graph OR network) year:[2018 TO 2020]", "bl"),
    ("title:(graph OR network) year:>=2018 year:<=2020", "bl"),
    ("year:2021", "fgh"),
    ("year:2021-", "fgh"),
    ("year:>2020", "fgh"),
    ("year:[2021 TO *]", "fgh"),
    ("year:..2017", "e"),
    ("year:<2018", "e"),
    ("self-supervised", "fghi"),
    ("self supervised", "fghi"),
    ("selfsupervised", "fghi"),
    ('"self-supervised"', "fgi"),
    ('"self supervised"', "fgi"),
    ('"selfsupervised"', "h"),
    ("believe", "i"),
    ('"input output"', "a"),
    ("input output", "aj"),
    ("Mézard", "a"),
    ("mezard", "a"),
    ("M\\'ezard", "a"),
    ("Me\u0301zard", "a"),
    ("10.1000/a/b(1)", "j"),
    ("https://doi.org/10.1000/a/b(1)", "j"),
    ("arXiv:1810.02340v2", "a"),
    ("1810.02340", "a"),
    ("https://arxiv.org/abs/1810.02340", "a"),
    ("https://arxiv.org/pdf/1810.02340v3.pdf", "a"),
    ("https://openreview.net/forum?id=rJx1Na", "a"),
    ("p_aaaaaaaaaaaa", "a"),
    ("p_zzzzzzzzzzzz", "a"),
    ("and or not", "k"),
    ("NOT survey", "abdefghijklm"),
    ("-survey", "abdefghijklm"),
    ("!survey", "abdefghijklm"),
    ("ANDNOT survey", "abdefghijklm"),
    ("NOT NOT survey", "c"),
    ("has:code venue:ICLR", "a"),
    ("venue:(ICLR OR ICPR) has:code", "a"),
    ("soft/hard", "j"),
    ("C++", "j"),
    ("L2:", "j"),
    ("", ALL),
    ("*", ALL),
    ("imag*", "ae"),
    ('"scarce augmenting"~3', "b"),
    ('"images data"~2', "a"),
    ('"images data"~1', ""),
    ("author:lecun_y", "abl"),
    ('author:"yann lecun"', "al"),
    ('author:"lecun, yann"', "al"),
    ("au:lecun -au:lecun_yoshua", "al"),
    ("author:mezard", "a"),
    ('author:"van der berg"', "b"),
    ("author:berg_j", "b"),
    ("ti:images", "ae"),
    ("abs:graph", "bl"),
    ("kw:images", "ae"),
    ('tag:"data augmentation"', "ab"),
    ("keyword:data-augmentation", "ab"),
    ("any:survey", "c"),
    ("all:survey", "c"),
    ("has:doi", "j"),
    ("has:arxiv", "a"),
    ("-has:abstract", "fgh"),
    ("is:retracted", ""),
    ("source:made-up", ALL),
    ("venue:~missing", "fghijkm"),
    ("added:>=2020-01-01", ALL),
    ("added:..2001", ""),
    ("graph && network", "l"),
    ("doubt || survey", "ci"),
    ("doubt | survey", "ci"),
    ("+graph -network", "b"),
]


@pytest.mark.parametrize(("query", "expected"), ROWS, ids=[query or "nothing" for query, _ in ROWS])
def test_a_query_finds_these_papers_and_so_does_its_echo(client: FlaskClient, query: str, expected: str) -> None:
    answer = search(client, query)
    assert frozenset(letters(answer)) == frozenset(expected)
    assert answer["meta"]["count"] == len(answer["results"])
    echo = answer["meta"]["query"]["normalized"]
    again = search(client, echo)
    assert again["meta"]["query"]["normalized"] == echo
    assert frozenset(letters(again)) == frozenset(expected)


def test_a_phrase_ranks_higher(client: FlaskClient) -> None:
    assert letters(search(client, "data augmentation")) == "ab"
    assert letters(search(client, "graph network"))[0] == "l"


def test_the_count_of_a_phrase_is_that_of_a_scan(client: FlaskClient) -> None:
    for phrase in ("data augmentation", "generative adversarial", "input output", "self supervised", "graph network"):
        scanned = {paper.id[2] for paper in PAPERS if _has_phrase(paper, phrase.split())}
        assert found(client, f'"{phrase}"') == scanned


def _has_phrase(paper: Any, run: list[str]) -> bool:
    texts = [paper.title, paper.abstract, *(k.value for k in paper.keywords), *(a.name for a in paper.authors)]
    for each in filter(None, texts):
        found = words(each)
        if any(found[at : at + len(run)] == run for at in range(len(found))):
            return True
    return False


def test_or_binds_looser_than_and_and_the_echo_shows_it(client: FlaskClient) -> None:
    echo = search(client, "doubt OR graph network")["meta"]["query"]["normalized"]
    assert echo == "doubt OR (graph AND network)"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("soft/hard attention (", "unbalanced_parenthesis"),
        ("C++", "ignored_characters"),
        ("L2:", "unknown_field"),
        ("(", "empty_group"),
        ('"', "unclosed_quote"),
        ("[", "no_word"),
        ("AND", "dangling_operator"),
        ("*", "match_all"),
        ("\\", "ignored_characters"),
        ("🙂", "no_word"),
        ("and or not", "lowercase_operator"),
        ("graph^2", "ignored_operator"),
        ("graph~", "ignored_operator"),
        ("gra?h", "ignored_characters"),
        ("has:cod", "unknown_value"),
        ("venue:iclx", "unknown_value"),
        ("p_zzzzzzzzzzzz", "merged_paper"),
    ],
)
def test_what_was_ignored_is_told_and_is_an_error_only_under_strict(client: FlaskClient, query: str, code: str) -> None:
    assert code in codes(search(client, query))
    strict = client.get(f"{API}/papers", query_string={"q": query, "strict": "true"})
    if code in {"match_all", "lowercase_operator", "merged_paper", "unknown_value"}:
        assert strict.status_code in {200, 400}
    else:
        assert strict.status_code == 400
        problem = strict.get_json()["errors"][0]
        assert problem["parameter"] == "q"
        assert problem["position"] is not None


def test_nasty_queries_are_answered(client: FlaskClient) -> None:
    """Half of the corpus, 312: nothing but a limit is refused, and what comes back can be read and marked."""
    refused = 0
    for text in NASTY[::2]:
        asked = {"q": text, "per_page": 2, "highlight": True, "facets": "venue"}
        response = client.post(f"{API}/papers/search", json=asked)
        answer = response.get_json()
        if response.status_code == 400:
            assert answer["code"] == "query_too_large", text
            refused += 1
            continue
        assert response.status_code == 200, text
        assert answer["meta"]["count"] >= len(answer["results"])
    assert refused < 10
    assert client.post(f"{API}/papers/search", json={"\ud800": "x"}).status_code == 400


def test_facets_inside_the_query_are_selected_in_the_facet(client: FlaskClient) -> None:
    facets = search(client, "has:code venue:ICLR", facets="venue,has")["facets"]
    assert [b["value"] for b in facets["venue"]["buckets"] if b["selected"]] == ["iclr"]
    assert [b["value"] for b in facets["has"]["buckets"] if b["selected"]] == ["code"]


@pytest.mark.parametrize(
    "limit", [("a" * 1001, "1,000"), (" ".join("abc" for _ in range(65)), "64"), ("(" * 9 + "a" + ")" * 9, "8")]
)
def test_a_limit_is_named(client: FlaskClient, limit: tuple[str, str]) -> None:
    query, number = limit
    problem = client.post(f"{API}/papers/search", json={"q": query})
    assert problem.status_code == 400
    assert number in problem.get_json()["detail"]


FILTERS = [
    ({"venue": "ICLR"}, "ab"),
    ({"venue": ["ICLR", "icpr"]}, "abcdel"),
    ({"venue": "ICLR", "year": "2019"}, "a"),
    ({"year": "2018-2019"}, "abl"),
    ({"year": "2018..2019"}, "abl"),
    ({"year": "2020-"}, "cdfgh"),
    ({"year": "..2018"}, "be"),
    ({"year": ">=2020"}, "cdfgh"),
    ({"year": ["2017", "2021-"]}, "efgh"),
    ({"year": "~missing"}, "ijkm"),
    ({"keyword": ["images", "data augmentation"]}, "abe"),
    ({"keyword": ["images", "data augmentation"], "keyword.op": "and"}, "a"),
    ({"keyword": "Data-Augmentation"}, "ab"),
    ({"venue.not": "ICLR"}, "cdefghijklm"),
    ({"venue.not": ["ICLR", "~missing"]}, "cdel"),
    ({"author": "LeCun, Yann"}, "al"),
    ({"author": "lecun"}, ""),
    ({"source": "made-up", "has": "code"}, "a"),
    ({"added_from": "2020-01-01"}, ALL),
    ({"added_to": "2020-01-01"}, ""),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS, ids=[str(filters) for filters, _ in FILTERS])
def test_filters(client: FlaskClient, filters: dict[str, Any], expected: str) -> None:
    assert found(client, **filters) == frozenset(expected)
    body = client.post(f"{API}/papers/search", json={**filters, "per_page": 100}).get_json()
    assert frozenset(letters(body)) == frozenset(expected)


SORTS = {
    "year": "cdfghlaeb", "year:desc": "", "year:asc": "", "title": "", "title:desc": "", "title:asc": "",
    "added_at": "", "added_at:asc": "", "updated_at": "", "updated_at:desc": "",
}  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["", "graph OR images OR colours"])
def test_a_cursor_walks_each_sort_in_the_order_of_the_pages(client: FlaskClient, sort: str, query: str) -> None:
    expected = letters(search(client, query, sort=sort))
    assert _walked(client, q=query, sort=sort) == expected
    assert len(expected) == len(set(expected)) > 5


def test_a_cursor_walks_by_relevance(client: FlaskClient) -> None:
    query = "graph OR images OR colours"
    assert _walked(client, q=query) == letters(search(client, query))


def _walked(client: FlaskClient, **parameters: Any) -> str:
    walked, cursor = "", "*"
    while cursor:
        answer = search(client, **{**parameters, "per_page": 3, "cursor": cursor})
        walked += letters(answer)
        cursor = answer["meta"]["next_cursor"]
        assert (cursor is None) == (len(walked) == answer["meta"]["count"])
    return walked


def test_values_order_and_papers_without_one_come_last_both_ways(client: FlaskClient) -> None:
    years = {sort: [hit["year"] for hit in search(client, sort=sort)["results"]] for sort in ("year", "year:asc")}
    known = sorted(paper.year for paper in PAPERS if paper.year)
    assert years == {"year": known[::-1] + [None] * 4, "year:asc": known + [None] * 4}
    for sort in ("title", "title:desc"):
        assert letters(search(client, sort=sort))[-1] == "m"
    assert letters(search(client, "NOT survey")) == letters(search(client, "NOT survey", sort="year:desc"))


def test_a_cursor_belongs_to_its_query(client: FlaskClient) -> None:
    for first, other in (
        ({"sort": "year"}, {"sort": "title"}),
        ({"sort": "year"}, {"sort": "year", "venue": "ICLR"}),
        ({"q": "graph OR images"}, {"q": "graph OR colours"}),
    ):
        cursor = search(client, **first, per_page=1, cursor="*")["meta"]["next_cursor"]
        answer = client.get(f"{API}/papers", query_string={**other, "per_page": 1, "cursor": cursor})
        assert (answer.status_code, answer.get_json()["code"]) == (400, "cursor_mismatch")


def test_next_cursor_stands_only_on_a_walk(client: FlaskClient) -> None:
    assert search(client, per_page=2)["meta"]["next_cursor"] is None
    assert search(client, per_page=13, cursor="*")["meta"]["next_cursor"] is None
    assert search(client, per_page=12, cursor="*")["meta"]["next_cursor"] is not None


def test_a_page_too_far_names_the_cursor(client: FlaskClient) -> None:
    answer = client.get(f"{API}/papers?page=101&per_page=100")
    assert answer.status_code == 400
    assert "cursor" in answer.get_json()["detail"]


def test_facet_counts_are_what_a_click_gives(client: FlaskClient) -> None:
    for name in ("venue", "year", "keyword", "author", "source", "has"):
        facet = search(client, "graph OR images", facets=name, facet_size=1000)["facets"][name]
        assert facet["distinct"] == len(facet["buckets"])
        assert facet["other_count"] == 0
        for bucket in facet["buckets"]:
            assert search(client, "graph OR images", **{name: bucket["value"]})["meta"]["count"] == bucket["count"]
        assert search(client, "graph OR images", **{name: "~missing"})["meta"]["count"] == facet["missing_count"]


def test_facet_buckets_come_by_count_then_label(client: FlaskClient) -> None:
    for name in ("venue", "keyword", "author", "has"):
        buckets = search(client, facets=name)["facets"][name]["buckets"]
        order = [(-bucket["count"], " ".join(words(bucket["label"]))) for bucket in buckets]
        assert order == sorted(order)


def test_highlights_mark_compounds_and_synonyms_too(client: FlaskClient) -> None:
    hits = {hit["id"][2]: hit for hit in search(client, "self-supervised", highlight="true")["results"]}
    assert hits["h"]["highlights"]["title"] == ["<mark>Selfsupervised</mark> Colours"]
    assert all(hit["matched"] for hit in hits.values())
    synonyms = search(client, "gan", synonyms="true", highlight="true")["results"]
    marked = {hit["id"][2]: hit["highlights"] for hit in synonyms}
    assert marked["c"]["abstract"] == ["<mark>Generative adversarial networks</mark> at length."]


def test_synonyms_only_when_asked_for(client: FlaskClient) -> None:
    assert found(client, '"gan"') == frozenset("cd")
    assert found(client, "vae") == found(client, "variational autoencoder") == frozenset()
    assert found(client, "generative adversarial network", synonyms="true") > found(
        client, "generative adversarial network"
    )


def test_match_best_ranks_by_how_many_and_how_rare_words_match(client: FlaskClient) -> None:
    sentence = "which graph network is everything about"
    assert found(client, sentence) == frozenset()
    best = search(client, sentence, match="best")
    assert letters(best)[0] == "l"
    offered = {offer["kind"]: offer["count"] for offer in search(client, sentence)["suggestions"]["relaxed"]}
    assert offered["best_match"] == best["meta"]["count"]


def test_clauses_and_relaxations_are_true(client: FlaskClient) -> None:
    answer = search(client, "title:doubt survey", explain="clauses", venue="ICLR")
    (root,) = answer["meta"]["query"]["clauses"]
    assert [(part["query"], part["count"]) for part in root["clauses"]] == [("title:doubt", 1), ("survey", 1)]
    for offer in answer["suggestions"]["relaxed"]:
        assert client.get(offer["link"]).get_json()["meta"]["count"] == offer["count"] > 0


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("agmentation", "augmentation"),
        ("atention", "attention"),
        ("gmae", "game"),
        ("colours supervisd", "colours supervised"),
        ("Atention   -(zebra)", "Attention   -(zebra)"),
        ("mezrad", "mezard"),
    ],
)
def test_a_misspelled_word_is_offered_right(client: FlaskClient, query: str, corrected: str) -> None:
    offers = search(client, query)["suggestions"]["did_you_mean"]
    assert [offer["q"] for offer in offers] == [corrected]
    assert search(client, corrected)["meta"]["count"] == offers[0]["count"] > 0


@pytest.mark.parametrize(
    "query", ['"agmentation"', "GNA", "10.1000/a/b(2)", "p_qqqqqqqqqqqq", "12345", "arXiv:1810.99999"]
)
def test_quotes_digits_ids_and_acronyms_are_never_corrected(client: FlaskClient, query: str) -> None:
    assert search(client, query)["suggestions"]["did_you_mean"] == []


def test_samples_repeat_with_their_seed(client: FlaskClient) -> None:
    first, second = (letters(search(client, "graph OR images", sample=3, seed=4)) for _ in range(2))
    assert first == second
    assert len(first) == 3
    everything = {letters(search(client, sample=5, seed=seed)) for seed in range(8)}
    assert len(everything) > 4


def test_papers_by_any_name(client: FlaskClient) -> None:
    for name in ("p_aaaaaaaaaaaa", "arxiv:1810.02340", "arxiv:1810.02340v7", "openreview:rJx1Na",
                 "https://arxiv.org/abs/1810.02340"):  # fmt: skip
        answer = client.get(f"{API}/papers/{name}")
        assert answer.get_json()["id"] == "p_aaaaaaaaaaaa"
        assert client.head(f"{API}/papers/{name}").headers["ETag"] == answer.headers["ETag"]
    moved = client.get(f"{API}/papers/p_zzzzzzzzzzzz")
    assert (moved.status_code, moved.location) == (301, f"{API}/papers/p_aaaaaaaaaaaa")


def test_similar_papers_leave_out_the_paper_and_say_what_they_share(client: FlaskClient) -> None:
    hits = client.get(f"{API}/papers/p_aaaaaaaaaaaa/similar").get_json()["results"]
    assert hits[0]["id"] == "p_bbbbbbbbbbbb"
    assert hits[0]["shares"]["keywords"] == ["data augmentation"]
    assert "p_aaaaaaaaaaaa" not in [hit["id"] for hit in hits]
    filtered = client.get(f"{API}/papers/p_aaaaaaaaaaaa/similar?venue=ICPR&limit=3").get_json()["results"]
    assert {hit["venue"]["id"] for hit in filtered} == {"icpr"}


def test_a_title_leads_to_its_paper(client: FlaskClient) -> None:
    answer = client.get(f"{API}/papers/match?title=augmenting the scarce data of graph").get_json()
    assert answer["paper"]["id"] == "p_bbbbbbbbbbbb"
    assert 0.8 < answer["score"] < 1
    assert client.get(f"{API}/papers/match?title=nothing like it").status_code == 404


def test_facet_values_by_the_beginning_of_any_word(client: FlaskClient) -> None:
    listed = client.get(f"{API}/facets/keyword?prefix=aug").get_json()
    assert [(each["value"], each["count"]) for each in listed["results"]] == [("data augmentation", 2)]
    authors = client.get(f"{API}/authors?prefix=lec").get_json()["results"]
    assert [(each["label"], each["count"]) for each in authors] == [("Yann LeCun", 2), ("Yoshua LeCun", 1)]


def test_a_pivot_counts_what_both_clicks_give_and_keeps_empty_years(client: FlaskClient) -> None:
    table = client.get(f"{API}/pivot?rows=venue&cols=year").get_json()
    years = [column["value"] for column in table["meta"]["columns"]]
    assert years == [2017, 2018, 2019, 2020, 2021]
    for row in table["results"]:
        for year, count in zip(years, row["counts"], strict=True):
            assert search(client, venue=row["value"], year=str(year))["meta"]["count"] == count


def test_suggestions_lead_somewhere(client: FlaskClient) -> None:
    sections = client.get(f"{API}/suggest?q=gra").get_json()
    assert {each["value"][2] for each in sections["papers"]} == {"b", "l"}
    assert sections["keywords"] == [{"value": "graphs", "label": "graphs", "count": 1}]
    assert client.get(f"{API}/suggest?q=van der").get_json()["authors"][0]["label"] == "Jan van der Berg"


def test_a_keyword_has_its_trend_with_the_years_between(client: FlaskClient) -> None:
    profile = client.get(f"{API}/keywords/images").get_json()
    assert profile["by_year"] == [{"year": 2017, "count": 1}, {"year": 2018, "count": 0}, {"year": 2019, "count": 1}]


def test_exports_hold_the_whole_papers_in_id_order(client: FlaskClient) -> None:
    exported = client.get(f"{API}/export").get_data(as_text=True).splitlines()
    bodies = [json.loads(line) for line in exported]
    assert [body["id"] for body in bodies] == sorted(paper.id for paper in PAPERS)
    assert bodies[0] == client.get(f"{API}/papers/{bodies[0]['id']}").get_json()
    filtered = client.get(f"{API}/export?q=images&format=csv").get_data(as_text=True).split("\r\n")
    assert [line[:3] for line in filtered[1:-1]] == ["p_a", "p_e"]


def test_an_unchanged_answer_is_304(client: FlaskClient) -> None:
    for path in ("/papers?q=graph&facets=venue", "/papers/p_aaaaaaaaaaaa", "/facets/venue", "/suggest?q=gra"):
        tag = client.get(API + path).headers["ETag"]
        assert client.get(API + path, headers={"If-None-Match": tag}).status_code == 304


def test_coverage_is_what_searches_count_and_the_cut_changes_no_figure(client: FlaskClient) -> None:
    whole = client.get(f"{API}/stats/coverage", query_string={"size": 200}).get_json()
    assert whole["papers"] == len(PAPERS)
    assert whole["parts"]["abstract"] == len(found(client, "has:abstract"))
    assert whole["parts"]["year"] == len(found(client, "year:>=1000"))
    for venue in whole["venues"]:
        assert venue["papers"] == len(found(client, venue=venue["value"]))
        assert venue["parts"]["tldr"] == len(found(client, "has:tldr", venue=venue["value"]))
        without_authors = found(client, venue=venue["value"], author="~missing")
        assert venue["parts"]["authors"] == venue["papers"] - len(without_authors)
    one = client.get(f"{API}/stats/coverage", query_string={"size": 1}).get_json()
    assert [venue for venue in whole["venues"] if venue in one["venues"]] == one["venues"]
    assert one["parts"] == whole["parts"]
