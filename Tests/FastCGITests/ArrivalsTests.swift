@testable import FastCGI
import Synchronization
import Testing

@preconcurrency import Glibc

/// Which of the threads that wait gets a connection.
@Suite struct ArrivalsTests {
    @Test func `of many threads the same few answer those who come one after the other`() throws {
        final class Seen: Sendable { let threads = Mutex<Set<pthread_t>>([]) }
        let seen = Seen(), listener = Listener()
        let server = try Server(listener: listener.descriptor, threads: 100, maximumBody: 0) {
            { _ in
                _ = seen.threads.withLock { $0.insert(pthread_self()) }
                return Response(status: 200)
            }
        }
        let running = server.start()
        usleep(200_000) // until they wait
        for _ in 0..<50 {
            let peer = Peer(listener.path)
            peer.send(Peer.request())
            #expect(peer.answer() != nil)
            peer.end()
        }
        server.end(running)
        #expect(seen.threads.withLock { $0.count } < 25)
    }
}
