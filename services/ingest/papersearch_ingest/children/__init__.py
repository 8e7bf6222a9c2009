"""Child processes: the parser child with its limits, the index child, and how a program talks to them."""
