"""The tools as data: what an assistant is told of each, its parameters, and the question that answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from papersearch.deadline import within
from papersearch.errors import PapersearchError, ParameterError, Problem
from papersearch.fields import FACETS
from papersearch.paper import JsonObject
from papersearch.query.parameters import Parameter
from papersearch.text import without_surrogates
from papersearch_api.mcp_server import questions
from papersearch_api.mcp_server.budget import cut_to_tokens
from papersearch_api.params import Given, Values, choice, integer, read, text
from papersearch_api.services import Services

SMALLEST_BUDGET, LARGEST_BUDGET, USUAL_BUDGET = 500, 50_000, 4_000
_ERROR_TOKENS = 400
Question = Callable[[Services, Values, int], str]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool. `ask` answers JSON within a budget of tokens."""

    name: str
    doc: str
    ask: Question
    parameters: tuple[Parameter, ...]

    def schema(self, budget: int) -> JsonObject:
        """The JSON schema of its arguments, with the budget that holds if none is given."""
        listed = (*self.parameters, _max_tokens(budget))
        required = [each.name for each in listed if each.is_required]
        properties = {each.name: _schema_of(each) for each in listed}
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a tool answers: JSON, or a sentence that says what was wrong."""

    text: str
    is_error: bool = False


def _filter(name: str, doc: str) -> Parameter:
    return Parameter(name, doc, is_repeatable=True)


_QUERY = text("query", 'Words (all must match), "exact phrase", OR, -not, title: author: year:2019..2021', default="")
_WANTED = text("query", 'Words or "exact phrase" to find in full texts', is_required=True)
_ID = text("id", "Id, arxiv:..., doi:... or URL", is_required=True)
_PAGE = integer("page", "Page of results", default=1, low=1)
_FILTERS = (
    _filter("venue", "Venues, any of them"),
    _filter("year", "Years or ranges: 2019, 2018..2020"),
    _filter("keyword", "Keywords, any of them"),
    _filter("author", "Full names, any of them"),
    _filter("has", "abstract, pdf, code, fulltext, ..."),
)


def _limit(default: int, high: int) -> Parameter:
    return integer("limit", "Most entries", default=default, low=1, high=high)


def _max_tokens(budget: int) -> Parameter:
    return integer("max_tokens", "Size of the answer", default=budget, low=SMALLEST_BUDGET, high=LARGEST_BUDGET)


TOOLS: tuple[Tool, ...] = (
    Tool(
        "search", "Search research papers. `count` is exact.", questions.search,
        (_QUERY, *_FILTERS, choice("match", "all words, or the best matches", ("all", "best", "auto"), default="auto"),
         text("sort", "relevance, year:desc, year:asc, cited, title, added_at"), _PAGE, _limit(10, 50)),
    ),
    Tool("get_paper", "Get one paper: abstract, ids, links, keywords.", questions.get_paper, (_ID,)),
    Tool(
        "passages", "Find passages with page numbers in full texts, of one paper or of all.", questions.passages,
        (_WANTED, text("id", "Only this paper"), *_FILTERS, _PAGE, _limit(10, 50)),
    ),
    Tool(
        "facet_values", "Count papers by the values of a facet, under any query.", questions.facet_values,
        (choice("field", "Facet to count", tuple(facet.name for facet in FACETS), default="venue"), _QUERY, *_FILTERS,
         text("prefix", "Start of a word of the value"), _limit(20, 200)),
    ),
    Tool("similar", "List the papers most similar to one.", questions.similar, (_ID, *_FILTERS, _limit(10, 50))),
    Tool(
        "citations", "List what a paper cites, or the papers here that cite it.", questions.citations,
        (_ID, choice("direction", "Which way", ("references", "cited_by"), default="references"), _limit(20, 100)),
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Tool] = {tool.name: tool for tool in TOOLS}


def call_tool(services: Services, tool: Tool, arguments: Mapping[str, Any], budget: int) -> ToolAnswer:
    """Answer a call; what is wrong with it, or away, is told in a sentence for the assistant."""
    try:
        values = read((*tool.parameters, _max_tokens(budget)), _given(arguments))
        with within(services.settings.request_limit_s):
            return ToolAnswer(tool.ask(services, values, values["max_tokens"]))
    except PapersearchError as error:
        again = " Try again later." if error.can_retry else ""
        return ToolAnswer(cut_to_tokens(f"{error or error.code}{again}", _ERROR_TOKENS), is_error=True)


def _given(arguments: Mapping[str, Any]) -> Given:
    """Arguments as the texts that parameters are read from; null is not given."""
    given: Given = {}
    for name, value in arguments.items():
        listed = value if isinstance(value, list) else [value]
        if any(isinstance(each, dict | list) for each in listed):
            raise ParameterError(Problem(name, f"{name} must be a value or a list of values."))
        texts = [_text_of(each) for each in listed if each is not None]
        if texts:
            given[name] = texts
    return given


def _text_of(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return without_surrogates(str(value))


def _schema_of(parameter: Parameter) -> JsonObject:
    schema = {**parameter.schema, "description": parameter.doc}
    schema.pop("maxLength", None)
    if parameter.is_repeatable:
        return {"type": "array", "items": {"type": ["string", "integer"]}, "description": parameter.doc}
    return schema
