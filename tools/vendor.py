"""Browser code by others that we serve: fetched from npm, checked against the hashes below, put where it belongs.

    python tools/vendor.py            check that the committed files are those of the table
    python tools/vendor.py --fetch    fetch them anew (needs npm and the network), then check

Nothing is built or changed on the way: each file is the maker's own. A new version is a change of a row here, and of
the licence beside the file when that changed too.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "feedback_app" / "static" / "vendor"


@dataclass(frozen=True)
class Vendored:
    """One package: what we take from it, and the SHA-256 of the archive and of each file."""

    name: str
    version: str
    licence: str
    why: str
    archive: str
    files: dict[str, str]


TABLE = (
    Vendored(
        "tweetnacl",
        "1.0.3",
        "Unlicense (public domain)",
        "Ed25519 in the reader's own browser, also in old ones and in a page opened from a file",
        "5f8dc49cb4483e206ba3ebb22abbccfc0218c59b60fc78cce24197ced5b9e102",
        {
            "nacl-fast.min.js": "3ec535c004aeeb225785d8e93fb33bf99f52e399bd7dfc01969b5629baea5131",
            "LICENSE": "88d9b4eb60579c191ec391ca04c16130572d7eedc4a86daa58bf28c6e14c9bcd",
        },
    ),
)


def main() -> int:
    if "--fetch" in sys.argv[1:]:
        for row in TABLE:
            fetch(row)
    faults = [fault for row in TABLE for fault in faults_of(row)]
    print("\n".join(faults) or f"{len(TABLE)} vendored package(s) are what the table says")
    return 1 if faults else 0


def fetch(row: Vendored) -> None:
    """Put the files of one package in place. Raises SystemExit when the archive is another one."""
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(["npm", "pack", "--silent", f"{row.name}@{row.version}"], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.tgz")
        if sha256(archive) != row.archive:
            raise SystemExit(f"{row.name} {row.version}: the archive is not the one the table names")
        target = FOLDER / row.name
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as box:
            for name in row.files:
                member = box.extractfile(f"package/{name}")
                assert member is not None
                (target / name).write_bytes(member.read())


def faults_of(row: Vendored) -> list[str]:
    """What of one package is missing, changed, or not in the table."""
    folder = FOLDER / row.name
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    wrong = [f"{row.name}/{name}: not as the table says" for name, wanted in row.files.items()
             if name not in there or sha256(folder / name) != wanted]  # fmt: skip
    return wrong + [f"{row.name}/{name}: not in the table" for name in sorted(there - row.files.keys())]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
