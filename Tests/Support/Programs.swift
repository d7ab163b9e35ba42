@preconcurrency package import Glibc

package struct Missing: Error {
    package var what: String

    package init(what: String) { self.what = what }
}

/// Starts a program, its output unseen.
package func spawn(_ words: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...2 { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0) }
    // The threads that run tests block SIGTERM, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    guard posix_spawn(&process, words[0], &actions, &attributes, &arguments, environ) == 0 else { throw Missing(what: words[0]) }
    return process
}

/// Runs a program to its end.
///
/// - Returns: its exit status as `waitpid` gives it; 0 when all went well.
package func run(_ words: [String]) -> Int32 {
    var status: Int32 = -1
    guard let process = try? spawn(words) else { return -1 }
    waitpid(process, &status, 0)
    return status
}
