"""From where somebody does what is recorded: the network address of the request that the service is answering."""

from contextlib import contextmanager
from contextvars import ContextVar

_address = ContextVar("address", default="")


def address_now():
    """Empty outside a request: then it was the service itself, or its operator on the machine."""
    return _address.get()


@contextmanager
def coming_from(address):
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)
