import Domain
import Logging
import Store

/// Where a send leaves: its state is committed for its row immediately before its POST, and from then on a missing answer
/// is a doubt. All that have got here since the loop's last turn share a commit.
///
/// The gate is shut while the database is not where this worker left it.
final class SendCommit {
    private let installation: InstallationStore
    private let file: MarkFile
    private let logger: Logger
    private var ready: [Send] = []
    /// Whether somebody came to the gate since it was opened last.
    private(set) var hasNew = false
    private(set) var isShut = true
    private var hasSaidWhy = false
    /// Whether the file did not take the mark when it was written last.
    private(set) var cannotWrite = false

    init(_ installation: InstallationStore, _ file: MarkFile, _ logger: Logger) {
        (self.installation, self.file, self.logger) = (installation, file, logger) }

    var mark: SendMark { file.mark }

    func queue(_ send: Send) {
        ready.append(send)
        hasNew = true
    }

    /// Nobody goes on here: what waits at the gate goes back to the queue.
    func close() {
        for send in ready { send.giveBack() }
        ready = []
    }

    /// Compares the mark with the database: a restored backup shuts the gate until `puntuale after-restore`.
    func reconcile() throws {
        guard let mark = try installation.reconcile(file.mark) else {
            isShut = true
            if !hasSaidWhy { logger.critical("the database is older than what was sent: nothing leaves until puntuale after-restore") }
            hasSaidWhy = true
            return
        }
        isShut = !keep(mark)
        if hasSaidWhy { logger.notice("sends go on: puntuale after-restore has run") }
        hasSaidWhy = false
    }

    /// Moves the mark on although nothing leaves, so that a database from some seconds ago is behind it.
    func beat() throws {
        do { isShut = try !keep(installation.beat(file.mark)) } catch is UnknownMark { isShut = true }
    }

    /// - Returns: whether the file has it now.
    private func keep(_ mark: SendMark) -> Bool {
        do {
            try file.write(mark)
            if cannotWrite { logger.notice("mark written again") }
            cannotWrite = false
        } catch {
            if !cannotWrite { logger.critical("nothing leaves: \(error)") }
            cannotWrite = true
        }
        return !cannotWrite
    }

    private func leaving(_ engine: Engine) -> [Send] {
        let waiting = ready
        (ready, hasNew) = ([], false)
        var leaving: [Send] = []
        for send in waiting {
            switch engine.mayLeave(send) {
            case .go: leaving.append(send)
            case .wait: ready.append(send)
            case .giveBack: send.giveBack()
            }
        }
        return leaving
    }

    /// Lets go what may leave now.
    func open(_ engine: Engine) {
        // By tenant: workers lock what is counted of each in the same order.
        let sends = leaving(engine).sorted { $0.claim.lane.tenant < $1.claim.lane.tenant }
        guard !sends.isEmpty else { return }
        // What cannot be written down when it has left does not leave.
        guard !engine.journal.isAway else { return sends.forEach { $0.takeBack() } }
        let (start, day) = (ContinuousClock.now, RomeTime(.now()).date)
        let requests = sends.map { $0.request(on: day) }
        let permits: [SendPermit]
        do {
            let lease = Send.postLease(engine.options.timeouts)
            let begun = try installation.begin(requests, lease: lease, on: day, under: mark) {
                CrashPoint.beforeBeginCommit.reach()
            }
            CrashPoint.begun.reach()
            permits = begun.permits
            guard keep(begun.mark) else {
                isShut = true
                return sends.forEach { $0.takeBack() }
            }
            CrashPoint.marked.reach()
        } catch {
            // Not committed, or nobody knows. Nothing left, so it is no doubt: if it was committed, it is taken back.
            if error is UnknownMark { isShut = true } else { logger.error("sends could not be committed", metadata: ["error": "\(error)"]) }
            for send in sends { send.takeBack() }
            return
        }
        for (send, permit) in zip(sends, permits) { send.leave(permit, committedSince: start) }
        CrashPoint.posted.reach()
    }
}
