import socket

import httpx
import pytest

from tests.this_machine_only import OtherMachine


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(OtherMachine, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(OtherMachine):
        sock.sendto(b"anyone?", ("192.0.2.1", 53))


def test_another_machine_is_not_even_looked_up() -> None:
    with pytest.raises(OtherMachine, match=r"sqs\.us-east-1\.amazonaws\.com"):
        httpx.get("https://sqs.us-east-1.amazonaws.com")


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)) as client:
            assert client.getpeername() == ("127.0.0.1", port)
