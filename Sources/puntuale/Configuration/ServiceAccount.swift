@preconcurrency import Glibc

/// The account of this machine that a service runs with, in whose place root looks at files: what root may read says nothing of what
/// the service may.
struct ServiceAccount {
    let name: String
    private let user: uid_t
    private let group: gid_t
    private let groups: [gid_t]

    /// - Returns: `nil` when there is no such account here.
    init?(_ name: String) {
        guard let entry = getpwnam(name) else { return nil }
        self.name = name
        (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        var found = [gid_t](repeating: 0, count: 64), count = Int32(found.count)
        groups = getgrouplist(name, group, &found, &count) < 0 ? [group] : Array(found.prefix(Int(count)))
    }

    /// Does something with the rights of this account. For root, who gets its own back.
    func act<T>(_ body: () -> T) -> T {
        var own = [gid_t](repeating: 0, count: 64)
        let count = getgroups(Int32(own.count), &own)
        precondition(count >= 0 && setgroups(groups.count, groups) == 0 && setegid(group) == 0 && seteuid(user) == 0, "only root may")
        defer { precondition(seteuid(0) == 0 && setegid(0) == 0 && setgroups(Int(count), own) == 0, "root is not root again") }
        return body()
    }
}
