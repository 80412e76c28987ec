"""Backup and restore: one file that both databases write and read (docs/decisions/0010)."""
