#!/bin/sh
# Installs the Debian packages named before "--" that are missing, and those behind it when the
# programs node and npm are missing. Without the right to install it says what to type.
set -eu

missing=
programs=no
for package; do
	if [ "$package" = -- ]; then
		programs=yes
	elif [ "$programs" = yes ]; then
		case $package in
		nodejs) command -v node >/dev/null || missing="$missing $package" ;;
		*) command -v "$package" >/dev/null || missing="$missing $package" ;;
		esac
	elif [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
		missing="$missing $package"
	fi
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
	sudo=
elif sudo -n true 2>/dev/null; then
	sudo='sudo -n'
else
	printf 'These Debian packages are missing. Install them, then run make again:\n\n' >&2
	printf '    sudo apt-get update && sudo apt-get install%s\n\n' "$missing" >&2
	exit 1
fi
echo "Installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { $sudo apt-get update && $sudo env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	exit 1
fi
