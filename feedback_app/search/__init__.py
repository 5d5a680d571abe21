"""Full-text search over Chinese, Latin, Cyrillic and Arabic text, with the same hits on SQLite and PostgreSQL.

It knows nothing of what it indexes: an entry has a kind, a key, texts, tags and a moment that orders it.
"""
