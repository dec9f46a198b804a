"""The outside: a server on this machine that plays other people's services.

It has change feeds to be pulled from, remembers what it is sent (as a receiver of webhooks does), and fails
where it is told to. It knows neither the stack nor a job type; what it serves comes from files.
"""

from local.outside.app import make_app
from local.outside.feeds import Change, Feeds, read_feeds
from local.outside.inbox import Inbox
from local.outside.outages import Outage, Outages
from local.outside.pointing import OUTSIDE_URL, point_functions_at
from local.outside.serving import Outside

__all__ = [
    "OUTSIDE_URL",
    "Change",
    "Feeds",
    "Inbox",
    "Outage",
    "Outages",
    "Outside",
    "make_app",
    "point_functions_at",
    "read_feeds",
]
