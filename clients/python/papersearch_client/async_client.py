"""The client for asyncio."""

import asyncio
from collections.abc import AsyncIterator, Generator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

import httpx

from papersearch_client import calls
from papersearch_client.answers import Bucket, FacetValues, Page, PaperList, TitleMatch, WriteReport
from papersearch_client.connection import BATCH, VALUE_WALK, WALK, connection_options, failed_stream, http_request
from papersearch_client.exchange import Answer, Pause, Step, perform, request, write
from papersearch_client.lines import LineBuffer
from papersearch_client.options import Filters, SearchOptions, ValueOptions, WalkOptions
from papersearch_client.papers import CitedWork, Hit, Paper, SimilarPaper
from papersearch_client.retries import Retries

T = TypeVar("T")


class AsyncClient:
    """Search, read and write papers over HTTP, without blocking the event loop.

    `key` is an API key; searching needs one only if the server says so. `http` takes the place of the client's own
    connections, for a proxy or a certificate of your own. Close the client, or use it in an `async with` block.

    Every method raises `PapersearchClientError`; `papersearch_client.errors` shows the kinds.
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        timeout_s: float = 30.0,
        retries: Retries | None = None,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._http = http or httpx.AsyncClient(**connection_options(timeout_s))
        self._address, self._key = address.rstrip("/"), key
        self._retries = retries or Retries()

    async def search(self, query: str = "", **options: Unpack[SearchOptions]) -> Page:
        """Return one page of results, with facets if `facets` names any.

        Filters take one value or several: `venue="ICLR"`, `year="2018..2020"`, `keyword=["gan", "vae"]`.
        """
        return await self._perform(calls.search(query, options))

    async def pages(self, query: str = "", **options: Unpack[WalkOptions]) -> AsyncIterator[Page]:
        """Yield every page of results, however many there are.

        Sorted by `added_at:asc` unless you choose another order: that walk cannot expire, however long it takes.
        """
        cursor: str | None = "*"
        while cursor:
            page = await self._perform(calls.search(query, {**WALK, **options, "cursor": cursor}))
            yield page
            cursor = page.next_cursor

    async def search_all(self, query: str = "", **options: Unpack[WalkOptions]) -> AsyncIterator[Hit]:
        """Yield every paper of `pages`."""
        async for page in self.pages(query, **options):
            for paper in page:
                yield paper

    async def export(self, query: str = "", **filters: Unpack[Filters]) -> AsyncIterator[Paper]:
        """Yield every paper that matches, in order of id, from one streamed answer: the fastest way to many papers."""
        buffer = LineBuffer()
        async with self._stream(calls.export(query, "ndjson", filters)) as pieces:
            async for piece in pieces:
                for paper in buffer.feed(piece):
                    yield paper
        buffer.end()

    async def export_to(
        self, file: Path | str, query: str = "", *, form: str = "bibtex", **filters: Unpack[Filters]
    ) -> Path:
        """Write every paper that matches to a file in a format of the API. The file appears when it is complete."""
        path = Path(file)
        unfinished = path.with_name(f"{path.name}.part")
        try:
            async with self._stream(calls.export(query, form, filters)) as pieces:
                with unfinished.open("wb") as output:
                    async for piece in pieces:
                        output.write(piece)
            return unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    async def get(self, paper_id: str, *, conflicts: bool = False) -> Paper:
        """Return one whole paper by its id, `arxiv:...`, `doi:...` or web address.

        With `conflicts` it also has the fields on which its sources disagree.
        """
        return await self._perform(calls.get(paper_id, conflicts=conflicts))

    async def get_many(self, ids: Iterable[str]) -> list[Paper | None]:
        """Return papers in the order of these ids, None where there is none."""
        wanted = list(ids)
        starts = range(0, len(wanted), BATCH)
        return [paper for at in starts for paper in await self._perform(calls.get_many(wanted[at : at + BATCH]))]

    async def similar(self, paper_id: str, *, limit: int = 10, **filters: Unpack[Filters]) -> PaperList[SimilarPaper]:
        """Return the most similar papers, at most 100; `shares` says what they have in common."""
        return await self._perform(calls.similar(paper_id, limit, filters))

    async def references(self, paper_id: str) -> PaperList[CitedWork]:
        """Return what a paper cites; a work of this corpus has an `id`."""
        return await self._perform(calls.references(paper_id))

    async def cited_by(self, paper_id: str, *, limit: int = 20) -> PaperList[Hit]:
        """Return the newest papers of this corpus that cite a paper; `count` is the number of all."""
        return await self._perform(calls.cited_by(paper_id, limit))

    async def match(self, title: str) -> TitleMatch:
        """Return the paper whose title is nearest. Raises NotFoundError if none is near."""
        return await self._perform(calls.match(title))

    async def facet(self, name: str, query: str = "", **options: Unpack[ValueOptions]) -> FacetValues:
        """Return values of a facet (venue, year, keyword, author, source, has) with their counts."""
        return await self._perform(calls.facet_values(name, query, options))

    async def facet_all(self, name: str, query: str = "", **filters: Unpack[Filters]) -> AsyncIterator[Bucket]:
        """Yield every value of a facet, in order of value."""
        cursor: str | None = "*"
        while cursor:
            values = await self._perform(calls.facet_values(name, query, {**filters, **VALUE_WALK, "cursor": cursor}))
            for bucket in values.buckets:
                yield bucket
            cursor = values.next_cursor

    async def add(self, papers: Iterable[Mapping[str, Any]], *, wait_s: float = 120.0) -> list[WriteReport]:
        """Add or update papers; returns a report for each 1,000 of them, when they are searchable.

        After `wait_s` seconds a report can be of a job that is still running; 0 does not wait. Needs the scope "write".
        """
        return [await self._run(write(call, self._retries, wait_s)) for call in calls.add(papers)]

    async def put(
        self, paper_id: str, paper: Mapping[str, Any], *, if_match: str | None = None, wait_s: float = 120.0
    ) -> WriteReport:
        """Replace what the API has said of a paper. With the ETag `if_match`: only if it is unchanged."""
        return await self._run(write(calls.put(paper_id, paper, if_match), self._retries, wait_s))

    async def delete(self, paper_id: str, *, if_match: str | None = None, wait_s: float = 120.0) -> WriteReport:
        """Delete a paper."""
        return await self._run(write(calls.delete(paper_id, if_match), self._retries, wait_s))

    async def ingest(
        self,
        file: Path | str,
        *,
        parser: str | None = None,
        venue: str | None = None,
        year: int | None = None,
        replace: bool = False,
        wait_s: float = 120.0,
    ) -> WriteReport:
        """Send a source file, in any form that `papersearch ingest` reads.

        A file of the same name is a new version of it; `replace` deletes papers that it no longer holds.
        """
        path = Path(file)
        content = await asyncio.to_thread(path.read_bytes)
        options = {"name": path.name, "parser": parser, "venue": venue, "year": year, "replace": replace or None}
        return await self._run(write(calls.ingest(content, options), self._retries, wait_s))

    async def job(self, number: int) -> WriteReport:
        """Return the state of a job."""
        return await self._perform(calls.job(number))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _perform(self, call: calls.Call[T]) -> T:
        return await self._run(perform(call, self._retries))

    async def _run(self, steps: Generator[Step, Answer, T]) -> T:
        answer: Answer = None
        while True:
            try:
                step = steps.send(answer)
            except StopIteration as end:
                result: T = end.value
                return result
            answer = await self._do(step)

    async def _do(self, step: Step) -> Answer:
        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
            return None
        try:
            sent = http_request(self._http, self._address, self._key, step.call)
            response = await self._http.send(sent, stream=step.is_streamed)
            if step.is_streamed and response.is_error:
                await response.aread()
        except httpx.RequestError as error:
            return error
        return response

    @asynccontextmanager
    async def _stream(self, call: calls.Call[None]) -> AsyncIterator[AsyncIterator[bytes]]:
        response = await self._run(request(call, self._retries, is_streamed=True))
        try:
            yield response.aiter_bytes()
        except httpx.RequestError as error:
            raise failed_stream(error) from error
        finally:
            await response.aclose()
