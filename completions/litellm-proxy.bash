# Registers the completions of litellm-proxy in bash. The candidates come from the program itself.
_litellm_proxy() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(COMPLETE=bash command litellm-proxy -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    # A directory, a role of `--message` and the like are continued, not followed by a blank.
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _litellm_proxy litellm-proxy
