"""逢「6」调度会: what is put before a meeting and why, what is decided there, and what became of it (`domain.md` §11)."""
