import Domain
import Store

extension Measurements {
    /// Everything that the database knows.
    func write(to text: inout Exposition) {
        writeWork(to: &text)
        writeQueue(to: &text)
        writeStandstills(to: &text)
        text.add("puntuale_exports", .gauge, "Extractions that are kept, by state; the queued ones are still to be built.", by: "state",
                 exports.map { ($0.state.rawValue, $0.count) })
        text.add("puntuale_mails", .gauge, "E-mails by state. waiting: all; the others: of the last 24 hours.", by: "state", [
            ("waiting", mails.waiting), ("sent", mails.sent), ("failed", mails.failed), ("uncertain", mails.uncertain),
        ])
        text.add("puntuale_mail_oldest_waiting_seconds", .gauge, "Since the oldest e-mail that waits was made.", Double(mails.oldestWait))
        text.add("puntuale_mail_server_trouble_seconds", .gauge, "Since when the mail server takes nothing; 0: it does, or there is none.",
                 Double(mailTrouble))
        text.add("puntuale_sessions", .gauge, "Sessions of people who have logged in.", Double(sessions))
    }

    private func writeWork(to text: inout Exposition) {
        var calls: [Exposition.Sample] = [], sends: [(String, Int)] = [], deliveries: [(String, Int)] = [], starts = 0, lost = 0
        for (event, number) in counts {
            switch event {
            case .call(let step, _): calls.append(.init(labels: ["call": step.rawValue, "outcome": event.outcome], value: Double(number)))
            case .send: sends.append((event.outcome, number))
            case .delivery: deliveries.append((event.outcome, number))
            case .workerStart: starts = number
            case .workerLost: lost = number
            }
        }
        text.add("puntuale_calls_total", .counter, "Calls to App IO that all workers made, by what they came to.", calls)
        text.add("puntuale_sends_total", .counter, "Sends by where they led; a postponed one is tried again.", by: "outcome", sends)
        text.add("puntuale_deliveries_total", .counter, "Accepted messages by what App IO said became of them.", by: "outcome", deliveries)
        text.add("puntuale_worker_starts_total", .counter, "Starts of workers.", Double(starts))
        text.add("puntuale_workers_lost_total", .counter,
                 "Workers that were killed, crashed or lost the database, with another of their host in their place.", Double(lost))
        text.add("puntuale_workers", .gauge, "Workers that were seen within the last 15 seconds.", Double(metrics.workersAlive))
        text.add("puntuale_workers_unable_to_write", .gauge,
                 "Of these, those that cannot write their mark or their journal, and let nothing go.", Double(metrics.workersUnable))
        text.add("puntuale_worker_last_seen_seconds", .gauge,
                 "Since a worker of this host was last seen; a host whose workers ended in good order is not listed.",
                 workers.map { .init(labels: ["host": $0.host], value: $0.age) })
    }

    private func writeQueue(to text: inout Exposition) {
        text.add("puntuale_notifications", .gauge,
                 "Notifications by state. scheduled (they do not wait yet), queued, sending, accepted and uncertain: all; "
                     + "the others: of those registered within 24 hours.",
                 by: "state", (metrics.open + troubled).map { ($0.state.rawValue, $0.count) })
        text.add("puntuale_tenant_notifications", .gauge, "Open notifications by ente and state; none where there is none.",
                 metrics.openOfTenants.map { .init(labels: ["tenant": $0.tenant, "state": $0.state.rawValue], value: Double($0.count)) })
        text.add("puntuale_oldest_waiting_seconds", .gauge,
                 "Since the oldest notification to be sent was queued, without those that wait for a paused or stopped service or ente.",
                 Double(metrics.oldestWait))
        text.add("puntuale_uncertain_oldest_seconds", .gauge, "Since when the oldest uncertain outcome has waited for a decision.",
                 Double(oldestDoubt))
        text.add("puntuale_budget_left_calls", .gauge, "Calls that the account of App IO with the fewest left may make now.",
                 Double(budget.left))
        text.add("puntuale_budget_wait_seconds", .gauge, "Until that account may make a call.", Double(budget.wait) / 1_000)
    }

    private func writeStandstills(to text: inout Exposition) {
        text.add("puntuale_restore_pending", .gauge, "Whether the database came from a backup and waits for puntuale after-restore.",
                 metrics.awaitsAfterRestore ? 1 : 0)
        text.add("puntuale_lanes_paused", .gauge, "Enabled services that do not send, by why; several reasons may hold of one.",
                 by: "reason", paused.map { ($0.reason.rawValue, $0.count) } + PauseCause.allCases.map { cause in
                     (cause.rawValue, held.first { $0.cause == cause }?.count ?? 0)
                 })
        text.add("puntuale_keys_refused", .gauge, "Keys of enabled services that App IO refused when they were last tried.",
                 Double(keysRefused))
    }
}
