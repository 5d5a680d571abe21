"""The append-only, hash-linked accountability log (责任日志): append, read, prove, verify."""
