# Completion for bash. The commands and their options are asked of the program itself, so that nothing here grows old.
_tabularium() {
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]}
	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$("$program" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p')" -- "$current")
		return
	fi
	# An option whose argument is one of a few words: "--lang de|en".
	local words
	words=$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null | sed -n "s/^  $previous \([a-z]*|[a-z|]*\) .*/\1/p" | tr '|' ' ')
	if [ -n "$words" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
	elif [[ $current == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\).*/\1/p') --help" -- "$current")
	fi
}
complete -o default -F _tabularium tabularium
