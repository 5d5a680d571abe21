"""What `make run` starts: one supervisor over Redis, the web server, the queue worker and the relay.

Promises, each with a test in tests/launcher/: one instance per data folder; a clear sentence and exit code 1 when it
cannot start; a part that dies is started again; Ctrl-C, SIGTERM or a closed terminal stops everything in order; and no
process outlives the launcher, even when that is killed outright (on Linux: every process asks the kernel to be told of its
parent's death, see `child.py`).
"""
