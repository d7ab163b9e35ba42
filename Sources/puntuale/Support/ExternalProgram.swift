@preconcurrency import Glibc

/// Another program of this machine, run without a shell.
struct ExternalProgram {
    /// A path, or a name that PATH leads to.
    let name: String
    /// No secret among them: everybody on this machine may read them.
    let arguments: [String]

    init(_ name: String, _ arguments: String...) { self.init(name, arguments) }

    init(_ name: String, _ arguments: [String]) { (self.name, self.arguments) = (name, arguments) }

    /// Runs it to its end. Its complaints go where ours go.
    ///
    /// - Parameters:
    ///   - input: an open descriptor to read from; nothing to read if not given.
    ///   - output: an open descriptor to write to; ours if not given.
    /// - Returns: its exit status; 128 and the signal's number when a signal ended it.
    /// - Throws: `CommandError` when it cannot be started.
    func run(input: Int32? = nil, output: Int32? = nil) throws -> Int32 { try start(input: input, output: output).end() }

    /// Starts it, and does not wait.
    ///
    /// - Parameter others: open descriptors that it has too, by the numbers that it knows them by; ours are above all of these.
    func start(
        input: Int32? = nil, output: Int32? = nil, others: KeyValuePairs<Int32, Int32> = [:]
    ) throws(CommandError) -> RunningProgram {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        for (theirs, ours) in others { posix_spawn_file_actions_adddup2(&actions, ours, theirs) }
        var words = ([name] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        fflush(nil) // what we have printed stands before what it prints
        let fault = posix_spawnp(&pid, name, &actions, nil, &words, environ)
        guard fault == 0 else { throw CommandError("\(name) non si può eseguire: \(String(cString: strerror(fault))).") }
        return RunningProgram(name: name, pid: pid)
    }

    /// Runs it and expects it to succeed.
    ///
    /// - Throws: `CommandError` that names it and how it ended.
    func succeed(input: Int32? = nil, output: Int32? = nil) throws {
        let status = try run(input: input, output: output)
        if status != 0 { throw CommandError("\(name) è terminato con il codice \(status).") }
    }
}

/// A program that was started and is to be waited for.
struct RunningProgram {
    let name: String
    fileprivate let pid: pid_t

    /// Waits for its end.
    ///
    /// - Returns: its exit status; 128 and the signal's number when a signal ended it.
    func end() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Tells it to end.
    func stop() { kill(pid, SIGTERM) }
}
