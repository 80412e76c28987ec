"""Torture: the stories' traffic against three workers while everything is killed and started again; then the reckoning.

Run by `make torture`; every part is small enough to be read alone. The checks (`checks/`) know nothing of how the traffic
was made: they look at a `History`, so that a doctored one shows that each of them can fail.
"""
