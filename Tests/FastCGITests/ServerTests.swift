@testable import FastCGI
import Synchronization
import Testing

@preconcurrency import Glibc

/// Times are generous: they tell seconds from for ever, on a machine that has other things to do.
@Suite struct ServerTests {
    private let listener = Listener()
    private let soon = Duration.seconds(5)

    private func server(threads: Int = 4, stop: Stop = Stop(), patience: Server.Patience = Server.Patience(),
                        _ handler: @escaping @Sendable (Request) -> Response = { Response(status: 200, body: $0.body) }) throws -> Server {
        try Server(listener: listener.descriptor, threads: threads, maximumBody: 300_000, stop: stop, patience: patience) { handler }
    }

    private func ask(_ request: [UInt8] = Peer.request()) -> String? {
        let peer = Peer(listener.path)
        defer { peer.end() }
        peer.send(request)
        return peer.answer().map { String(decoding: $0, as: UTF8.self) }
    }

    private func time(_ body: () -> Void) -> Duration { ContinuousClock().measure(body) }

    /// Long enough for a thread to wait where it is to wait.
    private func settle() { usleep(100_000) }

    /// Waits until whoever has connected so far is accepted: a listening socket is a queue, and this one comes last.
    private func awaitAccepted() { _ = ask() }

    @Test func `a request comes whole, and so does its answer`() throws {
        let server = try server { Response(status: 200, body: Array($0.path.utf8) + $0.body) }
        let running = server.start()
        let body = [UInt8](repeating: 120, count: 300_000)
        #expect(ask(Peer.request(path: "/x", body: body)) == "Status: 200\r\n\r\n/x" + String(decoding: body, as: UTF8.self))
        #expect(ask(Peer.request(announced: 300_001)) == "Status: 413\r\n\r\n")
        server.end(running)
    }

    @Test func `an idle server ends at once, with many threads too`() throws {
        let server = try server(threads: 400)
        let running = server.start()
        settle()
        #expect(time { server.end(running) } < soon)
    }

    @Test func `a client that says nothing holds nobody at the stop`() throws {
        let server = try server()
        let running = server.start()
        let silent = (0..<2).map { _ in Peer(listener.path) }
        awaitAccepted()
        #expect(time { server.end(running) } < soon)
        for peer in silent {
            #expect(peer.isClosedSilently)
            peer.end()
        }
    }

    @Test func `a client that says nothing, or not all, is given up`() throws {
        let server = try server(threads: 1, patience: .init(always: 200))
        let running = server.start()
        let silent = Peer(listener.path), half = Peer(listener.path)
        half.send(Peer.request().prefix(20))
        var answer: String?
        #expect(time { answer = ask() } < soon)
        #expect(answer == "Status: 200\r\n\r\n")
        server.end(running)
        silent.end()
        half.end()
    }

    @Test func `a request that breaks off is not carried out`() throws {
        let carriedOut = Atomic(0)
        let server = try server(patience: .init(always: 200)) { _ in
            carriedOut.add(1, ordering: .relaxed)
            return Response(status: 200)
        }
        let running = server.start()
        let whole = Peer.request(body: Array("a=1&b=2".utf8))
        for missing in [1, 8, 10, 30] {
            let peer = Peer(listener.path)
            peer.send(whole.dropLast(missing))
            // With and without a client that stays.
            if missing == 10 { shutdown(peer.connection, Int32(SHUT_WR)) }
            _ = peer.answer()
            peer.end()
        }
        // Ended in due form, but shorter than it said.
        let short = Peer(listener.path)
        short.send(Peer.request(body: Array("a=1".utf8), announced: 7))
        _ = short.answer()
        short.end()
        server.end(running)
        #expect(carriedOut.load(ordering: .relaxed) == 0)
    }

    @Test func `a request in flight is answered whole before the server ends`() throws {
        let stop = Stop(), hasBegun = Atomic(false), isHandled = Atomic(false), endedAfter = Atomic(false)
        let server = try server(stop: stop) { _ in
            hasBegun.store(true, ordering: .relaxed)
            stop.sleep(milliseconds: 20_000) // until the stop
            usleep(200_000)
            isHandled.store(true, ordering: .relaxed)
            return Response(status: 200, body: [UInt8](repeating: 120, count: 2_000_000))
        }
        let running = server.start()
        let peer = Peer(listener.path)
        peer.send(Peer.request())
        while !hasBegun.load(ordering: .relaxed) { settle() }
        let ending = Thread {
            server.end(running)
            endedAfter.store(isHandled.load(ordering: .relaxed), ordering: .relaxed)
        }
        #expect(peer.answer()?.count == 2_000_000 + "Status: 200\r\n\r\n".utf8.count)
        #expect(time { ending.join() } < soon)
        #expect(endedAfter.load(ordering: .relaxed) == true)
        peer.end()
    }

    @Test func `a client that is about to speak at the stop is heard`() throws {
        let server = try server(patience: .init(afterStop: 10_000))
        let running = server.start()
        let peer = Peer(listener.path)
        awaitAccepted()
        let ending = Thread { server.end(running) }
        settle()
        peer.send(Peer.request())
        #expect(peer.answer() != nil)
        ending.join()
        peer.end()
    }

    @Test func `who comes after the stop is answered by the next process`() throws {
        let before = try server { _ in Response(status: 200, body: Array("before".utf8)) }
        before.end(before.start())
        let peer = Peer(listener.path)
        peer.send(Peer.request())
        settle()
        let after = try server { _ in Response(status: 200, body: Array("after".utf8)) }
        let running = after.start()
        #expect(peer.answer().map { String(decoding: $0, as: UTF8.self) } == "Status: 200\r\n\r\nafter")
        after.end(running)
        peer.end()
    }

    @Test func `no request is lost while one server follows another under load`() throws {
        let done = Atomic(false), count = Mutex((asked: 0, lost: 0))
        var server = try server()
        var running = server.start()
        let path = listener.path
        try withExtendedLifetime(listener) {
            let clients = (0..<4).map { _ in
                Thread {
                    while !done.load(ordering: .relaxed) {
                        let peer = Peer(path)
                        peer.send(Peer.request())
                        let isAnswered = peer.answer() != nil
                        count.withLock { $0.asked += 1; $0.lost += isAnswered ? 0 : 1 }
                        peer.end()
                    }
                }
            }
            for _ in 0..<20 {
                usleep(10_000)
                server.end(running)
                server = try self.server()
                running = server.start()
            }
            done.store(true, ordering: .relaxed)
            for client in clients { client.join() }
        }
        server.end(running)
        let result = count.withLock { $0 }
        #expect(result.asked > 20)
        #expect(result.lost == 0)
    }

    @Test func `who wants to keep the connection does not get it`() throws {
        let server = try server(threads: 1)
        let running = server.start()
        #expect(ask(Peer.request(keepsConnection: true)) != nil)
        #expect(ask() != nil)
        server.end(running)
    }

    @Test func `a stray signal ends neither the server nor a request`() throws {
        let stop = Stop()
        let server = try server(threads: 2, stop: stop) { _ in
            usleep(300_000)
            return Response(status: 200)
        }
        let running = server.start()
        settle()
        for _ in 0..<5 {
            for thread in running { pthread_kill(thread.id, SIGUSR1) }
            usleep(1_000)
        }
        let peer = Peer(listener.path)
        settle()
        for thread in running { pthread_kill(thread.id, SIGUSR1) }
        peer.send(Peer.request())
        #expect(peer.answer() != nil)
        #expect(ask() != nil)
        server.end(running)
        peer.end()
    }

    @Test func `a server that waits uses no processor`() throws {
        let server = try server()
        let running = server.start()
        let silent = Peer(listener.path)
        settle()
        let before = running.map(Self.processorTime)
        usleep(500_000)
        for (thread, before) in zip(running, before) { #expect(Self.processorTime(thread) - before < .milliseconds(20)) }
        silent.end()
        server.end(running)
    }

    private static func processorTime(_ thread: ServingThread) -> Duration {
        var (clock, time) = (clockid_t(), timespec())
        pthread_getcpuclockid(thread.id, &clock)
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

/// A thread beside the test's own.
private struct Thread {
    private let id: pthread_t

    init(_ run: @escaping @Sendable () -> Void) {
        final class Work: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        var id = pthread_t()
        let started = pthread_create(&id, nil, { raw in
            Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue().run()
            return nil
        }, Unmanaged.passRetained(Work(run)).toOpaque())
        precondition(started == 0, "no thread could be started")
        self.id = id
    }

    func join() { pthread_join(id, nil) }
}
