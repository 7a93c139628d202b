"""HTTP: arguments of requests, headers and limits of answers, errors as responses."""
