"""Compiles every template with the application's own filters, so that a slip shows before anybody opens the page."""

import os
import sys
import tempfile
from pathlib import Path

from jinja2 import TemplateError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    from feedback_app import create_app

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["DATA_DIR"] = scratch
        environment = create_app(TESTING=True, ENVIRONMENT="development").jinja_env
        faults = []
        names = environment.list_templates()
        for name in names:
            try:
                environment.get_template(name)
            except TemplateError as fault:
                faults.append(f"templates/{name}:{getattr(fault, 'lineno', '?')}: {fault}")
    print("\n".join(faults) or f"{len(names)} templates compile")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
