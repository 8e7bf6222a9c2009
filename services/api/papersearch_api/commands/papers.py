"""`papersearch show`, `similar` and `keywords`."""

from typing import TYPE_CHECKING

import click

from papersearch.process.output import json_option, print_json, print_lines, print_message
from papersearch_api.commands.options import NO_PAPERS, opened_services

if TYPE_CHECKING:
    from papersearch_api.answers import ValueList


@click.command()
@click.argument("paper_id", metavar="ID")
@json_option
@click.pass_context
def show(ctx: click.Context, paper_id: str, *, as_json: bool) -> None:
    """Show a paper by its id, arXiv id, DOI or URL."""
    from papersearch.paper import paper_to_json
    from papersearch.search.conflicts import conflicts_of
    from papersearch_api.commands.terminal import conflict_lines, paper_lines

    with opened_services(ctx) as parts:
        body = paper_to_json(parts.lookup.find(paper_id).paper)
        conflicts = conflicts_of(parts.store, body)
    if as_json:
        print_json({**body, "conflicts": conflicts})
    else:
        print_lines(paper_lines(body))
        print_lines(conflict_lines(conflicts))


@click.command()
@click.argument("paper_id", metavar="ID")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Number of papers.")
@json_option
@click.pass_context
def similar(ctx: click.Context, paper_id: str, limit: int, *, as_json: bool) -> None:
    """List the papers that are most similar to a paper."""
    from papersearch.query.parameters import SearchParams
    from papersearch_api.answers import similar_list
    from papersearch_api.commands.terminal import hits_lines

    with opened_services(ctx) as parts:
        own_id = parts.lookup.find(paper_id).paper.id
        hits = parts.search.similar(own_id, limit, SearchParams())
    if as_json:
        print_json(similar_list(own_id, hits))
    else:
        print_lines(hits_lines(hits))
        if not hits:
            print_message("No similar papers.")


@click.command()
@click.option("--random", "is_random", is_flag=True, help="List random keywords.")
@click.option("--seed", type=click.IntRange(0, 2**31), help="With --random: the same seed gives the same keywords.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Number of keywords.")
@json_option
@click.pass_context
def keywords(ctx: click.Context, limit: int, seed: int | None, *, is_random: bool, as_json: bool) -> None:
    """List keywords by the number of papers."""
    from papersearch.query.nodes import Everything
    from papersearch.query.request import FacetSpec
    from papersearch_api.answers import FacetList, FacetListMeta, value_list
    from papersearch_api.commands.terminal import value_lines
    from papersearch_api.views.responses import random_seed

    used_seed = random_seed(seed)
    with opened_services(ctx) as parts:
        is_empty = not parts.reader.live_generation()
        if is_random:
            answer: ValueList | FacetList = value_list(parts.values.random_keywords(limit, used_seed), used_seed)
        else:
            facet = parts.values.facet(FacetSpec("keyword", size=limit), Everything())
            count, distinct = len(facet.buckets), facet.distinct
            meta = FacetListMeta(count=count, field="keyword", next_cursor=None, distinct=distinct)
            answer = FacetList(meta, facet.buckets)
    if as_json:
        print_json(answer)
    else:
        print_lines(value_lines(answer.results))
        if is_empty:
            print_message(NO_PAPERS)
