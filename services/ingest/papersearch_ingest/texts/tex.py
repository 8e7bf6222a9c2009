"""TeX in titles and abstracts made readable: accents, text commands, quotes, and maths that Unicode can spell.

What cannot be spelled stays as TeX, whole: half a formula would be worse. Only texts with a backslash, a dollar sign
or TeX quotes are touched.
"""

import re
import unicodedata

_GREEK = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"]  # fmt: skip
_LETTER_NAMES = {name: ("lamda" if name == "lambda" else name) for name in _GREEK}
_SYMBOLS = {
    **{name: unicodedata.lookup(f"GREEK SMALL LETTER {full.upper()}") for name, full in _LETTER_NAMES.items()},
    **{n.title(): unicodedata.lookup(f"GREEK CAPITAL LETTER {full.upper()}") for n, full in _LETTER_NAMES.items()},
    "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "varrho": "ϱ", "ell": "ℓ", "hbar": "ħ", "nabla": "∇",
    "partial": "∂", "infty": "∞", "sim": "∼", "approx": "≈", "simeq": "≃", "cong": "≅", "equiv": "≡", "neq": "≠",
    "ne": "≠", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "ll": "≪", "gg": "≫", "lesssim": "≲", "gtrsim": "≳",
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷", "ast": "∗", "star": "⋆", "circ": "∘", "bullet": "•",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "leftrightarrow": "↔", "mapsto": "↦",
    "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀",
    "exists": "∃", "sum": "∑", "prod": "∏", "int": "∫", "propto": "∝", "perp": "⊥", "parallel": "∥", "oplus": "⊕",
    "otimes": "⊗", "odot": "⊙", "dagger": "†", "ldots": "…", "dots": "…", "cdots": "⋯", "langle": "⟨", "rangle": "⟩",
    "|": "‖", "log": "log", "exp": "exp", "min": "min", "max": "max", "lim": "lim", "sup": "sup", "inf": "inf",
    "sin": "sin", "cos": "cos", "tan": "tan", "arg": "arg", "det": "det", "ln": "ln", "Pr": "Pr", "degree": "°",
    "quad": " ", "qquad": " ", ",": "", ";": " ", ":": " ", "!": "", " ": " ", "prime": "′", "mid": "|", "vert": "|",
    "left": "", "right": "", "%": "%", "&": "&", "#": "#", "_": "_", "$": "$", "{": "{", "}": "}",
}  # fmt: skip
_TEXT_SYMBOLS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "S": "§", "P": "¶", "copyright": "©", "textregistered": "®",
    "pounds": "£",
    "texttrademark": "™", "textbackslash": "\\", "textasciitilde": "~", "textendash": "–", "textemdash": "—",
    "DJ": "Đ", "dj": "đ", "DH": "Ð", "TH": "Þ", "NG": "Ŋ", "ng": "ŋ", "ohorn": "ơ", "OHORN": "Ơ", "uhorn": "ư",
    "UHORN": "Ư",
    "cprime": "'", "Cprime": "'", "cdprime": "ʺ", "Cdprime": "ʺ", "cydot": "·", "dbar": "đ", "Dbar": "Đ",
    "lasp": "ʿ", "rasp": "ʾ",
    "LaTeX": "LaTeX", "TeX": "TeX", "dots": "…", "ldots": "…", "textquoteright": "’", "textquoteleft": "‘",
}  # fmt: skip
_MARKS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
          "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
          "b": "\u0331", "h": "\u0309", "G": "\u030f", "U": "\u030e", "f": "\u0311",
          "polhk": "\u0328", "ocirc": "\u030a", "lfhook": "\u0326", "udot": "\u0323", "soft": "\u030c",
          "uarc": "\u0311", "bud": "\u032e", "cfac": "\u0302\u0301", "cfgrv": "\u0302\u0300",
          "cftil": "\u0302\u0303", "cfudot": "\u0302\u0323"}  # fmt: skip
"""Marks of accents by their commands; the longer ones are those that MathSciNet defines."""
_DEEPEST_ACCENTS = 3
_SUPERS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "ère", "eme", "ème", "ième", "tm"})
"""Endings of numbers, which are set above the line and read without it: `4$^{th}$`."""
_SUBS = dict(zip("0123456789+-=()aeoxhklmnpstij", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ", strict=True))

_ACCENT = re.compile(
    r"""\{?\\(?:(?P<sign>['`^"~=.])\s*"""
    r"""|(?P<letter>[uvHckrdbhGUf]|polhk|ocirc|lfhook|udot|soft|uarc|bud|cfac|cfgrv|cftil|cfudot)"""
    r"""(?=\s*\{|\s*\\[ij](?![A-Za-z])|\s+[^\W\d_]|[^\x00-\x7f])\s*)"""
    r"""(?:\{\s*(?P<braced>\\[ij]|[^\W\d_][\u0300-\u036f]?)\s*\}"""
    r"""|(?P<bare>\\[ij](?:\s(?=[^\W\d_])|(?![A-Za-z]))|[^\W\d_][\u0300-\u036f]?))(?P<close>\}?)"""
)
"""An accent on a letter, which may have another accent already: the inner one has been read before."""
_STYLE = re.compile(
    r"\\(?:text(?:it|bf|tt|sc|rm|sf|sl|up|md|normal)?|emph|underline|mbox|textsuperscript|textsubscript|url|uline|"
    r"texorpdfstring)"
    r"\s*\{([^{}]*)\}"
)
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SWITCHES = (
    "it|bf|em|tt|sc|rm|sf|sl|cal|frak|germ|scr|Bbb|cyr|rus|itshape|bfseries|scshape|slshape|upshape|ttfamily|sffamily|"
    "rmfamily|normalfont|small|large"
)
"""Commands that change the letters up to the end of their group."""
_MATH_SWITCH = re.compile(rf"\\(?:{_SWITCHES})(?![A-Za-z])\s*")
_DROPPED = re.compile(r"~?\\(?:cite[pt]?|ref|eqref|label|footnote|vspace|hspace)\*?\s*(?:\[[^\]]*\])?\{[^{}]*\}|"
                      rf"\{{\\(?:{_SWITCHES})\s+([^{{}}]*)\}}|"
                      r"\\(?:noindent|newline|par|medskip|smallskip|bigskip|xspace)\b\s*")  # fmt: skip
_MATH = re.compile(
    r"(?<!\\)\$\$?(?P<dollar>[^$]+?)(?<!\\)\$\$?|\\\((?P<round>.+?)\\\)|\\\[(?P<square>.+?)\\\]", re.DOTALL
)
_MATH_STYLE = re.compile(r"\\(?:math(?:bf|rm|it|sf|tt|cal|bb|scr|frak|normal)|text(?:bf|it|rm|sf|tt)?|operatorname\*?|"
                         r"boldsymbol|bm|mbox)"
                         r"\s*(?:\{([^{}]*)\}|([A-Za-z]))")  # fmt: skip
_SCRIPT = re.compile(r"(?P<kind>[_^])\s*(?:\{(?P<braced>[^{}]*)\}|(?P<bare>[^\s{}\\_^]))")
_OLD_SCRIPT = re.compile(r"\s*\\s([pb])(?![A-Za-z])\s*")
"""`\\sp` and `\\sb`, which are `^` and `_` where these cannot be typed."""
_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z\s])\s?")
_ESCAPED = re.compile(r"\\([%&#_{}$])")
_TEXT_NAMES = "|".join(sorted(_TEXT_SYMBOLS, key=len, reverse=True))
_TEXT_COMMAND = re.compile(rf"\{{\\({_TEXT_NAMES})\s{{0,2}}\}}|\\({_TEXT_NAMES})(?![A-Za-z])(?:\{{\}}|\s(?=[a-z]))?")
_NEEDS_WORK = re.compile(r"\\|\$|``|''")
_BRACED_WORD = re.compile(r"(?<![\\\w^_}])\{([\w-]+)\}|(?<=\w)\{(\w+)\}(?=\W|$)|(?<=\W)\{(\w+)\}(?=\w)")


def untex(text: str) -> str:
    r"""The text with its TeX made Unicode: `M\'ezard` -> `Mézard`, `$L_2$` -> `L₂`, `\textit{x}` -> `x`."""
    if not _NEEDS_WORK.search(text):
        return text
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_math(found))
        return f"\x00{len(kept) - 1}\x00"

    text = _MATH.sub(keep, text.replace("\x00", ""))
    if "\\" in text:
        text = _without_commands(text)
    text = text.replace("``", "“").replace("''", "”")
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)


def symbol_named(command: str) -> str | None:
    r"""The sign that a command of TeX's maths stands for: `alpha` -> `α`."""
    return _SYMBOLS.get(command)


def _without_commands(text: str) -> str:
    """The text with its commands as what they mean; three deep, as far as styles are nested in styles."""
    text = _HREF.sub(r"\2 (\1)", text)
    for _ in range(3):
        before, text = text, _STYLE.sub(r"\1", _DROPPED.sub(lambda found: found[1] or "", text))
        if text == before:
            break
    if "\\" not in text:
        return text
    for _ in range(_DEEPEST_ACCENTS):
        before, text = text, _ACCENT.sub(_accent, text)
        if text == before:
            break
    text = _TEXT_COMMAND.sub(lambda found: _TEXT_SYMBOLS[found[1] or found[2]], text)
    text = _ESCAPED.sub(r"\1", text)
    return re.sub(r"\\\\|\\ ", " ", text)


def _accent(found: re.Match[str]) -> str:
    letter = (found["braced"] or found["bare"]).removeprefix("\\").strip()
    is_group = found.group().startswith("{")
    accented = unicodedata.normalize("NFC", letter + _MARKS[found["sign"] or found["letter"]])
    if is_group == bool(found["close"]):
        return accented
    return f"{'{' if is_group else ''}{accented}{found['close']}"


def _math(found: re.Match[str]) -> str:
    inner = found["dollar"] or found["round"] or found["square"]
    if (
        "dollar" in found.groupdict()
        and found["dollar"]
        and re.match(r"\d[\d.,]*\s*(?:[a-z]+\s|and\b|[-–]\s*$)", inner)
    ):
        return found.group()  # prices: "from $5 to $10"
    plain = _plain_math(inner)
    return found.group() if plain is None else plain


def _plain_math(text: str) -> str | None:
    """The formula in Unicode, or None where it has something that Unicode cannot spell."""
    if "\\" in text:
        text = _MATH_SWITCH.sub("", _OLD_SCRIPT.sub(lambda found: "^" if found[1] == "p" else "_", text))
        for _ in range(3):
            text = _MATH_STYLE.sub(lambda found: found[1] if found[1] is not None else found[2], text)
        text = _COMMAND.sub(lambda found: _SYMBOLS.get(found[1], found.group()), text)
        if re.search(r"\\[A-Za-z]", text):
            return None
    for _ in range(2):
        text = _SCRIPT.sub(_script, text)
    if "^" in text or re.search(r"_(?![A-Za-z])", text):
        return None
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").split())


def _script(found: re.Match[str]) -> str:
    inner = (found["braced"] if found["braced"] is not None else found["bare"]).strip()
    table = _SUPERS if found["kind"] == "^" else _SUBS
    if inner and all(c in table for c in inner):
        return "".join(table[c] for c in inner)
    if inner in {"°", "∘"}:
        return "°"
    if found["kind"] == "^" and inner.lower() in _ENDINGS:
        return inner
    if found["kind"] == "_" and re.fullmatch(r"[A-Za-z]\w*", inner):
        return f"_{inner}"
    return f"{found['kind']}{{{inner}}}" if inner else ""
