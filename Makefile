# Every target sets up what it needs on a Debian 12 that has a Swift 6 toolchain (root or sudo for packages).
#   PORT       of the demo's site, 8080 if not given
#   RUN_DIR    where everything is written, .run if not given
#   APPIO_URL  the base address of an App IO instead of the sandbox
#   SANDBOX_PROTOCOL  h2 (default: TLS and HTTP/2, as the real App IO) or h1
export PORT RUN_DIR APPIO_URL SANDBOX_PROTOCOL

.PHONY: demo demo-start demo-stop test check

demo:
	@scripts/demo run

demo-start:
	@scripts/demo start

demo-stop:
	@scripts/demo stop

test:
	@scripts/test

# The rules of the source text alone: some seconds.
check:
	@scripts/check
