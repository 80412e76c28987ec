"""Written stories, played through the whole real program."""
