"""A site's own title, logo, colour, text and rules for crawlers."""

import re
from pathlib import Path

import pytest

from papersearch_api.pages.site import contrast, theme_of
from tests.support.api_app import make_app

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>'


def test_a_site_has_its_title_logo_colour_and_text(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_bytes(PICTURE)
    client = make_app(
        tmp_path, site_title="Lab <Papers>", site_logo=str(logo), accent_colour="#1d5c8a",
        about="What our group reads.\n\nAsk <Ana> for more.",
    ).test_client()  # fmt: skip
    page = client.get("/").get_data(as_text=True)
    assert "<title>Lab &lt;Papers&gt;</title>" in page
    assert "<p>What our group reads.</p>" in page
    assert "<p>Ask &lt;Ana&gt; for more.</p>" in page
    (theme,) = re.findall(r'href="(/theme\.css[^"]*)"', page)
    assert "--accent: #1d5c8a" in client.get(theme).get_data(as_text=True)
    (picture,) = re.findall(r'src="(/logo[^"]*)"', page)
    answer = client.get(picture)
    assert (answer.get_data(), answer.mimetype) == (PICTURE, "image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "<ShortName>Lab &lt;Papers&gt;</ShortName>" in client.get("/opensearch.xml").get_data(as_text=True)
    assert client.get("/help").get_data(as_text=True).count("How to search · Lab &lt;Papers&gt;") == 1


def test_without_settings_there_is_no_theme_and_no_logo(tmp_path: Path) -> None:
    client = make_app(tmp_path).test_client()
    assert [client.get(path).status_code for path in ("/theme.css", "/logo")] == [404, 404]
    assert "<title>papersearch</title>" in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ff0", "#1d5c8a", "#808080", "#00ff00"])
def test_any_accent_colour_can_be_read_in_light_and_dark(colour: str) -> None:
    light, dark = (tuple(bytes.fromhex(found)) for found in re.findall(r"--accent: #(\w{6})", theme_of(colour)))
    for ground in ((0xFB, 0xFA, 0xF7), (255, 255, 255)):
        assert contrast(light, ground) >= 4.5  # type: ignore[arg-type]
    for ground in ((0x14, 0x17, 0x1C), (0x1B, 0x1F, 0x26)):
        assert contrast(dark, ground) >= 4.5  # type: ignore[arg-type]


def test_crawlers_are_kept_out_where_the_setting_says_so(tmp_path: Path) -> None:
    closed = make_app(tmp_path / "closed", robots="none").test_client()
    assert closed.get("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow: /\n"
    assert closed.get("/help").headers["X-Robots-Tag"] == "noindex, nofollow"
    opened = make_app(tmp_path / "open").test_client()
    assert "Disallow: /api/\n" in opened.get("/robots.txt").get_data(as_text=True)
    assert "X-Robots-Tag" not in opened.get("/help").headers


@pytest.mark.parametrize(
    ("name", "text"),
    [("robots", "all"), ("accent_colour", "red"), ("site_logo", "/nowhere/logo.svg"), ("site_logo", "/etc/passwd"),
     ("url_prefix", "https://x.example/")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"PAPERSEARCH_{name.upper()}"):
        make_app(tmp_path, **{name: text})
