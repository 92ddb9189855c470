"""What this side of the house counts for whoever watches over the servers."""

from prometheus_client import Counter

LOG_IN_FAILURES = Counter("house_log_in_failures", "Log-ins that failed, by reason.", ["reason"])
RATE_REFUSALS = Counter("house_rate_refusals", "Requests refused because there were too many, by kind.", ["kind"])
