"""DingTalk (钉钉): what its Stream says, in our words, and ours in the words of its OpenAPI.

`stream.py` listens; `messages.py`, `cards.py`, `ding.py`, `files.py`, `media.py` and `contacts.py` speak, over `api.py`.
"""
