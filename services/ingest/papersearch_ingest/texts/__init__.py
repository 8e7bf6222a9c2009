"""Clean text: TeX, broken hyphens, links, full texts."""
