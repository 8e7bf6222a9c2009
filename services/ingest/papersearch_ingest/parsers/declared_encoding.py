"""The encoding that a source declares for itself: a page's `charset`, JabRef's `% Encoding:`, an editor's `coding:`.

UTF-8 that is valid goes before any declaration; XML's parsers read theirs by themselves.
"""

import codecs
import re

_HEAD_BYTES = 4096
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s{0,5}=\s{0,5}["']?\s{0,5}(?P<page>[\w.:-]{1,40})"""
    rb"""|^[ \t%]{0,20}%[ \t]{0,5}!?(?:TeX\s)?\s{0,5}encoding\s{0,5}[:=]\s{0,5}(?P<bib>[\w.-]{1,40})"""
    rb"""|^%+ Saved with string encoding (?P<bibdesk>[\w ()-]{1,60})"""
    rb"""|-\*-.{0,100}?\bcoding\s{0,5}:\s{0,5}(?P<editor>[\w.-]{1,40})"""
    rb"""|\A\s{0,20}<\?xml[^>]{0,200}?\bencoding\s{0,5}=\s{0,5}["'](?P<xml>[\w.-]{1,40})["']""",
    re.IGNORECASE | re.MULTILINE,
)
_SAFE = re.compile(
    r"iso-?8859-?\d{1,2}|latin-?\d|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|gb18030|gbk|gb2312|hz-gb-2312|big5|shift-jis|sjis|"
    r"windows-31j|ms932|x-sjis|euc-(?:jp|kr)|ks-c-5601-1987|iso-2022-jp|tis-620|mac-?roman|macintosh"
)
"""What a declaration may ask for. Python has codecs that unpack; a source must not choose one of those."""
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
          "windows-31j": "cp932", "ms932": "cp932",
          "euc-kr": "cp949", "ks-c-5601-1987": "cp949", "big5": "big5hkscs", "iso-8859-1": "cp1252",
          "iso8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "windows-874": "cp874"}  # fmt: skip
"""What is read in an encoding's place: the superset of it that browsers read, too."""
_BIBDESK = {b"mac os roman": "mac-roman", b"mac os": "mac-roman", b"windows cyrillic": "cp1251",
            b"cyrillic (windows)": "cp1251", b"windows latin": "cp1252", b"iso latin 2": "iso8859-2",
            b"iso latin": "cp1252", b"shift jis": "cp932", b"euc": "euc_jp"}  # fmt: skip
"""What BibDesk calls encodings: `%% Saved with string encoding Western (Mac OS Roman)`."""


def safe_codec(name: str) -> str | None:
    """Python's name of an encoding that a source may ask for; None for UTF-8, an unknown one, or an unsafe one."""
    plain = name.strip().lower().replace("_", "-")
    if not _SAFE.fullmatch(plain):
        return None
    try:
        return codecs.lookup(_WIDER.get(plain, plain)).name
    except LookupError:
        return None


def declared_encoding(data: bytes) -> str | None:
    """The codec that the beginning of a source declares, if it is a safe one and not UTF-8."""
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if found is None:
        return None
    if found["bibdesk"]:
        return next((codec for name, codec in _BIBDESK.items() if name in found["bibdesk"].lower()), None)
    return safe_codec(next(filter(None, found.groups())).decode("ascii", "replace"))
