"""All that people may type, and what it means: data and pure parsers, no I/O.

Nothing here decides anything. A parser says what it heard and how sure it is; whoever asked decides what to do.
"""
