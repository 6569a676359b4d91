"""What one round does: feeds are asked, entries kept, their pages read, figures compared, alerts made due.

    feeds      due feeds -> answers -> entries and the feed's next state, in one transaction a feed
    pages      due entries -> pages -> walk() -> all that a page yields, in one transaction a page
    workshop   a process of its own that parses and walks, and can be killed when a document is hostile

Law of this room: it puts poll/, fetch/, store/ and deliver/ together, which do not know each other, and holds no state
but the store's. Kill it anywhere: what was not written down is asked for again, what was is not repeated.
"""
