"""Makes the shipped templates: `python -m adapters.documents.templates` writes them to `config/files/papers/`.

A centre copies one to its own folder `papers/` and edits it in Word; nothing here runs in service.
"""
