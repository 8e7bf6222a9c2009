r"""White space before a sign, as a piece of expressions that cut or mend long texts.

`\s*;` is tried from each place of a gap, which takes the square of its length. These begin only where a gap begins.
"""

import re

GAP = r"(?<!\s)\s+"
"""A whole gap."""
ANY_GAP = rf"(?:{GAP})?"
"""A whole gap, or none."""
IN_PARENTHESES = re.compile(rf"{ANY_GAP}\([^()]*\)")
"""What stands in parentheses, with the gap before it."""
