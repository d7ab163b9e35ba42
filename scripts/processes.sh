# Sourced after environment.sh: processes that were started for this RUN_DIR, by the pid they left in RUN_DIR/pids.
# shellcheck shell=bash

# Whether the process NAME runs. A pid alone proves nothing after a restart of the machine, so the
# process must also carry this RUN_DIR: in its environment, or (nginx writes over it) in its arguments.
runs() {
    local pid
    pid=$(cat "$RUN_DIR/pids/$1" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 1
    grep -qzxF "RUN_DIR=$RUN_DIR" "/proc/$pid/environ" 2>/dev/null ||
        [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") == *" -p $RUN_DIR/ "* ]]
}

# Starts NAME in the background, out of reach of the terminal's Ctrl-C.
start() {
    local name=$1
    shift
    setsid "$@" >>"$RUN_DIR/logs/$name.log" 2>&1 </dev/null &
    echo $! >"$RUN_DIR/pids/$name"
}

# Ends NAME by SIGTERM, and by SIGKILL when it has not gone after SECONDS.
end() {
    local name=$1 seconds=$2 pid
    if runs "$name"; then
        pid=$(cat "$RUN_DIR/pids/$name")
        kill -TERM "$pid" 2>/dev/null || true
        within "$seconds" gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
    fi
    rm -f "$RUN_DIR/pids/$name"
}

# Whether no thread of a process is left but zombies: until then it may hold locks on its files.
gone() {
    local states
    states=$(cat "/proc/$1"/task/*/stat 2>/dev/null | sed 's/.*) \(.\).*/\1/') || true # threads may end while they are read
    [[ ! $states =~ [^ZX[:space:]] ]]
}

# Tries a command every 50 ms until it succeeds; fails after SECONDS.
within() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS <= deadline)) || return 1
        sleep 0.05
    done
}
