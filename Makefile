# Two commands are enough: `make run` and `make test`. Each installs what it needs first.
PORT ?= 8000

.PHONY: run test bench messages lock

run:    # the platform with its demo world, on 127.0.0.1:8000 or PORT=…
	@PORT=$(PORT) exec scripts/run

test:    # every check; a part of the tests with ARGS="tests/cohorts -k csv"
	@scripts/setup test && .venv/bin/python -m scripts.test $(ARGS)

bench:    # the figures of bench/, as a table
	@scripts/setup test && .venv/bin/python -m bench $(ARGS)

messages:    # brings the catalogues in tot/translations up to the code and lists what is missing
	@scripts/setup test && .venv/bin/python -m scripts.messages

lock:    # pins pyproject.toml's dependencies anew; UPGRADE=1 takes the newest allowed
	@scripts/lock
