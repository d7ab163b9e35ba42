"""Between the workers and the sandbox, on loopback: what goes wrong with a connection and not with an answer."""

import asyncio
import os
import socket
import ssl
import struct
import subprocess
import threading
from contextlib import suppress

from world import RUN_DIR

HOST = "appio.test"
SANDBOX_PORT = int(os.environ["SANDBOX_TLS_PORT"])
PASS, RESET, REFUSE, WRONG_CA = "pass", "reset", "refuse", "wrong CA"
# An RST in the place of a FIN.
RUDELY = struct.pack("ii", 1, 0)


class Proxy:
    def __init__(self):
        # A port that is free, and then always the same.
        self.mode, self.connections, self.port = PASS, set(), 0
        self.right, self.wrong = (self.context(name) for name in ("right", "wrong"))
        # Chosen for each connection, as it comes.
        self.right.sni_callback = self.choose
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.do(self.listen())

    @staticmethod
    def authority(name: str = "right"):
        return RUN_DIR / f"proxy-{name}.pem"

    def context(self, name: str) -> ssl.SSLContext:
        """A certificate that is its own authority."""
        certificate, key = self.authority(name), RUN_DIR / f"proxy-{name}.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
             "-out", certificate, "-days", "30", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"],
            capture_output=True, check=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.set_alpn_protocols(["h2"])
        return context

    def choose(self, connection, name, context) -> None:
        if self.mode == WRONG_CA:
            connection.context = self.wrong

    def set(self, mode: str) -> None:
        """What is connected is cut, whatever comes now."""
        self.do(self.change(mode))

    def do(self, work) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    async def listen(self) -> None:
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", self.port, ssl=self.right, reuse_address=True)
        self.port = self.server.sockets[0].getsockname()[1]

    async def change(self, mode: str) -> None:
        before, self.mode = self.mode, mode
        for writer in list(self.connections):
            self.cut(writer)
        if mode in (REFUSE, RESET):
            self.server.close()
        if mode == RESET:
            self.rude = await asyncio.start_server(self.serve_rudely, "127.0.0.1", self.port, reuse_address=True)
        if before == RESET:
            self.rude.close()
        if before in (REFUSE, RESET):
            await self.listen()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        trust = ssl.create_default_context(cafile=RUN_DIR / "tls/ca.pem")
        trust.set_alpn_protocols(["h2"])
        self.connections.add(writer)
        with suppress(OSError):
            upstream = await asyncio.open_connection("127.0.0.1", SANDBOX_PORT, ssl=trust, server_hostname="localhost")
            self.connections.add(upstream[1])
            ways = [self.pump(reader, upstream[1]), self.pump(upstream[0], writer)]
            await asyncio.wait([asyncio.ensure_future(way) for way in ways], return_when=asyncio.FIRST_COMPLETED)
            upstream[1].close()
            self.connections.discard(upstream[1])
        writer.close()
        self.connections.discard(writer)

    @staticmethod
    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while some := await reader.read(1 << 16):
                writer.write(some)
                await writer.drain()

    async def serve_rudely(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.cut(writer)

    @staticmethod
    def cut(writer: asyncio.StreamWriter) -> None:
        if (connection := writer.get_extra_info("socket")) is not None:
            with suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RUDELY)
        writer.transport.abort()
