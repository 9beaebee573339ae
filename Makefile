# The two commands are `make run` and `make test`; each works on a fresh machine with Python 3.11 and make.
# PORT= and DATABASE= say where `make run` serves and keeps its journal.

.DEFAULT_GOAL := run
.PHONY: run test check check-code check-pages loops fix bench prove wheel screens lock everything

PYTHON := $(shell tools/find-python.sh)
BIN := .venv/bin
# Three for two cores, which everything is timed on: walks in the browser wait a third of their time.
# WORKERS=0 runs in this process.
WORKERS ?= 3
# Walks in the browser: those of every day and a tenth of the others, all within ten days (tests/browser/daily.py);
# WALKS=all makes every one, WALKS=1 to 10 that tenth.
WALKS ?= daily

ifeq ($(PYTHON),)
$(error no Python 3.11 or newer; the line above says what to do)
endif

run:
	@$(PYTHON) tools/environment.py serving $(if $(findstring postgres,$(DATABASE)),postgres)
	@$(PYTHON) tools/frontend.py build
	@exec $(BIN)/backrub serve --open $(if $(PORT),--port '$(PORT)') $(if $(DATABASE),--database '$(DATABASE)')

# Everything that checks needs: every extra, the built pages.
everything:
	@$(PYTHON) tools/environment.py everything
	@$(PYTHON) tools/frontend.py build

check: everything
	@$(MAKE) --no-print-directory -j2 check-code check-pages

check-code:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -q tests/house/test_units.py tests/house/test_walls.py

# In one piece at its end, so that the two don't talk over each other.
check-pages:
	@said=$$($(PYTHON) tools/frontend.py check 2>&1); code=$$?; echo "$$said"; exit $$code

# Compiled once, before three workers and their servers would each do it.
loops:
	@$(BIN)/python -c "from backrub.app.checking import compile_ahead; from backrub.catalog import load; compile_ahead(catalog=load(), threads=1)"

fix: everything
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: everything
	@$(MAKE) --no-print-directory -j3 check-code check-pages loops
	@CHROMIUM=$$(tools/find-chromium.sh --install) && POSTGRES_BIN=$$(tools/find-postgres.sh --install) && \
	export CHROMIUM POSTGRES_BIN WALKS=$(WALKS) && exec $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

bench: everything
	$(BIN)/pytest -q -s --benchmark-columns=median,max,rounds bench

prove: everything
	@CHROMIUM=$$(tools/find-chromium.sh --install) && POSTGRES_BIN=$$(tools/find-postgres.sh --install) && \
	export CHROMIUM POSTGRES_BIN && $(BIN)/python tools/prove.py

wheel: everything
	rm -rf build/wheel && $(BIN)/python -m build --wheel --no-isolation --outdir build/wheel
	@ls build/wheel

screens: everything
	@CHROMIUM=$$(tools/find-chromium.sh --install) && export CHROMIUM && exec $(BIN)/python tools/screens.py

lock:
	tools/lock.sh
