@preconcurrency import Glibc

/// Runs each body in a thread of its own and waits for all: they block, which tasks must not.
package func inThreads(_ bodies: (@Sendable () -> Void)...) {
    let threads = bodies.map(start)
    for thread in threads { pthread_join(thread, nil) }
}

/// Runs something in a thread beside the body. When that is over, `end` tells it to end, which is waited for.
package func beside(_ other: @escaping @Sendable () -> Void, end: () -> Void, _ body: () throws -> Void) rethrows {
    let thread = start(other)
    defer {
        end()
        pthread_join(thread, nil)
    }
    try body()
}

private func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    var thread = pthread_t()
    let failed = pthread_create(&thread, nil, { box in
        Unmanaged<Body>.fromOpaque(box!).takeRetainedValue().run()
        return nil
    }, Unmanaged.passRetained(Body(body)).toOpaque())
    precondition(failed == 0)
    return thread
}

private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
