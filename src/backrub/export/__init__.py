"""Plans and habits as files for other programs."""
