# Sourced by what runs two workers with all that they need and lets it fail (make chaos, make drills): sets up, runs a program in
# Python, leaves nothing running. The caller has set RUN_DIR and PORT.
# shellcheck shell=bash
source "$SCRIPTS/environment.sh"
source "$SCRIPTS/processes.sh"
source "$SCRIPTS/ports.sh"
export SANDBOX_PORT SANDBOX_TLS_PORT MONITORING_PORT

run=

stop() {
    trap '' INT TERM # what comes while it ends must not leave the half of it running
    [[ -z $run ]] || kill "$run" 2>/dev/null || true # first: it would start again what is ended here
    local name
    for name in worker-a worker-b; do end "$name" 1; done
    for name in web mariadb-load; do end "$name" 5; done
    "$SCRIPTS/nginx" stop
    end sandbox 5
    "$SCRIPTS/mariadb" stop
    "$SCRIPTS/galera" stop
    rm -f "$RUN_DIR/pids/run"
    [[ $SOCKETS == "$RUN_DIR" ]] || rm -rf "$SOCKETS" "$RUN_DIR/sockets"
}

# run_with_two_workers PROGRAM: its modules, those of the fault tests and those of the system tests find each other.
run_with_two_workers() {
    local build=${PUNTUALE_BUILD:-release}
    ! runs run || die "in $RUN_DIR è già in corso una prova."
    case ${GALERA:-} in
    '' | 0) "$SCRIPTS/install-packages" ;;
    1) "$SCRIPTS/install-packages" --galera ;;
    *) die "GALERA deve essere 1, oppure vuota, non «$GALERA»." ;;
    esac
    cd "$REPOSITORY"
    say "Compilazione ($build)…"
    swift build --configuration "$build" --product puntuale
    PROGRAM=$(swift build --configuration "$build" --show-bin-path)/puntuale
    export PROGRAM

    stop # what a run that was killed has left behind
    rm -rf "$RUN_DIR"/galera-* "$SOCKETS/mariadb.sock" "$RUN_DIR"/{mariadb,sandbox,logs,export,worker-a,worker-b,worker.mark}
    source "$SCRIPTS/environment.sh"

    trap stop EXIT
    trap 'exit 130' INT TERM
    # In the background, so that bash hears a signal at once.
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=Tests/system/support:Tests/chaos python3 "$1" &
    run=$!
    echo "$run" >"$RUN_DIR/pids/run"
    wait "$run"
}

# numbers NAME…: each must be a number, as environment variables are.
numbers() {
    local name
    for name; do
        [[ ${!name} =~ ^[1-9][0-9]{0,6}$ ]] || die "$name deve essere un numero da 1 a 9999999, non «${!name}»."
    done
}
