"""Papers that a layout may stumble over, and strings that must stay text in every field."""

from pathlib import Path
from typing import Any

XSS = tuple(
    line.replace(r"\n", "\n").replace(r"\t", "\t")
    for line in (Path(__file__).parent / "xss.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
)
"""Each sets `window.hacked` or opens a dialog where it is run."""
MANY_AUTHORS = "A Measurement by Two Hundred People"
LONG_TITLE = "On " + " and ".join(f"the {n}th of Very Many Considerations" for n in range(3, 33))
UNBROKEN = "Pneumonoultramicroscopic" * 12
ARABIC = "التعلم العميق للبحث في الأوراق العلمية"
CHINESE = "面向学术论文检索的深度学习方法综述"
HEBREW_ABSTRACT = "מאמר זה עוסק בחיפוש במאמרים מדעיים (full text) ובדירוג שלהם."
MATHS = r"Bounds of $O(n \log n)$ for $\mathbb{R}^{d}$ and of $\frac{a}{b$"


def awkward_papers() -> list[dict[str, Any]]:
    """As JSON Lines have them: RTL and CJK, 200 authors, long and missing titles, no abstract, TeX, hostile strings."""
    return [
        {"title": MANY_AUTHORS, "authors": [f"Person{n} Namesake{n}" for n in range(200)], "year": 2021,
         "abstract": "Everybody measured, and the length was 1.", "venue": "Large Meetings"},
        {"title": LONG_TITLE, "authors": ["Petra Lang"], "year": 2020, "abstract": "It says less than its title."},
        {"title": UNBROKEN, "authors": ["Unbroken" * 15], "year": 2020, "keywords": ["unbroken" * 12],
         "abstract": "https://example.org/" + "path" * 60},
        {"title": ARABIC, "authors": ["محمد الكاتب"], "year": 2019, "abstract": "نبحث في الأوراق العلمية."},
        {"title": CHINESE, "authors": ["王小明", "李雷"], "year": 2019, "abstract": "我们研究论文检索。" * 12},
        {"title": "Searching Papers in Hebrew", "authors": ["דנה כהן"], "abstract": HEBREW_ABSTRACT, "year": 2018},
        {"title": "A Paper Without an Abstract", "authors": ["Nora Nothing"], "year": 2017},
        {"abstract": "A paper without a title, told by its first words alone, and by nothing else at all in the list.",
         "ids": {"arxiv": "1904.01234"}},
        {"title": MATHS, "authors": ["Tessa Tex"], "year": 2016,
         "abstract": r"A sum $\sum_{i=1}^{n} x_i^2 < \epsilon$ costs $5, or \$6, and $x y \undefinedname{z}$ is odd."},
        *(_hostile(number, text) for number, text in enumerate(XSS)),
    ]  # fmt: skip


def _hostile(number: int, text: str) -> dict[str, Any]:
    return {
        "title": f"Hostile {number} {text}",
        "authors": [f"Mallory {number} {text}"],
        "abstract": f"Abstract {text} end, said {number} times.",
        "tldr": {"text": f"In short {text}", "source": "auto"},
        "venue": f"Venue {text}",
        "year": 2015,
        "keywords": [f"key {text}"],
        "comments": f"Comment {text}",
        "journal_ref": f"Journal {text}",
        "ids": {"openreview": text},
        "links": {"html": f"javascript:window.hacked={number}", "pdf": f"https://example.org/{text}", "code": text},
    }
