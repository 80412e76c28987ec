"""django-helpdesk with its best settings, for comparison: runs in an environment of its own (`make helpdesk`)."""
