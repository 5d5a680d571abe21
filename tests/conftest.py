"""The tests' rig. What each fixture gives stands in its docstring; `pytest --fixtures` lists them.

Nothing here reads the settings of the person who runs the tests: they are taken out of the environment first.
"""

import atexit
import base64
import os
import shutil
import tempfile
from pathlib import Path

from feedback_app.config.table import SETTINGS

for _name in SETTINGS:
    os.environ.pop(_name, None)
# Thousands of small databases are made and thrown away: in memory, where the machine has it to spare.
_memory = Path("/dev/shm")
if _memory.is_dir() and os.access(_memory, os.W_OK) and shutil.disk_usage(_memory).free > 2 * 1024**3:
    tempfile.tempdir = os.environ["PYTEST_DEBUG_TEMPROOT"] = str(_memory)
_scratch = tempfile.mkdtemp(prefix="zm-tests-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ |= {
    "DATA_DIR": _scratch,
    "SECRET_KEY": "the tests' own secret key, known to everyone",
    "SEAL_KEYS": "t1:" + base64.b64encode(bytes(range(32))).decode(),
    "CODE_KEY": base64.b64encode(bytes(range(32, 64))).decode(),
    "LOG_SIGNING_KEY": base64.b64encode(bytes(range(64, 96))).decode(),
    "FLASK_SKIP_DOTENV": "1",
}

pytest_plugins = [
    "tests.rig.databases", "tests.rig.app", "tests.rig.running_system", "tests.rig.browser", "tests.rig.mail_server",
    "tests.rig.smtp_sink",
]  # fmt: skip
