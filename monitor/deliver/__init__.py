"""What goes to whom, how it reads, and the way there.

    policy  alerts -> deliveries (routes, grouping, digests, quiet hours, silences): pure
    messages, wording  a parcel -> subject, plain text, HTML, Slack blocks, JSON: pure
    courier  outbox -> receivers, again with patience          receivers/  one file each

Law: this room and the store do not know each other; the courier is handed an `Outbox` by whoever runs it.
"""

from monitor.deliver.policy import plan

__all__ = ["plan"]
