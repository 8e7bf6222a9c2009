"""How a site names itself and looks: title, logo, accent colour and text, as settings say."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from papersearch.errors import NotFoundError
from papersearch.settings import Settings
from papersearch_api.problems import is_api_path

_KEY = "papersearch.site"
_ROBOTS = ("pages", "none")
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}
_LARGEST_LOGO = 1_000_000
_COLOUR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LEAST_CONTRAST = 4.5
"""Of text by WCAG 2.2, level AA."""
_LIGHT, _DARK = (0xFB, 0xFA, 0xF7), (0x1B, 0x1F, 0x26)
"""The grounds of app.css that are nearest to text."""
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_STEPS = 20
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_SECONDS = 86_400

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Site:
    """`theme`: a stylesheet, "" for the usual colours. `about`: paragraphs. `version` changes with logo and theme."""

    title: str
    about: tuple[str, ...]
    theme: str
    logo: bytes
    logo_type: str
    version: str


def read_site(settings: Settings) -> Site:
    """The site of these settings. Raises ValueError that names the variable that cannot be used."""
    if settings.robots not in _ROBOTS:
        raise ValueError(f"PAPERSEARCH_ROBOTS must be {' or '.join(_ROBOTS)}, not {settings.robots!r}")
    logo, logo_type = _read_logo(settings.site_logo) if settings.site_logo else (b"", "")
    theme = theme_of(settings.accent_colour) if settings.accent_colour else ""
    about = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", settings.about) if part.strip())
    version = sha256(logo + theme.encode()).hexdigest()[:12]
    return Site(settings.site_title, about, theme, logo, logo_type, version)


def register_site(app: Flask, settings: Settings) -> None:
    """Give templates the site, and keep crawlers out where the settings say so."""
    site = read_site(settings)
    app.extensions[_KEY] = site
    app.jinja_env.globals["site"] = site
    if settings.robots == "none":
        app.after_request(_forbid_indexing)


def _forbid_indexing(response: Response) -> Response:
    if not is_api_path(request.path):
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def theme() -> ResponseReturnValue:
    """The stylesheet of the accent colour. Raises NotFoundError without one."""
    site = _site()
    if not site.theme:
        raise NotFoundError("This site has no theme of its own.")
    return _kept(Response(site.theme, mimetype="text/css"))


def logo() -> ResponseReturnValue:
    """The logo. Raises NotFoundError without one."""
    site = _site()
    if not site.logo:
        raise NotFoundError("This site has no logo.")
    response = Response(site.logo, mimetype=site.logo_type)
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    return _kept(response)


def _kept(response: Response) -> Response:
    response.cache_control.public, response.cache_control.max_age = True, _SECONDS
    return response


def _site() -> Site:
    return cast("Site", current_app.extensions[_KEY])


def _read_logo(file: str) -> tuple[bytes, str]:
    path = Path(file).expanduser()
    kind = _PICTURES.get(path.suffix.lower())
    if kind is None:
        raise ValueError(f"PAPERSEARCH_SITE_LOGO must name a file that ends in {', '.join(_PICTURES)}, not {file!r}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"PAPERSEARCH_SITE_LOGO names a file that cannot be read: {file} ({error.strerror})") from None
    if len(content) > _LARGEST_LOGO:
        raise ValueError(f"PAPERSEARCH_SITE_LOGO names a file of more than {_LARGEST_LOGO // 1_000_000} MB: {file}")
    return content, kind


def theme_of(text: str) -> str:
    """The stylesheet of an accent colour, darkened or lightened until text in it can be read. Raises ValueError."""
    if not _COLOUR.fullmatch(text):
        raise ValueError(f"PAPERSEARCH_ACCENT_COLOUR must be a colour such as #1d5c8a, not {text!r}")
    digits = text[1:] if len(text) == 7 else "".join(each * 2 for each in text[1:])
    colour = (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
    light, dark = _readable(colour, _LIGHT, _BLACK), _readable(colour, _DARK, _WHITE)
    usual = _rule(light, _mixed(light, _LIGHT, 0.88), _WHITE)
    return f"{usual}\n@media (prefers-color-scheme: dark) {{ {_rule(dark, _mixed(dark, _DARK, 0.8), _DARK)} }}\n"


def _rule(accent: Colour, ground: Colour, on_accent: Colour) -> str:
    return f":root {{ --accent: {_hex(accent)}; --accent-ground: {_hex(ground)}; --on-accent: {_hex(on_accent)}; }}"


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours by WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: Colour, ground: Colour, toward: Colour) -> Colour:
    steps = (_mixed(colour, toward, step / _STEPS) for step in range(_STEPS + 1))
    return next(each for each in steps if contrast(each, ground) >= _LEAST_CONTRAST)


def _mixed(colour: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(own + (its - own) * part) for own, its in zip(colour, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (each / 255 for each in colour)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
