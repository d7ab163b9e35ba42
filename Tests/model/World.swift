/// What is written where: two notifications, two workers' places, a database that a backup may bring back piece by piece. Small
/// enough to look at every state that can be reached.
struct World: Hashable {
    struct Mark: Hashable {
        var number = 0
        var epoch = 0
    }

    struct Tables: Hashable {
        /// `send_mark`, by place.
        var marks: [Mark?] = [nil, nil, nil, nil]
        /// `last_sent`: which notification each place says it has let go last.
        var lastSent: [Int?] = [nil, nil, nil, nil]
        /// `notification`: whether each waits; `nil`: it is not there.
        var waits: [Bool?] = [true, true]
        /// `known_server`: of which queue on which server it speaks.
        var knownQueue = 0
        /// `host`.
        var isRestored = false
        /// Whether that was noted before the second one's time had come.
        var isNotedBefore = false
        var epoch = 0
    }

    struct Worker: Hashable {
        /// Which place it works from: a file that is lost makes a new one.
        var place: Int
        /// What its file says; `nil`: there is none.
        var file: Mark?
        var isAlive = false
        var sends = false
        /// Since the backup was made it has moved its mark on: three seconds of life.
        var hasBeaten = false
        var starts = 0
    }

    var tables = Tables()
    /// The second notification is scheduled: it leaves once its time has come.
    var hasTimeCome = false
    /// Which queue on which server this is, as the server says.
    var queue = 0
    /// Whether the rows of `last_sent` were loaded, as the server says.
    var lastSentIsLoaded = false
    var backup: Tables?
    /// What is still to come out of the backup.
    var toCome: Set<Piece> = []
    var cameBack = false
    var workers = [Worker(place: 0), Worker(place: 1)]
    var lostAFile = false
    var epochs = 0
    /// How often the citizen of each got it.
    var received = [0, 0]

    /// The queue comes in two pieces: a departure may find one of them.
    enum Piece: Int, CaseIterable { case marks, lastSent, queue, restOfQueue, knownServer, host }
}

/// How a backup comes back.
enum Way: CaseIterable {
    /// A dump that makes its tables anew on one server: its queue has another time.
    case dump
    /// The same on a cluster, whose queues may be of any time.
    case dumpOnCluster
    /// Files that are copied back, all at once: another time of the queue, or another cluster.
    case files
    /// Rows that are put back into tables that stay, each table at once.
    case rows
    /// The same, row by row.
    case rowByRow
    /// The disk turned back under the server, all at once.
    case disk

    var makesTablesAnew: Bool { self == .dump || self == .dumpOnCluster }
    var isAllAtOnce: Bool { self == .files || self == .disk }
    /// Whether the server then says that this is another queue.
    var makesAnotherQueue: Bool { self == .dump || self == .files }
}

/// What looks at the database before anything leaves.
struct Guard {
    var name: String
    /// The mark moves on every few seconds, not only with what leaves.
    var beats = false
    /// The server's word on its queue is compared with `known_server`.
    var looksAtQueue = false
    /// `last_sent` is compared with the queue, and its rows with the time at which they were made.
    var looksAtLastSent = false

    static let all = [
        Guard(name: "marks alone"), Guard(name: "marks that beat", beats: true),
        Guard(name: "marks and the queue's time", beats: true, looksAtQueue: true),
        Guard(name: "marks and last_sent", beats: true, looksAtLastSent: true),
        Guard(name: "the guard", beats: true, looksAtQueue: true, looksAtLastSent: true),
    ]
}
