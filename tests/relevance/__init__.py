"""How good the order of results is: collections with judgements, and known items made from any corpus.

`make relevance` prints the tables; test_floors.py holds the floors.
"""
