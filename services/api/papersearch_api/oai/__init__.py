"""An OAI-PMH 2.0 provider: every paper and every deletion, for harvesters and for other papersearch instances."""
