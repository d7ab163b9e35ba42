# Every target sets up what it needs on a Debian 12 that has a Swift 6 toolchain (root or sudo for packages).
#   PORT       of the demo's site, 8080 if not given
#   RUN_DIR    where everything is written, .run if not given
#   APPIO_URL  the base address of an App IO instead of the sandbox
#   SANDBOX_PROTOCOL  h2 (default: TLS and HTTP/2, as the real App IO) or h1
#   NOTIFICATIONS, ENTI, SEED  of the fault tests: how many (20000 of 200 enti), and what a run is repeated by (1); of the drills
#              500 of 20 enti
#   DRILL, ONLY  which drills: restore or outage, and those whose name holds a text (all)
#   FULL       1: the largest sizes of the benches, every combination of the drills
#   PACKAGE, NEWER  of the cluster's test: packages that are there, instead of building them
#   SECONDS_EACH, TARGET  of the fuzz runs: how long for each parser (60), and which (all); how long an outage is (300)
#   GALERA     1: the fault tests and the drills run on a cluster of three database nodes
export PACKAGE NEWER PORT RUN_DIR APPIO_URL SANDBOX_PROTOCOL NOTIFICATIONS ENTI SEED DRILL ONLY FULL GALERA SECONDS_EACH TARGET

.PHONY: demo demo-start demo-stop test bench chaos drills model preview sanitize fuzz scan attack check schema package package-test cluster

demo:
	@scripts/demo run

demo-start:
	@scripts/demo start

demo-stop:
	@scripts/demo stop

test:
	@scripts/test

# How fast, beside what else there is: a table, and RUN_DIR/bench.json.
bench:
	@scripts/bench

# Everything fails at random, then every notification is compared with what its citizen received.
chaos:
	@scripts/chaos

# Restores of backups in every way (DRILL=restore), outages of App IO of every kind (DRILL=outage): a row of a table for each.
drills:
	@scripts/drills

# Whether any order of events lets a restored backup send twice: every one is searched.
model:
	@scripts/model

# Whether the preview shows of thousands of texts what the app and the e-mail make of them, by an independent model of their rules.
preview:
	@scripts/preview

# The engine's tests and the fault tests in short, under the thread and the address sanitizer.
sanitize:
	@scripts/sanitize thread
	@scripts/sanitize address

# libFuzzer on every parser of what comes from outside, under the address sanitizer.
fuzz:
	@scripts/fuzz

# Two scanners at a demo: first at one with holes, which they must find, then at this program. An hour.
scan:
	@scripts/scan

# The attacks that succeeded once, tried again, with their figures.
attack:
	@scripts/attack

# The rules of the source text alone: some seconds.
check:
	@scripts/check

# The Debian package, RUN_DIR/puntuale_VERSION_ARCHITECTURE.deb.
package:
	@scripts/package

# From a fresh Debian with systemd to a delivered message, through drills, an upgrade and a restore to a purge. Needs root.
package-test:
	@scripts/package-test

# Two hosts behind a balancer, a cluster of databases, an App IO, each a Debian of its own: what each fault costs, as a table. Needs root.
cluster:
	@scripts/cluster

# After a change in sql/: the program's number of the schema, and sql/schema.sql.
schema:
	@scripts/schema
