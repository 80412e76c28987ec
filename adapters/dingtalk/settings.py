"""What the DingTalk adapter must be told. Read from `duban.toml` by `config`, never from the environment."""

from dataclasses import dataclass

from config.secret import Secret

API_BASE = "https://api.dingtalk.com"
OAPI_BASE = "https://oapi.dingtalk.com"


@dataclass(frozen=True, slots=True)
class StreamSettings:
    """The rhythm of the Stream socket (`stack.md` §5, `dingtalk.md` §3). All times are real, in seconds."""

    open_timeout_s: float = 10
    """Asking for a ticket and upgrading the socket, each."""
    heartbeat_s: float = 15
    """A ping goes out after this much silence; half of it later the pong must be here."""
    idle_limit_s: float = 600
    """No frame at all for so long, although pongs come: the registration is thought dead and replaced."""
    overlap_quiet_s: float = 30
    """A socket that announced its going is let go after so much silence; the platform does it after 10."""
    steady_after_s: float = 60
    """A socket that lived so long resets the back-off."""
    press_limit_s: float = 1.7
    """A card press is answered after so long even if the work goes on; the platform's limit is 2 s."""
    drain_s: float = 10
    """What is being worked on at a clean stop gets so long to finish."""
    at_once: int = 64
    """So many frames are worked on at the same time."""
    waiting: int = 1024
    """So many more may wait; beyond it frames stay unacknowledged and come again."""
    max_frame_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DingTalkSettings:
    """One DingTalk app (企业内部应用) of one organisation."""

    client_id: str
    """Client ID = AppKey."""
    client_secret: Secret
    corp_id: str
    """The organisation; people of any other are outsiders."""
    robot_code: str = ""
    """Empty: the Client ID, as for every robot of an internal app (`dingtalk.md` §2)."""
    robot_name: str = ""
    """As shown in groups; only needed to strip a mention that a client sent as plain words (§4.4)."""
    agent_id: int | None = None
    card_template_id: str = ""
    """`<uuid>.schema` of the published template; empty: duban speaks in markdown messages."""
    api_base: str = API_BASE
    oapi_base: str = OAPI_BASE
    allow_private_downloads: bool = False
    """Files may be fetched from private addresses: only for the stand-in."""
    call_timeout_s: float = 10
    """One call, answer included."""
    download_timeout_s: float = 60
    """One file, link included."""
    download_limit_bytes: int = 20 * 1024 * 1024
    calls_per_second: int = 20
    stream: StreamSettings = StreamSettings()

    @property
    def robot(self) -> str:
        """The robot's code on the wire."""
        return self.robot_code or self.client_id
