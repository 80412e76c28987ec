"""`python -m adapters.documents.templates`: write the shipped templates anew."""

from adapters.documents.templates.shipped import write_all

write_all()
