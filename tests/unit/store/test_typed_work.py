"""Revision 0002: the JSON that 0.1.0 wrote for items, runs and jobs, and what this program reads afterwards."""

from datetime import UTC, datetime

import msgspec
import pytest

from papersearch.job_progress import JobProgress, Progress, RunProgress
from papersearch.operations.job_views import progress_json
from papersearch.store.jobs import JobOf, JobState
from papersearch.store.migrations.versions.r0002_typed_work import item_options, job_progress, run_options
from papersearch.work_items import (
    Action,
    ApiRun,
    FulltextRun,
    HarvestPage,
    HarvestRun,
    IngestOptions,
    IngestRun,
    PaperWrite,
    ReplayRun,
    RunOptions,
    Sidecar,
    SourceItem,
    Work,
)

NOW = datetime(2026, 11, 30, tzinfo=UTC)
BLOB = "099849e4a97d82959af44938678e052c1069a849a4fe294c004b8161281f30f2"
SIDECAR = (
    '{"parser":"bibtex","venue":"CVPR","year":2016,"replace":false,"from_folder":true,"profiles":"[[profile]]",'
    f'"beside":"{BLOB}","beside_name":"deep.bib"}}'
)
OLD_ITEMS: list[tuple[str, Work]] = [
    ("{}", SourceItem()),
    ('{"parser":null,"venue":null,"year":null,"replace":true}', SourceItem(IngestOptions(replace=True))),
    (
        SIDECAR,
        SourceItem(
            IngestOptions("bibtex", "CVPR", 2016),
            from_folder=True,
            profiles="[[profile]]",
            sidecar=Sidecar(BLOB, "deep.bib"),
        ),
    ),
    (
        f'{{"parser":"pdf","beside":"{BLOB}","beside_name":"paper.json"}}',
        SourceItem(IngestOptions("pdf"), sidecar=Sidecar(BLOB, "paper.json")),
    ),
    (
        '{"collection":"https://a.org/oai?verb=ListRecords&metadataPrefix=arXiv","withdrawn":{"oai:a:1":"2026-11-01"}}',
        HarvestPage("https://a.org/oai?verb=ListRecords&metadataPrefix=arXiv", {"oai:a:1": "2026-11-01"}),
    ),
    ('{"collection":"https://a.org/oai","withdrawn":{}}', HarvestPage("https://a.org/oai")),
    (
        '{"write":{"action":"bulk","paper":"","if_version":null,"body":null,"lines":[2,7]}}',
        PaperWrite(Action.BULK, lines=(2, 7)),
    ),
    (
        '{"write":{"action":"put","paper":"p_insctuvnsyuo","if_version":3,"body":{"title":"Beta"},"lines":[]}}',
        PaperWrite(Action.PUT, "p_insctuvnsyuo", 3, {"title": "Beta"}),
    ),
    (
        '{"write":{"action":"delete","paper":"p_insctuvnsyuo","if_version":null,"body":null,"lines":[]}}',
        PaperWrite(Action.DELETE, "p_insctuvnsyuo"),
    ),
]
OLD_RUNS: list[tuple[str, RunOptions]] = [
    ("{}", IngestRun()),
    (
        '{"parser":null,"venue":"CVPR","year":2016,"replace":false,"sources":["src","-"]}',
        IngestRun(("src", "-"), IngestOptions(venue="CVPR", year=2016)),
    ),
    ('{"harvest":"arxiv","set":"cs"}', HarvestRun("arxiv", "cs")),
    ('{"harvest":"arxiv","set":""}', HarvestRun("arxiv")),
    ('{"fetch_fulltext":true}', FulltextRun()),
    ('{"replay":true}', ReplayRun()),
    ('{"by":"api"}', ApiRun()),
]
VERIFIED = (
    '{"generation":"papers-000003","compared":91,"equal":false,"missing":1,"extra":0,"stale":0,"ahead":0,"corrupt":0,'
    '"examples":[{"id":"p_a","difference":"missing","stored":2,"indexed":null}]}'
)
FIGURES = '"done":3,"papers_per_s":0.9,"added":1,"updated":0,"merged":0,"unchanged":0,"rejected":2,"eta_s":null'
BUILDING = (
    '{"state":"building","repair":true,"throttle":0.5,"generation":"papers-000003","done":0,"filled_at":null,'
    '"total":103,"papers_per_s":null,"eta_s":null,"measured":{"at":"2026-11-30T14:14:35.720686Z","done":0},'
    '"last_chunk":{"at":"2026-11-30T14:14:35Z","papers":103}}'
)
PROMOTED = (
    '{"state":"promoted","repair":false,"throttle":500.0,"generation":"papers-000003","done":103,'
    '"filled_at":"2026-11-30T14:14:35.755666Z","total":103,"papers_per_s":12.0,"eta_s":null,'
    '"measured":{"at":"2026-11-30T14:14:35.720686Z","done":0},'
    '"last_chunk":{"at":"2026-11-30T14:14:35.724558Z","papers":103},"entered_at":"2026-11-30T14:14:36.062158Z",'
    f'"round":1,"verified":{VERIFIED},"canaries":[{{"query":"paper 3","before":1,"after":0}}]}}'
)
COMPARED = (
    '{"state":"waiting","repair":true,"generation":"papers-000003",'
    f'"verified":{VERIFIED},"drift":1,"repaired":1,"equal":true}}'
)
OLD_JOBS = [
    ("write", '{"run":13,"total":1}'),
    ("write", f'{{"run":4,"total":3,{FIGURES}}}'),
    ("write", f'{{"run":6,"action":"put","paper":"p_insctuvnsyuo","total":1,{FIGURES}}}'),
    ("ingest", '{"run":9,"source":"upload/up.jsonl"}'),
    ("ingest", f'{{"run":9,"source":"upload/up.jsonl",{FIGURES}}}'),
    ("ingest", f'{{"run":11,"reject":1,{FIGURES.replace("0.9", "null")}}}'),
    ("reindex", '{"state":"waiting","repair":true,"throttle":100}'),
    ("reindex", '{"state":"cancelled","repair":false,"throttle":null,"paused":true}'),
    ("reindex", '{"state":"failed","repair":true}'),
    ("reindex", BUILDING),
    ("reindex", PROMOTED),
    ("verify", '{"repair":true,"by":"schedule"}'),
    ("verify", COMPARED),
    ("rollback", '{"to":null}'),
    ("rollback", '{"to":"papers-000003","generation":"papers-000003"}'),
    ("rebuild", '{"done":91,"total":91,"changed":82}'),
]


@pytest.mark.parametrize(("old", "work"), OLD_ITEMS)
def test_item_of_0_1_0_asks_for_the_same(old: str, work: Work) -> None:
    assert msgspec.convert(item_options(msgspec.json.decode(old)), Work) == work


@pytest.mark.parametrize(("old", "options"), OLD_RUNS)
def test_run_of_0_1_0_has_the_same_reason(old: str, options: RunOptions) -> None:
    assert msgspec.convert(run_options(msgspec.json.decode(old)), RunOptions) == options


def read_job(kind: str, old: str) -> JobProgress:
    changed = msgspec.json.encode(job_progress(msgspec.json.decode(old), kind))
    return msgspec.json.decode(changed, type=Progress)


@pytest.mark.parametrize(("kind", "old"), OLD_JOBS)
def test_clients_see_the_progress_that_0_1_0_stored(kind: str, old: str) -> None:
    progress = read_job(kind, old)
    job = JobOf(1, JobState.RUNNING, progress, None, NOW, NOW, None)
    assert str(job.kind) == kind
    assert msgspec.json.encode(progress_json(job)).decode() == old


@pytest.mark.parametrize(("kind", "old"), [(kind, old) for kind, old in OLD_JOBS if '"run"' in old])
def test_job_of_0_1_0_is_still_its_run(kind: str, old: str) -> None:
    progress = read_job(kind, old)
    assert isinstance(progress, RunProgress)
    assert progress.run == msgspec.json.decode(old)["run"]
