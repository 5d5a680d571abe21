"""Makes .venv and installs pinned requirements into it, or says in one sentence what is missing.

    python3 tools/install.py requirements.txt [requirements-dev.txt]

Runs on whatever Python `make` finds, before anything is installed: standard library only, and old enough in its words
that a Python too old for the project can still say so. What is installed already is left alone (a stamp holds the
checksum of the files).
"""

from __future__ import print_function

import hashlib
import os
import shutil
import subprocess
import sys
import time

LEAST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
VENV = ".venv"
PYTHON = os.path.join(VENV, "bin", "python")


def main(files):
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
    if read(stamp(files)) == checksum(files) and os.path.exists(PYTHON):
        return
    if not works():
        make_venv()
    begun = time.time()
    print("正在安装依赖（首次约半分钟）… installing " + ", ".join(files), flush=True)
    install(files)
    for count in range(1, len(files) + 1):  # who has all of them has the first ones too
        with open(stamp(files[:count]), "w") as file:
            file.write(checksum(files[:count]))
    print("  ✓ 依赖已安装，用时 %.0f 秒  installed" % (time.time() - begun), flush=True)


def stamp(files):
    return os.path.join(VENV, ".installed-" + "-".join(os.path.basename(name) for name in files))


def checksum(files):
    total = hashlib.sha256()
    for name in files:
        with open(name, "rb") as file:
            total.update(file.read())
    return total.hexdigest()


def read(name):
    try:
        with open(name) as file:
            return file.read()
    except (IOError, OSError):
        return ""


def works():
    """Whether there is a .venv of a Python that is new enough, with pip in it."""
    if not os.path.exists(PYTHON):
        return False
    check = "import sys, pip; sys.exit(sys.version_info < %r)" % (LEAST,)
    return subprocess.call([PYTHON, "-c", check], stderr=subprocess.DEVNULL) == 0


def make_venv():
    python = find_python()
    if not can_make_venv(python):
        get_venv(python)
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([python, "-m", "venv", VENV]) != 0 or not works():
        stop("不能建立 .venv，原因见上。", "could not make .venv; the reason stands above.")


def find_python():
    if sys.version_info >= LEAST:
        return sys.executable
    for name in NEWER:
        if shutil.which(name):
            return shutil.which(name)
    stop(
        "需要 Python 3.11 或更新版本，这里是 %d.%d。" % sys.version_info[:2],
        "Python 3.11 or newer is needed; or name one: make run PYTHON=/path/to/python3.12",
    )


def can_make_venv(python):
    return subprocess.call([python, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) == 0


def get_venv(python):
    """On Debian and Ubuntu, venv is a package of its own."""
    version = (
        subprocess.check_output([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        .decode()
        .strip()
    )
    package = "python%s-venv" % version
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("正在安装 %s …  installing it with apt-get" % package, flush=True)
        environ = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", package]):
            subprocess.call(command, env=environ, stdin=subprocess.DEVNULL)
    if not can_make_venv(python):
        stop(
            "缺少 Python 的 venv 模块，请先安装：sudo apt-get install " + package,
            "Python's venv module is missing; install it as shown, then try again.",
        )


def install(files):
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    for name in files:
        command += ["-r", name]
    if (
        subprocess.call(
            command, env=dict(os.environ, PIP_ROOT_USER_ACTION="ignore"), stdin=subprocess.DEVNULL
        )
        != 0
    ):
        stop(
            "依赖没有装上，原因见上（多半是网络或软件源）。",
            "the requirements could not be installed; the reason stands above (network, or package index).",
        )


def stop(zh, en):
    print("  ✗ %s\n    %s" % (zh, en), file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
