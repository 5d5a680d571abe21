"""`python -m feedback_app.launcher`: read the settings, take the premises, start the parts, wait, stop."""

import os
import sys
from pathlib import Path

from feedback_app import config
from feedback_app.launcher import premises
from feedback_app.launcher.dotenv_file import read_dotenv
from feedback_app.launcher.ears import Ears, Stop
from feedback_app.launcher.starting_words import welcome
from feedback_app.launcher.supervisor import Supervisor
from feedback_app.launcher.system import System
from feedback_app.launcher.words import CannotStart, plain

ROOT = Path(__file__).parents[2]


def main() -> int:
    os.umask(0o077)  # what is kept here concerns people
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    ears = Ears()
    supervisor = Supervisor(ears)
    try:
        _run(ears, supervisor)
    except config.WrongSettings as wrong:
        plain("\n".join(f"  ✗ {sentence}" for sentence in wrong.sentences))
    except CannotStart as reason:
        plain(f"  ✗ {reason}")
    except Stop:
        plain("\n  正在停止…  stopping")
        supervisor.stop()
        plain("  已停止。  stopped")
        return 0
    finally:
        supervisor.stop()
    return 1


def _run(ears: Ears, supervisor: Supervisor) -> None:
    """Runs until a signal raises Stop."""
    environ = ({} if os.environ.get("FLASK_SKIP_DOTENV") else read_dotenv(ROOT / ".env")) | os.environ
    settings = config.load(environ)
    data_dir: Path = settings["DATA_DIR"]
    premises.open_folder(data_dir)
    lock = premises.lock_folder(data_dir, ears.wait)
    premises.warn_if_open_to_all(settings)
    try:
        with premises.take_port(settings) as listening:
            address = f"http://{config.host_for_url(settings['HOST'])}:{listening.getsockname()[1]}"
            System(supervisor, settings, lock=lock, listening=listening.fileno()).start(environ, address)
            welcome(settings, address)
            supervisor.keep_running()
    finally:
        (data_dir / config.REDIS_URL_FILE).unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
