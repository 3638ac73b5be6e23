"""What was: rollouts, releases, backups of MAIN."""
