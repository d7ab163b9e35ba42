@preconcurrency import Glibc

/// Runs each body in a thread of its own and waits for all: they block, which tasks must not.
package func inThreads(_ bodies: (@Sendable () -> Void)...) {
    let threads = bodies.map { body in
        var thread = pthread_t()
        let failed = pthread_create(&thread, nil, { box in
            Unmanaged<Body>.fromOpaque(box!).takeRetainedValue().run()
            return nil
        }, Unmanaged.passRetained(Body(body)).toOpaque())
        precondition(failed == 0)
        return thread
    }
    for thread in threads { pthread_join(thread, nil) }
}

private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
