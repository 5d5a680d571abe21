"""gunicorn's own settings; the launcher says where to listen and how many processes and threads."""

import os
from pathlib import Path

bind = os.environ["LAUNCHER_LISTEN"]
workers = int(os.environ["WEB_WORKERS"])
threads = int(os.environ["WEB_THREADS"])
worker_class = "gthread"
timeout = 60
graceful_timeout = 8
keepalive = 5
# Heartbeat files on disk can stall a worker when the disk is busy.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, not a shared temporary file
# No access log: it would keep addresses and paths of people who report. Errors go to standard error, into our log.
accesslog = None
errorlog = "-"
loglevel = "info"
# X-Forwarded-* is believed by the application alone, by TRUSTED_PROXIES.
forwarded_allow_ips = ""
control_socket_disable = True
