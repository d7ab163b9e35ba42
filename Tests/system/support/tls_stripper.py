#!/usr/bin/env python3
"""tls_stripper.py PORT DATABASE-PORT: leads connections on to a MariaDB, out of whose greeting it takes that there is TLS."""

import socket
import sys
import threading

CLIENT_SSL = 0x08  # of the second byte of the capabilities


def carry(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65_536):
            target.sendall(data)
    except OSError:
        pass
    target.close()


def serve(client: socket.socket, port: int) -> None:
    server = socket.create_connection(("127.0.0.1", port))
    greeting = bytearray(server.recv(4_096))
    # The header's four bytes, the protocol's one, the version and its NUL, the thread's four, the salt's eight and its NUL.
    greeting[greeting.index(0, 5) + 15] &= ~CLIENT_SSL
    client.sendall(greeting)
    threading.Thread(target=carry, args=(server, client), daemon=True).start()
    carry(client, server)


with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
    print("listening", flush=True)
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, int(sys.argv[2])), daemon=True).start()
