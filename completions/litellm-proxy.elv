# Registers the completions of litellm-proxy in elvish. The candidates come from the program itself.
set edit:completion:arg-completer[litellm-proxy] = {|@words|
    try {
        e:env COMPLETE=elvish litellm-proxy -- $@words 2>/dev/null | from-lines
    } catch {
        nop
    }
}
