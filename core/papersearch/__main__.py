"""`python -m papersearch` is the `papersearch` command."""

from papersearch.process.cli import main

if __name__ == "__main__":
    main()
