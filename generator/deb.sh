#!/bin/sh
# usage: generator/deb.sh BUILD VERSION      makes BUILD/tabularium_VERSION_ARCHITECTURE.deb
#
# The libraries it depends on are those that the program was linked with. The same commit gives the same package: times in
# it are that of the commit.
set -eu
build=$1
version=$2
root=$build/deb/root
umask 022
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH

rm -rf "$build/deb"
mkdir -p "$root/DEBIAN"
make --no-print-directory B="$build" install DESTDIR="$root" PREFIX=/usr
strip "$root/usr/bin/tabularium"
gzip -9n "$root/usr/share/man/man1/tabularium.1"
install -D -m 644 LICENSE "$root/usr/share/doc/tabularium/copyright"

# Each library's package, as ldd finds it; its file may be known under /usr or without.
libraries() {
	objdump -p "$root/usr/bin/tabularium" | awk '$1 == "NEEDED" { print $2 }' | while read -r library; do
		ldd "$root/usr/bin/tabularium" | awk -v l="$library" '$1 == l { print $3 }'
	done | while read -r file; do
		{ dpkg-query -S "$file" || dpkg-query -S "$(realpath "$file")" || dpkg-query -S "/usr$file" || dpkg-query -S "${file#/usr}"; } 2>/dev/null |
			sed -n '1s/:.*//p'
	done | sort -u | while read -r package; do
		printf '%s (>= %s)\n' "$package" "$(dpkg-query -W -f '${Version}' "$package:$architecture" 2>/dev/null | sed 's/[-+~].*//')"
	done | paste -sd, | sed 's/,/, /g'
}

cat >"$root/DEBIAN/control" <<CONTROL
Package: tabularium
Version: $version
Architecture: $architecture
Maintainer: $(git log -1 --format='%an <%ae>' 2>/dev/null || echo 'Tabularium <tabularium@example.org>')
Section: web
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $(libraries)
Recommends: git
Description: open-data portal and DCAT-AP.de feeds from a git repository
 Makes a static portal for citizens and feeds for harvesters of a git repository in which
 each dataset is one text file, and names every mistake before anything is published.
CONTROL
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum) >"$root/DEBIAN/md5sums"
dpkg-deb --root-owner-group --build "$root" "$build/tabularium_${version}_$architecture.deb"
