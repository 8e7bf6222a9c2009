"""How fast and how heavy the pages are, on the ACL Anthology with the embedded engine.

    python bench/pages.py [--home DIR] [--searches 200]

First bytes are taken from a server in a process of its own, one request after the other, with queries drawn from the
titles by a fixed seed. Beside them stands the processor's time that the server took for a page (Linux): other work on
the machine lengthens the first, and hardly the second. Weight, largest contentful paint and layout shift come from
Chromium's DevTools protocol at 150 ms latency, 1.6 Mbit/s and a processor four times slower. Without `--home` the
collection is ingested first.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from papersearch.text import words

COLLECTION = "data/acl-xml.tar.xz"
SEED = 8
LATENCY_MS, BYTES_PER_S, SLOWDOWN = 150, 1_600_000 // 8, 4
_METRICS = """() => new Promise(done => {
  const found = {lcp: 0, cls: 0};
  new PerformanceObserver(list => { for (const e of list.getEntries()) found.lcp = e.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) found.cls += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(found), 500);
})"""


@contextmanager
def server(home: Path) -> Iterator[tuple[int, int]]:
    """The port on which `papersearch serve` answers, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "papersearch", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "PAPERSEARCH_HOME": str(home)}, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline and not is_ready(port):
            time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def is_ready(port: int) -> bool:
    """Whether the server answers searches."""
    try:
        return fetch(port, "/readyz")[0] == 200
    except OSError:
        return False


def fetch(port: int, path: str) -> tuple[int, float, bytes]:
    """Status, milliseconds to the first byte, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    elapsed = (time.perf_counter() - started) * 1000
    body = response.read()
    connection.close()
    return response.status, elapsed, body


def ingest(home: Path) -> None:
    """Takes the whole collection in."""
    shared = Path(os.environ.get("PAPERSEARCH_TEST_DATA") or Path(__file__).resolve().parents[2] / "shared")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(shared / COLLECTION) as archive:
        archive.extractall(folder, filter="data")
        command = [sys.executable, "-m", "papersearch", "ingest", folder]
        subprocess.run(command, check=True, env={**os.environ, "PAPERSEARCH_HOME": str(home)})


def sample(port: int, size: int) -> list[dict[str, object]]:
    """Papers by a fixed seed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/api/v1/papers/random?size={min(size, 100)}&seed={SEED}")
    found: list[dict[str, object]] = json.loads(connection.getresponse().read())["results"]
    return found


def searches(port: int, size: int) -> list[str]:
    """Addresses of search pages: two words, a phrase, a word with filters, in turn."""
    chosen = random.Random(SEED)
    titles = [w for paper in sample(port, size) if len(w := [x for x in words(str(paper["title"])) if len(x) > 3]) > 2]
    addresses = []
    for number in range(size):
        title = titles[number % len(titles)]
        at = chosen.randrange(len(title) - 1)
        first, second = title[at : at + 2]
        form = (f"{first} {second}", f'"{first} {second}"', f"{first} year:2010..2020 -survey")[number % 3]
        addresses.append(f"/?q={quote(form)}")
    return addresses


def first_bytes(port: int, process: int, addresses: list[str]) -> tuple[float, float, float, float]:
    """Median, 95th percentile and maximum in milliseconds, and the processor's milliseconds for a page."""
    for address in addresses[:5]:
        fetch(port, address)
    before = processor_ms(process)
    taken = sorted(fetch(port, address)[1] for address in addresses)
    spent = (processor_ms(process) - before) / len(addresses)
    return median(taken), taken[int(len(taken) * 0.95)], taken[-1], spent


def processor_ms(process: int) -> float:
    """What a process has taken of the processor so far, in milliseconds (proc(5): utime and stime); 0 elsewhere."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def page_figures(browser: Browser, url: str) -> tuple[float, float, int]:
    """Largest contentful paint in milliseconds, layout shift, bytes over the wire."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    loaded: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S},
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.goto(url, wait_until="networkidle")
    found = page.evaluate(_METRICS)
    context.close()
    return found["lcp"], found["cls"], int(sum(loaded))


def report(port: int, process: int, size: int) -> None:
    """Prints every figure."""
    for name, addresses in (("search pages", searches(port, size)),
                            ("paper pages", [f"/papers/{paper['id']}" for paper in sample(port, 60)]),
                            ("front page", ["/?seed=1"] * 20), ("all tags", ["/keywords"] * 10),
                            ("venues by year", ["/venues"] * 5)):  # fmt: skip
        middle, high, most, spent = first_bytes(port, process, addresses)
        print(f"{name}: first byte p50 {middle:.0f} ms, p95 {high:.0f} ms, most {most:.0f} ms, "
              f"processor {spent:.0f} ms ({len(addresses)} pages)")  # fmt: skip
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        print("no Chromium: weight, paint and shift are not measured")
        return
    paper = sample(port, 1)[0]["id"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, address in (("front page", "/?seed=1"), ("search page", "/?q=%22machine%20translation%22"),
                              ("paper page", f"/papers/{paper}"), ("all tags", "/keywords")):  # fmt: skip
            paint, shift, weight = page_figures(browser, f"http://127.0.0.1:{port}{address}")
            print(f"{name}: largest paint {paint:.0f} ms, layout shift {shift:.3f}, {weight / 1000:.0f} kB")
        browser.close()


def main() -> None:
    """Reads the options and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="a home with the collection in it")
    parser.add_argument("--searches", type=int, default=200, help="search pages to ask for")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder)
        if options.home is None:
            ingest(home)
        with server(home) as (port, process):
            print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors")
            report(port, process, options.searches)


if __name__ == "__main__":
    main()
