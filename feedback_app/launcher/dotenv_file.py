"""The .env file, read strictly: a line that is no line, or a name that is no setting, stops the start."""

from pathlib import Path

from dotenv.parser import parse_stream

from feedback_app.config import WrongSettings, unknown_name
from feedback_app.config.table import SETTINGS

NOT_OURS = ("TZ", "TEST_DATABASE_URL", "FLASK_DEBUG")  # names others read, welcome in the same file


def read_dotenv(path: Path) -> dict[str, str]:
    """Name → text. Empty when there is no file. Raises WrongSettings."""
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8") as lines:
            found = list(parse_stream(lines))
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongSettings([f".env 读不出：{fault} / .env cannot be read"]) from fault
    torn = [line.original.line for line in found if line.error or (line.key and line.value is None)]
    faults = [f".env 第 {number} 行看不懂，应为 名称=值 / line {number} is not NAME=value" for number in torn]
    faults += [
        unknown_name(line.key)
        for line in found
        if line.key and line.key not in SETTINGS and line.key not in NOT_OURS
    ]
    if faults:
        raise WrongSettings(faults)
    return {line.key: line.value for line in found if line.key and line.value is not None}
