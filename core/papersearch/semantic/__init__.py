"""Search by meaning, optional: an encoder of texts, vectors of papers, and how their order is fused with the words'."""
