"""DingTalk, the gateway and the clock fail: the whole program against each. One file per party."""
