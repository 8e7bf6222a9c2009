"""The corpus for assistant programs, over the Model Context Protocol (the extra `mcp`).

The tools are data like the endpoints of the API (`tools`), ask the same services (`questions`), and fit each answer
into a budget of tokens (`budget`). What papers say is marked as data from outside (`paper_text`).
"""
