"""How stories are read and looked at, without playing them."""
