"""From records to papers: which records are one paper, and what the paper then says."""
