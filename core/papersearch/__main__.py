"""`python -m papersearch` is the `papersearch` command."""

from papersearch.cli import main

if __name__ == "__main__":
    main()
