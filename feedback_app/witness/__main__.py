"""The witness alone, without the bureau's application around it."""

from feedback_app.witness.commands import witness

if __name__ == "__main__":
    witness()
