"""config.toml as records, checked: a wrong key names the file, the line, the key and what to write instead.

    load (the whole file) -> keys (every table and what may stand there) -> records

Law of this room: it reads one file and environment variables or secret files that the config names; secrets are
held as `Secret`, whose `repr` and `str` never show them.
"""

from monitor.config.load import load_config
from monitor.config.records import Config, FeedConfig, PollConfig, ReceiverConfig, Secret, WebConfig

__all__ = ["Config", "FeedConfig", "PollConfig", "ReceiverConfig", "Secret", "WebConfig", "load_config"]
