# make book   builds the site          make refresh  re-executes the chapters in place
# make test   checks everything        make lock     compiles requirements.txt anew
# make serve  shows the built site     make mutants  shows that the tests notice faults
# make pdf    prints it into one file  make clean    removes what was built, not .venv
# make homework   builds what is handed out and what is not
# make portability   verifies notebooks and lib on emulated processors, and stores what held
# make seeds N=20    counts for each claim with how many other seeds it holds, and stores it
# make colab   runs the chapters beside Colab's packages; CHAPTERS="chapters/07_gridworld.ipynb" for some
# make environments   runs two, and lib's tests, on other Pythons, with the lock and the newest packages
# make bench   measures lib beside its peers, in an environment of their own; FILES="grid vae" for some
# make accelerator   runs all claims and the tests of lib on a GPU or TPU, and stores what held
# make grade FILES="a.ipynb b.ipynb"   grades homework; OPTIONS="--csv marks.csv --feedback out"

PYTHON ?= python3
N ?= 20
# One more than there are cores: browsers, and answers that are stopped, wait.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
SITE := _build/html/index.html
PEERS := .cache/peers
SOURCES := _config.yml _toc.yml index.md $(wildcard lib/*.py benchmarks/*.json) $(wildcard chapters/* chapters/explorables/*.ipynb chapters/homework/*.ipynb) $(shell find book_ext nbclaims/src -type f -not -name '*.pyc')

# No progress bars in stored outputs; compiled functions are kept between test runs.
export TQDM_DISABLE := 1
export JAX_COMPILATION_CACHE_DIR := $(CURDIR)/.cache/jax
export JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS := 0
export JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES := -1
# Not even a word of it: JAX writes in place, and compiles anew what another process has half written.
export PYTHONWARNINGS := ignore:Error reading persistent compilation cache:UserWarning

.PHONY: book test suite another-processor portability seeds mutants colab environments bench accelerator serve pdf refresh homework grade lock clean
.DELETE_ON_ERROR:

book: $(SITE)
	@echo "The book is built: open _build/html/index.html in a browser, or run 'make serve'."

# XLA's earlier code generator compiles in half the time. So what a notebook stores was computed with
# the default one, and is compared with what the earlier one computes. The lock says that it is there.
test: export XLA_FLAGS := --xla_cpu_use_fusion_emitters=false $(XLA_FLAGS)

# Notebooks are verified on another processor beside the site, and then beside the other tests.
test: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory --jobs=2 another-processor suite

# One thread for each worker: they share the cores already, and two would take a sixth more of them.
suite: $(SITE)
	PJRT_NPROC=1 OPENBLAS_NUM_THREADS=1 \
	  $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -rs tests nbclaims/tests grading/tests chapters

# What hardly depends on training, as a processor unlike this one computes it.
another-processor: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m elsewhere.processors --unlike-this \
	  chapters/06*.ipynb chapters/04*.ipynb chapters/07*.ipynb chapters/homework/*/source.ipynb

# These two take half an hour or more. The ledger shows what they store in chapters/robustness.json.
portability: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m elsewhere.processors $(FILES)

seeds: export PJRT_NPROC := 1
seeds: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m elsewhere.seeds $(N) $(CHAPTERS)

# Faults put into the packages one at a time, each of which a test must notice; MODULES="vae train" for some.
mutants: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m mutants $(MODULES)

colab: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m elsewhere.environments colab $(CHAPTERS)

# Each Python of this machine, with the lock and with the newest packages.
environments: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m elsewhere.environments lock newest $(CHAPTERS)

# The page "Performance" shows what these two store in benchmarks/.
bench: $(PEERS)/installed
	@$(PEERS)/bin/python -m benchmarks $(FILES)

accelerator: .venv/installed
	@PYTHONPATH=tests $(BIN)/python -m elsewhere.accelerator $(CHAPTERS)

serve: book
	@echo "The book is at http://localhost:8000 (Ctrl-C stops it)."
	@$(BIN)/python -m http.server 8000 --bind localhost --directory _build/html

# Needs Chromium, and says so.
pdf: book
	@$(BIN)/python -m book_ext.pdf _build/html _build/book.pdf

# A notebook is written only when all of its cells ran.
refresh: .venv/installed
	@$(BIN)/python -m nbclaims refresh chapters/*.ipynb chapters/explorables/*.ipynb chapters/homework/*/source.ipynb

homework: .venv/installed
	@$(BIN)/python -m grading build chapters/homework --constraints requirements.txt

grade: .venv/installed
	@$(BIN)/python -m grading grade chapters/homework $(OPTIONS) $(FILES)

# Not after .venv/installed: with another package.json that waits for the new lock.
lock:
	@test -x $(BIN)/uv || $(MAKE) .venv/installed
	$(BIN)/uv pip compile pyproject.toml nbclaims/pyproject.toml --group site --group test --universal --fork-strategy fewest \
	  --python-version 3.11 --quiet --no-emit-index-url --custom-compile-command "make lock" -o requirements.txt
	printf '%s\n' "-e ./nbclaims" "-e ./grading" "-e ." >> requirements.txt
	$(BIN)/npm install --package-lock-only --omit-lockfile-registry-resolved --silent

clean:
	rm -rf _build .cache

# From scratch each time: a page with a warning, left as it is, would pass the second build.
$(SITE): .venv/installed $(SOURCES)
	@rm -rf _build
	@$(BIN)/jupyter-book build -W -n --keep-going -q . > /dev/null

# The peers see the book's packages, and the book does not see them.
$(PEERS)/installed: .venv/installed benchmarks/requirements.txt
	@$(BIN)/python -m venv $(PEERS)
	@$(BIN)/python -c 'import site; print(f"import site; site.addsitedir({site.getsitepackages()[0]!r})")' \
	  > "$$($(PEERS)/bin/python -c 'import site; print(site.getsitepackages()[0])')/book.pth"
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	@touch $@

# Stands for the whole environment, and exists only when every step of the installation succeeded.
# uv is several times faster; pip knows of mirrors and proxies that uv may not know. Compiled at once,
# as pip does it: where Python may not write, every kernel and every answer would compile anew.
.venv/installed: requirements.txt pyproject.toml $(wildcard */pyproject.toml) package.json package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "The book needs Python 3.11 or newer: say which with 'make book PYTHON=/path/to/python'."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing: on Debian or Ubuntu, 'apt install python3-venv' brings it."; exit 1; }
	@echo "Installing the book's packages into .venv (a minute or so, once) ..."
	@$(PYTHON) -m venv .venv
	@{ { $(PIP) "$$(grep '^uv==' requirements.txt)" && \
	     $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.txt || \
	     $(PIP) -r requirements.txt; } && $(BIN)/npm ci --silent; } > .venv/install.log 2>&1 || \
	  { echo "The installation failed (is the network up?): see .venv/install.log, then run make again."; exit 1; }
	@touch $@
