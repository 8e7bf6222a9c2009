"""Answers of the provider. Lists are in id order, so that the place after any paper is a state of its own."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from papersearch.results import Bucket
from papersearch.store.papers import Change, ChangeFilter
from papersearch_api.formats.xml import attribute, element
from papersearch_api.oai.metadata import FORMS, MetadataForm
from papersearch_api.oai.requests import TOKEN, OaiError, Span, read_arguments, read_span
from papersearch_api.oai.sets import set_of, venue_of
from papersearch_api.oai.tokens import Place, read_token, write_token

RECORDS_ON_A_PAGE = 100
LONGEST_PAGE = 4_000_000
"""In characters; a page ends with the record that exceeds it."""
IDENTIFIER = "oai:papersearch:"
_ADDRESS = re.compile(r"[^\s\x00-\x20<>\"{}|\\^`]+")
_EARLIEST = "1970-01-01T00:00:00Z"
_ROOT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ '
    'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)


class Changes(Protocol):
    """What the provider asks the store's papers."""

    def changes(self, chosen: ChangeFilter, *, after: str = "", limit: int) -> list[Change]:
        """Papers and tombstones in id order, those after an id."""

    def count_changes(self, chosen: ChangeFilter) -> int:
        """How many `changes` lists in all."""

    def change_of(self, paper_id: str) -> Change | None:
        """The last change of one id; None for an unknown one."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The repository under an address. `venues` has the sets, `admin` whom harvesters may write to."""

    papers: Changes
    venues: Iterable[Bucket]
    site: str
    admin: str

    def answer(self, given: Mapping[str, Sequence[str]], now: datetime) -> str:
        """The answer to a request with these arguments, errors of the protocol included."""
        shown: Mapping[str, str] = {}
        try:
            arguments = read_arguments(given)
            content = self._content(arguments)
            shown = arguments
        except OaiError as error:
            content = element("error", str(error), attribute("code", error.code))
            if error.code not in {"badVerb", "badArgument"}:
                shown = {name: values[0] for name, values in given.items()}
        names = "".join(attribute(name, value) for name, value in shown.items() if _can_be_shown(name, value))
        request = element("request", f"{self.site}/oai", names)
        return f"{_ROOT}{element('responseDate', _stamp(now))}{request}\n{content}\n</OAI-PMH>\n"

    def _content(self, arguments: Mapping[str, str]) -> str:
        verb = arguments["verb"]
        match verb:
            case "Identify":
                inside = "".join(self._identity())
            case "ListMetadataFormats":
                inside = self._forms(arguments.get("identifier"))
            case "ListSets":
                inside = self._sets(arguments.get(TOKEN))
            case "GetRecord":
                inside = _record(self._change(arguments["identifier"]), _form(arguments["metadataPrefix"]), self.site)
            case _:
                inside = self._list(arguments, with_metadata=verb == "ListRecords")
        return f"<{verb}>\n{inside}</{verb}>"

    def _identity(self) -> Iterator[str]:
        yield element("repositoryName", "papersearch")
        yield element("baseURL", f"{self.site}/oai")
        yield element("protocolVersion", "2.0")
        yield element("adminEmail", self.admin)
        yield element("earliestDatestamp", _EARLIEST)
        yield element("deletedRecord", "persistent")
        yield element("granularity", "YYYY-MM-DDThh:mm:ssZ")
        yield element("compression", "gzip")

    def _forms(self, identifier: str | None) -> str:
        if identifier is not None:
            self._change(identifier)
        return "".join(
            f"<metadataFormat>{element('metadataPrefix', form.prefix)}"
            f"{element('schema', form.schema_address(self.site))}"
            f"{element('metadataNamespace', form.namespace)}</metadataFormat>\n"
            for form in FORMS.values()
        )

    def _sets(self, token: str | None) -> str:
        if token is not None:
            raise OaiError("badResumptionToken", "The list of sets is one answer.")
        sets = [f"<set>{element('setSpec', set_of(str(venue.value)))}{element('setName', venue.label)}</set>\n"
                for venue in self.venues]  # fmt: skip
        if not sets:
            raise OaiError("noSetHierarchy", "No paper has a venue.")
        return "".join(sets)

    def _change(self, identifier: str) -> Change:
        known = identifier.startswith(IDENTIFIER) and identifier.isprintable()
        change = self.papers.change_of(identifier.removeprefix(IDENTIFIER)) if known else None
        if change is None:
            raise OaiError("idDoesNotExist", f"There is no record {identifier}.")
        return change

    def _list(self, arguments: Mapping[str, str], *, with_metadata: bool) -> str:
        token = arguments.get(TOKEN)
        place = read_token(token) if token is not None else self._beginning(arguments)
        form, chosen = _form(place.prefix), _chosen(place.span, place.set_spec)
        found = self.papers.changes(chosen, after=place.after, limit=RECORDS_ON_A_PAGE + 1)
        if not found:
            found = [self._last_listed(place)]
        written, length = [], 0
        for change in found[:RECORDS_ON_A_PAGE]:
            written.append(_record(change, form, self.site) if with_metadata else _header(change))
            length += len(written[-1])
            if length > LONGEST_PAGE:
                break
        has_more = len(found) > len(written)
        return "".join(written) + _token(place, found[len(written) - 1].id, len(written), has_more=has_more)

    def _last_listed(self, place: Place) -> Change:
        """What ends a list whose last records have changed meanwhile and left it: a list cannot be empty."""
        if not place.after:
            raise OaiError("noRecordsMatch", "No record matches.")
        change = self.papers.change_of(place.after)
        if change is None:
            raise OaiError("badResumptionToken", "This is not a token of this repository.")
        return change

    def _beginning(self, arguments: Mapping[str, str]) -> Place:
        span, set_spec = read_span(arguments), arguments.get("set")
        form = _form(arguments["metadataPrefix"])
        total = self.papers.count_changes(_chosen(span, set_spec))
        return Place(form.prefix, set_spec, span.since, span.before, total)


def _can_be_shown(name: str, value: str) -> bool:
    """Whether the schema of the protocol takes the argument of a request: an identifier has to be an address."""
    return name != "identifier" or bool(_ADDRESS.fullmatch(value))


def _form(prefix: str) -> MetadataForm:
    if prefix not in FORMS:
        raise OaiError("cannotDisseminateFormat", f"The forms of metadata are {', '.join(FORMS)}.")
    return FORMS[prefix]


def _chosen(span: Span, set_spec: str | None) -> ChangeFilter:
    return ChangeFilter(span.since, span.before, None if set_spec is None else venue_of(set_spec))


def _token(place: Place, last: str, listed: int, *, has_more: bool) -> str:
    """The token of the rest; an empty one ends a list of several parts."""
    if not (has_more or place.cursor):
        return ""
    size = f"{attribute('completeListSize', str(max(place.total, 1)))}{attribute('cursor', str(place.cursor))}"
    following = Place(place.prefix, place.set_spec, place.since, place.before, place.total, last, place.cursor + listed)
    return f"<{TOKEN}{size}>{write_token(following) if has_more else ''}</{TOKEN}>\n"


def _record(change: Change, form: MetadataForm, site: str) -> str:
    metadata = f"<metadata>{form.write(change.paper, site)}</metadata>" if change.paper else ""
    return f"<record>{_header(change)}{metadata}</record>\n"


def _header(change: Change) -> str:
    paper = change.paper
    deleted = "" if paper else attribute("status", "deleted")
    inside = (
        element("identifier", f"{IDENTIFIER}{change.id}"),
        element("datestamp", _stamp(change.updated_at)),
        element("setSpec", set_of(paper.venue.id)) if paper and paper.venue else "",
    )
    return f"<header{deleted}>{''.join(inside)}</header>"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
