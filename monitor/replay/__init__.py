"""Pages from disk instead of the network: recordings, folders of pages, and the seeds beside a config.

    open_recording(path) -> Recording: its sightings (source, page, entry) in the order of arrival, and the answers
    open_seeds(config path) -> the pages in seeds/ beside the config;  baselines(...) -> what stands by their word
    answered(outcome, ...) -> the outcome with its questions answered as a person answered them
    add_page(folder, page, entry) writes a page into a recording

Law of this room: it reads files and nothing else, and asks no clock: a page carries when it was fetched. Whoever
walks the pages down the corridor (cli/, daemon) gives it what it needs of the other rooms.
"""

from monitor.replay.answers import Answers, answered
from monitor.replay.recording import Recording, Sighting, add_page, open_recording
from monitor.replay.seeds import baselines, open_seeds

__all__ = ["Answers", "Recording", "Sighting", "add_page", "answered", "baselines", "open_recording", "open_seeds"]
