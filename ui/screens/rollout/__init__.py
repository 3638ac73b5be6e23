"""The rollout: a plan, a live board, an end."""
