"""What staff type at each step: shape and wording only. Which step may be taken is not asked here (see steps.py)."""
