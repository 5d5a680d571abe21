"""The regulation itself: its twenty articles in Chinese and English, and the text as it was received."""
