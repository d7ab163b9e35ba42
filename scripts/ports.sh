# Sourced after environment.sh: the loopback ports of a demo, all derived from PORT.
# shellcheck shell=bash disable=SC2153

# Far enough apart for demos on neighbouring PORTs; not 2000, since browsers refuse 10080.
MONITORING_PORT=$((PORT + 500))
SANDBOX_PORT=$((PORT + 1000))
SANDBOX_TLS_PORT=$((PORT + 1500))

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

require_free_ports() {
    local port
    for port in "$PORT" "$MONITORING_PORT" "$SANDBOX_PORT" "$SANDBOX_TLS_PORT"; do
        ! taken "$port" ||
            die "la porta $port è già in uso da un altro programma; si scelga un'altra PORT (servono PORT, +500, +1000 e +1500)."
    done
}
