# Sourced after environment.sh: lays out what nginx reads, from nginx/, for the demo and for the package alike.
# shellcheck shell=bash

# What stands in the place of @WORD@. PAGES, SHARE and SETTINGS are where nginx finds what is laid out here.
declare -A words

# fill NAME RESULT [WORD=VALUE]…: a file of nginx/ with values in the place of its words
fill() {
    local template=nginx/$1 result=$2 pair edits=() word
    shift 2
    for word in "${!words[@]}"; do edits+=(-e "s|@$word@|${words[$word]}|g"); done
    for pair; do edits+=(-e "s|@${pair%%=*}@|${pair#*=}|g"); done
    sed "${edits[@]}" "$template" >"$result"
    ! grep -q '@[A-Z_]\+@' "$result" || die "in $result manca un valore: $(grep -o '@[A-Z_]\+@' "$result" | head -1)."
}

# lay_out_sites DIRECTORY: the sites and what they include
lay_out_sites() {
    local name
    mkdir -p "$1"
    for name in http enti installation plain monitoring server error-log tls statics error-pages security-headers fastcgi-params; do
        fill "$name.conf" "$1/$name.conf"
    done
}

# lay_out_settings DIRECTORY: what differs from one installation to another, as it is at first
lay_out_settings() {
    local file
    mkdir -p "$1"
    for file in nginx/settings/*.conf; do fill "settings/${file##*/}" "$1/${file##*/}"; done
}

# lay_out_pages DIRECTORY STATICS: the error pages, whose style has an address that begins with STATICS
lay_out_pages() {
    local code title text way label
    mkdir -p "$1"
    while IFS='|' read -r code title text way label; do
        fill pages/page.html.template "$1/$code.html" STATICS="$2" TITLE="$title" TEXT="$text" WAY="${way:-/notifiche}" \
            WAY_LABEL="${label:-Vai all’archivio notifiche}"
    done <nginx/pages/pages.txt
}
