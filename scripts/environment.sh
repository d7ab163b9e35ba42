# Sourced first by every script: where things are, and how a script speaks.
# PORT and RUN_DIR come from the caller (see the Makefile); everything that is written lies under RUN_DIR.
# shellcheck shell=bash
set -euo pipefail
shopt -s inherit_errexit

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SCRIPTS=$REPOSITORY/scripts
PORT=${PORT:-8080}
RUN_DIR=$(realpath --canonicalize-missing "${RUN_DIR:-$REPOSITORY/.run}")
export PORT RUN_DIR

say() { printf '%s\n' "$@"; }

die() {
    printf 'Errore: %s\n' "$*" >&2
    exit 1
}

# shellcheck disable=SC2015 # either way it ends in die
[[ $PORT =~ ^[1-9][0-9]{3,4}$ ]] && ((PORT >= 1024 && PORT <= 64000)) || die "PORT deve essere un numero da 1024 a 64000, non «$PORT»."
[[ $RUN_DIR =~ ^[A-Za-z0-9/._+@-]+$ ]] ||
    die "RUN_DIR finisce in file di configurazione: lettere, cifre e / . _ + @ - soltanto, non «$RUN_DIR»."

# It holds keys and a database that lets its owner in without a password: nobody else's business.
[[ -d $RUN_DIR ]] || (umask 077 && mkdir -p "$RUN_DIR")
mkdir -p "$RUN_DIR"/{pids,logs}

# A Unix socket's path holds 107 bytes and ours have names of up to 20: under a long RUN_DIR
# the sockets lie in a short directory of their own, to which RUN_DIR/sockets points.
SOCKETS=$RUN_DIR
if ((${#RUN_DIR} > 85)); then
    [[ -d $RUN_DIR/sockets ]] || ln -sfn "$(mktemp -d /tmp/puntuale.XXXXXX)" "$RUN_DIR/sockets"
    SOCKETS=$(readlink "$RUN_DIR/sockets")
fi
export SOCKETS
