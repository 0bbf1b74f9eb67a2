"""`python -m tot` is the `tot` command."""

from tot.app import main

main(prog_name="tot")
