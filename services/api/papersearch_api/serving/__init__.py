"""How `papersearch serve` serves: processes that share a socket, and connections that a slow client cannot block."""
