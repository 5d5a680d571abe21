"""Watch over the accountability log (责任日志): checkpoints leave the house, witnesses cosign them, the log is verified
again and again, and whoever must know is told when something is wrong with it (Article 16).

Nothing here stands in the way of the public: a damaged log is an alarm, never a closed door.
"""
