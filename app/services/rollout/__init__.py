"""Rollouts, and a changelog at one client outside of a rollout."""
