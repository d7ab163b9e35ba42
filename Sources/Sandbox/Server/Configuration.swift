package import Domain

extension Sandbox {
    /// What the simulated App IO needs to know at start.
    package struct Configuration: Sendable {
        /// A JSON array of objects: `account`, `organization_name`, `organization_fiscal_code`, `service_id`,
        /// `service_name`, `primary_key`, `secondary_key`, and if wanted `max_allowed_payment_amount` (eurocents),
        /// `require_secure_channels`, `authorized_cidrs`, `authorized_recipients` and `flags` (`advanced`, `payee`,
        /// `third_party`, `limited`, `legacy_notification`, `trial`, `no_write`, `no_read`, `manage`, `revoked`) and
        /// `trouble` (`kind`, `percent`, `latency_ms`, `latency_max_ms`, `operation`).
        /// `nil`: no services at start.
        package var servicesFile: String?
        /// A JSON array of objects `ente`, `utente`, `totp` (base32): whose codes `/codici` shows. `nil`: nobody's.
        package var codesFile: String?
        /// Made when it is not there; holds the journal, from which a sandbox that was killed goes on.
        package var journalDirectory: String
        /// The sandbox's own templates (`templates/sandbox`).
        package var templatesDirectory: String
        /// Style sheets of the two pages, as paths that nginx serves; none is readable too.
        package var stylesheets: [String] = []
        /// Decides delays and faults, so that a run can be repeated, with many calls at once too: by
        /// service, kind of call, citizen and how often before.
        package var seed: UInt64 = 1
        /// How long a message stays ACCEPTED.
        package var processingMilliseconds = 1_000...3_000
        /// How long what hangs keeps its client waiting; more than the client's time-out.
        package var hangSeconds = 75
        var hangMilliseconds: Int { hangSeconds * 1_000 }
        /// Threads that may sleep at once for slow answers. One more is cut off instead, so that the
        /// sandbox stays reachable; keep it under the threads of the server.
        package var maximumSleepers = 32
        /// 150 calls per 5 s and account.
        package var limitsRate = true
        /// App IO's code answers 500 to a body that is no JSON, its documentation says 400.
        package var malformedJSONStatus = 500
        package var clock: @Sendable () -> Moment = { Moment.now() }
        /// Milliseconds; ends early when the server stops.
        package var sleep: @Sendable (Int) -> Void

        package init(servicesFile: String?, journalDirectory: String, templatesDirectory: String,
                     sleep: @escaping @Sendable (Int) -> Void) {
            self.sleep = sleep
            self.servicesFile = servicesFile
            self.journalDirectory = journalDirectory
            self.templatesDirectory = templatesDirectory
        }
    }
}
