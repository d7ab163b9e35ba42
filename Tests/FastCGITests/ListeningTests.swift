@testable import FastCGI
import Synchronization
import Testing

@preconcurrency import Glibc

/// A process that cannot be reached says so.
@Suite struct ListeningTests {
    @Test func `a descriptor that does not listen is no start`() throws {
        let null = open("/dev/null", O_RDWR), silent = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { for descriptor in [null, silent] { close(descriptor) } }
        for descriptor in [null, silent, 999] {
            let error = #expect(throws: ServerError.self) {
                try Server(listener: descriptor, threads: 1, maximumBody: 0) { { _ in Response(status: 200) } }
            }
            #expect(error?.description.hasPrefix("descriptor \(descriptor) does not listen") == true)
        }
    }

    @Test func `what befalls every thread again and again is told once a minute`() throws {
        final class Told: Sendable { let faults = Mutex<[Int32]>([]) }
        let told = Told()
        let faults = AcceptFaults { fault in told.faults.withLock { $0.append(fault.errno) } }
        for _ in 0..<100 { faults.note(EMFILE) }
        #expect(told.faults.withLock { $0 } == [EMFILE])
        #expect(AcceptFault(errno: EMFILE).description == "Too many open files (errno 24)")
    }

    @Test func `a listening socket that goes bad is told, and asked without haste`() throws {
        final class Told: Sendable { let count = Atomic(0), nanoseconds = Atomic(0) }
        let told = Told(), listener = Listener(), stop = Stop()
        let acceptor = Acceptor(Arrivals(of: listener.descriptor), until: stop, AcceptFaults { _ in told.count.add(1, ordering: .relaxed) })
        // From now on accept answers EINVAL.
        shutdown(listener.descriptor, Int32(SHUT_RDWR))
        let thread = Thread {
            _ = acceptor.next()
            var used = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used)
            told.nanoseconds.store(used.tv_sec * 1_000_000_000 + used.tv_nsec, ordering: .relaxed)
        }
        usleep(300_000)
        stop.set()
        thread.join()
        #expect(told.count.load(ordering: .relaxed) == 1)
        #expect(told.nanoseconds.load(ordering: .relaxed) < 50_000_000, "the processor's time")
    }
}

/// A thread that runs one thing to its end.
private struct Thread {
    private let id: pthread_t

    init(_ body: @escaping @Sendable () -> Void) {
        final class Work: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var id = pthread_t()
        pthread_create(&id, nil, { raw in
            Unmanaged<Work>.fromOpaque(raw!).takeRetainedValue().body()
            return nil
        }, Unmanaged.passRetained(Work(body)).toOpaque())
        self.id = id
    }

    func join() { pthread_join(id, nil) }
}
