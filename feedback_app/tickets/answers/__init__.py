"""The answer to the person who reported (答复): its templates, its first draft, the letter it is printed as."""
