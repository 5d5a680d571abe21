# Two commands are all one needs: `make run` and `make test`. `make` alone lists the rest.

PYTHON ?= python3
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard feedback_app/translations/*/LC_MESSAGES/*.po))
SOURCES := feedback_app tests tools migrations wsgi.py
# A few more than there are processors: browsers and servers are often waited for.
WORKERS = $(shell $(PYTHON) -c 'import os; print(min(8, (os.cpu_count() or 2) * 5 // 4))')
# More words for pytest: make test ARGS="tests/tickets -k close"
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install test check fix bench format-check lint types imports templates translations \
	messages requirements env-example secrets python installed installed-for-tests chromium mail-server

help: ## 显示本帮助 · show this help
	@echo '正名 Zhengming'
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: installed $(CATALOGUES) ## 启动系统 · start the system (PORT=8001 make run; settings: .env.example)
	@echo '正名 Zhengming 正在启动… starting'
	@exec $(BIN)/python -m feedback_app.launcher

install: installed $(CATALOGUES) ## 只安装，不启动 · install without starting (for a service, docs/deploy.md)

test: installed-for-tests chromium mail-server $(CATALOGUES) ## 全部测试，SQLite 与 PostgreSQL · the whole suite, on both databases
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: format-check lint types imports templates translations test ## 全部检查 · everything a change must pass

fix: installed-for-tests ## 自动整理代码 · format, and mend what lint can mend
	@$(BIN)/ruff check --fix --quiet $(wildcard $(SOURCES)) || true
	@$(BIN)/ruff format --quiet $(wildcard $(SOURCES))

bench: installed $(CATALOGUES) ## 性能 · requests per second and latencies beside a bare Flask page
	@$(BIN)/python tools/bench.py $(ARGS)

format-check: installed-for-tests ## 格式 · format
	@$(BIN)/ruff format --check --quiet $(wildcard $(SOURCES)) || { echo '格式不对，运行 make fix 即可 · not formatted: make fix'; exit 1; }

lint: installed-for-tests ## 代码规则 · lint
	@$(BIN)/ruff check --quiet $(wildcard $(SOURCES))

types: installed-for-tests ## 类型 · types
	@$(BIN)/mypy

imports: installed-for-tests ## 引用方向 · import contracts
	@$(BIN)/lint-imports --no-cache --no-logo

templates: installed-for-tests ## 模板 · templates
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/python tools/check_templates.py

translations: installed-for-tests $(CATALOGUES) ## 译文 · translations
	@$(BIN)/python tools/check_translations.py

messages: installed ## 收集待译文字 · collect the texts of pages into the catalogues
	@$(BIN)/python tools/check_translations.py --update

requirements: installed-for-tests ## 更新锁定的依赖 · pin the newest releases that fit
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			$$name.in -o $$name.txt || exit 1; \
	done

env-example: installed ## 重写 .env.example · draw it again from the table of settings
	@$(BIN)/python -c 'from feedback_app.config.table import env_example; print(env_example(), end="")' > .env.example

secrets: installed ## 生成正式运行的密钥 · print fresh secrets for production
	@$(BIN)/python -c 'from feedback_app.config import kept_secrets; [print(f"{n}={v}") for n, v in kept_secrets.fresh().items()]'

python:
	@command -v $(PYTHON) >/dev/null || { echo '  ✗ 需要 Python 3.11 或更新版本 · Python 3.11 or newer is needed (apt-get install python3 python3-venv)'; exit 1; }

installed: python
	@$(PYTHON) tools/install.py requirements.txt

installed-for-tests: python
	@$(PYTHON) tools/install.py requirements.txt requirements-dev.txt

chromium: installed-for-tests
	@$(BIN)/python -m tests.rig.chromium

mail-server: installed-for-tests
	@$(BIN)/python -m tests.rig.mail_server

%.mo: %.po | installed
	@$(BIN)/pybabel --quiet compile -i $< -o $@
