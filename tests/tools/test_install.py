"""`make` on a machine that lacks something: a sentence, not a traceback. The program runs on any Python, so it is run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the program and one requirement file that needs nothing."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "install.py", tmp_path / "tools")
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    return tmp_path


def run(checkout: Path, *, python: str = sys.executable, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [python, "tools/install.py", "requirements.txt"]
    return subprocess.run(
        command, cwd=checkout, env=os.environ | environ, capture_output=True, text=True, timeout=120
    )


def test_it_makes_the_environment_once(checkout: Path) -> None:
    first = run(checkout)
    assert first.returncode == 0, first.stderr
    assert "依赖已安装" in first.stdout
    assert (checkout / ".venv" / "bin" / "python").exists()
    again = run(checkout)
    assert (again.returncode, again.stdout) == (0, "")
    (checkout / "requirements.txt").write_text("# changed\n")
    assert "依赖已安装" in run(checkout).stdout


def test_a_requirement_without_its_hash_is_not_installed(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("click==8.1.7\n")
    refused = run(checkout)
    assert refused.returncode == 1
    assert "依赖没有装上" in refused.stderr
    assert run(checkout).returncode == 1, "nothing is remembered as installed"


def test_without_venv_it_names_the_package(checkout: Path, tmp_path: Path) -> None:
    lame = tmp_path / "lame-python"
    lame.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    lame.chmod(0o755)
    program = "import sys; sys.path.insert(0, 'tools'); import install; install.find_python = lambda: sys.argv[1]; install.main(['requirements.txt'])"
    done = subprocess.run(
        [sys.executable, "-c", program, str(lame)],
        cwd=checkout, env={"PATH": "/nowhere"}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_too_old_says_so(checkout: Path) -> None:
    program = "import sys; sys.path.insert(0, 'tools'); import install; sys.version_info = (3, 9); install.main(['requirements.txt'])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout,
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "需要 Python 3.11" in done.stderr
