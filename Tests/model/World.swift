/// What is written where: one notification, two workers' places, a database of four tables that a backup may bring back one by
/// one. Small enough to look at every state that can be reached.
struct World: Hashable {
    struct Mark: Hashable {
        var number = 0
        var epoch = 0
    }

    struct Tables: Hashable {
        /// `send_mark`, by place.
        var marks: [Mark?] = [nil, nil, nil, nil]
        /// `notification`: whether it waits.
        var waits = true
        /// `known_server`: when the queue was made, as it says.
        var knownQueue = 0
        /// `host`.
        var isRestored = false
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
    /// When the queue's table was made, as the server says.
    var queueMade = 0
    var backup: Tables?
    var backupQueueMade = 0
    /// Tables that are still to come out of the backup.
    var toCome: Set<Table> = []
    var cameBack = false
    var workers = [Worker(place: 0), Worker(place: 1)]
    var lostAFile = false
    var epochs = 0
    /// How often the citizen got it.
    var received = 0

    enum Table: Int, CaseIterable { case marks, queue, knownServer, host }
}

/// How a backup comes back.
enum Way: CaseIterable {
    /// A dump that makes its tables anew, or files that are copied: the server's time of the queue is another.
    case madeAnew
    /// Rows put back into tables that stay.
    case rows
    /// The disk turned back under the server, all at once.
    case disk
}

/// What looks at the database before anything leaves.
struct Guard {
    var name: String
    /// The mark moves on every few seconds, not only with what leaves.
    var beats: Bool
    /// The time at which the queue was made is compared with `known_server`.
    var looksAtQueue: Bool

    static let all = [
        Guard(name: "marks alone", beats: false, looksAtQueue: false), Guard(name: "marks that beat", beats: true, looksAtQueue: false),
        Guard(name: "the queue's time alone", beats: false, looksAtQueue: true), Guard(name: "both", beats: true, looksAtQueue: true),
    ]
}
