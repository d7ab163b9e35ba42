import MariaDB

/// Whose failures are counted together, and how patient their counting is.
package struct FailureBucket: Sendable {
    /// 16 bytes that tell nothing of whom they are about.
    package var key: [UInt8]
    /// Failures that cost no time.
    package var free: Int
    /// The longest wait, in seconds.
    package var longest: Int
    /// Hours after the last failure in which nothing is forgotten. A guesser who rests as long has all the free ones again.
    package var memory: Int

    package init(key: [UInt8], free: Int, longest: Int, memory: Int = 1) {
        (self.key, self.free, self.longest, self.memory) = (key, free, longest, memory)
    }

    /// Seconds from one failure to the next try: 1, 2, 4 and so on.
    package func delay(after failures: Int) -> Int {
        failures < free ? 0 : min(longest, 1 << min(failures - free, 30))
    }
}

extension TenantStore {
    /// Seconds until somebody may try again; 0: now.
    package func wait(of buckets: [FailureBucket]) throws -> Int {
        try buckets.map { bucket in
            let found = try db.first("""
                SELECT failures, TIMESTAMPDIFF(SECOND, last_at, NOW(6)) FROM login_failure
                WHERE tenant_id = \(tenant) AND bucket = \(bucket.key) AND forgotten_at > NOW(6)
                """) { (failures: $0.next(Int.self), since: $0.next(Int.self)) }
            // A failure that is yet to come: the clock was wrong, and nobody waits for it.
            return found.map { $0.since < -1 ? 0 : max(0, bucket.delay(after: $0.failures) - $0.since) } ?? 0
        }.max() ?? 0
    }

    /// Counts a try as a failure before it is known to be one, unless it is too soon: of many at once one passes.
    ///
    /// - Returns: seconds until somebody may try again; 0: now, and this try is counted.
    package func countTry(in buckets: [FailureBucket]) throws -> Int {
        // Nothing is written for who waits, however many names they try.
        if case let seconds = try wait(of: buckets), seconds > 0 { return seconds }
        return try db.transaction {
            // In the same order always; what is not there cannot be locked.
            for bucket in buckets.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                try db.execute("""
                    INSERT INTO login_failure (tenant_id, bucket, failures, forgotten_at)
                    VALUES (\(tenant), \(bucket.key), 0, NOW(6)) ON DUPLICATE KEY UPDATE failures = failures
                    """)
            }
            let seconds = try wait(of: buckets)
            if seconds == 0 { try countFailure(in: buckets) }
            return seconds
        }
    }

    /// Counts a failure.
    package func countFailure(in buckets: [FailureBucket]) throws {
        try db.transaction {
            for bucket in buckets.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                try db.execute("""
                    INSERT INTO login_failure (tenant_id, bucket, failures, forgotten_at)
                    VALUES (\(tenant), \(bucket.key), 1, NOW(6) + INTERVAL \(bucket.memory) HOUR)
                    ON DUPLICATE KEY UPDATE failures = IF(forgotten_at > NOW(6), failures + 1, 1), last_at = NOW(6),
                        forgotten_at = NOW(6) + INTERVAL \(bucket.memory) HOUR
                    """)
            }
        }
    }

    /// The try was none that should count after all.
    package func takeBackFailure(in buckets: [FailureBucket]) throws {
        for bucket in buckets {
            try db.execute("""
                UPDATE login_failure SET failures = GREATEST(failures - 1, 0) WHERE tenant_id = \(tenant) AND bucket = \(bucket.key)
                """)
        }
    }

    /// The right one came from there: nothing is held against it any longer.
    package func forgetFailures(in bucket: [UInt8]) throws {
        try db.execute("DELETE FROM login_failure WHERE tenant_id = \(tenant) AND bucket = \(bucket)")
    }

    /// Remembers for some months that a person has come in from a network.
    package func remember(place: [UInt8]) throws {
        try db.execute("""
            INSERT INTO login_failure (tenant_id, bucket, failures, forgotten_at)
            VALUES (\(tenant), \(place), 0, NOW(6) + INTERVAL 90 DAY) ON DUPLICATE KEY UPDATE forgotten_at = NOW(6) + INTERVAL 90 DAY
            """)
    }

    package func remembers(place: [UInt8]) throws -> Bool {
        try db.first("""
            SELECT 1 FROM login_failure WHERE tenant_id = \(tenant) AND bucket = \(place) AND forgotten_at > NOW(6)
            """) { $0.next(Int.self) } != nil
    }
}
