"""The board in a browser: what stands, who said so, what waits for a person's word; the same out as feeds and JSON.

    server     where and how it listens      guard      who comes in: Host, Origin, password or token, headers
    board      the state, read or acted on   pages      HTML to read      acts   one click, one transaction
    api        JSON, CSV                     syndication  Atom, JSON Feed

Law of this room: every page works without a script, no script or style stands in a page, nothing comes from elsewhere.
Whatever an outlet wrote is escaped text. It reads through the store's own verbs and acts only through `monitor.desk`.
"""

from monitor.web.app import create_app
from monitor.web.server import address_of, listener, serve

__all__ = ["address_of", "create_app", "listener", "serve"]
