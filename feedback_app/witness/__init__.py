"""The witness (见证): a small second program, run by the superior body, that cosigns the log's checkpoints.

It remembers, for each log it knows, the newest checkpoint it signed, and signs another only when the log proves that it
merely grew. So a log that was rolled back, rewritten or split in two gets no second signature, whoever holds its
database and its key. It speaks C2SP tlog-witness, keeps its own key and memory in one folder of its own, and needs
neither the bureau's database nor its settings.
"""
