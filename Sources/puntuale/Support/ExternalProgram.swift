@preconcurrency import Glibc

/// Another program of this machine, run to its end without a shell.
struct ExternalProgram {
    /// A path, or a name that PATH leads to.
    let name: String
    /// No secret among them: everybody on this machine may read them.
    let arguments: [String]

    init(_ name: String, _ arguments: String...) { self.init(name, arguments) }

    init(_ name: String, _ arguments: [String]) { (self.name, self.arguments) = (name, arguments) }

    /// Runs it. Its complaints go where ours go.
    ///
    /// - Parameters:
    ///   - input: an open descriptor to read from; nothing to read if not given.
    ///   - output: an open descriptor to write to; ours if not given.
    /// - Returns: its exit status; 128 and the signal's number when a signal ended it.
    /// - Throws: `CommandError` when it cannot be started.
    func run(input: Int32? = nil, output: Int32? = nil) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        var words = ([name] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        fflush(nil) // what we have printed stands before what it prints
        let fault = posix_spawnp(&pid, name, &actions, nil, &words, environ)
        guard fault == 0 else { throw CommandError("\(name) non si può eseguire: \(String(cString: strerror(fault))).") }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Runs it and expects it to succeed.
    ///
    /// - Throws: `CommandError` that names it and how it ended.
    func succeed(input: Int32? = nil, output: Int32? = nil) throws {
        let status = try run(input: input, output: output)
        if status != 0 { throw CommandError("\(name) è terminato con il codice \(status).") }
    }
}
