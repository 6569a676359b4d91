"""A made-up news day on this machine: what `monitor demo` shows, with nothing in it that is not real.

    newsstand   the seeds as a web server of feeds and pages, on 127.0.0.1
    sinks       a mail server and a Slack-like webhook that keep what they are sent
    desk        the config and state of a desk that follows it, in a folder that goes away again
    day         what appears when, which alerts are due, and whether just those came

Law of this room: the daemon that is shown is `monitor run` itself, in a process of its own; it knows nothing of us.
"""
