"""The search service: from parameters to a page of results, with labels, highlights and suggestions."""
