"""A first config from pages: the figures that they give, how each is called, who is named with it.

    propose(articles) -> Proposals, those that matter most first     config_text(...) -> a commented config.toml
    missing(proposals, watchlist) -> those that a config does not follow yet     figures_text(...) -> TOML to paste

Law of this room: pure, and modest: it offers what stands on the pages, a person chooses. One number under several names
in several articles ("1,000 sappers", "1,000 mine clearance specialists") is one proposal with all the names.
"""

from monitor.draft.proposals import Proposal, missing, propose
from monitor.draft.written import config_text, figures_text

__all__ = ["Proposal", "config_text", "figures_text", "missing", "propose"]
