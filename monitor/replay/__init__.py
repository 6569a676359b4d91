"""Pages from disk instead of the network: recordings, folders of pages, and the seeds beside a config.

    recording.open_recording(path) -> Recording: its sightings (source, page, entry) in the order of arrival, answers
    recording.add_page(folder, page, entry) writes a page into a recording
    seeds.open_seeds(config path) -> the pages in seeds/ beside the config;  seeds.baselines(...) -> what stands by them
    answers.answered(outcome, ...) -> the outcome with its questions answered as a person answered them

Law of this room: it reads files and nothing else, and asks no clock: a page carries when it was fetched. Whoever
walks the pages down the corridor (cli/, daemon) gives it what it needs of the other rooms.
"""
