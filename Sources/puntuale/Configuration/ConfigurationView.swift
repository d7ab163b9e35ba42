@preconcurrency import Glibc

/// From where somebody looks at a configuration: where the secrets lie that systemd hands over, and with whose rights files are looked at.
struct ConfigurationView {
    /// Of what the file names as `credential:NAME`; `nil`: there are none here.
    var credentials: String?
    /// In whose place root looks; `nil`: whoever runs this program looks for itself.
    var account: ServiceAccount?

    func look<T>(_ body: () -> T) -> T { account?.act(body) ?? body() }

    /// Whether something may be done with a file (access(2)), with `errno` set when not.
    func allows(_ mode: Int32, of path: String) -> Bool { look { faccessat(AT_FDCWD, path, mode, AT_EACCESS) } == 0 }

    /// For a sentence about what cannot be done.
    var byWhom: String { account.map { " come utente \($0.name)" } ?? "" }
}
