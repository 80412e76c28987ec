"""The one way the stand-in says no to a call."""


class RefusedError(Exception):
    """A call is refused with the vendor's code; `status` 200 is a business error, 4xx a platform one."""

    def __init__(self, code: str, message: str, status: int = 200) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
