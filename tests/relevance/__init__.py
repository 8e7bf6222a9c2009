"""How good the order of results is: collections with judgements, and known items made from any corpus.

`make relevance` prints the table of docs/relevance.md; test_floors.py holds its floors.
"""
