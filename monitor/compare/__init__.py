"""Compare: from an article's claims to what changed, who must hear of it, and what to ask a person.

Law of this room: pure. Claims, what stands and the time an article carries go in; a `Verdict` comes out, and every
decision in it has a name (`classify.RULES`). One article is compared once per figure, headline and body together:
at most one alert each, or a question about the likeliest value and one about the next.
"""

from monitor.compare.answers import answer, confirm, correct, reject
from monitor.compare.baseline import baseline
from monitor.compare.explain import Decision, decisions
from monitor.compare.settle import Verdict, compare

__all__ = ["Decision", "Verdict", "answer", "baseline", "compare", "confirm", "correct", "decisions", "reject"]
