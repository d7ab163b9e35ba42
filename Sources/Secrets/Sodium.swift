import CSodium

/// libsodium, started once: every function of it that needs a start goes through here.
enum Sodium {
    static let started: Void = { precondition(sodium_init() >= 0, "libsodium did not start") }()
}
