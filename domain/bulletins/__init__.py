"""十天一通报: drafted from the figures, approved, frozen, numbered and sent (`domain.md` §13.6)."""
